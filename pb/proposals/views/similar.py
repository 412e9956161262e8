"""Similar proposals: on the page of one, and while somebody types another."""

from flask import Response, jsonify, request, url_for
from flask_babel import ngettext

from pb import db
from pb.access import public
from pb.calls.models import Call
from pb.proposals.finding.asked import number
from pb.proposals.finding.queries import Card, every
from pb.proposals.finding.rules import Wish
from pb.proposals.finding.similar import similar
from pb.proposals.models import Proposal
from pb.proposals.text import Text
from pb.proposals.views.listing import chosen_cycle
from pb.proposals.views.page import blueprint
from pb.web.texts import masked

LONGEST = 500


@blueprint.app_template_global("similar_proposals")
def similar_proposals(proposal: Proposal, text: Text) -> list[Card]:
    """Those that resemble this one, for its page."""
    said = " ".join((text.title, text.problem, text.idea))
    return similar(db.session(), proposal.cycle_id, said, but=proposal.id)


@blueprint.app_template_global("answers_to")
def answers_to(call: Call) -> list[Card]:
    """What was handed in as an answer to a call, for its page."""
    return every(db.session(), Wish(call.cycle_id, call=call.id))


@blueprint.get("/similar")
@public
def resembling() -> Response:
    """What resembles the `title` that somebody types, for the script beside the field."""
    cycle, text = chosen_cycle(), masked(request.args.get("title", ""))[:LONGEST]
    if cycle is None or len(text) < 2:
        return jsonify(similar=[])
    draft = number(request.args.get("but", ""))
    found = similar(db.session(), cycle.id, text, but=draft)
    return jsonify(similar=[told(card, draft) for card in found])


def told(card: Card, draft: int | None) -> dict[str, str]:
    """`join` is where one supports it or asks to write along, instead of going on with the draft."""
    return {
        "title": card.title,
        "supports": ngettext("%(num)s support", "%(num)s supports", card.supports),
        "address": url_for(".one", number=card.number),
        "join": url_for(".join", number=card.number, draft=draft),
    }
