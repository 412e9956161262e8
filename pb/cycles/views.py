"""The budgeting year for everyone, and the pages on which the budget office plans it."""

from dataclasses import dataclass, replace
from datetime import timedelta

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from pb import clock, db
from pb.access import Permission, public, requires
from pb.cycles import actions, queries, rules, sentences
from pb.cycles.forms import ADVISORY, BINDING, ExtendForm, LotForm, PlanForm, PublishForm, StopForm, plan_form
from pb.cycles.models import Cycle
from pb.cycles.phases import DATED, PHASES
from pb.cycles.plan import Plan, Span
from pb.cycles.presets import PRESETS
from pb.errors import Refused
from pb.journal.pen import Pen
from pb.web.forms import Form

blueprint = Blueprint("cycles", __name__)
WRONG = 400
# How long before its call a new plan begins: time enough to correct and publish it.
AHEAD = timedelta(days=14)
EFFECTS: dict[str, LazyString] = {BINDING: _l("It binds the town"), ADVISORY: _l("It advises the town")}


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
class Showing:
    """A published cycle, ready to be shown."""

    number: int
    title: str
    told: list[str]
    left: str
    steps: list[Step]
    summary: list[str]


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
    )


def step(span: Span, here: rules.Standing) -> Step:
    at, phase = clock.now(), PHASES[span.phase]
    state = "now" if span == here.now else "coming" if span.starts > at else "done"
    until = {"now": rules.last_day(span), "coming": rules.day(span.starts)}.get(state)
    left = rules.days_left(until, at) if until else ""
    return Step(span.phase, str(phase.title), str(phase.tells), sentences.days(span), state, left)


@blueprint.app_template_global("cycle_on_show")
def cycle_on_show() -> Showing | None:
    """The newest published cycle, for the home page."""
    found = queries.published(db.session())
    return showing(found[0]) if found else None


@blueprint.app_template_filter("cycle_fact")
def cycle_fact(fact: str, name: str) -> str:
    """A fact of the journal in the visitor's words, where it is a word of this room."""
    if name == "phase" and fact in PHASES:
        return str(PHASES[fact].title)
    return str(EFFECTS[fact]) if name == "effect" and fact in EFFECTS else fact


@blueprint.get("/cycle")
@blueprint.get("/cycle/<int:number>")
@public
def page(number: int | None = None) -> str:
    found = queries.published(db.session())
    wanted = [cycle for cycle in found if number in (None, cycle.id)]
    if number is not None and not wanted:
        abort(404)
    others = [
        (cycle.id, sentences.name(queries.plan_of(cycle))) for cycle in found if cycle not in wanted[:1]
    ]
    return render_template("cycles/page.html", cycle=showing(wanted[0]) if wanted else None, others=others)


@blueprint.route("/cycles", methods=["GET", "POST"])
@requires(Permission.PLAN_CYCLE)
def listed() -> ResponseReturnValue:
    """All plans; a press on an example makes a new one from it."""
    form = Form()
    if form.validate_on_submit():
        return redirect(url_for(".one", number=begin(request.form.get("preset", "")).id))
    cycles = [(cycle, sentences.name(queries.plan_of(cycle))) for cycle in queries.every(db.session())]
    presets = [(key, preset, sentences.ballot_of(preset)) for key, preset in PRESETS.items()]
    return render_template("cycles/listed.html", form=form, cycles=cycles, presets=presets)


def begin(preset: str) -> Cycle:
    if preset not in PRESETS:
        abort(400)
    begins = rules.day(clock.now()) + AHEAD
    return actions.draft(db.session(), PRESETS[preset].plan(begins.year + 1, begins))


@blueprint.route("/cycles/<int:number>", methods=["GET", "POST"])
@requires(Permission.PLAN_CYCLE)
def one(number: int) -> ResponseReturnValue:
    cycle = found(number)
    plan = queries.plan_of(cycle)
    if plan.published:
        return moving(cycle, plan)
    form = plan_form(plan)
    kept = False
    if form.validate_on_submit() and are_days_in_order(form):
        actions.change(cycle, typed_plan(form, plan))
        plan, kept = queries.plan_of(cycle), True
    answer = render_template(
        "cycles/plan.html",
        form=form,
        number=number,
        title=sentences.name(plan),
        phases=[(phase, PHASES[phase].title, PHASES[phase].tells) for phase in DATED],
        sections=[f"section_{place}" for place, _ in enumerate(plan.sections, 1)],
        summary=sentences.summary(plan),
        faults=rules.faults(plan),
        kept=kept,
    )
    return answer, status(form)


def moving(cycle: Cycle, plan: Plan) -> ResponseReturnValue:
    """What an official sees of a published plan; who still sends the draft is told so."""
    late = request.method == "POST"
    running = rules.standing(plan, clock.now()).now
    answer = render_template(
        "cycles/moving.html",
        cycle=showing(cycle),
        running=running.phase if running else None,
        may_draw_lot=rules.may_draw_lot(plan, clock.now()),
        late=late,
    )
    return answer, 409 if late else 200


def are_days_in_order(form: PlanForm) -> bool:
    """Refuses each phase whose last day lies before its first."""
    for phase in DATED:
        if form[f"last_{phase}"].data < form[f"first_{phase}"].data:
            form.refuse(f"last_{phase}", _l("The last day lies before the first."))
    return not form.errors


def typed_plan(form: PlanForm, plan: Plan) -> Plan:
    """The plan with what was typed; who votes how stays."""
    return replace(
        plan,
        title_ko=form.typed("title_ko"),
        title_en=form.typed("title_en"),
        year=form["year"].data,
        budget=form["budget"].data,
        binding=form.typed("effect") == BINDING,
        legal_basis=form.typed("legal_basis"),
        sections=tuple(
            replace(section, budget=form[f"section_{place}"].data)
            for place, section in enumerate(plan.sections, 1)
        ),
        spans=tuple(
            Span(
                phase,
                rules.morning(form[f"first_{phase}"].data),
                rules.morning(form[f"last_{phase}"].data + timedelta(days=1)),
            )
            for phase in DATED
        ),
    )


@blueprint.post("/cycles/<int:number>/discard")
@requires(Permission.PLAN_CYCLE)
def discard(number: int) -> ResponseReturnValue:
    try:
        actions.discard(db.session(), found(number))
    except Refused:
        return redirect(url_for(".one", number=number))
    return redirect(url_for(".listed"))


@blueprint.route("/cycles/<int:number>/publish", methods=["GET", "POST"])
@requires(Permission.PLAN_CYCLE)
def publish(number: int) -> ResponseReturnValue:
    cycle, form = found(number), PublishForm()
    plan = queries.plan_of(cycle)
    if form.validate_on_submit():
        try:
            actions.publish(pen(form), cycle)
        except Refused as why:
            form.refuse("reason", why)
        else:
            return redirect(url_for(".one", number=number))
    answer = render_template(
        "cycles/publish.html",
        form=form,
        number=number,
        title=sentences.name(plan),
        summary=sentences.summary(plan),
        faults=rules.faults(plan),
        steps=[step(span, rules.Standing(None, None)) for span in plan.spans],
    )
    return answer, status(form)


@blueprint.route("/cycles/<int:number>/lot", methods=["GET", "POST"])
@requires(Permission.PLAN_CYCLE)
def lot(number: int) -> ResponseReturnValue:
    """What was drawn in public to decide ties is typed in here, once."""
    cycle, form = found(number), LotForm()
    if form.validate_on_submit():
        try:
            actions.draw_lot(pen(form), cycle, form.typed("lot"))
        except Refused as why:
            form.refuse("lot", why)
        else:
            return redirect(url_for(".one", number=number))
    return render_template("cycles/lot.html", form=form, number=number), status(form)


@blueprint.route("/cycles/<int:number>/<phase>/extend", methods=["GET", "POST"])
@requires(Permission.PLAN_CYCLE)
def extend(number: int, phase: str) -> ResponseReturnValue:
    cycle, span = found(number), span_of(number, phase)
    form = ExtendForm()
    if form.validate_on_submit():
        ends = rules.morning(form["last"].data + timedelta(days=1))
        try:
            actions.extend(pen(form), cycle, phase, ends)
        except Refused as why:
            form.refuse("last", why)
        else:
            return redirect(url_for(".one", number=number))
    return move("cycles/extend.html", form, number, span), status(form)


@blueprint.route("/cycles/<int:number>/<phase>/stop", methods=["GET", "POST"])
@requires(Permission.PLAN_CYCLE)
def stop(number: int, phase: str) -> ResponseReturnValue:
    cycle, span = found(number), span_of(number, phase)
    form = StopForm()
    if form.validate_on_submit():
        try:
            actions.stop(pen(form), cycle, phase)
        except Refused as why:
            form.refuse("reason", why)
        else:
            return redirect(url_for(".one", number=number))
    return move("cycles/stop.html", form, number, span), status(form)


def move(template: str, form: Form, number: int, span: Span) -> str:
    return render_template(
        template,
        form=form,
        number=number,
        title=PHASES[span.phase].title,
        last=sentences.calendar_day(rules.last_day(span)),
    )


def found(number: int) -> Cycle:
    """The cycle of this address; for an act nobody else may touch it until the answer is sent."""
    cycle = db.session().get(Cycle, number, with_for_update=request.method == "POST")
    if cycle is None:
        abort(404)
    return cycle


def span_of(number: int, phase: str) -> Span:
    plan = queries.plan_of(found(number))
    span = next((span for span in plan.spans if span.phase == phase), None)
    if span is None or not plan.published:
        abort(404)
    return span


def pen(form: Form) -> Pen:
    return Pen.of(form, Permission.PLAN_CYCLE)


def status(form: Form) -> int:
    return WRONG if form.errors else 200
