"""The last screen: the proposal as others will see it, the consent, and handing it in."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from pb import clock, db
from pb.access import Permission, requires
from pb.errors import Refused
from pb.proposals.models import Proposal, State
from pb.proposals.queries import text_of
from pb.proposals.views.own import me, mine, refusal_now
from pb.proposals.views.page import blueprint
from pb.proposals.views.reading import dossier
from pb.proposals.views.ways import place_of
from pb.proposals.writing import actions, queries, rules
from pb.proposals.writing.forms import SendForm
from pb.proposals.writing.screens import SCREENS

WITHOUT_CALL = "without-call"


@blueprint.route("/<int:number>/send", methods=["GET", "POST"])
@requires(Permission.WRITE_PROPOSAL)
def send(number: int) -> ResponseReturnValue:
    form = SendForm()
    if not form.validate_on_submit():
        return show(mine(number, lock=False), form)
    proposal, at = mine(number, lock=True), clock.now()
    try:
        if request.form.get("way") == WITHOUT_CALL:
            actions.let_go_of_call(proposal)
        if me().district is None:
            raise rules.NoResident
        if not form["consent"].data:
            raise rules.NoConsent
        actions.submit(db.session(), proposal, queries.open_cycle(db.session(), at), me().person, at)
    except Refused as why:
        form.refuse("consent", why)
        return show(proposal, form)
    return redirect(url_for(".one", number=number, sent=1))


def show(proposal: Proposal, form: SendForm) -> ResponseReturnValue:
    if proposal.state != State.DRAFT.value:
        return redirect(url_for(".one", number=proposal.id))
    rows = db.session()
    missing = rules.missing(text_of(rows, proposal))
    page = render_template(
        "proposals/wizard/send.html",
        **dossier(rows, proposal),
        form=form,
        missing=[
            (name, screen.title) for name, screen in SCREENS.items() if set(screen.fields) & set(missing)
        ],
        is_open=queries.open_cycle(rows, clock.now()) is not None,
        is_resident=me().district is not None,
        refusal=refusal_now(me().person),
        way=place_of("send"),
        call_refusal=call_refusal(rows, proposal),
    )
    return page, 400 if form.errors else 200


def call_refusal(rows: Session, proposal: Proposal) -> Refused | None:
    """Why the call that it answers does not take it from this author; None if it does."""
    cycle = queries.open_cycle(rows, clock.now())
    try:
        if cycle is not None:
            actions.check_call(rows, proposal, cycle, me().person, clock.now())
    except Refused as why:
        return why
    return None
