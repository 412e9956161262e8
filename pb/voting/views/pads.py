"""Pads of paper ballots: making them, printing them, counting what is left, the sheet of the evening."""

from flask import Response, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types

from pb import clock, db
from pb.access import Permission, may, requires
from pb.errors import Refused
from pb.journal.pen import Pen
from pb.voting import hall as halls
from pb.voting import queries as elections
from pb.voting.hall import Hall
from pb.voting.models import State
from pb.voting.naming import naming
from pb.voting.pads import actions, printing, queries
from pb.voting.pads.actions import Order
from pb.voting.pads.forms import CountForm, PadForm
from pb.voting.pads.models import Pad
from pb.voting.views.desk import hall_now
from pb.voting.views.page import WRONG, blueprint
from pb.web.formats import korean, moment

PDF = "application/pdf"


def hall_of_pads() -> Hall | None:
    """The vote that paper can be printed for: its rules are frozen and its box is not closed."""
    rows = db.session()
    election = elections.current(rows)
    if election is None or election.state not in (State.READY, State.OPEN):
        return None
    return halls.of(rows, election)


@blueprint.route("/desk/pads", methods=["GET", "POST"])
@requires(Permission.PRINT_PAPERS)
def pads() -> ResponseReturnValue:
    """All pads of this vote; below, new ones."""
    rows, hall, form = db.session(), hall_of_pads(), PadForm()
    if hall is None:
        return render_template("voting/pads/list.html", hall=None)
    called = naming(rows, hall)
    form["kind"].choices = [SelectChoice(" ".join(one), called.kind(*one)) for one in queries.kinds(hall)]
    if form.validate_on_submit():
        try:
            actions.make(Pen.of(form, Permission.PRINT_PAPERS), hall, order(form))
        except Refused as why:
            form.refuse("papers", why)
        else:
            return redirect(url_for(".pads"))
    page = render_template(
        "voting/pads/list.html",
        hall=hall,
        form=form,
        called=called,
        pads=queries.pads(rows, hall),
        may_count=may(Permission.CHECK_IN) and hall_now() is not None,
    )
    return page, WRONG if form.errors else 200


def order(form: PadForm) -> Order:
    style, group = form.typed("kind").split(" ")
    return Order(
        style,
        group,
        form.typed("place"),
        form.typed("language"),
        form.typed("size"),
        int(form["papers"].data),
        int(form["pads"].data),
    )


@blueprint.get("/desk/pads/<int:number>.pdf")
@requires(Permission.PRINT_PAPERS)
def pad_file(number: int) -> ResponseReturnValue:
    """The papers of a pad, for the printer."""
    rows, hall = db.session(), hall_of_pads() or abort(404)
    pad = queries.pad_of(rows, hall, number) or abort(404)
    return document(printing.ballots(rows, hall, pad), f"pad-{number}.pdf")


@blueprint.route("/desk/pads/<int:number>", methods=["GET", "POST"])
@requires(Permission.CHECK_IN)
def pad(number: int) -> ResponseReturnValue:
    """In the evening: which stub is the first that is still there?"""
    rows, hall, form = db.session(), hall_now() or abort(404), CountForm()
    found = queries.pad_of(rows, hall, number, acting=form.is_submitted()) or abort(404)
    if form.validate_on_submit():
        try:
            actions.count(rows, found, int(form["next_unused"].data), clock.now())
        except Refused as why:
            form.refuse("next_unused", why)
        else:
            return redirect(url_for(".evening"))
    if not form.is_submitted():
        form["next_unused"].data = found.next_unused
    page = render_template("voting/pads/pad.html", form=form, pad=found, kind=kind_of(hall, found))
    return page, WRONG if form.errors else 200


def kind_of(hall: Hall, found: Pad) -> str:
    return naming(db.session(), hall).kind(found.style, found.voter_group)


@blueprint.get("/desk/evening.pdf")
@requires(Permission.CHECK_IN)
def evening_file() -> ResponseReturnValue:
    """The sheet of the evening, to be signed by two clerks."""
    rows, hall = db.session(), hall_now() or abort(404)
    found = queries.balances(rows, hall)
    language = "ko" if korean() else "en"
    made = printing.sheet(hall, naming(rows, hall), found, moment(clock.now()), language)
    return document(made, "evening.pdf")


def document(made: bytes, name: str) -> Response:
    answer = Response(made, mimetype=PDF)
    answer.headers.set("Content-Disposition", "inline", filename=name)
    # Another vote may have the same address tomorrow.
    answer.cache_control.no_store = True
    return answer
