"""Score sheets from outside: a file, a look at what was read, and the signature."""

from flask import Response, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from pb import db
from pb.access import Permission, public, requires
from pb.cycles.models import Cycle, VoterGroup
from pb.journal.pen import Pen
from pb.projects.queries import ballot
from pb.voting import preparing
from pb.voting.errors import AlreadyFrozen
from pb.voting.models import Election
from pb.voting.scoring import actions, reading
from pb.voting.scoring.forms import SheetForm
from pb.voting.scoring.reading import BadSheet
from pb.voting.views.elections import found
from pb.voting.views.page import WRONG, blueprint


def group_at(cycle: int, place: int) -> VoterGroup:
    one = db.session().get(VoterGroup, (cycle, place))
    return one if one and one in actions.groups(db.session(), cycle) else abort(404)


@blueprint.route("/elections/<int:number>/sheets/<int:place>", methods=["GET", "POST"])
@requires(Permission.RUN_ELECTION)
def outside_sheet(number: int, place: int) -> ResponseReturnValue:
    """First the file, which is shown as it was read; then the same with a reason, which signs it."""
    rows, one, form = db.session(), found(number, acting=True), SheetForm()
    group = group_at(one.cycle_id, place)
    projects = {p.number: p for p in ballot(rows, rows.get_one(Cycle, one.cycle_id)).projects}
    scores: dict[int, int] = {}
    if form.validate_on_submit():
        try:
            preparing.refuse_frozen(one)
            scores = reading.read(form.blob, form.top_points, frozenset(projects))
        except AlreadyFrozen as why:
            form.refuse("file", why)
        except BadSheet as why:
            form["file"].errors = why.wrong
    if scores and form.typed("reason") and not form["file"].data:
        actions.sign(Pen.of(form, Permission.RUN_ELECTION), group, form.top_points, scores)
        return redirect(url_for(".outside_sheet", number=number, place=place))
    if scores:
        form["scores"].data = reading.written(scores)
    page = render_template(
        "voting/scoring/sheet.html",
        form=form,
        election=one,
        group=group,
        signed=signed(one, place),
        read=[(projects[n], scores.get(n)) for n in sorted(projects)] if scores else [],
        projects=projects,
    )
    return page, WRONG if form.errors else 200


def signed(one: Election, place: int) -> dict[str, int] | None:
    kept = actions.sheet(db.session(), one.cycle_id, place)
    return actions.points(kept) if kept else None


@blueprint.get("/elections/sheets/<int:cycle>/<int:place>.json")
@public
def outside_sheet_file(cycle: int, place: int) -> ResponseReturnValue:
    """Exactly the bytes that the signature in the journal covers."""
    kept = actions.sheet(db.session(), cycle, place)
    return Response(kept.body, mimetype="application/json") if kept else abort(404)
