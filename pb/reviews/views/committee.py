"""The committee's pages: who sits in it, its meetings with votes by name, and the proposer's appeal."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from pb import clock, db
from pb.access import Permission, Role, may, public, requires, roles
from pb.accounts.queries import by_email
from pb.accounts.sessions import visitor
from pb.cycles import queries as cycles
from pb.errors import Refused
from pb.journal.forms import TOWN_TIME
from pb.journal.pen import Pen
from pb.proposals.models import Proposal
from pb.proposals.writing.queries import is_author
from pb.reviews.assigning.queries import case
from pb.reviews.committee import actions, queries
from pb.reviews.committee.forms import (
    AppealForm,
    AttendanceForm,
    CloseForm,
    CommitteeForm,
    MeetingForm,
    MemberForm,
    VoteForm,
)
from pb.reviews.committee.models import Appeal, Committee, Meeting, Vote
from pb.reviews.committee.rules import VOTES
from pb.reviews.deciding.queries import decision
from pb.reviews.views.page import WRONG, blueprint, me, proposal, status


@blueprint.app_template_filter("vote_word")
def vote_word(vote: str) -> str:
    return str(VOTES[Vote(vote)])


@blueprint.app_template_global("appeals_about")
def appeals_about(found: Proposal) -> list[Appeal]:
    return queries.appeals(db.session(), found.id)


@blueprint.app_template_global("may_appeal_now")
def may_appeal_now(found: Proposal) -> bool:
    """Whether whoever looks at the proposal may object to its decision at this moment."""
    who, counts = visitor(), decision(db.session(), found.id)
    if who is None or counts is None or Role.MEMBER not in roles():
        return False
    mine = found.person_id == who.person or is_author(db.session(), found.id, who.person)
    return mine and actions.may_appeal(db.session(), found, counts, clock.now())


@blueprint.route("/proposals/<int:number>/appeal", methods=["GET", "POST"])
@requires(Permission.KEEP_ACCOUNT)
def appeal(number: int) -> ResponseReturnValue:
    """The proposer objects to the decision."""
    rows, found, form = db.session(), proposal(number), AppealForm()
    if found.person_id != me() and not is_author(rows, number, me()):
        abort(403)
    if form.validate_on_submit():
        try:
            actions.appeal(rows, found, me(), form.typed("words"), clock.now())
        except Refused as why:
            form.refuse("words", why)
        else:
            return redirect(url_for("proposals.one", number=number))
    open_now = may_appeal_now(found)
    page = render_template(
        "reviews/appeal.html", form=form, proposal=found, case=case(rows, number), open_now=open_now
    )
    return page, status(form)


@blueprint.route("/reviews/committees", methods=["GET", "POST"])
@requires(Permission.RUN_COMMITTEE)
def committees() -> ResponseReturnValue:
    form = CommitteeForm()
    newest = next(iter(cycles.published(db.session())), None)
    if newest is None:
        abort(404)
    if form.validate_on_submit():
        pen = Pen.of(form, Permission.RUN_COMMITTEE)
        made = actions.found_committee(pen, newest.id, form.typed("name_ko"), form.typed("name_en"))
        return redirect(url_for(".committee", number=made.id))
    page = render_template("reviews/committees.html", form=form, committees=queries.committees(db.session()))
    return page, status(form)


def one_committee(number: int) -> Committee:
    found = db.session().get(Committee, number)
    return found if found is not None else abort(404)


@blueprint.route("/reviews/committees/<int:number>", methods=["GET", "POST"])
@requires(Permission.RUN_COMMITTEE)
def committee(number: int) -> ResponseReturnValue:
    """Its members and its meetings."""
    rows, found, form = db.session(), one_committee(number), MemberForm()
    if form.validate_on_submit():
        try:
            pen = Pen.of(form, Permission.RUN_COMMITTEE)
            actions.give_seat(pen, found, by_email(rows, form.typed("email")), form.typed("name"))
        except Refused as why:
            form.refuse("email", why)
        else:
            return redirect(url_for(".committee", number=number))
    return show_committee(found, form, MeetingForm(formdata=None))


def show_committee(found: Committee, form: MemberForm, meeting: MeetingForm) -> ResponseReturnValue:
    rows = db.session()
    page = render_template(
        "reviews/committee.html",
        form=form,
        meeting_form=meeting,
        committee=found,
        members=queries.members(rows, found.id),
        meetings=queries.meetings(rows, found.id),
        waiting=queries.without_meeting(rows, found.cycle_id),
    )
    return page, WRONG if form.errors or meeting.errors else 200


@blueprint.post("/reviews/committees/<int:number>/meetings")
@requires(Permission.RUN_COMMITTEE)
def call_meeting(number: int) -> ResponseReturnValue:
    found, form = one_committee(number), MeetingForm()
    if not form.validate_on_submit():
        return show_committee(found, MemberForm(formdata=None), form)
    at = form["at"].data.replace(tzinfo=TOWN_TIME)
    made = actions.call_meeting(db.session(), found, at, form.typed("place"))
    return redirect(url_for(".meeting", number=made.id))


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
    members = queries.members(rows, found.committee_id)
    attendance = AttendanceForm(formdata=None, present=sorted(there))
    attendance.present.choices = [(one.person_id, one.name) for one in members]
    page = render_template(
        "reviews/meeting.html",
        meeting=found,
        committee=rows.get_one(Committee, found.committee_id),
        agenda=queries.agenda(rows, found, person),
        there=[one.name for one in members if one.person_id in there],
        absent=[one.name for one in members if one.person_id not in there],
        votes_here=found.closed is None and person in there,
        runs=may(Permission.RUN_COMMITTEE) and found.closed is None,
        attendance=attendance,
        vote=VoteForm(formdata=None),
        close=close or CloseForm(formdata=None),
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
    found, form = one_meeting(number), CloseForm()
    if not form.validate_on_submit():
        return wrong(number, None, form)
    try:
        actions.close(Pen.of(form, Permission.RUN_COMMITTEE), found, form.typed("minutes"))
    except Refused as why:
        return wrong(number, why, form)
    return done(number)
