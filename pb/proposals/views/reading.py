"""The page of one proposal."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from pb import db
from pb.access import public
from pb.accounts.sessions import visitor
from pb.proposals.models import Proposal, State
from pb.proposals.queries import text_of
from pb.proposals.standing import LOOKS, TITLES, way
from pb.proposals.views.page import blueprint
from pb.proposals.writing import queries
from pb.proposals.writing.screens import NAMES
from pb.town.models import Category, District


@blueprint.app_template_filter("state_title")
def state_title(state: str) -> str:
    """What a state is called in the visitor's language."""
    return str(TITLES[State(state)])


@blueprint.app_template_filter("state_look")
def state_look(state: str) -> str:
    """The kind of badge for a state."""
    return LOOKS.get(State(state), "neutral")


@blueprint.get("/<int:number>")
@public
def one(number: int) -> ResponseReturnValue:
    rows = db.session()
    proposal = rows.get(Proposal, number)
    if proposal is None:
        abort(404)
    found = visitor()
    is_mine = found is not None and queries.is_author(rows, number, found.person)
    if proposal.state == State.DRAFT.value:
        return redirect(url_for(".write", number=number, step=NAMES[0])) if is_mine else abort(404)
    return render_template(
        "proposals/one.html", **dossier(rows, proposal), is_mine=is_mine, sent="sent" in request.args
    )


def dossier(rows: Session, proposal: Proposal) -> dict[str, Any]:
    """What every page that shows a whole proposal is told."""
    return {
        "proposal": proposal,
        "text": text_of(rows, proposal),
        "names": queries.names(rows, proposal.id),
        "district": rows.get(District, proposal.district_id) if proposal.district_id else None,
        "category": rows.get(Category, proposal.category_id) if proposal.category_id else None,
        "way": way(State(proposal.state)),
    }
