"""The committees for the budget office: who sits in them, when they meet; and the proposer's appeal."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from pb import clock, db, journal
from pb.access import Permission, Role, requires, roles
from pb.accounts.queries import by_email
from pb.accounts.sessions import visitor
from pb.cycles import queries as cycles
from pb.errors import Refused
from pb.journal.acting import acting
from pb.journal.forms import TOWN_TIME
from pb.journal.pen import Pen
from pb.proposals.models import Proposal
from pb.proposals.writing.queries import is_author
from pb.reviews.assigning.queries import case
from pb.reviews.committee import actions, queries
from pb.reviews.committee.forms import (
    AppealForm,
    CommitteeForm,
    EndSeatForm,
    MeetingForm,
    MemberForm,
)
from pb.reviews.committee.models import Appeal, Committee, CommitteeSeat, Vote
from pb.reviews.committee.rules import VOTES
from pb.reviews.deciding.queries import decision
from pb.reviews.views.page import WRONG, Words, blueprint, me, proposal, short, status
from pb.reviews.words import called

END_LEAD = _l(
    "From now on this member neither votes nor gives points. Votes at meetings that are still open no longer "
    "count; those of closed meetings stay."
)


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
        former=queries.former(rows, found.id),
        meetings=queries.meetings(rows, found.id),
        waiting=queries.without_meeting(rows, found.cycle_id),
    )
    return page, WRONG if form.errors or meeting.errors else 200


@blueprint.route("/reviews/committees/<int:number>/seats/<int:person>/end", methods=["GET", "POST"])
@requires(Permission.RUN_COMMITTEE)
def end_seat(number: int, person: int) -> ResponseReturnValue:
    found, form = one_committee(number), EndSeatForm()
    seat = db.session().get(CommitteeSeat, (number, person), with_for_update=request.method == "POST")
    if seat is None or seat.until is not None:
        abort(404)
    if form.validate_on_submit():
        actions.end_seat(Pen.of(form, Permission.RUN_COMMITTEE), found, seat)
        return redirect(url_for(".committee", number=number))
    words = Words(gettext("End the seat of %(name)s", name=seat.name), END_LEAD, _l("End the seat"))
    return short(form, words, url_for(".committee", number=number), called(found))


@blueprint.post("/reviews/committees/<int:number>/meetings")
@requires(Permission.RUN_COMMITTEE)
def call_meeting(number: int) -> ResponseReturnValue:
    found, form = one_committee(number), MeetingForm()
    if not form.validate_on_submit():
        return show_committee(found, MemberForm(formdata=None), form)
    at = form["at"].data.replace(tzinfo=TOWN_TIME)
    office = acting(Permission.RUN_COMMITTEE)
    pen = Pen(db.session(), journal.seal(), office, actions.CALLED, clock.now())
    made = actions.call_meeting(pen, found, at, form.typed("place"))
    return redirect(url_for(".meeting", number=made.id))
