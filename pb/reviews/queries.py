"""The review in figures, for its own pages and for the rooms above: everything is accounted for."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb.cycles.rules import day
from pb.proposals.models import Proposal, State
from pb.reviews.assigning import queries as assigning
from pb.reviews.assigning.models import Assignment, Outcome, Part
from pb.reviews.committee import queries as committee
from pb.reviews.deciding import queries as deciding
from pb.reviews.deciding.models import Ground, Review, Stage
from pb.reviews.rules import Reconciliation
from pb.town.models import Department

ON_BALLOT = (State.ON_BALLOT, State.FUNDED, State.NOT_FUNDED)


def reconciliation(rows: Session, cycle: int) -> Reconciliation:
    """The identity of one cycle: its left side counted by what was handed in, its right side by state."""
    received = select(func.count(Proposal.id)).where(
        Proposal.cycle_id == cycle, Proposal.submitted.is_not(None)
    )
    found = dict(
        rows.execute(
            select(Proposal.state, func.count(Proposal.id))
            .where(Proposal.cycle_id == cycle, Proposal.state != State.DRAFT)
            .group_by(Proposal.state)
        ).all()
    )
    states: Counter[str] = Counter(found)
    return Reconciliation(
        received=rows.scalars(received).one(),
        on_ballot=sum(states[one] for one in ON_BALLOT),
        feasible=states[State.FEASIBLE],
        infeasible=states[State.INFEASIBLE],
        merged=states[State.MERGED],
        withdrawn=states[State.WITHDRAWN],
        forwarded=states[State.FORWARDED],
        open=states[State.RECEIVED] + states[State.IN_REVIEW],
        unanswered=len(without_decision(rows, cycle)),
    )


def without_decision(rows: Session, cycle: int) -> list[int]:
    """Proposals said to be feasible or not without a confirmed decision, by number; must be none."""
    decided = select(Review.proposal_id).where(Review.stage == Stage.CONFIRMED)
    return list(
        rows.scalars(
            select(Proposal.id).where(
                Proposal.cycle_id == cycle,
                Proposal.state.in_((State.FEASIBLE, State.INFEASIBLE, *ON_BALLOT)),
                Proposal.id.not_in(decided),
            )
        )
    )


def score_sheet(rows: Session, cycle: int) -> dict[int, int] | None:
    """The committee's signed scores as a component of the count: by proposal, exact whole numbers."""
    return committee.score_sheet(rows, cycle)


def score_top(rows: Session, cycle: int) -> int | None:
    """The highest score that there could be on the sheet."""
    return committee.score_top(rows, cycle)


def cost_of(rows: Session, proposal: int) -> int | None:
    """What it costs in whole won, by the newest word: a department's or, on an appeal, the committee's."""
    decided = [(one.confirmed, one.cost) for one in deciding.decisions(rows, proposal)]
    upheld = [(one.decided, one.cost) for one in committee.appeals(rows, proposal)]
    dated = [(at, cost) for at, cost in chain(decided, upheld) if at is not None and cost]
    return max(dated)[1] if dated else None


@dataclass(frozen=True)
class Pace:
    """How fast one department answers: the median of whole days from receiving to deciding."""

    department: Department
    decided: int
    open: int
    late: int
    days: float | None


@dataclass(frozen=True)
class Statistics:
    sums: Reconciliation
    in_review: int
    grounds: tuple[tuple[Ground, int], ...]
    paces: tuple[Pace, ...]


def statistics(rows: Session, cycle: int, today: date) -> Statistics:
    grounds = Counter(standing_grounds(rows, cycle))
    in_review = select(func.count(Proposal.id)).where(
        Proposal.cycle_id == cycle, Proposal.state == State.IN_REVIEW
    )
    return Statistics(
        sums=reconciliation(rows, cycle),
        in_review=rows.scalars(in_review).one(),
        grounds=tuple((one, grounds[one.value]) for one in Ground),
        paces=tuple(paces(rows, cycle, today)),
    )


def standing_grounds(rows: Session, cycle: int) -> list[str | None]:
    """The ground of the decision that counts now, of each proposal found not feasible."""
    wanted = (
        select(Review.proposal_id, Review.ground)
        .join(Proposal, Proposal.id == Review.proposal_id)
        .where(
            Proposal.cycle_id == cycle,
            Proposal.state == State.INFEASIBLE,
            Review.stage == Stage.CONFIRMED,
        )
        .order_by(Review.confirmed, Review.id)
    )
    newest: dict[int, str | None] = {}
    for number, ground in rows.execute(wanted):
        newest[number] = ground
    return list(newest.values())


def paces(rows: Session, cycle: int, today: date) -> list[Pace]:
    spans: dict[int, list[int]] = {}
    leads = (
        select(Assignment.department_id, Assignment.since, Assignment.ended)
        .join(Proposal, Proposal.id == Assignment.proposal_id)
        .where(
            Proposal.cycle_id == cycle, Assignment.part == Part.LEAD, Assignment.outcome == Outcome.DECIDED
        )
    )
    for department, since, ended in rows.execute(leads):
        spans.setdefault(department, []).append(days_between(since, ended))
    found = []
    for load in assigning.loads(rows, today):
        taken = spans.get(load.department.id, [])
        found.append(
            Pace(load.department, len(taken), load.open, load.late, median(taken) if taken else None)
        )
    return found


def days_between(since: datetime, ended: datetime | None) -> int:
    return (day(ended) - day(since)).days if ended else 0
