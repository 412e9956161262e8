"""Who writes it: pen names, invitations by mail, leaving."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pb import clock, db
from pb.access import Permission, requires
from pb.accounts import throttle
from pb.accounts.sessions import keys
from pb.cycles import eligibility
from pb.cycles.models import Cycle
from pb.cycles.queries import plan_of
from pb.errors import Refused
from pb.proposals.coauthors import actions, asking, waiting
from pb.proposals.coauthors.forms import AuthorsForm, PenNameForm
from pb.proposals.finding.asked import number as number_of
from pb.proposals.models import Proposal, State
from pb.proposals.queries import text_of
from pb.proposals.views.own import me, mine_to_change
from pb.proposals.views.page import blueprint
from pb.proposals.views.ways import STAY, WRONG, onward, place_of
from pb.proposals.writing import queries
from pb.proposals.writing.forms import PressForm
from pb.proposals.writing.models import Author

PAGE = "authors"
GONE = 410
# What the buttons beside a request do.
ANSWERS = {"take": asking.take, "turn_down": asking.turn_down}


@blueprint.route("/<int:number>/authors", methods=["GET", "POST"], endpoint=PAGE)
@requires(Permission.WRITE_PROPOSAL)
def authors_page(number: int) -> ResponseReturnValue:
    form = AuthorsForm()
    invites = form.is_submitted() and bool(form.typed("email"))
    if form.is_submitted() and not form.validate():
        return show(mine_to_change(number, lock=False), form), WRONG
    try:
        if invites:
            # In a transaction of its own, so it comes before anything is locked.
            throttle.count(throttle.MAILS, "invitation", str(me().account))
        proposal = mine_to_change(number, lock=form.is_submitted())
        if not form.is_submitted():
            form.pen_name.data = own(proposal).pen_name
            return show(proposal, form)
        keep(proposal, form)
    except Refused as why:
        form.refuse("email", why)
        return show(mine_to_change(number, lock=False), form), WRONG
    return redirect(leads(proposal, invites))


def own(proposal: Proposal) -> Author:
    return db.session().get_one(Author, (proposal.id, me().person))


def keep(proposal: Proposal, form: AuthorsForm) -> None:
    rows = db.session()
    own(proposal).pen_name = form.typed("pen_name")
    if "take_back" in request.form:
        actions.take_back(rows, proposal.id, request.form["take_back"])
    for way, act in ANSWERS.items():
        person = number_of(request.form.get(way, ""))
        if person is not None:
            act(rows, proposal, person, clock.now())
    if form.typed("email"):
        actions.invite(rows, keys(), proposal, form.typed("email"), clock.now())


def leads(proposal: Proposal, invited: bool) -> str:
    if invited or {"take_back", *ANSWERS} & request.form.keys() or request.form.get("way") == STAY:
        return url_for(f".{PAGE}", number=proposal.id)
    if proposal.state != State.DRAFT.value:
        return url_for(".one", number=proposal.id)
    return onward(proposal.id, PAGE, request.form.get("way", ""))


def show(proposal: Proposal, form: AuthorsForm) -> str:
    rows = db.session()
    return render_template(
        "proposals/wizard/authors.html",
        proposal=proposal,
        form=form,
        names=queries.names(rows, proposal.id),
        waiting=actions.waiting(rows, proposal.id, clock.now()),
        requests=asking.requests(rows, proposal.id),
        may_leave=proposal.person_id != me().person,
        is_draft=proposal.state == State.DRAFT.value,
        way=place_of(PAGE),
    )


@blueprint.post("/<int:number>/leave")
@requires(Permission.WRITE_PROPOSAL)
def leave(number: int) -> ResponseReturnValue:
    form = PressForm()
    try:
        if form.validate_on_submit():
            actions.leave(db.session(), mine_to_change(number, lock=True), me().person)
    except Refused:
        return redirect(url_for(".authors", number=number))
    return redirect(url_for(".new"))


@blueprint.route("/invitation/<token>", methods=["GET", "POST"])
@requires(Permission.WRITE_PROPOSAL)
def invitation(token: str) -> ResponseReturnValue:
    """A page with a button, since programs that look into mails open links by themselves."""
    return answer(actions.digest_of(keys(), token))


@blueprint.route("/<int:number>/invited", methods=["GET", "POST"])
@requires(Permission.WRITE_PROPOSAL)
def invited(number: int) -> ResponseReturnValue:
    """The same for whoever has the invited address as their own, without the mail."""
    found = waiting.invitation(db.session(), number, me().account, clock.now())
    return answer(found.digest if found is not None else "")


def answer(digest: str) -> ResponseReturnValue:
    rows, form, at = db.session(), PenNameForm(), clock.now()
    try:
        proposal = actions.see(rows, digest, at)
        if not form.validate_on_submit() or me().district is None:
            return show_invitation(proposal, form), WRONG if form.errors else 200
        if request.form.get("way") == "no":
            actions.decline(rows, digest)
            return render_template("proposals/declined.html")
        actions.accept(rows, digest, me().person, form.typed("pen_name"), at)
    except Refused as why:
        return render_template("proposals/dead_invitation.html", why=why), GONE
    return redirect(url_for(".one", number=proposal.id))


def show_invitation(proposal: Proposal, form: PenNameForm) -> str:
    rows = db.session()
    return render_template(
        "proposals/invitation.html",
        form=form,
        text=text_of(rows, proposal),
        refusal=eligibility.refusal(rows, plan_of(rows.get_one(Cycle, proposal.cycle_id)), me().person),
        is_resident=me().district is not None,
    )
