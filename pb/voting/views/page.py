"""What the pages of this room share."""

from flask import Blueprint, abort
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from pb import clock, db
from pb.voting import hall as halls
from pb.voting import queries
from pb.voting.box import checkpoints
from pb.voting.hall import Hall
from pb.voting.models import Election

blueprint = Blueprint("voting", __name__)
WRONG = 400


def election_of(rows: Session, number: int) -> Election:
    """The election of this address, if its rules are frozen; before that it is no one's business."""
    found = rows.get(Election, number)
    if found is None or found.fingerprint is None:
        abort(404)
    return found


def hall_at(rows: Session, number: int) -> Hall:
    return halls.of(rows, election_of(rows, number))


def up_to_date(number: int) -> Hall:
    """The hall, after whatever came lately has been signed.

    Must come before the request's own session begins.
    """
    database = db.database()
    with Session(database.engine) as reading:
        found = hall_at(reading, number)
    checkpoints.keep_up(database, found, clock.now())
    return found


@blueprint.app_template_global("election_on_show")
def election_on_show() -> Election | None:
    """The vote that pages name.

    It stands on error pages too: a database in trouble hides the line, no more.
    """
    try:
        return queries.current(db.session())
    except SQLAlchemyError:
        return None
