"""The blueprint that every page about discussions belongs to, and what its views find things by."""

from flask import Blueprint, abort, request

from pb import db
from pb.accounts.queries import Visitor
from pb.accounts.sessions import visitor
from pb.discussion.models import Post
from pb.proposals.models import Proposal, State
from pb.web.forms import Form

blueprint = Blueprint("discussion", __name__)
WRONG, LATE = 400, 409


def me() -> Visitor:
    """Whoever is signed in; only for pages that nobody else gets into."""
    found = visitor()
    assert found is not None  # noqa: S101 - the guard let them in
    return found


def proposal_of(number: int) -> Proposal:
    """A proposal that was handed in: drafts are nobody's business."""
    found = db.session().get(Proposal, number)
    if found is None or found.state == State.DRAFT:
        abort(404)
    return found


def post_of(number: int) -> Post:
    """The post of this address; for an act nobody else may touch it until the answer is sent."""
    found = db.session().get(Post, number, with_for_update=request.method == "POST")
    if found is None:
        abort(404)
    return found


def own_post(number: int) -> Post:
    found = post_of(number)
    if found.person_id != me().person:
        abort(403)
    return found


def page_number() -> int:
    return request.args.get("page", 1, type=int)


def status(form: Form) -> int:
    return WRONG if form.errors else 200
