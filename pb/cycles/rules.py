"""Which phase it is, what may happen now, whether a plan is in order: decisions without rows and pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from pb.cycles.phases import DATED, DRAFT, PHASES, Activity
from pb.cycles.plan import LIMITS, PROPORTIONAL, RULES, Ballot, Channel, Plan, Section, Span, TieBreak
from pb.errors import Refused
from pb.journal.forms import TOWN_TIME
from pb.web.formats import won

ALL = 100
RULES_OF_CHOICE = frozenset((Ballot.APPROVAL, Ballot.RANKED))


class LotNotDrawn(Refused):
    why = _l("The lot that decides ties is not drawn yet. Draw it in public and type it in first.")


@dataclass(frozen=True)
class Standing:
    """Where a cycle is: the phase that runs (None between two), and the one that comes next."""

    now: Span | None
    next: Span | None


def standing(plan: Plan, at: datetime) -> Standing:
    running = (span for span in plan.spans if span.starts <= at < span.ends)
    coming = (span for span in plan.spans if span.starts > at)
    return Standing(next(running, None), next(coming, None))


def allowed(plan: Plan, at: datetime) -> frozenset[Activity]:
    """What may happen at this moment; nothing between two phases."""
    if not plan.published:
        return PHASES[DRAFT].allows
    now = standing(plan, at).now
    return PHASES[now.phase].allows if now else frozenset()


def is_over(plan: Plan, at: datetime) -> bool:
    return bool(plan.spans) and at >= plan.spans[-1].ends


def day(at: datetime) -> date:
    """The day on the town's calendar."""
    return at.astimezone(TOWN_TIME).date()


def morning(of: date) -> datetime:
    """When a day begins in the town."""
    return datetime.combine(of, time(), TOWN_TIME)


def last_day(span: Span) -> date:
    """The last day on which a phase still runs."""
    return day(span.ends - timedelta(microseconds=1))


def days_left(until: date, at: datetime) -> str:
    """`D-12` twelve days before, `D-Day` on the day itself."""
    left = (until - day(at)).days
    return f"D-{left}" if left > 0 else "D-Day"


def moved(plan: Plan, phase: str, ends: datetime) -> tuple[Span, ...]:
    """The dates when `phase` ends later: what follows moves by as much, so that nothing is cut short."""
    place = [span.phase for span in plan.spans].index(phase)
    late = ends - plan.spans[place].ends
    after = (Span(s.phase, s.starts + late, s.ends + late) for s in plan.spans[place + 1 :])
    return *plan.spans[:place], Span(phase, plan.spans[place].starts, ends), *after


def may_draw_lot(plan: Plan, at: datetime) -> bool:
    """Whether the lot is wanted, not drawn, and nobody can have voted yet."""
    opens = next((span.starts for span in plan.spans if span.phase == "voting"), None)
    wanted = TieBreak.LOT in plan.ties and plan.lot is None
    return plan.published and wanted and opens is not None and at < opens


def tie_breaks(plan: Plan) -> tuple[str, ...]:
    """The tie-breaks as a manifest and the counting library name them. Raises LotNotDrawn."""
    if TieBreak.LOT in plan.ties and plan.lot is None:
        raise LotNotDrawn
    return tuple(f"lot:{plan.lot}" if tie is TieBreak.LOT else tie.value for tie in plan.ties)


def faults(plan: Plan) -> tuple[str, ...]:
    """What keeps a plan from being published, a sentence each; none if it is in order."""
    return (*money(plan), *dates(plan), *limits(plan), *counting(plan), *weights(plan), *residents(plan))


def money(plan: Plan) -> Iterator[str]:
    if not plan.sections:
        yield _("The plan has no section: nobody could vote on anything.")
    together = sum(section.budget for section in plan.sections)
    if plan.sections and together != plan.budget:
        yield _(
            "The sections have %(together)s together, but the budget is %(budget)s. They must be the same.",
            together=won(together),
            budget=won(plan.budget),
        )


def dates(plan: Plan) -> Iterator[str]:
    missing = [name for name in DATED if name not in {span.phase for span in plan.spans}]
    for name in missing:
        yield _("The phase “%(phase)s” has no dates.", phase=PHASES[name].title)
    for span in plan.spans:
        if span.ends <= span.starts:
            yield _("The phase “%(phase)s” ends before it begins.", phase=PHASES[span.phase].title)
    ordered = sorted(plan.spans, key=lambda span: DATED.index(span.phase))
    for one, two in pairwise(ordered):
        if two.starts < one.ends:
            yield _(
                "The phase “%(later)s” begins before “%(earlier)s” is over.",
                later=PHASES[two.phase].title,
                earlier=PHASES[one.phase].title,
            )


def limits(plan: Plan) -> Iterator[str]:
    for section in plan.sections:
        yield from limits_of(section)


def limits_of(section: Section) -> Iterator[str]:
    """What is wrong with the limits of one section."""
    name = f"{section.name_ko} / {section.name_en}"
    given = {limit for limit in ("least", "most", "points") if getattr(section, limit) is not None}
    if given != LIMITS[section.ballot]:
        yield _("Section “%(name)s”: these limits do not belong to this kind of ballot.", name=name)
        return
    if section.least is not None and section.most is not None and section.least > section.most:
        yield _("Section “%(name)s”: the least number of choices is above the most.", name=name)
    if section.ballot in RULES_OF_CHOICE and too_many(section.most, section.projects):
        yield _("Section “%(name)s”: more choices than there are projects.", name=name)
    if too_many(section.most, section.points):
        yield _("Section “%(name)s”: one project could take more points than a voter has.", name=name)
    if section.ballot is Ballot.YES_NO and section.projects not in (None, 1):
        yield _("Section “%(name)s”: yes or no is asked about one project only.", name=name)


def too_many(number: int | None, limit: int | None) -> bool:
    return number is not None and limit is not None and number > limit


def counting(plan: Plan) -> Iterator[str]:
    for section in plan.sections:
        name = f"{section.name_ko} / {section.name_en}"
        if section.rule not in RULES[section.ballot]:
            yield _("Section “%(name)s”: this way of counting does not fit this kind of ballot.", name=name)
        elif section.rule in PROPORTIONAL and any(group.channel is Channel.SHEET for group in plan.groups):
            yield _(
                "Section “%(name)s”: a score sheet has no share of the money, so that this way of counting "
                "would pass over it.",
                name=name,
            )
        shared = sum(won for _district, won in section.shares)
        if section.shares and shared != section.budget:
            yield _("Section “%(name)s”: its districts do not make up its money.", name=name)
        if section.quorum is not None and section.ballot is Ballot.YES_NO:
            yield _("Section “%(name)s”: yes or no is decided by more than half, with no quorum.", name=name)
    if not plan.ties:
        yield _("The plan does not say what decides when two projects stand level.")


def residents(plan: Plan) -> Iterator[str]:
    if not plan.bases:
        yield _("The plan does not say who counts as a resident.")


def weights(plan: Plan) -> Iterator[str]:
    together = sum(group.weight for group in plan.groups)
    if together != ALL:
        yield _(
            "The voter groups weigh %(together)s together. It must be %(all)s.", together=together, all=ALL
        )


def money_of(section: Section, districts: Sequence[int]) -> dict[int, int]:
    """The money of each district in a section that every district has for itself, by the district's id.

    As the plan says, or the same for each; the won that are left over go to the first ones.
    """
    if section.shares:
        shares = dict(section.shares)
        return {district: shares.get(district, 0) for district in districts}
    each, left = divmod(section.budget, len(districts) or 1)
    return {district: each + (place < left) for place, district in enumerate(districts)}
