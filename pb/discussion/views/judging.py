"""The moderators' queue, one case of it, and the writer's objection."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from pb import clock, db
from pb.access import Permission, may, requires
from pb.accounts.reads import actions as reads
from pb.accounts.reads.models import What
from pb.discussion import places
from pb.discussion.forms import AppealForm, DecideForm, HideForm, KeepForm, RestoreForm
from pb.discussion.models import Post
from pb.discussion.moderation import actions, queries
from pb.discussion.moderation.rules import Ground, Outcome
from pb.discussion.views.page import blueprint, me, own_post, post_of, proposal_of, status
from pb.errors import Refused
from pb.journal.pen import Pen
from pb.web.forms import Form

MOST = 100


@blueprint.get("/discussion/reports")
@requires(Permission.MODERATE)
def queue() -> str:
    rows = db.session()
    return render_template(
        "discussion/queue.html",
        reported=queries.reported(rows, MOST),
        appealed=queries.appealed(rows),
        person=me().person,
        may_name_experts=may(Permission.NAME_EXPERT),
    )


@blueprint.get("/discussion/<int:post>/case")
@requires(Permission.MODERATE)
def case(post: int) -> ResponseReturnValue:
    return show_case(post_of(post))


def show_case(post: Post, **tried: Form) -> ResponseReturnValue:
    """All that is known about a post, and the forms that fit what it is now."""
    rows = db.session()
    hiding, reports = queries.hiding_of(rows, post.id), queries.open_reports(rows, post.id)
    reads.note(What.REPORTS, Permission.MODERATE, [post.person_id, *(one.person_id for one in reports)])
    forms = {"hide": HideForm, "keep": KeepForm, "decide": DecideForm, "restore": RestoreForm}
    drawn = {name: tried.get(name) or form(formdata=None, prefix=f"{name}-") for name, form in forms.items()}
    shown = render_template(
        "discussion/case.html",
        post=post,
        title=places.title(rows, proposal_of(post.proposal_id)),
        reports=reports,
        hiding=hiding,
        is_own=hiding is not None and hiding.person_id == me().person,
        forms=drawn,
    )
    return shown, max(status(form) for form in drawn.values())


@blueprint.post("/discussion/<int:post>/hide")
@requires(Permission.MODERATE)
def hide(post: int) -> ResponseReturnValue:
    found, form = post_of(post), HideForm(prefix="hide-")
    if found.deleted is not None:
        abort(404)
    if not form.validate_on_submit():
        return show_case(found, hide=form)
    try:
        actions.hide(pen(form), found, me().person, Ground(form.typed("ground")))
    except Refused as why:
        form.refuse("reason", why)
        return show_case(found, hide=form)
    return redirect(url_for(".queue"))


@blueprint.post("/discussion/<int:post>/keep")
@requires(Permission.MODERATE)
def keep(post: int) -> ResponseReturnValue:
    found, form = post_of(post), KeepForm(prefix="keep-")
    if not form.validate_on_submit():
        return show_case(found, keep=form)
    try:
        actions.keep(pen(form), found)
    except Refused as why:
        form.refuse("reason", why)
        return show_case(found, keep=form)
    return redirect(url_for(".queue"))


@blueprint.post("/discussion/<int:post>/decide")
@requires(Permission.MODERATE)
def decide(post: int) -> ResponseReturnValue:
    """On an objection."""
    form = DecideForm(prefix="decide-")
    return end_hiding(post, "decide", form, form.typed("outcome"))


@blueprint.post("/discussion/<int:post>/restore")
@requires(Permission.MODERATE)
def restore(post: int) -> ResponseReturnValue:
    """Without an objection: an official puts a mistake right."""
    return end_hiding(post, "restore", RestoreForm(prefix="restore-"), Outcome.RESTORED.value)


def end_hiding(post: int, name: str, form: Form, outcome: str) -> ResponseReturnValue:
    found = post_of(post)
    if not form.validate_on_submit():
        return show_case(found, **{name: form})
    try:
        actions.decide(pen(form), found, me().person, Outcome(outcome))
    except Refused as why:
        form.refuse("reason", why)
        return show_case(found, **{name: form})
    return redirect(url_for(".queue"))


def pen(form: Form) -> Pen:
    return Pen.of(form, Permission.MODERATE)


@blueprint.route("/discussion/<int:post>/appeal", methods=["GET", "POST"])
@requires(Permission.DISCUSS)
def appeal(post: int) -> ResponseReturnValue:
    """For whoever wrote it: what was decided and why, and the form to object with."""
    found, form = own_post(post), AppealForm()
    if form.validate_on_submit():
        try:
            actions.appeal(db.session(), found, form.typed("words"), clock.now())
        except Refused as why:
            form.refuse("words", why)
        else:
            return redirect(url_for(".appeal", post=post))
    shown = render_template(
        "discussion/appeal.html",
        form=form,
        post=found,
        title=places.title(db.session(), proposal_of(found.proposal_id)),
        hiding=queries.last_hiding(db.session(), post),
    )
    return shown, status(form)
