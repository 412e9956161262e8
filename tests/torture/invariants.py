"""What must hold of a ballot box whatever was killed (I1 to I5 of the reliability programme)."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots import checkpoint, log
from ballots.checkpoint import Checkpoint
from ballots.errors import BallotError
from ballots.receipt import Receipt
from pb import clock
from pb.voting.box import checkpoints
from pb.voting.box.models import BoxEntry, BoxHead, SlotStanding
from pb.voting.hall import Hall
from pb.voting.trustees import work
from tests.pb.voting.rehearsed import Rehearsed


class Lost(Exception):
    """An invariant does not hold; the message begins with its number."""


def check(place: Rehearsed, told: Sequence[Receipt], signed: list[Checkpoint]) -> None:
    """`told` was acknowledged, `signed` are earlier checkpoints; one more is signed. Raises Lost."""
    with place.database.transaction() as rows:
        signed.append(checkpoints.sign(rows, place.hall, clock.now()))
    with Session(place.database.engine) as rows:
        wanted = select(BoxEntry).where(BoxEntry.election_id == place.hall.election)
        found = list(rows.scalars(wanted.order_by(BoxEntry.position)))
        size = rows.scalars(select(BoxHead.size).where(BoxHead.election_id == place.hall.election)).one()
        check_acknowledged(told, found)
        check_slots(rows, place.hall)
    if [each.position for each in found] != list(range(size)):
        raise Lost("I3: the places are not those of the head")
    if any(each.hash != log.leaf_hash(each.blob) for each in found):
        raise Lost("I3: an entry is not its leaf")
    check_extends(place.hall, signed, [each.hash for each in found])


def check_acknowledged(told: Sequence[Receipt], found: Sequence[BoxEntry]) -> None:
    there = {each.hash: (each.slot, each.revision) for each in found if each.kind == "cast"}
    for one in told:
        if there.get(one.entry) != (one.slot, one.revision):
            raise Lost(f"I1: slot {one.slot} has a receipt for a ballot that is not in the box")
    if len({one.entry for one in told}) != len(told):
        raise Lost("I1: two acknowledgements of one ballot, although each voter waited for the first")


def check_slots(rows: Session, hall: Hall) -> None:
    """The entries are played again by the library's own rules, which let no slot count twice."""
    try:
        replayed = work.replay(rows, hall)
    except BallotError as why:
        raise Lost(f"I2: the log breaks the rules of the box: {why}") from why
    standings = list(rows.scalars(select(SlotStanding).where(SlotStanding.election_id == hall.election)))
    for row in standings:
        state = replayed.slot(row.number)
        if (row.revision, row.last_cast, row.device) != (state.revision, state.last_cast, state.device):
            raise Lost(f"I2: slot {row.number} stands otherwise than its entries say")
        if (row.cast_at is not None) != (state.revision > 0):
            raise Lost(f"I5: slot {row.number} is marked as voted without a ballot, or the other way round")
    if replayed.counts().online != sum(row.revision > row.voided and not row.barred for row in standings):
        raise Lost("I2: not one counted ballot for each slot that has voted")


def check_extends(hall: Hall, signed: Sequence[Checkpoint], hashes: Sequence[bytes]) -> None:
    tree, roots = log.Frontier(), {}
    for hashed in hashes:
        tree.append(hashed)
        roots[tree.size] = tree.root()
    for note in signed:
        checkpoint.check(hall.manifest, note)
        if note.size and roots.get(note.size) != note.root:
            raise Lost(f"I4: the tree does not extend the checkpoint over {note.size} entries")
