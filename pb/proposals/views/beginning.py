"""The way in: what one needs to propose, and one's own drafts."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pb import clock, db
from pb.access import Permission, may, public, requires
from pb.accounts.sessions import visitor
from pb.calls import queries as calls
from pb.calls.models import Call
from pb.calls.rules import CallOver
from pb.cycles.models import Cycle
from pb.cycles.queries import plan_of
from pb.errors import Refused
from pb.proposals.finding import asked
from pb.proposals.views.own import me, mine, refusal_now
from pb.proposals.views.page import blueprint
from pb.proposals.writing import actions, queries
from pb.proposals.writing.forms import PressForm
from pb.proposals.writing.rules import NoCall
from pb.proposals.writing.screens import NAMES


@blueprint.app_template_global("can_propose_now")
def can_propose_now() -> bool:
    return queries.open_cycle(db.session(), clock.now()) is not None


@blueprint.get("/new")
@public
def new() -> str:
    return show_new(PressForm())


def call_of_address() -> Call | None:
    """The call that the address names, if there is one for everyone to see."""
    wanted = asked.number(request.args.get("call", ""))
    return calls.on_show(db.session(), wanted) if wanted else None


def refused_by(call: Call | None, person: int | None) -> Refused | None:
    """Why this visitor cannot answer the call."""
    if call is None:
        return None
    rows = db.session()
    plan = plan_of(rows.get_one(Cycle, call.cycle_id))
    return calls.refusal(rows, call, plan, person, clock.now())


def show_new(form: PressForm) -> str:
    """What is done and what is still to do before one can write; never a dead end."""
    rows, found, call = db.session(), visitor(), call_of_address()
    return render_template(
        "proposals/new.html",
        form=form,
        call=call,
        call_refusal=refused_by(call, found.person if found is not None else None),
        cycle=queries.open_cycle(rows, clock.now()),
        is_open=can_propose_now(),
        has_account=may(Permission.WRITE_PROPOSAL),
        is_resident=found is not None and found.district is not None,
        refusal=refusal_now(found.person) if found is not None else None,
        drafts=queries.drafts(rows, found.person) if found is not None else [],
        handed_in=queries.handed_in(rows, found.person) if found is not None else [],
        first=NAMES[0],
    )


@blueprint.post("/new")
@requires(Permission.WRITE_PROPOSAL)
def begin() -> ResponseReturnValue:
    rows, at, form = db.session(), clock.now(), PressForm()
    if not form.validate_on_submit() or me().district is None:
        return show_new(form), 400
    try:
        cycle = queries.open_cycle(rows, at)
        if cycle is None:
            raise NoCall
        proposal = actions.begin(rows, cycle, me().person, at, answered(cycle))
    except Refused as why:
        form.form_errors.append(str(why))
        return show_new(form), 409
    return redirect(url_for(".write", number=proposal.id, step=NAMES[0]))


def answered(cycle: Cycle) -> Call | None:
    """The call to be answered. Raises CallOver if it is one of another year."""
    call = call_of_address()
    if call is not None and call.cycle_id != cycle.id:
        raise CallOver
    return call


@blueprint.route("/<int:number>/discard", methods=["GET", "POST"])
@requires(Permission.WRITE_PROPOSAL)
def discard(number: int) -> ResponseReturnValue:
    form = PressForm()
    if not form.validate_on_submit():
        mine(number, lock=False)
        return render_template("proposals/discard.html", form=form, number=number)
    try:
        actions.discard(db.session(), mine(number, lock=True))
    except Refused:
        return redirect(url_for(".one", number=number))
    return redirect(url_for(".new"))
