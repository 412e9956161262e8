"""The answers to a call, their points, and what was decided."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from pb.calls.models import Call
from pb.calls.queries import standing_of
from pb.proposals.finding.queries import present
from pb.proposals.models import Proposal, ProposalVersion, State
from pb.proposals.writing.models import Author
from pb.reviews.judging import rules
from pb.reviews.judging.models import AnswerPoints, CallDecision, Chosen

# What never was an answer for everyone to read, or is one no more.
GONE = (State.DRAFT, State.WITHDRAWN, State.MERGED, State.FORWARDED)


@dataclass(frozen=True)
class Judged:
    """An answer with its points by criterion, and their weighted total of 100."""

    number: int
    title: str
    points: dict[int, int]
    total: Fraction
    is_chosen: bool


def answers(rows: Session, call: Call) -> dict[int, str]:
    """Number and title of each answer that can be judged, in the order in which they came."""
    its = present(select(Proposal.id, ProposalVersion.title)).where(
        Proposal.call_id == call.id, Proposal.state.not_in([state.value for state in GONE])
    )
    return dict(rows.execute(its.order_by(Proposal.submitted, Proposal.id)).all())


def points(rows: Session, call: Call) -> dict[int, dict[int, int]]:
    """By answer and criterion."""
    found: dict[int, dict[int, int]] = {}
    for one in rows.scalars(select(AnswerPoints).where(AnswerPoints.call_id == call.id)):
        found.setdefault(one.proposal_id, {})[one.place] = one.points
    return found


def decision(rows: Session, call: Call) -> CallDecision | None:
    return rows.get(CallDecision, call.id)


def check(rows: Session, call: Call, person: int, at: datetime) -> None:
    """Whether this official may judge it now. Raises NotOverYet, DecidedAlready, OwnAnswer."""
    its = select(Proposal.id).where(Proposal.call_id == call.id)
    own = exists().where(Author.person_id == person, Author.proposal_id.in_(its))
    is_author = bool(rows.scalar(select(own)))
    rules.may_judge(standing_of(call, at), decision(rows, call) is not None, is_author)


def judged(rows: Session, call: Call) -> list[Judged]:
    """What was decided about, the most points first."""
    given, weights = points(rows, call), {one.place: one.weight for one in call.criteria}
    chosen = set(rows.scalars(select(Chosen.proposal_id).where(Chosen.call_id == call.id)))
    titles = present(select(Proposal.id, ProposalVersion.title)).where(Proposal.id.in_(given))
    found = [
        Judged(number, title, given[number], rules.total(weights, given[number]), number in chosen)
        for number, title in rows.execute(titles)
    ]
    return sorted(found, key=lambda one: (-one.total, one.number))
