"""What a voter's device asks: to be let in, and to put a sealed ballot into the box.

Nothing that is asked or answered here says what is in a ballot.
"""

from dataclasses import asdict, dataclass

from flask import Response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from ballots import receipt
from ballots.canonical import decode_object, octets
from ballots.errors import BallotError
from pb import clock, db
from pb.access import public
from pb.accounts.sessions import visitor
from pb.errors import Refused
from pb.mail import post
from pb.voting import hall as halls
from pb.voting import queries
from pb.voting.booth import letters
from pb.voting.box import casting
from pb.voting.box.models import SlotStanding
from pb.voting.errors import NoSlot, NotABallot
from pb.voting.hall import Hall
from pb.voting.models import Election, Slot
from pb.voting.views.page import blueprint, election_of
from pb.web.limits import limited

CONFLICT = 409
MOST_BYTES = 4_096
JSON = "application/json"


@dataclass(frozen=True)
class Admitted:
    """What the device seals its next ballot for; `supersedes` is the hash of the one before, as hex."""

    slot: int
    style: str
    group: str
    revision: int
    supersedes: str


def refused(why: Refused) -> ResponseReturnValue:
    """`refused` is a stable word for the script, `why` the sentence for the voter."""
    return {"refused": type(why).__name__, "why": str(why)}, CONFLICT


@blueprint.post("/vote/<int:number>/admit")
@public
@limited("300 per minute")
def admit(number: int) -> ResponseReturnValue:
    """Let the device of whoever is signed in as a resident cast for their slot. Again does no harm."""
    rows, who = db.session(), visitor()
    try:
        election = election_of(rows, number)
        slot = queries.slot_of(rows, election, who.person) if who else None
        if slot is None:
            raise NoSlot
        hall = halls.of(rows, election)
        casting.admit(rows, hall, slot.number, device_key(), clock.now())
    except Refused as why:
        return refused(why)
    return asdict(admitted(rows, hall, slot))


def device_key() -> bytes:
    """Raises NotABallot."""
    try:
        return octets(
            decode_object(request.get_data()[:MOST_BYTES], frozenset({"device"}), "")["device"], 32, ""
        )
    except BallotError:
        raise NotABallot from None


def admitted(rows: Session, hall: Hall, slot: Slot) -> Admitted:
    box = rows.get_one(SlotStanding, (hall.election, slot.number))
    return Admitted(
        slot=slot.number,
        style=hall.manifest.styles[slot.style].name,
        group=hall.manifest.groups[slot.voter_group].name,
        revision=box.revision + 1,
        supersedes=box.last_cast.hex(),
    )


@blueprint.post("/vote/<int:number>/cast")
@public
@limited("300 per minute")
def cast(number: int) -> ResponseReturnValue:
    """Put a sealed ballot into the box. The same bytes again get the same receipt, and no second letter."""
    rows = db.session()
    try:
        election = election_of(rows, number)
        given, is_new = taken_in(rows, election)
    except Refused as why:
        return refused(why)
    if is_new:
        tell(rows, election, given)
    return Response(receipt.encode(given), mimetype=JSON)


def taken_in(rows: Session, election: Election) -> tuple[receipt.Receipt, bool]:
    """The receipt of the ballot that was sent, and whether it is new. Raises what the box refuses."""
    blob = request.get_data()
    if len(blob) > MOST_BYTES:
        raise NotABallot
    return casting.cast_once(rows, halls.of(rows, election), blob, clock.now())


def tell(rows: Session, election: Election, given: receipt.Receipt) -> None:
    """A letter to the voter's own account, if the ballot was sent from a browser that is signed in."""
    who = visitor()
    if who is None or who.account is None:
        return
    slot = queries.slot_of(rows, election, who.person)
    if slot is not None and slot.number == given.slot:
        post(rows, letters.in_the_box(who.email, receipt.tracker(given.entry)), clock.now())
