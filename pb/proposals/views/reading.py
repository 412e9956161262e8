"""The page of one proposal."""

from typing import Any

from flask import Response, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from pb import clock, db
from pb.access import public
from pb.accounts.sessions import visitor
from pb.proposals.attached import queries as attached
from pb.proposals.models import Proposal, State
from pb.proposals.queries import text_of
from pb.proposals.standing import LOOKS, TITLES, way
from pb.proposals.versions.queries import is_open
from pb.proposals.views.page import blueprint
from pb.proposals.withdrawal.actions import UNDECIDED
from pb.proposals.withdrawal.models import Withdrawal
from pb.proposals.writing import queries
from pb.proposals.writing.screens import NAMES
from pb.town.models import Category, District
from pb.town.queries import drawn_map


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
    if proposal.merged_into_id is not None and "old" not in request.args:
        return redirect(url_for(".one", number=proposal.merged_into_id, merged=number))
    return render_template(
        "proposals/one.html",
        **dossier(rows, proposal),
        **stands(rows, proposal),
        is_mine=is_mine,
        is_first=found is not None and proposal.person_id == found.person,
        may_change=is_mine and is_open(rows, proposal, clock.now()),
        sent="sent" in request.args,
    )


def stands(rows: Session, proposal: Proposal) -> dict[str, Any]:
    """What only a proposal that was handed in has."""
    return {
        "versions": proposal.version,
        "withdrawal": rows.get(Withdrawal, proposal.id),
        "undecided": proposal.state in UNDECIDED,
    }


@blueprint.get("/<int:number>/map")
@public
def map(number: int) -> str:
    """Where it is, on a map that can be dragged."""
    rows = db.session()
    return render_template("proposals/map.html", **dossier(rows, pinned(rows, number)))


@blueprint.get("/<int:number>/pin.json")
@public
def pin(number: int) -> Response:
    """Its one pin, for the map's script: [[latitude, longitude, title, address]]."""
    found = pinned(db.session(), number)
    title, address = text_of(db.session(), found).title, url_for(".one", number=number)
    return jsonify([[found.latitude, found.longitude, title, address]])


def pinned(rows: Session, number: int) -> Proposal:
    """A proposal that everyone may see and that has a pin."""
    found = rows.get(Proposal, number)
    if found is None or found.state == State.DRAFT.value or found.latitude is None:
        abort(404)
    return found


def dossier(rows: Session, proposal: Proposal) -> dict[str, Any]:
    """What every page that shows a whole proposal is told."""
    text = text_of(rows, proposal)
    return {
        "proposal": proposal,
        "text": text,
        "photos": attached.photos(rows, proposal.id),
        "documents": attached.documents(rows, proposal.id),
        "cost_lines": attached.cost_lines(rows, proposal.id, text.cost),
        "map": drawn_map(rows),
        "names": queries.names(rows, proposal.id),
        "district": rows.get(District, proposal.district_id) if proposal.district_id else None,
        "category": rows.get(Category, proposal.category_id) if proposal.category_id else None,
        "stages": way(State(proposal.state)),
    }
