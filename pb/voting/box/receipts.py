"""Receipts of ballots in the box: the promise at once, the proof as soon as a checkpoint holds the entry."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots import checkpoint, log, receipt
from ballots.receipt import Receipt
from pb.voting.box.checkpoints import newest
from pb.voting.box.models import BoxEntry
from pb.voting.box.nodes import asking
from pb.voting.hall import Hall


def receipt_of(rows: Session, hall: Hall, hashed: bytes) -> Receipt | None:
    """The receipt of the cast with this hash, with its proof if there is one yet;

    None if it is not in the box.
    """
    wanted = select(BoxEntry.position, BoxEntry.slot, BoxEntry.revision).where(
        BoxEntry.election_id == hall.election, BoxEntry.hash == hashed, BoxEntry.kind == "cast"
    )
    found = rows.execute(wanted).one_or_none()
    if found is None or found.slot is None or found.revision is None:
        return None
    position, slot, revision = found.position, found.slot, found.revision
    promised = receipt.promise(hall.manifest, hall.log, hashed, slot, revision)
    last = newest(rows, hall.election)
    if last is None or last.size <= position:
        return promised
    note = checkpoint.read(last.note.encode())
    return asking(rows, hall.election, lambda read: proven(promised, read, position, note))


def proven(promised: Receipt, read: log.Reader, position: int, note: checkpoint.Checkpoint) -> Receipt:
    return receipt.prove(promised, read, position, note)
