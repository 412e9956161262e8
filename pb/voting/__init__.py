"""The election: preparing it, the ballot box, the trustees, closing and opening. Nothing here knows a result.

What other rooms may rely on:

- `models.Election` has a `kind` (`Kind.REAL`, `Kind.REHEARSAL`) and a `state`, in this order: `PREPARING`
  (slots and key are made), `READY` (the manifest is frozen, `fingerprint` is known), `OPEN` (ballots are
  taken), `CLOSED` (the close entry stands; trustees mix and decrypt), `UNSEALED` (the plaintext files are
  written).
- `queries.current(rows)` is the election that pages are about; `queries.real(rows, cycle)` that of a cycle;
  `queries.slot_of(rows, election, person)` a voter's own slot.
- `hall.of(rows, election)` is all that is needed to take in entries: manifest, key, and the town's own
  signing keys.
- `box.casting.admit / cast`, `box.desk.void / enter_paper`, `box.closing.close` append to the box, each
  within the session it is given and never committing; they raise `pb.errors.Refused`, and then the session
  must be rolled back.
- `box.receipts.receipt_of(rows, hall, entry_hash)` is the receipt, with its proof once a checkpoint holds it;
  `box.checkpoints.keep_up` signs one for whoever asks. `trustees.work.replay(rows, hall).counts()` has the
  figures of the whole box by the library's own rules.
- `folder.of(settings, election_id)` is the folder of the bundle (ballots/FORMAT.md, chapter 14), written from
  the close on: manifest, ceremony, roll, log, mixes, decryptions, plaintexts. Results add `result.json` and
  the journal.
"""
