"""Saying something: threads, replies, answers of offices, corrections, and a mark for what helped."""

from dataclasses import replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from limits import RateLimitItemPerMinute
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types

from pb import clock, db, journal
from pb.access import Permission, requires
from pb.accounts import throttle
from pb.discussion import actions, places, queries
from pb.discussion.forms import AnswerForm, EditForm, ReplyForm, ReportForm, ThreadForm
from pb.discussion.models import Post
from pb.discussion.moderation import actions as moderation
from pb.discussion.moderation.rules import Ground
from pb.discussion.rules import NotAResident, Stance, Standing, TooLate, is_editable
from pb.discussion.views.page import LATE, blueprint, me, own_post, post_of, proposal_of, status
from pb.discussion.writer import Writer, reply_writer, thread_writer
from pb.errors import Refused
from pb.journal.acting import acting
from pb.journal.pen import Pen
from pb.town.models import Department
from pb.town.queries import listed
from pb.web.formats import korean
from pb.web.forms import Form
from pb.web.limits import limited
from pb.web.preferences import way_back

# Many people may share a network; one person writes no more than this.
FOR_ALL_BEHIND_ONE_ADDRESS = "120 per minute"
POSTS = RateLimitItemPerMinute(6)
# The journal's reason for an answer: the answer itself is there to be read.
ANSWERED = "주민의 글에 대한 답변 · Answer to what residents wrote"


def count_this() -> None:
    """Before any row is touched. Raises TooManyTries."""
    if request.method == "POST":
        throttle.count(POSTS, "post", str(me().person))


def refused(why: Refused, number: int) -> ResponseReturnValue:
    """A page that says why nothing can be written, and leads back to the discussion."""
    shown = render_template(
        "discussion/refused.html", why=why, number=number, not_a_resident=isinstance(why, NotAResident)
    )
    return shown, LATE if request.method == "POST" else 200


def usual_name() -> str:
    """What the person called themselves before, else where they live."""
    district = me().district
    usual = _("Resident of %(district)s", district=district) if district else _("Expert")
    return (queries.last_pen_name(db.session(), me().person) or usual)[:30]


@blueprint.route("/proposals/<int:number>/discussion/write", methods=["GET", "POST"])
@limited(FOR_ALL_BEHIND_ONE_ADDRESS)
@requires(Permission.DISCUSS)
def write(number: int) -> ResponseReturnValue:
    form = ThreadForm()
    try:
        count_this()
    except Refused as why:
        form.refuse("text", why)
        return show_write(form, number)
    proposal, rows = proposal_of(number), db.session()
    try:
        places.check_open(rows, proposal, clock.now())
        writer = thread_writer(rows, proposal, me().person, me().district)
    except Refused as why:
        return refused(why, number)
    if request.method == "GET":
        form = ThreadForm(pen_name=usual_name(), stance=request.args.get("stance", ""))
    if not form.validate_on_submit():
        return show_write(form, number)
    post = actions.begin(
        rows,
        proposal,
        writer,
        Stance(form.typed("stance")),
        form.typed("pen_name"),
        form.typed("text"),
        clock.now(),
    )
    return redirect(places.path(post))


def show_write(form: ThreadForm, number: int) -> ResponseReturnValue:
    title = places.title(db.session(), proposal_of(number))
    return render_template("discussion/write.html", form=form, number=number, title=title), status(form)


@blueprint.route("/discussion/<int:post>/reply", methods=["GET", "POST"])
@limited(FOR_ALL_BEHIND_ONE_ADDRESS)
@requires(Permission.DISCUSS)
def reply(post: int) -> ResponseReturnValue:
    form = ReplyForm()
    try:
        count_this()
    except Refused as why:
        form.refuse("text", why)
        return show_reply("discussion/reply.html", form, post_of(post))
    thread, rows = post_of(post), db.session()
    try:
        proposal = actions.answerable(rows, thread, clock.now())
        writer = reply_writer(rows, proposal, me().person, me().district)
    except Refused as why:
        return refused(why, thread.proposal_id)
    if request.method == "GET":
        form = ReplyForm(pen_name=usual_name())
    if not form.validate_on_submit():
        return show_reply("discussion/reply.html", form, thread)
    written = actions.reply(rows, thread, writer, form.typed("pen_name"), form.typed("text"), clock.now())
    return redirect(places.path(written))


def show_reply(template: str, form: Form, post: Post) -> ResponseReturnValue:
    """A form below what it is about."""
    voice = queries.one(db.session(), post.id, None)
    title = places.title(db.session(), proposal_of(post.proposal_id))
    return render_template(template, form=form, voice=voice, title=title), status(form)


@blueprint.route("/discussion/<int:post>/answer", methods=["GET", "POST"])
@requires(Permission.ANSWER)
def answer(post: int) -> ResponseReturnValue:
    """The answer of an office."""
    thread, rows = post_of(post), db.session()
    form = AnswerForm()
    form["department"].choices = departments()
    try:
        actions.answerable(rows, thread, clock.now())
    except Refused as why:
        return refused(why, thread.proposal_id)
    if not form.validate_on_submit():
        return show_reply("discussion/answer.html", form, thread)
    office = acting(Permission.ANSWER)
    writer = Writer(me().person, Standing.OFFICE, office=office.value)
    if form.typed("department"):
        writer = replace(writer, department=int(form.typed("department")))
    pen = Pen(rows, journal.seal(), office, ANSWERED, clock.now())
    return redirect(places.path(actions.answer(pen, thread, writer, form.typed("text"))))


def departments() -> list[SelectChoice]:
    found = listed(db.session(), Department)
    return [
        SelectChoice("", _("The office itself")),
        *(SelectChoice(str(one.id), one.name_ko if korean() else one.name_en) for one in found),
    ]


@blueprint.route("/discussion/<int:post>/edit", methods=["GET", "POST"])
@requires(Permission.DISCUSS)
def edit(post: int) -> ResponseReturnValue:
    found, rows = own_post(post), db.session()
    form = EditForm(text=found.text)
    if not is_editable(found.at, clock.now()):
        return refused(TooLate(), found.proposal_id)
    if not form.validate_on_submit():
        return show_reply("discussion/edit.html", form, found)
    try:
        actions.edit(rows, found, form.typed("text"), clock.now())
    except Refused as why:
        return refused(why, found.proposal_id)
    return redirect(places.path(found))


@blueprint.route("/discussion/<int:post>/delete", methods=["GET", "POST"])
@requires(Permission.DISCUSS)
def delete(post: int) -> ResponseReturnValue:
    found, form = own_post(post), Form()
    if not form.validate_on_submit():
        return show_reply("discussion/delete.html", form, found)
    number, thread = found.proposal_id, found.parent_id
    try:
        stays = actions.remove(db.session(), found, clock.now())
    except Refused as why:
        return refused(why, number)
    if stays or thread is not None:
        return redirect(url_for(".thread", post=thread or post))
    return redirect(url_for(".of_proposal", number=number))


@blueprint.post("/discussion/<int:post>/useful")
@limited(FOR_ALL_BEHIND_ONE_ADDRESS)
@requires(Permission.FIND_USEFUL)
def useful(post: int) -> ResponseReturnValue:
    """A press says so, another takes it back; then back to where the button stood."""
    found, rows = post_of(post), db.session()
    try:
        if request.form.get("way") == "undo":
            actions.find_useful_no_more(rows, found, me().person)
        else:
            actions.find_useful(rows, found, me().person, clock.now())
    except Refused as why:
        return refused(why, found.proposal_id)
    back = way_back(request.form.get("back", places.path(found)))
    return redirect(f"{back.partition('#')[0]}#post-{post}")


@blueprint.route("/discussion/<int:post>/report", methods=["GET", "POST"])
@limited(FOR_ALL_BEHIND_ONE_ADDRESS)
@requires(Permission.REPORT_POST)
def report(post: int) -> ResponseReturnValue:
    found, form = post_of(post), ReportForm()
    if not form.validate_on_submit():
        return show_reply("discussion/report.html", form, found)
    try:
        ground = Ground(form.typed("ground"))
        moderation.report(db.session(), found, me().person, ground, form.typed("words"), clock.now())
    except Refused as why:
        form.refuse("ground", why)
        return show_reply("discussion/report.html", form, found)
    return render_template("discussion/reported.html", path=places.path(found))
