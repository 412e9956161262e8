"""Finding the proposal that a person may write in."""

from flask import abort

from pb import db
from pb.accounts.queries import Visitor
from pb.accounts.sessions import visitor
from pb.proposals.models import Proposal
from pb.proposals.writing import queries


def me() -> Visitor:
    """Whoever is signed in with an account; only for pages that nobody else gets into."""
    found = visitor()
    assert found is not None and found.account is not None  # noqa: PT018, S101 - the guard let them in
    return found


def mine(number: int, lock: bool) -> Proposal:
    """The proposal with this number, if the visitor is one of its authors.

    With `lock` nobody else may touch it until the answer is sent.
    """
    rows = db.session()
    proposal = rows.get(Proposal, number, with_for_update=lock)
    if proposal is None or not queries.is_author(rows, number, me().person):
        abort(404)
    return proposal
