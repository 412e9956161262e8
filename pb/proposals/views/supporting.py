"""Supporting a proposal with one press, and taking it back."""

from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pb import clock, db
from pb.access import public
from pb.accounts.sessions import visitor
from pb.cycles import eligibility
from pb.errors import Refused
from pb.proposals.models import Proposal, State
from pb.proposals.support import actions, queries
from pb.proposals.support.models import OwedAnswer, Threshold
from pb.proposals.views.page import blueprint
from pb.proposals.writing.forms import PressForm

TAKE_BACK = "take-back"
CONFLICT = 409


@dataclass(frozen=True)
class Standing:
    """What the part of the page shows: whether one may support now, whether this visitor may and does."""

    form: PressForm
    is_open: bool
    is_resident: bool
    is_mine: bool
    # Why this resident does not take part in its year.
    refusal: Refused | None
    threshold: Threshold | None
    owed: OwedAnswer | None
    back: str


@blueprint.app_template_global("support_of")
def support_of(proposal: Proposal) -> Standing:
    rows, person = db.session(), resident()
    try:
        plan = actions.check(rows, proposal, clock.now())
    except Refused:
        plan = None
    return Standing(
        form=PressForm(),
        is_open=plan is not None,
        is_resident=person is not None,
        is_mine=person is not None and queries.supports(rows, proposal.id, person),
        refusal=eligibility.refusal(rows, plan, person) if plan and person is not None else None,
        threshold=rows.get(Threshold, proposal.cycle_id),
        owed=rows.get(OwedAnswer, proposal.id),
        back=place_of(proposal.id),
    )


def resident() -> int | None:
    """The visitor, with or without an account, if the residence was shown."""
    found = visitor()
    return found.person if found is not None and found.district is not None else None


def place_of(number: int) -> str:
    return url_for("proposals.one", number=number, _anchor="support")


@blueprint.post("/<int:number>/support")
@public
def support(number: int) -> ResponseReturnValue:
    """Whoever is no resident yet is shown how to become one, and comes back."""
    rows, person = db.session(), resident()
    if person is None:
        return redirect(url_for("accounts.residence", next=place_of(number)))
    proposal = rows.get(Proposal, number, with_for_update=True)
    if proposal is None or proposal.state == State.DRAFT.value or not PressForm().validate_on_submit():
        abort(404 if proposal is None or proposal.state == State.DRAFT.value else 400)
    act = actions.take_back if request.form.get("way") == TAKE_BACK else actions.support
    try:
        act(rows, proposal, person, clock.now())
    except Refused as why:
        return render_template("proposals/refused.html", why=why, number=number), CONFLICT
    return redirect(place_of(number))
