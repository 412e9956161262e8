"""Putting an entry at the end of the box: the one place where a position is given out."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, case, select, update
from sqlalchemy.orm import Session

from ballots import entry, log
from ballots.entry import Admit, Cast, Entry, Paper, Readmit
from pb.voting.box import keeping
from pb.voting.box.models import BoxEntry, BoxHead
from pb.voting.errors import RolledBack, VotingClosed
from pb.voting.hall import Hall


@dataclass(frozen=True)
class Place:
    """Where an entry goes, and when it came by the box's own time, which never runs back."""

    position: int
    at: datetime


def take_place(rows: Session, hall: Hall, at: datetime, closing: bool = False) -> Place:
    """The next place. Updating the head makes other writers wait.

    Raises VotingClosed after the close entry, and RolledBack where the box held more than it does now.
    """
    latest = case((BoxHead.last_at < at, at), else_=BoxHead.last_at)
    longer = (
        update(BoxHead)
        .where(BoxHead.election_id == hall.election, BoxHead.closed.is_(False))
        .values(size=BoxHead.size + 1, last_at=latest, closed=closing)
        .returning(BoxHead.size, BoxHead.last_at)
        .execution_options(synchronize_session=False)
    )
    found = rows.execute(longer).one_or_none()
    if found is None:
        raise VotingClosed
    if found[0] <= keeping.size(hall.folder, hall.manifest.origin):
        raise RolledBack
    return Place(found[0] - 1, found[1])


def put(rows: Session, hall: Hall, place: Place, what: Entry, blob: bytes) -> bytes:
    """Keep the entry at its place; its hash. The database refuses what may not stand in a box twice."""
    hashed = log.leaf_hash(blob)
    rows.add(
        BoxEntry(
            election_id=hall.election,
            position=place.position,
            kind=type(what).__name__.lower(),
            slot=getattr(what, "slot", None),
            revision=what.revision if isinstance(what, Cast) else None,
            device=what.device if isinstance(what, Admit | Readmit) else None,
            batch=what.batch if isinstance(what, Paper) else None,
            hash=hashed,
            blob=blob,
            at=place.at,
        )
    )
    rows.flush()
    return hashed


def sign_and_put(rows: Session, hall: Hall, place: Place, what: Entry) -> bytes:
    """As `put`, for an entry that the registrar signs."""
    return put(rows, hall, place, what, entry.write(hall.manifest.election, what, hall.registrar))


FINDING = select(BoxEntry.position).where(
    BoxEntry.election_id == bindparam("election"), BoxEntry.hash == bindparam("hash")
)


def is_there(rows: Session, hall: Hall, hashed: bytes) -> bool:
    found = rows.execute(FINDING, {"election": hall.election, "hash": hashed})
    return found.scalar_one_or_none() is not None
