"""A published cycle, ready for a page."""

from dataclasses import dataclass

from pb import clock
from pb.cycles import queries, rules, sentences
from pb.cycles.doors import door
from pb.cycles.models import Cycle
from pb.cycles.phases import PHASES
from pb.cycles.plan import Span
from pb.web.navigation import Link


@dataclass(frozen=True)
class Step:
    """A phase as the page shows it; `state` is done, now or coming."""

    phase: str
    title: str
    tells: str
    days: str
    state: str
    left: str


@dataclass(frozen=True)
class Figure:
    """A number with what it means."""

    label: str
    figure: str
    meaning: str


@dataclass(frozen=True)
class Showing:
    """A published cycle, ready to be shown."""

    number: int
    title: str
    told: list[str]
    left: str
    steps: list[Step]
    summary: list[str]
    door: Link | None
    figures: list[Figure]


def showing(cycle: Cycle) -> Showing:
    plan, at = queries.plan_of(cycle), clock.now()
    here = rules.standing(plan, at)
    return Showing(
        number=cycle.id,
        title=sentences.name(plan),
        told=sentences.now_and_next(plan, here, rules.is_over(plan, at)),
        left=rules.days_left(rules.last_day(here.now), at) if here.now else "",
        steps=[step(span, here) for span in plan.spans],
        summary=sentences.summary(plan),
        door=door(here.now.phase if here.now else None, cycle.id),
        figures=[Figure(*figure) for figure in sentences.figures(plan, here, at)],
    )


def step(span: Span, here: rules.Standing) -> Step:
    at, phase = clock.now(), PHASES[span.phase]
    state = "now" if span == here.now else "coming" if span.starts > at else "done"
    until = {"now": rules.last_day(span), "coming": rules.day(span.starts)}.get(state)
    left = rules.days_left(until, at) if until else ""
    return Step(span.phase, str(phase.title), str(phase.tells), sentences.days(span), state, left)
