"""Spoiling an honest bundle in a named way, for teaching and for testing the verifier.

Each kind says which check must catch it. The insiders' kinds need the keys a demonstration leaves beside its
bundle: they show what officials, witnesses or trustees could try, all together, and fail at.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ballots import bundle
from ballots.demo import keyring
from ballots.tamper import box, files, opening
from ballots.tamper.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Kind:
    """One way of tampering: the code of the check that catches it, what it does, and the deed."""

    code: str
    words: str
    spoil: Callable[[Workshop], None]


KINDS: Final[dict[str, Kind]] = {
    "manifest-budget": Kind("checkpoint", "change a budget: another election", files.manifest_budget),
    "manifest-spaced": Kind("manifest", "the same manifest in another form", files.manifest_spaced),
    "manifest-too-wide": Kind("manifest", "a ballot that does not fit", files.manifest_too_wide),
    "manifest-small-key": Kind("manifest", "a key of small order", files.manifest_key_of_small_order),
    "ceremony-swapped": Kind("ceremony", "a key made by strangers", files.ceremony_swapped),
    "ceremony-altered": Kind("ceremony", "a dealer's salt changed", files.ceremony_altered),
    "roll-voter-moved": Kind("roll", "a voter moved to another group", files.roll_voter_moved),
    "roll-slot-added": Kind("roll", "a voter who does not exist", files.roll_slot_added),
    "checkpoint-stranger": Kind("checkpoint", "signed by another key", files.checkpoint_by_stranger),
    "checkpoint-shortened": Kind("checkpoint", "the last entry cut off", files.checkpoint_shortened),
    "checkpoint-false-root": Kind("tiles", "the log signs another root", files.checkpoint_false_root),
    "entry-altered": Kind("tiles", "one bit of an entry changed", files.entry_altered),
    "entry-dropped": Kind("tiles", "an entry emptied", files.entry_dropped),
    "entries-swapped": Kind("tiles", "two entries in the other order", files.entries_swapped),
    "tile-altered": Kind("tiles", "one bit of a tile changed", files.tile_altered),
    "forked-log": Kind("history", "another history than was shown before", files.forked_log),
    "history-stranger": Kind("history", "an earlier checkpoint by a stranger", files.history_by_stranger),
    "cosignatures-missing": Kind("cosignatures", "no witness", files.cosignatures_missing),
    "cosignature-false": Kind("cosignatures", "a witness's name, another key", files.cosignature_false),
    "cosigned-stranger": Kind("cosignatures", "a witness nobody named", files.cosigned_by_stranger),
    "cosigned-twice": Kind("cosignatures", "one witness counted as two", files.cosigned_twice),
    "entry-spaced": Kind("entries", "an entry in another form", box.entry_spaced),
    "entry-with-more": Kind("entries", "an entry with one member more", box.entry_with_more),
    "ballot-altered": Kind("signatures", "another ballot under a voter's signature", box.ballot_altered),
    "signature-malleable": Kind("signatures", "S + L instead of S", box.signature_malleable),
    "admitted-by-stranger": Kind("signatures", "a device admitted by nobody", box.admitted_by_stranger),
    "one-clerk-twice": Kind("signatures", "one clerk signs for two", box.one_clerk_twice),
    "ballot-twice": Kind("box", "the same ballot logged twice", box.ballot_twice),
    "ballot-dropped": Kind("box", "a replaced ballot left out", box.ballot_dropped),
    "entry-after-close": Kind("box", "an entry after the close", box.entry_after_close),
    "never-closed": Kind("box", "a log without its close", box.never_closed),
    "close-miscounts": Kind("box", "a close that counts wrongly", box.close_miscounts),
    "clash": Kind("box", "two voters, one device key", box.two_voters_one_device),
    "admitted-twice": Kind("box", "a second device without readmission", box.admitted_twice),
    "slot-beyond-roll": Kind("box", "a slot the roll does not have", box.slot_beyond_roll),
    "official-votes": Kind("box", "an official's key as a voter's", box.official_votes),
    "voided-twice": Kind("box", "a slot barred twice", box.voided_twice),
    "nothing-to-take-back": Kind("box", "a ballot taken back that never was", box.nothing_to_take_back),
    "paper-without-voter": Kind("box", "more paper than people", box.paper_without_voter),
    "batch-skipped": Kind("box", "a missing paper batch", box.batch_skipped),
    "other-election": Kind("box", "an entry of another election", box.other_election),
    "group-made-small": Kind("groups", "a group small enough to see through", box.group_made_small),
    "file-missing": Kind("files", "the opened ballots left out", files.file_missing),
    "file-extra": Kind("files", "a file that belongs to nothing", files.file_extra),
    "journal-half": Kind("files", "a journal without its signature", files.journal_dropped_half),
    "mix-outputs-altered": Kind("mixes", "one bit of a mix changed", opening.mix_outputs_altered),
    "mixes-swapped": Kind("mixes", "two mixes in the other order", opening.mixes_swapped),
    "mixer-twice": Kind("mixes", "one trustee mixes twice", opening.mixer_twice),
    "mix-other-signer": Kind("mixes", "a mix signed by another trustee", opening.mix_signed_by_other),
    "mix-proof-short": Kind("mixes", "a proof one value shorter", opening.mix_proof_short),
    "decryption-missing": Kind("decryptions", "one trustee too few", opening.decryption_missing),
    "factors-altered": Kind("decryptions", "one bit of the factors changed", opening.factors_altered),
    "decryption-other-signer": Kind(
        "decryptions", "factors signed by another trustee", opening.decryption_signed_by_other
    ),
    "plaintext-spaced": Kind("plaintexts", "a line in another form", files.plaintext_spaced),
    "plaintext-dropped": Kind("plaintexts", "a ballot less", files.plaintext_dropped),
    "ballot-copied": Kind("knowledge", "another voter's ballot cast again", box.ballot_copied),
    "proof-altered": Kind("knowledge", "a false proof of knowledge", box.proof_altered),
    "identity-sealed": Kind("knowledge", "nothing sealed: the identity", box.identity_sealed),
    "no-point-sealed": Kind("knowledge", "bytes that are no point", box.no_point_sealed),
    "other-style": Kind("knowledge", "a ballot of another style", box.other_style),
    "other-slot": Kind("knowledge", "a ballot of another slot", box.other_slot),
    "weak-challenge": Kind("knowledge", "a proof with a guessed challenge", box.weak_challenge),
    "mix-ballot-replaced": Kind("mix-proof", "a mixer's own ballot put in", opening.mix_ballot_replaced),
    "mix-ballot-doubled": Kind("mix-proof", "one ballot out, another twice in", opening.mix_ballot_doubled),
    "mix-undone": Kind("mix-proof", "a mix that does not mix", opening.mix_not_reencrypted),
    "mix-proof-scalar": Kind("mix-proof", "one number of a proof changed", opening.mix_proof_scalar),
    "mix-commitments": Kind("mix-proof", "one commitment changed", opening.mix_commitments_altered),
    "factor-forged": Kind("decryption-proof", "a false factor", opening.factor_forged),
    "factors-swapped": Kind("decryption-proof", "two factors swapped", opening.factors_swapped),
    "decryption-scalar": Kind("decryption-proof", "a false proof", opening.decryption_proof_altered),
    "vote-changed": Kind("opening", "one ballot written as another", files.vote_changed),
    "ballot-called-spoiled": Kind("opening", "a good ballot called spoiled", files.ballot_called_spoiled),
    "result-unsigned": Kind("result", "an announced figure changed", files.result_unsigned),
    "result-counts": Kind("result", "3,835 instead of 3,822, signed", files.result_counts),
    "result-votes": Kind("result", "one vote more for the first project, signed", files.result_votes),
    "journal-edited": Kind("journal", "a decision rewritten", files.journal_edited),
    "result-funded": Kind("recount", "another project funded, signed", files.result_funded),
}
"""Every kind of tampering."""


def spoil(kind: str, source: Path, out: Path, keys: Path) -> None:
    """Write to `out` the bundle `source` spoilt in the way `kind`, with the insiders' `keys`."""
    with tempfile.TemporaryDirectory() as folder:
        unpack(source, Path(folder))
        KINDS[kind].spoil(Workshop(Path(folder), *keyring.load(keys)))
        bundle.pack(Path(folder), out)


def unpack(source: Path, folder: Path) -> None:
    """The files of a bundle, each in its place under `folder`."""
    with bundle.open_bundle(source) as opened:
        for name in opened.names:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(opened.read(name))
