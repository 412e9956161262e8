"""The elections there are, and who has which slot."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb.accounts.roll.models import RollEntry
from pb.voting.models import Election, Kind, Slot, State


def every(rows: Session) -> list[Election]:
    """The newest first."""
    return list(rows.scalars(select(Election).order_by(Election.id.desc())))


def real(rows: Session, cycle: int) -> Election | None:
    """The vote of a cycle; rehearsals are not meant."""
    wanted = select(Election).where(Election.cycle_id == cycle, Election.kind == Kind.REAL.value)
    return rows.scalars(wanted).one_or_none()


def current(rows: Session, kind: Kind = Kind.REAL) -> Election | None:
    """The newest election whose rules are frozen: the one that pages are about."""
    wanted = select(Election).where(Election.kind == kind.value, Election.state != State.PREPARING.value)
    return rows.scalars(wanted.order_by(Election.frozen.desc(), Election.id.desc()).limit(1)).one_or_none()


def slot_of(rows: Session, election: Election, person: int) -> Slot | None:
    """The person's own slot: by the place on the roll, in a rehearsal by the test slot that was taken."""
    wanted = select(Slot).where(Slot.election_id == election.id)
    if election.kind == Kind.REHEARSAL:
        return rows.scalars(wanted.where(Slot.tester_id == person)).one_or_none()
    mine = wanted.join(RollEntry, RollEntry.id == Slot.roll_entry_id).where(RollEntry.person_id == person)
    return rows.scalars(mine).one_or_none()


def slot_of_resident(rows: Session, election: int, roll_entry: int) -> Slot | None:
    """The slot of somebody on the roll, for the desk."""
    wanted = select(Slot).where(Slot.election_id == election, Slot.roll_entry_id == roll_entry)
    return rows.scalars(wanted).one_or_none()


def slots(rows: Session, election: int) -> int:
    """How many slots are drawn."""
    return rows.scalars(select(func.count()).where(Slot.election_id == election)).one()
