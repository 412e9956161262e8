"""Reading reviews: the present draft, the decisions, who declared what, and what blocks."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.proposals.models import Proposal
from pb.reviews.assigning.models import Assignment, Part
from pb.reviews.deciding.models import Amendment, Declaration, Review, Stage


def of_assignment(rows: Session, assignment: Assignment | None) -> Review | None:
    """The form that belongs to a lead, if it was opened."""
    if assignment is None:
        return None
    return rows.scalars(select(Review).where(Review.assignment_id == assignment.id)).one_or_none()


def decisions(rows: Session, proposal: int) -> list[Review]:
    """Every confirmed decision about a proposal, the newest first."""
    found = select(Review).where(Review.proposal_id == proposal, Review.stage == Stage.CONFIRMED)
    return list(rows.scalars(found.order_by(Review.confirmed.desc(), Review.id.desc())))


def decision(rows: Session, proposal: int) -> Review | None:
    """The decision that counts."""
    return next(iter(decisions(rows, proposal)), None)


def declaration(rows: Session, proposal: int, person: int) -> Declaration | None:
    return rows.get(Declaration, (proposal, person))


def in_conflict(rows: Session, proposal: int) -> frozenset[int]:
    """The persons who may not decide on a proposal."""
    return frozenset(
        rows.scalars(
            select(Declaration.person_id).where(Declaration.proposal_id == proposal, Declaration.conflict)
        )
    )


def amendments(rows: Session, proposal: int) -> list[Amendment]:
    """What the proposer was asked to change, the first request first."""
    found = select(Amendment).join(Review, Review.id == Amendment.review_id)
    return list(rows.scalars(found.where(Review.proposal_id == proposal).order_by(Amendment.asked)))


def open_amendment(rows: Session, proposal: Proposal) -> Amendment | None:
    """The request that waits for the proposer: no version has come since."""
    found = amendments(rows, proposal.id)
    return found[-1] if found and found[-1].from_version == proposal.version else None


def unanswered(rows: Session, proposal: Proposal) -> Iterator[Assignment]:
    """The questions to other departments that still wait."""
    yield from rows.scalars(
        select(Assignment).where(
            Assignment.proposal_id == proposal.id,
            Assignment.part == Part.CONSULTED,
            Assignment.ended.is_(None),
        )
    )


def to_sign(rows: Session, departments: frozenset[int] | None, person: int) -> list[int]:
    """The proposals whose form waits for this person's signature, by number."""
    found = (
        select(Review.proposal_id)
        .join(Assignment, Assignment.id == Review.assignment_id)
        .where(Review.stage == Stage.SUBMITTED, Review.submitter_id != person, Assignment.ended.is_(None))
        .order_by(Review.submitted)
    )
    if departments is not None:
        found = found.where(Assignment.department_id.in_(departments))
    return list(rows.scalars(found))
