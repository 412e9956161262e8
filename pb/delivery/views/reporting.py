"""The pages on which officials say what became of the projects."""

from collections.abc import Callable

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pb import clock, db
from pb.access import Permission, Role, may, requires, roles
from pb.accounts.sessions import visitor
from pb.cycles.models import Cycle
from pb.cycles.phases import Activity
from pb.cycles.queries import plan_of
from pb.cycles.rules import allowed
from pb.cycles.sentences import name
from pb.delivery import actions, queries
from pb.delivery.forms import (
    CompletionForm,
    CouncilForm,
    MilestoneChangeForm,
    MilestoneForm,
    PhotoAwayForm,
    PhotoForm,
    Report,
    SpendingForm,
)
from pb.delivery.models import Milestone
from pb.delivery.rules import Progress
from pb.delivery.views.page import blueprint
from pb.delivery.views.showing import settings
from pb.errors import Refused
from pb.journal.pen import Pen
from pb.projects.bulletin import title_of
from pb.projects.models import Project
from pb.proposals.attached import pictures
from pb.results import queries as results
from pb.reviews.assigning.queries import departments_of

WRONG = 400


@blueprint.get("/delivery")
@blueprint.get("/delivery/of/<int:cycle>")
@requires(Permission.REPORT_DELIVERY)
def listed(cycle: int | None = None) -> str:
    """The funded projects of the newest result, or of one year."""
    years = results.every(db.session())
    shown = next((one for one in years if cycle in (None, one.id)), None)
    if shown is None and cycle is not None:
        abort(404)
    found = queries.funded(db.session(), settings(), shown.id) if shown else []
    return render_template(
        "delivery/listed.html",
        title=name(plan_of(shown)) if shown else "",
        lines=[(one, title_of(one.project)) for one in found],
        others=[(one.id, name(plan_of(one))) for one in years if one is not shown],
    )


@blueprint.get("/delivery/<int:number>")
@requires(Permission.REPORT_DELIVERY)
def project(number: int) -> str:
    return overview(found(number))


@blueprint.post("/delivery/<int:number>/council")
@requires(Permission.NOTE_COUNCIL)
def council(number: int) -> ResponseReturnValue:
    form = CouncilForm()
    return report(
        number,
        form,
        "approved",
        lambda of: actions.decide(Pen.of(form, Permission.NOTE_COUNCIL), of, form.approved.data or 0),
    )


@blueprint.post("/delivery/<int:number>/milestones")
@requires(Permission.REPORT_DELIVERY)
def milestones(number: int) -> ResponseReturnValue:
    form = MilestoneForm()
    return report(
        number,
        form,
        "what",
        lambda of: actions.add_milestone(pen(form), of, form.typed("what"), form["planned"].data),
    )


@blueprint.post("/delivery/<int:number>/spending")
@requires(Permission.REPORT_DELIVERY)
def spending(number: int) -> ResponseReturnValue:
    form = SpendingForm()
    sign = -1 if form.back.data else 1
    return report(
        number,
        form,
        "won",
        lambda of: actions.spend(pen(form), of, form["day"].data, sign * (form.won.data or 0)),
    )


@blueprint.post("/delivery/<int:number>/completion")
@requires(Permission.REPORT_DELIVERY)
def completion(number: int) -> ResponseReturnValue:
    form = CompletionForm()
    return report(number, form, "day", lambda of: actions.complete(pen(form), of, form["day"].data))


@blueprint.route("/delivery/<int:number>/milestones/<int:place>", methods=["GET", "POST"])
@requires(Permission.REPORT_DELIVERY)
def milestone(number: int, place: int) -> ResponseReturnValue:
    """Move a milestone, or say that it is done."""
    of = found(number)
    row = next((one for one in of.milestones if one.place == place), None)
    if row is None or not may_report(of):
        abort(404)
    form = MilestoneChangeForm(what=row.what, planned=row.planned, done=row.done)
    if form.validate_on_submit() and changed(of, row, form):
        return redirect(url_for(".project", number=number))
    answer = render_template("delivery/milestone.html", form=form, title=title_of(of.project), number=number)
    return answer, WRONG if form.errors else 200


@blueprint.post("/delivery/<int:number>/photos")
@requires(Permission.REPORT_DELIVERY)
def photos(number: int) -> ResponseReturnValue:
    form = PhotoForm()
    blob = form.file.data.read() if form.file.data else b""
    return report(
        number,
        form,
        "file",
        lambda of: actions.show_photo(pen(form), of, pictures.read(blob), form["day"].data),
    )


@blueprint.route("/delivery/<int:number>/photos/<int:photo>", methods=["GET", "POST"])
@requires(Permission.REPORT_DELIVERY)
def photo(number: int, photo: int) -> ResponseReturnValue:
    """Take a photo away, with a reason."""
    of = found(number)
    row = next((one for one in of.photos if one.id == photo), None)
    if row is None or not may_report(of):
        abort(404)
    form = PhotoAwayForm()
    if form.validate_on_submit():
        try:
            actions.take_photo_away(pen(form), of, row)
        except Refused as why:
            form.refuse("reason", why)
        else:
            return redirect(url_for(".project", number=number))
    answer = render_template("delivery/photo.html", form=form, title=title_of(of.project), of=of, photo=row)
    return answer, WRONG if form.errors else 200


def changed(of: Progress, row: Milestone, form: MilestoneChangeForm) -> bool:
    """Whether the milestone took what was typed; if not, the form says why."""
    try:
        actions.change_milestone(pen(form), of, row, form.typed("what"), form["planned"].data, form.done.data)
    except Refused as why:
        form.refuse("done", why)
        return False
    return True


def pen(form: Report) -> Pen:
    return Pen.of(form, Permission.REPORT_DELIVERY)


def report(number: int, form: Report, field: str, act: Callable[[Progress], None]) -> ResponseReturnValue:
    """Act as the form says and show the page again; a refusal stands at `field`."""
    of = found(number)
    if not (may_report(of) or isinstance(form, CouncilForm)):
        abort(403)
    if form.validate_on_submit():
        try:
            act(of)
        except Refused as why:
            form.refuse(field, why)
        else:
            return redirect(url_for(".project", number=number))
    return overview(of, form), WRONG


def found(number: int) -> Progress:
    """The funded project of this address; for an act nobody else may touch it until the answer is sent."""
    if request.method == "POST":
        db.session().get(Project, number, with_for_update=True)
    return queries.progress_of(db.session(), settings(), number) or abort(404)


def may_report(of: Progress) -> bool:
    """The budget office on every project, a department on its own."""
    me = visitor()
    if Role.COORDINATOR in roles():
        return True
    return me is not None and of.project.department_id in departments_of(db.session(), me.person)


def overview(of: Progress, sent: Report | None = None) -> str:
    plan = plan_of(db.session().get_one(Cycle, of.project.cycle_id))
    now = allowed(plan, clock.now())
    forms = {
        kind.NAME: sent if isinstance(sent, kind) else kind(formdata=None)
        for kind in (CouncilForm, MilestoneForm, SpendingForm, PhotoForm, CompletionForm)
    }
    return render_template(
        "delivery/project.html",
        of=of,
        title=title_of(of.project),
        year=name(plan),
        forms=forms,
        sent=sent,
        may_decide=Activity.APPROVE_BUDGET in now and may(Permission.NOTE_COUNCIL),
        may_report=Activity.REPORT_DELIVERY in now and of.approved > 0 and may_report(of),
    )
