"""The wizard: one question a screen; going on, going back and stopping all keep what was typed."""

from dataclasses import replace

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pb import clock, db
from pb.access import Permission, requires
from pb.errors import Refused
from pb.proposals.models import Proposal, State
from pb.proposals.views.own import me, mine
from pb.proposals.views.page import blueprint
from pb.proposals.writing import actions, screens
from pb.proposals.writing.draft import Draft, draft_of
from pb.proposals.writing.forms import ScreenForm, screen_form
from pb.proposals.writing.rules import ChangedMeanwhile
from pb.proposals.writing.screens import SCREENS

BACK, STOP = "back", "stop"
WRONG, CONFLICT = 400, 409


@blueprint.route("/<int:number>/write/<step>", methods=["GET", "POST"])
@requires(Permission.WRITE_PROPOSAL)
def write(number: int, step: str) -> ResponseReturnValue:
    if step not in SCREENS:
        abort(404)
    proposal = mine(number, lock=request.method == "POST")
    if proposal.state != State.DRAFT.value:
        return redirect(url_for(".one", number=number))
    draft = draft_of(db.session(), proposal)
    form = screen_form(db.session(), step, draft, draft.print_of(SCREENS[step].fields))
    if not form.validate_on_submit():
        return show(proposal, step, form, draft), WRONG if form.errors else 200
    try:
        keep(proposal, step, form, draft)
    except Refused as why:
        form.refuse(SCREENS[step].fields[-1], why)
        return show(proposal, step, form, draft), CONFLICT
    return redirect(onward(number, step, request.form.get("way", "")))


def keep(proposal: Proposal, step: str, form: ScreenForm, draft: Draft) -> None:
    """Keep the answers of one question. Raises ChangedMeanwhile if the page has not seen what stands now."""
    now = draft.print_of(SCREENS[step].fields)
    changed = replace(draft, **form.answers())
    if form.typed("seen") != now and changed != draft:
        form["seen"].data = now
        raise ChangedMeanwhile
    actions.keep(db.session(), proposal, changed, me().person, clock.now())


def onward(number: int, step: str, way: str) -> str:
    """Where the pressed button leads."""
    if way == STOP:
        return url_for(".new")
    other = screens.before(step) if way == BACK else screens.after(step)
    return url_for(".write", number=number, step=other) if other else url_for(".send", number=number)


def show(proposal: Proposal, step: str, form: ScreenForm, draft: Draft) -> str:
    return render_template(
        "proposals/write.html",
        proposal=proposal,
        step=step,
        screen=SCREENS[step],
        form=form,
        draft=draft,
        screens=SCREENS,
        place=screens.NAMES.index(step) + 1,
        total=len(SCREENS) + 1,
        first=screens.before(step) is None,
    )
