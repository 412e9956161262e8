"""The calls there are, and in which year one can be posted."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.accounts.roll.models import RollEntry
from pb.calls import rules
from pb.calls.models import Call
from pb.calls.rules import Standing, Terms
from pb.cycles import queries as cycles
from pb.cycles.models import Cycle
from pb.cycles.phases import Activity
from pb.cycles.plan import Plan, Span
from pb.cycles.queries import spans_of
from pb.cycles.rules import allowed, day
from pb.errors import Refused
from pb.web.formats import korean


def of_cycle(rows: Session, cycle: int) -> list[Call]:
    """What is posted, the latest first."""
    its = select(Call).where(Call.cycle_id == cycle, Call.posted.is_not(None))
    return list(rows.scalars(its.order_by(Call.posted.desc(), Call.id.desc())))


def drafts(rows: Session, departments: Collection[int]) -> list[Call]:
    """What these departments have not posted yet, the latest first."""
    its = select(Call).where(Call.posted.is_(None), Call.department_id.in_(departments))
    return list(rows.scalars(its.order_by(Call.id.desc())))


def on_show(rows: Session, number: int) -> Call | None:
    """The call with this number, if everyone may see it."""
    call = rows.get(Call, number)
    return call if call is not None and call.posted is not None else None


def standing_of(call: Call, at: datetime) -> Standing:
    return rules.standing(call.posted, call.opens, call.closes, call.closed, at)


def terms_of(call: Call) -> Terms:
    return Terms(
        title=call.title,
        problem=call.problem,
        wanted=call.wanted,
        budget=call.budget,
        prize=call.prize,
        criteria=tuple((one.name, one.weight) for one in call.criteria),
        who=call.who,
        districts=tuple(sorted(one.id for one in call.districts)),
        youth=call.youth,
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


def check(rows: Session, call: Call, plan: Plan, person: int | None, at: datetime) -> None:
    """Whether it can be answered now, and by this person. Whoever has no place on the roll yet is led there
    before anything else. Raises NotOpenYet, YearTakesNone, CallOver, NotFromThere, TooOld.
    """
    rules.may_answer(standing_of(call, at), plan, at)
    place = select(RollEntry.district, RollEntry.born).where(RollEntry.person_id == person)
    found = rows.execute(place).one_or_none() if person is not None else None
    if found is not None:
        asked = {one.name_ko: one.name_ko if korean() else one.name_en for one in call.districts}
        rules.check_place(asked, call.youth, day(call.opens), found.district, found.born)


def refusal(rows: Session, call: Call, plan: Plan, person: int | None, at: datetime) -> Refused | None:
    """Why this person cannot answer it now; None for whoever can."""
    try:
        check(rows, call, plan, person, at)
    except Refused as why:
        return why
    return None
