"""The pages on which the budget office writes a plan, a part at a time."""

from datetime import timedelta
from itertools import cycle as around

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from pb import clock, db
from pb.access import Permission, requires
from pb.cycles import actions, queries, rules, sentences
from pb.cycles.models import Cycle
from pb.cycles.phases import DATED, PHASES
from pb.cycles.plan import Ballot, Section
from pb.cycles.planning.forms import DatesForm, GroupsForm, TiesForm, WhoForm, WordsForm
from pb.cycles.presets import PRESETS
from pb.cycles.views.page import blueprint, found
from pb.cycles.views.parts import Draft, answer, draft, kept, moving
from pb.errors import Refused
from pb.web.forms import Form

# How long before its call a new plan begins: time enough to correct and publish it.
AHEAD = timedelta(days=14)
PARTS: dict[str, LazyString] = {
    "words": _l("Name, money and legal basis"),
    "who": _l("Who takes part"),
    "sections": _l("Sections and ballots"),
    "groups": _l("Voter groups and their weights"),
    "ties": _l("What decides ties"),
    "dates": _l("When each phase runs"),
}
Part = type[WordsForm] | type[WhoForm] | type[GroupsForm] | type[TiesForm] | type[DatesForm]


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


@blueprint.get("/cycles/<int:number>")
@requires(Permission.PLAN_CYCLE)
def one(number: int) -> str:
    """A draft with its parts, or what can still be moved of a published plan."""
    cycle = found(number)
    plan = queries.plan_of(cycle)
    if plan.published:
        return moving(cycle)
    return render_template(
        "cycles/plan.html",
        number=number,
        title=sentences.name(plan),
        parts=[(part, PARTS[part], sentences.part(plan, part)) for part in PARTS],
        faults=rules.faults(plan),
        kept="kept" in request.args,
    )


@blueprint.post("/cycles/<int:number>/discard")
@requires(Permission.PLAN_CYCLE)
def discard(number: int) -> ResponseReturnValue:
    try:
        actions.discard(db.session(), found(number))
    except Refused:
        return redirect(url_for(".one", number=number))
    return redirect(url_for(".listed"))


def write(
    number: int, part: str, kind: Part, field: str, template: str, **more: object
) -> ResponseReturnValue:
    """Show one part of a draft, or keep what was typed into it."""
    to = draft(number, part)
    if not isinstance(to, Draft):
        return to
    form = kind.of(to.plan)
    if form.validate_on_submit():
        done = kept(to, form, form.put(to.plan), field)
        if done is not None:
            return done
    page = render_template(template, form=form, number=number, title=PARTS[part], **more)
    return answer(form, page)


@blueprint.route("/cycles/<int:number>/words", methods=["GET", "POST"])
@requires(Permission.PLAN_CYCLE)
def words(number: int) -> ResponseReturnValue:
    return write(number, "words", WordsForm, "title_ko", "cycles/plan/words.html")


@blueprint.route("/cycles/<int:number>/who", methods=["GET", "POST"])
@requires(Permission.PLAN_CYCLE)
def who(number: int) -> ResponseReturnValue:
    return write(number, "who", WhoForm, "bases", "cycles/plan/who.html")


@blueprint.route("/cycles/<int:number>/groups", methods=["GET", "POST"])
@requires(Permission.PLAN_CYCLE)
def groups(number: int) -> ResponseReturnValue:
    return write(number, "groups", GroupsForm, "name_ko_1", "cycles/plan/groups.html")


@blueprint.route("/cycles/<int:number>/ties", methods=["GET", "POST"])
@requires(Permission.PLAN_CYCLE)
def ties(number: int) -> ResponseReturnValue:
    return write(number, "ties", TiesForm, "tie_1", "cycles/plan/ties.html")


@blueprint.route("/cycles/<int:number>/dates", methods=["GET", "POST"])
@requires(Permission.PLAN_CYCLE)
def dates(number: int) -> ResponseReturnValue:
    phases = [(phase, PHASES[phase].title, PHASES[phase].tells) for phase in DATED]
    return write(number, "dates", DatesForm, "first_call", "cycles/plan/dates.html", phases=phases)


@blueprint.get("/cycles/<int:number>/preview")
@requires(Permission.PLAN_CYCLE)
def preview(number: int) -> str:
    """The ballot as a voter will see it, with projects made up for it."""
    plan = queries.plan_of(found(number))
    return render_template(
        "cycles/plan/preview.html",
        number=number,
        title=sentences.name(plan),
        sections=[
            (section, sentences.name(section), sentences.choice(section), samples(section))
            for section in plan.sections
        ],
        ballots=Ballot,
        summary=sentences.summary(plan),
    )


def samples(section: Section) -> list[tuple[str, int]]:
    """Projects made up for a preview: a few more than a voter can choose, where that is limited."""
    if section.ballot is Ballot.YES_NO:
        return [(sentences.SAMPLES[-1](), section.budget)]
    many = min(max((section.most or 3) + 2, 4), 8, section.projects or 8)
    shares = around((12, 5, 20, 8, 3))
    names = around(sentences.SAMPLES)
    return [(next(names)(), max(1, section.budget * next(shares) // 100)) for _number in range(many)]
