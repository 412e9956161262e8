"""The coordinator's pages: what waits for a department, the load of each, who works where."""

from datetime import timedelta

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from pb import db
from pb.access import Permission, requires
from pb.accounts.queries import by_email
from pb.accounts.reads import actions as reads
from pb.accounts.reads.models import What
from pb.errors import Refused
from pb.journal.pen import Pen
from pb.reviews import words
from pb.reviews.assigning import actions, queries
from pb.reviews.assigning.actions import Task
from pb.reviews.assigning.forms import AssignForm, BulkForm, ReassignForm, SeatForm, UnseatForm, choices
from pb.reviews.assigning.queries import Waiting
from pb.reviews.assigning.rules import USUAL, DueInThePast, NoDepartment, NothingTicked
from pb.reviews.views.page import Words, blueprint, cycle_ids, proposal, short, status, today
from pb.reviews.words import called
from pb.town.models import Department


@blueprint.app_template_filter("suggested")
def suggested(one: Waiting) -> str:
    """Whom the past suggests, in words; empty if nobody."""
    if one.suggestion is None or one.case.category is None:
        return ""
    department = db.session().get_one(Department, one.suggestion.department)
    return words.why(one.suggestion, department, one.case.category)


@blueprint.route("/reviews/waiting", methods=["GET", "POST"])
@requires(Permission.ASSIGN_REVIEW)
def waiting() -> ResponseReturnValue:
    """The proposals without a department; the ticked ones get theirs in one go."""
    rows, form = db.session(), BulkForm(due=today() + USUAL)
    found = queries.waiting(rows, cycle_ids())
    form.department.choices = choices(queries.departments(rows), _l("As suggested for each"))
    ticked = set(request.form.getlist("proposal", type=int))
    if form.validate_on_submit():
        try:
            give_all(form, [one for one in found if one.case.proposal.id in ticked])
        except Refused as why:
            rows.rollback()
            form.refuse("department", why)
            found = queries.waiting(rows, cycle_ids())
        else:
            return redirect(url_for(".waiting"))
    page = render_template(
        "reviews/waiting.html", form=form, waiting=found, ticked=ticked, loads=queries.loads(rows, today())
    )
    return page, status(form)


def give_all(form: BulkForm, ticked: list[Waiting]) -> None:
    """Raises NothingTicked, NoDepartment, and whatever refuses a single one: then none is given."""
    if not ticked:
        raise NothingTicked
    pen, chosen = Pen.of(form, Permission.ASSIGN_REVIEW), form.typed("department")
    for one in ticked:
        if not chosen and one.suggestion is None:
            raise NoDepartment
        lead = int(chosen) if chosen else one.suggestion.department if one.suggestion else 0
        actions.assign(pen, one.case.proposal, Task(lead, (), form["due"].data))


@blueprint.route("/reviews/<int:number>/assign", methods=["GET", "POST"])
@requires(Permission.ASSIGN_REVIEW)
def assign(number: int) -> ResponseReturnValue:
    """One proposal: who leads, who is asked, until when. One that has a department goes to `reassign`."""
    rows, found = db.session(), proposal(number)
    if queries.lead_of(rows, number) is not None:
        return redirect(url_for(".reassign", number=number))
    waits = next((one for one in queries.waiting(rows, [found.cycle_id]) if one.case.proposal is found), None)
    if waits is None:
        abort(404)
    best = str(waits.suggestion.department) if waits.suggestion else ""
    form = AssignForm(department=best, due=today() + USUAL)
    departments = queries.departments(rows)
    form.department.choices = choices(departments, _l("Choose a department"))
    form.consulted.choices = choices(departments, "")[1:]
    if form.validate_on_submit():
        consulted = tuple(int(one) for one in form.consulted.data or ())
        try:
            pen = Pen.of(form, Permission.ASSIGN_REVIEW)
            actions.assign(pen, found, Task(int(form.typed("department")), consulted, form["due"].data))
        except Refused as why:
            rows.rollback()
            form.refuse("due" if isinstance(why, DueInThePast) else "department", why)
        else:
            return redirect(url_for(".waiting"))
    page = render_template("reviews/assign.html", form=form, waits=waits, loads=queries.loads(rows, today()))
    return page, status(form)


@blueprint.route("/reviews/<int:number>/reassign", methods=["GET", "POST"])
@requires(Permission.ASSIGN_REVIEW)
def reassign(number: int) -> ResponseReturnValue:
    rows, found = db.session(), proposal(number)
    lead, case = queries.lead_of(rows, number), queries.case(rows, number)
    if lead is None or case is None:
        abort(404)
    form = ReassignForm(due=max(lead.due, today() + timedelta(days=7)))
    form.department.choices = choices(queries.departments(rows), _l("Choose a department"))
    if form.validate_on_submit():
        try:
            pen = Pen.of(form, Permission.ASSIGN_REVIEW)
            actions.reassign(pen, found, int(form.typed("department")), form["due"].data)
        except Refused as why:
            rows.rollback()
            form.refuse("due", why)
        else:
            return redirect(url_for(".workload"))
    department = rows.get_one(Department, lead.department_id)
    page = render_template("reviews/reassign.html", form=form, case=case, lead=lead, department=department)
    return page, status(form)


@blueprint.get("/reviews/workload")
@requires(Permission.ASSIGN_REVIEW)
def workload() -> str:
    rows = db.session()
    found = queries.loads(rows, today())
    return render_template(
        "reviews/workload.html",
        loads=found,
        most=max([one.open for one in found], default=0),
        tasks=queries.work(rows, today()),
    )


@blueprint.route("/reviews/departments", methods=["GET", "POST"])
@requires(Permission.SEAT_OFFICIALS)
def seats() -> ResponseReturnValue:
    """Who works where."""
    rows, form = db.session(), SeatForm()
    form.department.choices = choices(queries.departments(rows), _l("Choose a department"))
    if form.validate_on_submit():
        department = rows.get_one(Department, int(form.typed("department")))
        try:
            pen = Pen.of(form, Permission.SEAT_OFFICIALS)
            actions.seat(pen, by_email(rows, form.typed("email")), department)
        except Refused as why:
            rows.rollback()
            form.refuse("email", why)
        else:
            return redirect(url_for(".seats"))
    found = queries.seats(rows)
    reads.note(What.SEATS, Permission.SEAT_OFFICIALS, [one.person for one in found])
    return render_template("reviews/seats.html", form=form, seats=found), status(form)


@blueprint.route("/reviews/departments/<int:number>/<int:official>/leave", methods=["GET", "POST"])
@requires(Permission.SEAT_OFFICIALS)
def unseat(number: int, official: int) -> ResponseReturnValue:
    rows, form = db.session(), UnseatForm()
    found = [one for one in queries.seats(rows) if (one.department.id, one.person) == (number, official)]
    if not found:
        abort(404)
    if form.validate_on_submit():
        actions.unseat(Pen.of(form, Permission.SEAT_OFFICIALS), found[0])
        return redirect(url_for(".seats"))
    words = Words(
        _l("Take a reviewer out of a department"),
        f"{found[0].email} · {called(found[0].department)}",
        _l("Take out"),
    )
    return short(form, words, url_for(".seats"), gettext("Who works where"))
