"""Planning a cycle, publishing it, and moving its dates. What everyone can see stands in the journal."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from pb.cycles import rules
from pb.cycles.models import (
    Cycle,
    CycleBasis,
    CycleSection,
    CycleTie,
    DistrictShare,
    PhaseTime,
    VoterGroup,
)
from pb.cycles.plan import Group, Plan, Section, Span
from pb.cycles.queries import plan_of
from pb.errors import Refused
from pb.journal.forms import TOWN_TIME
from pb.journal.kinds import Kind
from pb.journal.pen import Pen


class AlreadyPublished(Refused):
    why = _l("This plan is published. Only the dates of its phases can be moved now, each with a reason.")


class ChangedMeanwhile(Refused):
    why = _l(
        "Somebody else has changed this plan while you had this page open. What you typed is still here but "
        "not kept. Look at the plan as it is now, then send this again if it still fits."
    )


class NotInOrder(Refused):
    why = _l("The plan is not in order yet. Correct what is named above, then publish it.")


class InThePast(Refused):
    why = _l("The first phase would have begun already. Choose later dates.")


class NoLotNow(Refused):
    why = _l("The lot is drawn once, after the plan is published and before voting opens.")


class NotRunning(Refused):
    why = _l("This phase does not run now, so that it cannot be moved.")


class NotLater(Refused):
    why = _l("Choose a day after the present last day.")


def draft(rows: Session, plan: Plan) -> Cycle:
    """Keep a new plan that nobody but the officials sees yet."""
    cycle = Cycle(published=None, version=plan.version)
    put(cycle, plan)
    rows.add(cycle)
    rows.flush()
    return cycle


def put(cycle: Cycle, plan: Plan) -> None:
    cycle.title_ko, cycle.title_en, cycle.year = plan.title_ko, plan.title_en, plan.year
    cycle.budget, cycle.binding, cycle.legal_basis = plan.budget, plan.binding, plan.legal_basis
    cycle.minimum_age, cycle.age_on = plan.minimum_age, plan.age_on
    cycle.witnesses = plan.witnesses
    cycle.bases = [CycleBasis(basis=basis.value) for basis in sorted(plan.bases)]
    cycle.sections = [section_row(place, one) for place, one in enumerate(plan.sections, 1)]
    cycle.groups = [group_row(place, one) for place, one in enumerate(plan.groups, 1)]
    cycle.ties = [CycleTie(place=place, name=tie.value) for place, tie in enumerate(plan.ties, 1)]
    cycle.times = [PhaseTime(phase=one.phase, starts=one.starts, ends=one.ends) for one in plan.spans]


def section_row(place: int, one: Section) -> CycleSection:
    return CycleSection(
        place=place,
        name_ko=one.name_ko,
        name_en=one.name_en,
        budget=one.budget,
        scope=one.scope.value,
        ballot=one.ballot.value,
        projects=one.projects,
        least=one.least,
        most=one.most,
        points=one.points,
        rule=one.rule,
        quorum=one.quorum,
        shares=[DistrictShare(district_id=district, budget=budget) for district, budget in one.shares],
    )


def group_row(place: int, one: Group) -> VoterGroup:
    return VoterGroup(
        place=place, name_ko=one.name_ko, name_en=one.name_en, weight=one.weight, channel=one.channel.value
    )


def change(rows: Session, cycle: Cycle, plan: Plan, seen: int) -> None:
    """Make `plan` the draft, which was at version `seen` when it was read.

    Raises AlreadyPublished, and ChangedMeanwhile if somebody else changed the draft since.
    """
    if cycle.published is not None:
        raise AlreadyPublished
    if cycle.version != seen:
        raise ChangedMeanwhile
    # Old parts go before new ones come: a name may move from one place to another.
    for section in cycle.sections:
        section.shares = []
    cycle.bases, cycle.sections, cycle.groups, cycle.ties, cycle.times = [], [], [], [], []
    rows.flush()
    put(cycle, plan)
    cycle.version += 1
    rows.flush()


def set_dates(cycle: Cycle, spans: tuple[Span, ...]) -> None:
    wanted = {span.phase: span for span in spans}
    for row in cycle.times:
        row.starts, row.ends = wanted[row.phase].starts, wanted[row.phase].ends


def discard(rows: Session, cycle: Cycle) -> None:
    """Throw a draft away. Raises AlreadyPublished."""
    if cycle.published is not None:
        raise AlreadyPublished
    rows.delete(cycle)


def publish(pen: Pen, cycle: Cycle) -> None:
    """From now on everyone sees the plan, and nobody changes it. Raises AlreadyPublished, NotInOrder."""
    if cycle.published is not None:
        raise AlreadyPublished
    plan = plan_of(cycle)
    if rules.faults(plan):
        raise NotInOrder
    if plan.spans[0].starts <= pen.at:
        raise InThePast
    cycle.published = pen.at
    pen.note(
        Kind.CYCLE_PUBLISHED,
        name=cycle.title_ko,
        budget=str(cycle.budget),
        effect="binding" if cycle.binding else "advisory",
    )


def draw_lot(pen: Pen, cycle: Cycle, seed: str) -> None:
    """Keep what was drawn in public, once and for all, before anybody votes. Raises NoLotNow."""
    plan = plan_of(cycle)
    if not rules.may_draw_lot(plan, pen.at):
        raise NoLotNow
    cycle.lot = seed
    pen.note(Kind.LOT_DRAWN, name=cycle.title_ko, lot=seed)


def extend(pen: Pen, cycle: Cycle, phase: str, ends: datetime) -> None:
    """Let the phase that runs end later; what follows moves by as much. Raises NotRunning, NotLater."""
    before = running(pen, cycle, phase)
    if ends <= before.ends:
        raise NotLater
    set_dates(cycle, rules.moved(plan_of(cycle), phase, ends))
    note_move(pen, Kind.PHASE_EXTENDED, cycle, before, ends)


def stop(pen: Pen, cycle: Cycle, phase: str) -> None:
    """End the phase that runs at this moment; what follows keeps its dates. Raises NotRunning."""
    before = running(pen, cycle, phase)
    if before.starts >= pen.at:
        raise NotRunning
    next(row for row in cycle.times if row.phase == phase).ends = pen.at
    note_move(pen, Kind.PHASE_STOPPED, cycle, before, pen.at)


def running(pen: Pen, cycle: Cycle, phase: str) -> Span:
    """When the phase runs, if it does so now. Raises NotRunning."""
    now = rules.standing(plan_of(cycle), pen.at).now if cycle.published else None
    if now is None or now.phase != phase:
        raise NotRunning
    return now


def note_move(pen: Pen, kind: Kind, cycle: Cycle, before: Span, ends: datetime) -> None:
    pen.note(
        kind,
        name=cycle.title_ko,
        phase=before.phase,
        until_before=town_time(before.ends),
        until=town_time(ends),
    )


def town_time(at: datetime) -> str:
    return at.astimezone(TOWN_TIME).isoformat(timespec="minutes")
