"""The pages on which the coordinator composes the ballot and publishes the bulletin."""

from collections.abc import Callable
from functools import partial

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pb import clock, db, journal
from pb.access import Permission, requires
from pb.cycles import queries as cycles
from pb.cycles.models import Cycle, CycleSection
from pb.cycles.queries import plan_of
from pb.cycles.sentences import name
from pb.errors import Refused
from pb.journal.acting import acting
from pb.journal.pen import Pen
from pb.projects import actions, bulletin, checks, queries, rules
from pb.projects.actions import Words
from pb.projects.forms import DrawForm, ProjectForm, PublishForm, TieForm
from pb.projects.models import Project, Tie
from pb.projects.views.page import blueprint
from pb.proposals.models import Proposal
from pb.reviews import queries as reviews
from pb.town.models import Department
from pb.town.queries import listed
from pb.web.formats import korean
from pb.web.forms import Form

WRONG, LATE = 400, 409
Putting = Callable[[CycleSection, Words], object]


@blueprint.get("/ballots")
@requires(Permission.COMPOSE_BALLOT)
def ballots() -> ResponseReturnValue:
    """The ballot of the newest published cycle; of an earlier one by its number."""
    found = cycles.published(db.session())
    if found:
        return redirect(url_for(".compose", number=found[0].id))
    return render_template("projects/none.html")


@blueprint.get("/ballots/<int:number>")
@requires(Permission.COMPOSE_BALLOT)
def compose(number: int) -> str:
    return overview(found(number))


def overview(cycle: Cycle, late: Refused | None = None, draw: DrawForm | None = None) -> str:
    ballot = queries.ballot(db.session(), cycle)
    projects = [(one.id, rules.called(one)) for one in ballot.projects]
    ties = TieForm(formdata=None)
    ties.offer(projects)
    return render_template(
        "projects/compose.html",
        cycle=cycle,
        title=name(plan_of(cycle)),
        ballot=ballot,
        open=ballot.bulletin is None and rules.may_compose(plan_of(cycle), clock.now()),
        late=late,
        waiting=[(one, one.versions[-1]) for one in checks.candidates(db.session(), cycle)],
        faults=checks.faults(db.session(), cycle) if ballot.bulletin is None else [],
        order=bulletin.order(actions.seed_of(db.session(), cycle)),
        draw=draw or DrawForm(formdata=None),
        ties=ties,
        bound=[
            (tie, dict(projects)[tie.one_id], dict(projects)[tie.two_id])
            for tie in queries.ties(db.session(), cycle)
        ],
        korean=korean(),
    )


@blueprint.route("/ballots/<int:number>/pick/<int:proposal>", methods=["GET", "POST"])
@requires(Permission.COMPOSE_BALLOT)
def pick(number: int, proposal: int) -> ResponseReturnValue:
    cycle, source = open_ballot(number), db.session().get(Proposal, proposal)
    if source is None or source.cycle_id != cycle.id:
        abort(404)
    text = source.versions[-1]
    cost = reviews.cost_of(db.session(), source.id) or text.cost
    form = ProjectForm(title_ko=text.title, text_ko=text.idea, place=text.place, cost=cost)
    offer(form, cycle)
    return sheet(form, cycle, text.title, partial(actions.pick, db.session(), cycle, source))


@blueprint.route("/ballots/<int:number>/project/<int:project>", methods=["GET", "POST"])
@requires(Permission.COMPOSE_BALLOT)
def edit(number: int, project: int) -> ResponseReturnValue:
    cycle, row = open_ballot(number), db.session().get(Project, project)
    if row is None or row.cycle_id != cycle.id:
        abort(404)
    form = ProjectForm(obj=row, section=row.section_place, department=row.department_id or 0)
    offer(form, cycle)
    if request.method == "POST" and request.form.get("way") == "remove":
        actions.remove(db.session(), row)
        return redirect(url_for(".compose", number=number))
    return sheet(form, cycle, row.title_ko, partial(actions.change, db.session(), cycle, row), row)


def sheet(
    form: ProjectForm, cycle: Cycle, title: str, put: Putting, row: Project | None = None
) -> ResponseReturnValue:
    """The sheet of one project, and the way back once it is put where the form says."""
    if form.validate_on_submit():
        try:
            put(section_of(cycle, form), words(form))
        except Refused as why:
            form.refuse("section", why)
        else:
            return redirect(url_for(".compose", number=cycle.id))
    answer = render_template("projects/sheet.html", form=form, number=cycle.id, title=title, row=row)
    return answer, status(form)


@blueprint.post("/ballots/<int:number>/order")
@requires(Permission.COMPOSE_BALLOT)
def order(number: int) -> ResponseReturnValue:
    """By hand: a field `place_<project>` for each project."""
    cycle = open_ballot(number)
    wishes = {
        int(field.removeprefix("place_")): int(typed)
        for field, typed in request.form.items()
        if field.removeprefix("place_").isdecimal() and typed.isdecimal() and len(typed) < len("1000000")
    }
    actions.order_by_hand(db.session(), cycle, wishes, clock.now())
    return redirect(url_for(".compose", number=number))


@blueprint.post("/ballots/<int:number>/draw")
@requires(Permission.COMPOSE_BALLOT)
def draw(number: int) -> ResponseReturnValue:
    cycle, form = open_ballot(number), DrawForm()
    if not form.validate_on_submit():
        return overview(cycle, draw=form), WRONG
    actions.draw_order(db.session(), cycle, form.typed("seed"), clock.now())
    return redirect(url_for(".compose", number=number))


@blueprint.post("/ballots/<int:number>/ties")
@requires(Permission.COMPOSE_BALLOT)
def ties(number: int) -> ResponseReturnValue:
    cycle, form = open_ballot(number), TieForm()
    projects = {one.id: one for one in queries.ballot(db.session(), cycle).projects}
    form.offer([(one.id, rules.called(one)) for one in projects.values()])
    if not form.validate_on_submit():
        return overview(cycle), WRONG
    try:
        actions.tie(db.session(), Tie(form.typed("kind")), projects[form.one.data], projects[form.two.data])
    except Refused as why:
        return overview(cycle, why), WRONG
    return redirect(url_for(".compose", number=number))


@blueprint.post("/ballots/<int:number>/ties/<int:one>-<int:two>/remove")
@requires(Permission.COMPOSE_BALLOT)
def untie(number: int, one: int, two: int) -> ResponseReturnValue:
    open_ballot(number)
    actions.untie(db.session(), one, two)
    return redirect(url_for(".compose", number=number))


@blueprint.route("/ballots/<int:number>/publish", methods=["GET", "POST"])
@requires(Permission.COMPOSE_BALLOT)
def publish(number: int) -> ResponseReturnValue:
    cycle, form = open_ballot(number), PublishForm()
    if form.validate_on_submit():
        try:
            actions.publish(Pen.of(form, Permission.COMPOSE_BALLOT), cycle)
        except Refused as why:
            form.refuse("reason", why)
        else:
            return redirect(url_for(".compose", number=number))
    answer = render_template(
        "projects/publish.html",
        form=form,
        number=number,
        title=name(plan_of(cycle)),
        faults=checks.faults(db.session(), cycle),
        ballot=queries.ballot(db.session(), cycle),
        korean=korean(),
    )
    return answer, status(form)


def found(number: int) -> Cycle:
    """The published cycle of this address; for an act nobody else may touch it until the answer is sent."""
    cycle = db.session().get(Cycle, number, with_for_update=request.method == "POST")
    if cycle is None or cycle.published is None:
        abort(404)
    return cycle


def open_ballot(number: int) -> Cycle:
    """The cycle, to change its ballot. Whoever comes when it stands gets the ballot and the reason instead;
    a try at one that is frozen is noted."""
    cycle = found(number)
    try:
        actions.check_open(db.session(), cycle, clock.now())
    except Refused as why:
        if isinstance(why, rules.Frozen) and request.method == "POST":
            note_late(cycle)
        abort(make_response(overview(cycle, why), LATE))
    return cycle


def note_late(cycle: Cycle) -> None:
    """The refusal undoes the request's own transaction, so the journal gets one of its own."""
    office = acting(Permission.COMPOSE_BALLOT)
    title = cycle.title_ko
    db.session().rollback()
    with db.database().transaction() as rows:
        actions.note_late(rows, journal.seal(), office, title, clock.now())


def offer(form: ProjectForm, cycle: Cycle) -> None:
    sections = [(each.place, each.name_ko if korean() else each.name_en) for each in cycle.sections]
    departments = listed(db.session(), Department)
    form.offer(sections, [(one.id, one.name_ko if korean() else one.name_en) for one in departments])


def section_of(cycle: Cycle, form: ProjectForm) -> CycleSection:
    return next(each for each in cycle.sections if each.place == form.section.data)


def words(form: ProjectForm) -> Words:
    return Words(
        form.typed("title_ko"),
        form.typed("title_en"),
        form.typed("text_ko"),
        form.typed("text_en"),
        form.typed("place"),
        form["cost"].data,
        form.department.data or None,
    )


def status(form: Form) -> int:
    return WRONG if form.errors else 200
