"""The calls there are, and in which year one can be posted."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.calls import rules
from pb.calls.models import Call
from pb.calls.rules import Standing, Terms
from pb.cycles import queries as cycles
from pb.cycles.models import Cycle
from pb.cycles.phases import Activity
from pb.cycles.plan import Span
from pb.cycles.queries import spans_of
from pb.cycles.rules import allowed


def of_cycle(rows: Session, cycle: int) -> list[Call]:
    """The latest first."""
    return list(
        rows.scalars(select(Call).where(Call.cycle_id == cycle).order_by(Call.posted.desc(), Call.id.desc()))
    )


def standing_of(call: Call, at: datetime) -> Standing:
    return rules.standing(call.opens, call.closes, call.closed, at)


def terms_of(call: Call) -> Terms:
    return Terms(
        title=call.title,
        problem=call.problem,
        wanted=call.wanted,
        budget=call.budget,
        prize=call.prize,
        criteria=tuple((one.name, one.weight) for one in call.criteria),
        who=call.who,
        opens=call.opens,
        closes=call.closes,
        decides=call.decides,
        legal_basis=call.legal_basis,
    )


def phase_of(rows: Session, cycle: int) -> Span | None:
    """When the year takes proposals."""
    return next(iter(spans_of(rows, cycle, Activity.PROPOSE)), None)


def year_for_a_call(rows: Session, at: datetime) -> Cycle | None:
    """The newest year that takes proposals now or later."""
    for cycle in cycles.published(rows):
        phase = phase_of(rows, cycle.id)
        if phase is not None and at < phase.ends:
            return cycle
    return None


def answerable(rows: Session, cycle: Cycle, at: datetime) -> list[Call]:
    """Those of a year that one can answer now, the one that closes first first."""
    if Activity.PROPOSE not in allowed(cycles.plan_of(cycle), at):
        return []
    found = [one for one in of_cycle(rows, cycle.id) if standing_of(one, at) is Standing.OPEN]
    return sorted(found, key=lambda one: (one.closes, one.id))
