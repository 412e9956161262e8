"""The wizard: one question a screen; going on, going back and stopping all keep what was typed."""

from dataclasses import replace

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pb import clock, db
from pb.access import Permission, requires
from pb.errors import Refused
from pb.proposals.models import Proposal, State
from pb.proposals.rules import NotFromHere
from pb.proposals.views.own import me, mine
from pb.proposals.views.page import blueprint
from pb.proposals.views.ways import CONFLICT, STAY, WRONG, address, onward, place_of
from pb.proposals.writing import actions
from pb.proposals.writing.draft import Draft, draft_of
from pb.proposals.writing.forms import ADD_UP, ScreenForm, screen_form
from pb.proposals.writing.rules import ChangedMeanwhile
from pb.proposals.writing.screens import SCREENS
from pb.web.formats import moment


@blueprint.app_template_filter("wizard_address")
def wizard_address(name: str, number: int) -> str:
    """The address of one page of the wizard, for the list of all questions."""
    return address(number, name)


@blueprint.route("/<int:number>/write/<step>", methods=["GET", "POST"])
@requires(Permission.WRITE_PROPOSAL)
def write(number: int, step: str) -> ResponseReturnValue:
    if step not in SCREENS:
        abort(404)
    proposal = mine(number, lock=request.method == "POST")
    if proposal.state != State.DRAFT.value:
        return redirect(url_for(".one", number=number))
    draft = draft_of(db.session(), proposal)
    form = screen_form(db.session(), step, draft)
    if not form.validate_on_submit():
        return show(proposal, step, form, draft), WRONG if form.errors else 200
    try:
        keep(proposal, step, form, draft)
    except Refused as why:
        form.refuse(SCREENS[step].fields[0], why)
        return show(proposal, step, form, draft), CONFLICT
    way = request.form.get("way", "")
    return redirect(onward(number, step, STAY if way == ADD_UP else way))


@blueprint.post("/<int:number>/write/<step>/save")
@requires(Permission.WRITE_PROPOSAL)
def save(number: int, step: str) -> ResponseReturnValue:
    """Keeps one answer while it is typed; says so to the page's script."""
    if step not in SCREENS:
        abort(404)
    proposal = mine(number, lock=True)
    draft = draft_of(db.session(), proposal)
    form = screen_form(db.session(), step, draft)
    if not form.validate_on_submit():
        return {"mistakes": [text for _, text in form.mistakes()]}, WRONG
    try:
        kept = keep(proposal, step, form, draft)
    except (ChangedMeanwhile, NotFromHere) as why:
        return {"mistakes": [str(why)]}, CONFLICT
    return {"seen": kept.print_of(SCREENS[step].fields), "at": moment(clock.now())}


def keep(proposal: Proposal, step: str, form: ScreenForm, draft: Draft) -> Draft:
    """Keep the answers of one question. Raises ChangedMeanwhile if the page has not seen what stands now."""
    now = draft.print_of(SCREENS[step].fields)
    changed = replace(draft, **form.answers())
    if changed == draft:
        return draft
    if form.typed("seen") != now:
        form["seen"].data = now
        raise ChangedMeanwhile
    actions.keep(db.session(), proposal, changed, me().person, clock.now())
    return changed


def show(proposal: Proposal, step: str, form: ScreenForm, draft: Draft) -> str:
    return render_template(
        f"proposals/wizard/{'words' if step in IN_WORDS else step}.html",
        proposal=proposal,
        step=step,
        screen=SCREENS[step],
        form=form,
        draft=draft,
        way=place_of(step),
    )


IN_WORDS = frozenset(("title", "problem", "idea", "people"))
