"""A committee's meeting: the agenda and the votes by name for everyone, and what the budget office notes."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from pb import clock, db
from pb.access import Permission, may, public, requires
from pb.accounts.sessions import visitor
from pb.errors import Refused
from pb.journal.pen import Pen
from pb.reviews.committee import actions, queries
from pb.reviews.committee.forms import AttendanceForm, CloseForm, VoteForm, close_form
from pb.reviews.committee.models import Appeal, Committee, Meeting
from pb.reviews.committee.rules import CostMissing
from pb.reviews.views.page import WRONG, blueprint, me


def one_meeting(number: int) -> Meeting:
    found = db.session().get(Meeting, number)
    return found if found is not None else abort(404)


@blueprint.get("/reviews/meetings/<int:number>")
@public
def meeting(number: int) -> ResponseReturnValue:
    """The agenda for everyone; when it is closed, who voted what, and the minutes."""
    return show_meeting(one_meeting(number))


def show_meeting(
    found: Meeting, close: CloseForm | None = None, refused: Refused | None = None, code: int = 200
) -> ResponseReturnValue:
    rows, who = db.session(), visitor()
    person = who.person if who else 0
    there = queries.present(rows, found.id)
    members = queries.members_at(rows, found)
    agenda = queries.agenda(rows, found, person)
    attendance = AttendanceForm(formdata=None, present=sorted(there))
    attendance.present.choices = [(one.person_id, one.name) for one in members]
    page = render_template(
        "reviews/meeting.html",
        meeting=found,
        committee=rows.get_one(Committee, found.committee_id),
        agenda=agenda,
        there=[one.name for one in members if one.person_id in there],
        absent=[one.name for one in members if one.person_id not in there],
        votes_here=found.closed is None and person in there,
        runs=may(Permission.RUN_COMMITTEE) and found.closed is None,
        attendance=attendance,
        vote=VoteForm(formdata=None),
        close=close or close_form(agenda, formdata=None),
        refused=refused,
    )
    return page, code


def done(number: int) -> ResponseReturnValue:
    return redirect(url_for(".meeting", number=number))


def wrong(number: int, why: Refused | None, close: CloseForm | None = None) -> ResponseReturnValue:
    db.session().rollback()
    return show_meeting(one_meeting(number), close, why, WRONG)


@blueprint.post("/reviews/meetings/<int:number>/attendance")
@requires(Permission.RUN_COMMITTEE)
def attendance(number: int) -> ResponseReturnValue:
    found, form = one_meeting(number), AttendanceForm()
    form.present.choices = []
    if not form.validate_on_submit():
        return wrong(number, None)
    try:
        actions.note_attendance(db.session(), found, form.present.data or ())
    except Refused as why:
        return wrong(number, why)
    return done(number)


@blueprint.post("/reviews/meetings/<int:number>/appeals/<int:item>/vote")
@requires(Permission.KEEP_ACCOUNT)
def vote(number: int, item: int) -> ResponseReturnValue:
    """A member votes by name, or declares a conflict of interest."""
    rows, found, form = db.session(), one_meeting(number), VoteForm()
    about = rows.get(Appeal, item)
    if about is None or about.meeting_id != number:
        abort(404)
    if not queries.is_member(rows, found.committee_id, me()):
        abort(403)
    if not form.validate_on_submit():
        return wrong(number, None)
    try:
        actions.vote(rows, found, about, me(), form.said(), clock.now())
    except Refused as why:
        return wrong(number, why)
    return done(number)


@blueprint.post("/reviews/meetings/<int:number>/close")
@requires(Permission.RUN_COMMITTEE)
def close(number: int) -> ResponseReturnValue:
    """The votes are counted, the proposers told, the minutes published."""
    found = one_meeting(number)
    form = close_form(queries.agenda(db.session(), found))
    if not form.validate_on_submit():
        return wrong(number, None, form)
    try:
        actions.close(Pen.of(form, Permission.RUN_COMMITTEE), found, form.typed("minutes"), form.costs())
    except CostMissing as why:
        form.refuse(f"cost_{why.appeal}", why)
        return wrong(number, None, form)
    except Refused as why:
        return wrong(number, why, form)
    return done(number)
