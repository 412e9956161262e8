"""One's own proposals, and what waits there for one's yes or no."""

from flask import render_template
from sqlalchemy.exc import SQLAlchemyError

from pb import clock, db
from pb.access import Permission, requires
from pb.accounts.sessions import visitor
from pb.proposals.coauthors import waiting
from pb.proposals.views.own import me
from pb.proposals.views.page import blueprint
from pb.proposals.writing import queries
from pb.proposals.writing.screens import NAMES


@blueprint.get("/mine")
@requires(Permission.WRITE_PROPOSAL)
def mine() -> str:
    rows, at, who = db.session(), clock.now(), me()
    return render_template(
        "proposals/mine.html",
        asked=waiting.asked(rows, who.person, at),
        invited=waiting.invitations(rows, who.account, at),
        drafts=queries.drafts(rows, who.person),
        handed_in=queries.handed_in(rows, who.person),
        first=NAMES[0],
    )


def count() -> int:
    """For the menu: how many requests and invitations the visitor has not answered."""
    found = visitor()
    if found is None or found.account is None:
        return 0
    rows, at = db.session(), clock.now()
    try:
        requests = sum(one.requests for one in waiting.asked(rows, found.person, at))
        return requests + len(waiting.invitations(rows, found.account, at))
    except SQLAlchemyError:
        return 0
