"""What a voter's device asks of the box.

Each call is one transaction of the caller's; a refusal undoes it.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots import entry, log, receipt, sealing
from ballots.entry import Admit, Cast, Decoded, Readmit
from ballots.errors import BallotError
from ballots.proofs import Casting
from ballots.receipt import Receipt
from pb.cycles.plan import Channel
from pb.voting import hall as halls
from pb.voting import rules
from pb.voting.box.appending import is_there, put, sign_and_put, take_place
from pb.voting.box.models import BoxEntry
from pb.voting.box.standing import Locked, locked
from pb.voting.errors import (
    Barred,
    DeviceTaken,
    NotABallot,
    NotOpen,
    OtherDevice,
    OutOfDate,
    PaperOnly,
    TooOften,
    VotingClosed,
)
from pb.voting.hall import Hall


def admit(rows: Session, hall: Hall, number: int, device: bytes, at: datetime) -> None:
    """Let `device` (an Ed25519 key) cast for the slot, in the place of the one before. Again does no harm.

    Who asks must be the slot's own voter: the caller's to know. Raises NotOpen, VotingClosed, NoSlot, Barred,
    PaperOnly, TooOften, DeviceTaken.
    """
    check_open(rows, hall)
    found = locked(rows, hall, number)
    if found.row.device == device:
        return
    refuse_unfit(hall, found, device)
    if is_taken(rows, hall, device):
        raise DeviceTaken
    place = take_place(rows, hall, at)
    if not rules.may_begin(place.at, halls.ends(rows, hall)):
        raise VotingClosed
    state = found.state
    if state.device:
        again = Readmit(number, device, state.admitted_by)
        state.readmit(again, sign_and_put(rows, hall, place, again))
    else:
        first = Admit(number, device)
        state.admit(first, sign_and_put(rows, hall, place, first))
    found.keep(state)
    found.row.devices += 1
    rows.flush()


def cast(rows: Session, hall: Hall, blob: bytes, at: datetime) -> Receipt:
    """As `cast_once`, for whoever does not care whether the ballot is new."""
    return cast_once(rows, hall, blob, at)[0]


def cast_once(rows: Session, hall: Hall, blob: bytes, at: datetime) -> tuple[Receipt, bool]:
    """Put a sealed ballot into the box, or find it there: the same bytes always get the same receipt. Also
    says whether they are new.

    Raises NotABallot, NotOpen, VotingClosed, NoSlot, Barred, OtherDevice, OutOfDate, TooOften.
    """
    ballot = read(hall, blob)
    # Of two requests with the same bytes the second waits for the lock, and then finds the first one's entry.
    found = locked(rows, hall, ballot.slot)
    hashed = log.leaf_hash(blob)
    is_new = not is_there(rows, hall, hashed)
    if is_new:
        take_in(rows, hall, found, ballot, blob, at)
    return receipt.promise(hall.manifest, hall.log, hashed, ballot.slot, ballot.revision), is_new


def take_in(rows: Session, hall: Hall, found: Locked, ballot: Cast, blob: bytes, at: datetime) -> None:
    if not found.is_open:
        raise NotOpen
    refuse_unless_next(found, ballot)
    check_knowledge(hall, found, ballot)
    place = take_place(rows, hall, at)
    if not rules.is_in_time(place.at, halls.ends(rows, hall)):
        raise VotingClosed
    state = found.state
    state.cast(ballot, log.leaf_hash(blob), place.position)
    put(rows, hall, place, ballot, blob)
    found.keep(state)
    found.row.cast_at = place.at
    rows.flush()


def read(hall: Hall, blob: bytes) -> Cast:
    """The cast entry with exactly these bytes, signed by its own device. Raises NotABallot."""
    try:
        decoded: Decoded = entry.decode(blob)
        entry.check_signature(hall.manifest, decoded)
    except BallotError:
        raise NotABallot from None
    if not isinstance(decoded.entry, Cast) or decoded.election != hall.manifest.election:
        raise NotABallot
    return decoded.entry


def check_open(rows: Session, hall: Hall) -> None:
    if not halls.is_open(rows, hall.election):
        raise NotOpen


def refuse_unfit(hall: Hall, found: Locked, device: bytes) -> None:
    if found.row.barred:
        raise Barred
    if hall.channels[found.group] is Channel.PAPER:
        raise PaperOnly
    if found.row.devices >= rules.MOST_DEVICES:
        raise TooOften
    if device in hall.manifest.keys:
        raise DeviceTaken


def is_taken(rows: Session, hall: Hall, device: bytes) -> bool:
    wanted = select(BoxEntry.position).where(BoxEntry.election_id == hall.election, BoxEntry.device == device)
    return rows.scalars(wanted).one_or_none() is not None


def refuse_unless_next(found: Locked, ballot: Cast) -> None:
    """In words for the voter; `SlotState.cast` holds the same rules once more."""
    if found.row.barred:
        raise Barred
    if found.row.device != ballot.device:
        raise OtherDevice
    if (ballot.revision, ballot.supersedes) != (found.row.revision + 1, found.row.last_cast):
        raise OutOfDate
    if ballot.revision > rules.MOST_BALLOTS:
        raise TooOften


def check_knowledge(hall: Hall, found: Locked, ballot: Cast) -> None:
    """Raises NotABallot unless the sealer knew what is inside, and sealed it for this slot and revision."""
    casting = Casting(found.context(hall), ballot.slot, ballot.device, ballot.revision, ballot.supersedes)
    try:
        sealing.check(casting, ballot.sealed)
    except BallotError:
        raise NotABallot from None
