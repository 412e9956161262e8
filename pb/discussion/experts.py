"""Whom the town has verified to know a field."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.accounts.models import Account
from pb.discussion.models import Expert
from pb.journal.kinds import Kind
from pb.journal.pen import Pen


def listed(rows: Session) -> list[tuple[Expert, str]]:
    """The experts with the address of their account."""
    wanted = (
        select(Expert, Account.email)
        .join(Account, Account.person_id == Expert.person_id)
        .where(Expert.withdrawn.is_(None))
        .order_by(Expert.field, Expert.person_id)
    )
    return [(expert, email) for expert, email in rows.execute(wanted)]


def name(pen: Pen, account: Account, field: str) -> None:
    """From now on this person answers as an expert of the field; a new field replaces an old one."""
    found = pen.rows.get(Expert, account.person_id, with_for_update=True)
    if found is None:
        found = Expert(person_id=account.person_id)
        pen.rows.add(found)
    found.field, found.since, found.withdrawn = field, pen.at, None
    pen.note(Kind.EXPERT_NAMED, expert=str(account.person_id), field=field)


def withdraw(pen: Pen, expert: Expert) -> None:
    """What was answered as an expert keeps its mark: it was true then."""
    expert.withdrawn = pen.at
    pen.note(Kind.EXPERT_WITHDRAWN, expert=str(expert.person_id), field=expert.field)
