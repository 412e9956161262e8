"""What the audit centre shows: elections, checkpoints, and how slots stand."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from pb import db
from pb.voting import queries as voting
from pb.voting.box.models import BoxCheckpoint, SlotStanding
from pb.voting.models import Election, Kind

MOST_CHECKPOINTS = 50


def elections(rows: Session) -> list[Election]:
    """Every real election whose rules are frozen, the newest first."""
    wanted = select(Election).where(Election.kind == Kind.REAL.value, Election.fingerprint.is_not(None))
    return list(rows.scalars(wanted.order_by(Election.frozen.desc())))


def is_any_frozen() -> bool:
    """For the menu; a database in trouble hides the line, no more."""
    try:
        return voting.current(db.session()) is not None
    except SQLAlchemyError:
        return False


def checkpoints(rows: Session, election: int) -> list[BoxCheckpoint]:
    """The newest first."""
    wanted = select(BoxCheckpoint).where(BoxCheckpoint.election_id == election)
    return list(rows.scalars(wanted.order_by(BoxCheckpoint.size.desc()).limit(MOST_CHECKPOINTS)))


def standings(rows: Session, election: int, numbers: Sequence[int]) -> Mapping[int, SlotStanding]:
    wanted = select(SlotStanding).where(
        SlotStanding.election_id == election, SlotStanding.number.in_(numbers)
    )
    return {row.number: row for row in rows.scalars(wanted)}
