"""Joining a proposal that is there already, by support or as an author, instead of writing the same again."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pb import clock, db
from pb.access import Permission, may, public, requires
from pb.accounts import throttle
from pb.accounts.sessions import visitor
from pb.errors import Refused
from pb.proposals.coauthors import asking
from pb.proposals.coauthors.forms import JoinForm
from pb.proposals.coauthors.models import JoinRequest
from pb.proposals.finding.asked import number as typed_number
from pb.proposals.models import Proposal, State
from pb.proposals.queries import text_of
from pb.proposals.versions.queries import is_open
from pb.proposals.views.own import me
from pb.proposals.views.page import blueprint
from pb.proposals.views.ways import WRONG
from pb.proposals.writing.queries import is_author


@blueprint.get("/<int:number>/join")
@public
def join(number: int) -> str:
    return show_join(handed_in(number, lock=False), JoinForm())


@blueprint.post("/<int:number>/join")
@requires(Permission.WRITE_PROPOSAL)
def ask_to_join(number: int) -> ResponseReturnValue:
    form = JoinForm()
    if not form.validate_on_submit() or me().district is None:
        return show_join(handed_in(number, lock=False), form), WRONG
    try:
        # In a transaction of its own, so it comes before anything is locked.
        throttle.count(throttle.MAILS, "join", str(me().account))
        proposal = handed_in(number, lock=True)
        rows, said = db.session(), (form.typed("pen_name"), form.typed("words"))
        asking.ask(rows, proposal, me().person, *said, clock.now())
    except Refused as why:
        form.refuse("words", why)
        return show_join(handed_in(number, lock=False), form), WRONG
    return redirect(url_for(".join", number=number, draft=request.args.get("draft")))


def handed_in(number: int, lock: bool) -> Proposal:
    proposal = db.session().get(Proposal, number, with_for_update=lock)
    if proposal is None or proposal.state == State.DRAFT.value:
        abort(404)
    return proposal


def show_join(proposal: Proposal, form: JoinForm) -> str:
    rows, found = db.session(), visitor()
    draft = typed_number(request.args.get("draft", ""))
    person = found.person if found is not None else None
    return render_template(
        "proposals/join.html",
        proposal=proposal,
        text=text_of(rows, proposal),
        form=form,
        takes_authors=is_open(rows, proposal, clock.now()),
        has_account=may(Permission.WRITE_PROPOSAL),
        is_resident=found is not None and found.district is not None,
        is_mine=person is not None and is_author(rows, proposal.id, person),
        asked=person is not None and rows.get(JoinRequest, (proposal.id, person)) is not None,
        draft=draft if draft and person is not None and is_author(rows, draft, person) else None,
    )
