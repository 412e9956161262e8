"""Finding the proposal that a person may write in."""

from flask import abort, redirect, url_for

from pb import clock, db
from pb.accounts.queries import Visitor
from pb.accounts.sessions import visitor
from pb.cycles import eligibility
from pb.cycles.queries import plan_of
from pb.errors import Refused
from pb.proposals.models import Proposal, State
from pb.proposals.versions.queries import is_open
from pb.proposals.writing import queries


def me() -> Visitor:
    """Whoever is signed in with an account; only for pages that nobody else gets into."""
    found = visitor()
    assert found is not None and found.account is not None  # noqa: PT018, S101 - the guard let them in
    return found


def refusal_now(person: int) -> Refused | None:
    """Why this resident does not take part in the year whose call is open; None if nothing is against it."""
    rows = db.session()
    cycle = queries.open_cycle(rows, clock.now())
    return eligibility.refusal(rows, plan_of(cycle), person) if cycle is not None else None


def mine(number: int, lock: bool) -> Proposal:
    """The proposal with this number, if the visitor is one of its authors.

    With `lock` nobody else may touch it until the answer is sent.
    """
    rows = db.session()
    proposal = rows.get(Proposal, number, with_for_update=lock)
    if proposal is None or not queries.is_author(rows, number, me().person):
        abort(404)
    return proposal


def mine_to_change(number: int, lock: bool) -> Proposal:
    """The same, as long as its authors may change it; whoever comes too late is led to its page."""
    proposal = mine(number, lock)
    if proposal.state != State.DRAFT.value and not is_open(db.session(), proposal, clock.now()):
        abort(redirect(url_for("proposals.one", number=number)))
    return proposal
