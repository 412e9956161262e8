"""Whose drafts are whose, and where one can hand in now."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.accounts.models import Account
from pb.cycles import queries as cycles
from pb.cycles.models import Cycle
from pb.cycles.phases import Activity
from pb.cycles.rules import allowed
from pb.proposals.models import Proposal, ProposalVersion, State
from pb.proposals.writing.models import Author


def open_cycle(rows: Session, at: datetime) -> Cycle | None:
    """The newest cycle in which one may propose at this moment."""
    return next(
        (one for one in cycles.published(rows) if Activity.PROPOSE in allowed(cycles.plan_of(one), at)), None
    )


def is_author(rows: Session, proposal: int, person: int) -> bool:
    return rows.get(Author, (proposal, person)) is not None


def authors(rows: Session, proposal: int) -> list[int]:
    """The persons who wrote it, the first first."""
    wanted = select(Author.person_id).where(Author.proposal_id == proposal)
    return list(rows.scalars(wanted.order_by(Author.since, Author.person_id)))


def names(rows: Session, proposal: int) -> list[str]:
    """The authors as everyone sees them: their pen names, empty for whoever has none or left."""
    wanted = (
        select(Author.pen_name, Account.id)
        .outerjoin(Account, Account.person_id == Author.person_id)
        .where(Author.proposal_id == proposal)
        .order_by(Author.since, Author.person_id)
    )
    return [name if account is not None else "" for name, account in rows.execute(wanted)]


def handed_in(rows: Session, person: int) -> list[tuple[int, str, str]]:
    """(number, title, state) of what the person has handed in, the latest first."""
    wanted = (
        select(Proposal.id, ProposalVersion.title, Proposal.state)
        .join(
            ProposalVersion,
            (ProposalVersion.proposal_id == Proposal.id) & (ProposalVersion.number == Proposal.version),
        )
        .join(Author, Author.proposal_id == Proposal.id)
        .where(Author.person_id == person, Proposal.submitted.is_not(None))
        .order_by(Proposal.submitted.desc(), Proposal.id.desc())
    )
    return [(number, title, state) for number, title, state in rows.execute(wanted)]


def drafts(rows: Session, person: int) -> list[tuple[int, str, datetime]]:
    """(number, title, last change) of what the person has begun, the latest first."""
    wanted = (
        select(Proposal.id, ProposalVersion.title, ProposalVersion.at)
        .join(ProposalVersion, ProposalVersion.proposal_id == Proposal.id)
        .join(Author, Author.proposal_id == Proposal.id)
        .where(Author.person_id == person, Proposal.state == State.DRAFT.value)
        .order_by(ProposalVersion.at.desc(), Proposal.id.desc())
    )
    return [(number, title, at) for number, title, at in rows.execute(wanted)]
