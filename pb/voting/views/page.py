"""What the pages of this room share."""

from flask import Blueprint, abort
from sqlalchemy.orm import Session

from pb.voting.models import Election

blueprint = Blueprint("voting", __name__)


def election_of(rows: Session, number: int) -> Election:
    """The election of this address, if its rules are frozen; before that it is no one's business."""
    found = rows.get(Election, number)
    if found is None or found.fingerprint is None:
        abort(404)
    return found
