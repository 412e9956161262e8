"""The last entry of the box."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from ballots.entry import Close
from pb.voting import hall as halls
from pb.voting import rules
from pb.voting.box.appending import sign_and_put, take_place
from pb.voting.box.casting import check_open
from pb.voting.box.checkpoints import sign
from pb.voting.errors import TooEarly
from pb.voting.hall import Hall


def close(rows: Session, hall: Hall, at: datetime) -> None:
    """Put the close entry and sign the last checkpoint.

    Raises NotOpen, and TooEarly while a ballot could count.
    """
    check_open(rows, hall)
    place = take_place(rows, hall, at, closing=True)
    if not rules.may_close(place.at, halls.ends(rows, hall)):
        raise TooEarly
    sign_and_put(rows, hall, place, Close(place.position, written(place.at)))
    sign(rows, hall, place.at)


def written(at: datetime) -> str:
    """A time as the manifest and the close entry have it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
