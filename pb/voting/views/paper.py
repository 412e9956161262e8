"""Typing paper in: the list of stacks, a new one, and the page on which one clerk types."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types

from pb import clock, db, journal
from pb.access import Permission, requires
from pb.accounts.sessions import visitor
from pb.errors import Refused
from pb.journal.acting import acting
from pb.journal.pen import Pen
from pb.voting.booth.sheet import asks
from pb.voting.desk.evening import evening as counted
from pb.voting.hall import Hall
from pb.voting.naming import naming
from pb.voting.paper import actions, queries
from pb.voting.paper.actions import LinesWrong
from pb.voting.paper.forms import ReadingForm, StackForm
from pb.voting.paper.models import Batch, Typing
from pb.voting.paper.rules import WITH_NUMBERS
from pb.voting.views.desk import WRONG, hall_now
from pb.voting.views.page import blueprint
from pb.web.forms import Form

# The journal is the town's, so it is written in its language.
WHY = "두 담당자가 따로 읽은 종이 투표용지의 내용이 같음"


def me() -> int:
    found = visitor()
    if found is None or found.account is None:
        abort(403)
    return found.account


def pen() -> Pen:
    return Pen(db.session(), journal.seal(), acting(Permission.CHECK_IN), WHY, clock.now())


def open_hall() -> Hall:
    return hall_now() or abort(404)


def batch_at(hall: Hall, number: int, acting: bool = False) -> Batch:
    return queries.batch_of(db.session(), hall, number, acting) or abort(404)


@blueprint.get("/desk/paper")
@requires(Permission.CHECK_IN)
def paper() -> str:
    """Every stack of this vote, and what comes next for whoever looks."""
    hall = hall_now()
    stacks = queries.stacks(db.session(), hall, me()) if hall else []
    called = naming(db.session(), hall) if hall else None
    return render_template("voting/paper/list.html", stacks=stacks, called=called, is_open=hall is not None)


@blueprint.route("/desk/paper/new", methods=["GET", "POST"])
@requires(Permission.CHECK_IN)
def new_stack() -> ResponseReturnValue:
    hall, form = open_hall(), StackForm()
    kinds = [(one.style, one.group) for one in counted(db.session(), hall) if one.handed_out]
    called = naming(db.session(), hall)
    form["kind"].choices = [SelectChoice(" ".join(one), called.kind(*one)) for one in kinds]
    if kinds and form.validate_on_submit():
        style, group = form.typed("kind").split(" ")
        try:
            made = actions.begin(pen(), hall, me(), style, group, int(form["papers"].data))
        except Refused as why:
            form.refuse("papers", why)
        else:
            return redirect(url_for(".stack", number=made.number))
    page = render_template("voting/paper/new.html", form=form, kinds=kinds)
    return page, WRONG if form.errors else 200


@blueprint.route("/desk/paper/<int:number>", methods=["GET", "POST"])
@requires(Permission.CHECK_IN)
def stack(number: int) -> ResponseReturnValue:
    """One clerk types; what the other one typed is never shown."""
    hall, rows, form = open_hall(), db.session(), ReadingForm()
    batch = batch_at(hall, number, acting=form.is_submitted())
    if form.validate_on_submit():
        lines, spoiled = form.typed("lines"), int(form["spoiled"].data)
        try:
            actions.type_in(pen(), hall, batch, me(), lines, spoiled)
        except LinesWrong as why:
            form["lines"].errors = why.wrong
        except Refused as why:
            form.refuse("lines", why)
        else:
            return redirect(url_for(".stack", number=number))
    mine = rows.get(Typing, (batch.id, me()))
    if not form.is_submitted() and mine is not None:
        form["lines"].data, form["spoiled"].data = mine.lines, mine.spoiled
    return reading(hall, batch, form)


def reading(hall: Hall, batch: Batch, form: ReadingForm) -> ResponseReturnValue:
    rows, number = db.session(), batch.number
    parts, _sections = queries.form_of(rows, hall, batch)
    one = next(each for each in queries.stacks(rows, hall, me()) if each.batch.number == number)
    page = render_template(
        "voting/paper/stack.html",
        form=form,
        one=one,
        kind=naming(rows, hall).kind(batch.style, batch.voter_group),
        parts=[(part, asks(part), part.kind in WITH_NUMBERS) for part in parts],
        lines=queries.differing(rows, hall, batch),
        plain=Form(formdata=None),
    )
    return page, WRONG if form.errors else 200


@blueprint.post("/desk/paper/<int:number>/discard")
@requires(Permission.CHECK_IN)
def discard_stack(number: int) -> ResponseReturnValue:
    """For a stack that was begun wrongly; the papers are typed again in another one."""
    batch = batch_at(open_hall(), number, acting=True)
    if Form().validate_on_submit():
        try:
            actions.throw_away(db.session(), batch)
        except Refused as why:
            return render_template("voting/desk/refused.html", why=why), 409
    return redirect(url_for(".paper"))
