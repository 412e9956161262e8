"""Who may vote now, and what to tell whoever may not: nobody is left standing without a next step."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from ballots import receipt
from pb.accounts.queries import Visitor
from pb.cycles import eligibility
from pb.cycles.models import Cycle
from pb.cycles.plan import Channel
from pb.cycles.queries import plan_of
from pb.errors import Refused
from pb.voting import hall as halls
from pb.voting import queries, rules
from pb.voting.box.models import SlotStanding
from pb.voting.hall import Hall
from pb.voting.models import Election, Kind, Slot, State


class Door(StrEnum):
    """Why somebody who comes to vote cannot go in."""

    NO_ELECTION = "no-election"
    NOT_YET = "not-yet"
    UNKNOWN = "unknown"
    NO_SLOT = "no-slot"
    PAPER_HANDED = "paper-handed"
    PAPER_ONLY = "paper-only"
    ENDED = "ended"


@dataclass(frozen=True)
class Mine:
    """A voter's own place in the election; `tracker` is that of the ballot that counts now, if any."""

    election: Election
    hall: Hall
    slot: Slot
    tracker: str
    ends: datetime | None


def is_open(rows: Session, at: datetime) -> bool:
    """Whether ballots are taken now."""
    election = queries.current(rows)
    if election is None or election.state != State.OPEN:
        return False
    return rules.may_begin(at, halls.ends(rows, halls.of(rows, election)))


def open_to(
    rows: Session, who: Visitor | None, at: datetime, kind: Kind = Kind.REAL
) -> Mine | Door | Refused:
    """The voter's own place if they may vote now, else what keeps them out; Refused is what the plan says."""
    election = queries.current(rows, kind)
    if election is None or election.state == State.READY:
        return Door.NOT_YET if election else Door.NO_ELECTION
    hall = halls.of(rows, election)
    ends = halls.ends(rows, hall)
    if election.state != State.OPEN or not rules.may_begin(at, ends):
        return Door.ENDED
    slot = queries.slot_of(rows, election, who.person) if who else None
    if slot is None:
        return without_slot(rows, election, who)
    return in_hall(rows, Mine(election, hall, slot, "", ends))


def without_slot(rows: Session, election: Election, who: Visitor | None) -> Door | Refused:
    """What keeps out somebody without a slot: nothing shown yet, the plan of the year, or a late entry."""
    if who is not None and election.kind == Kind.REHEARSAL:
        return Door.NO_SLOT
    if who is None or who.district is None:
        return Door.UNKNOWN
    plan = plan_of(rows.get_one(Cycle, election.cycle_id))
    return eligibility.refusal(rows, plan, who.person) or Door.NO_SLOT


def in_hall(rows: Session, mine: Mine) -> Mine | Door:
    """What the box says of this voter."""
    box = rows.get_one(SlotStanding, (mine.election.id, mine.slot.number))
    if box.barred:
        return Door.PAPER_HANDED
    if mine.hall.channels[mine.slot.voter_group] is Channel.PAPER:
        return Door.PAPER_ONLY
    return replace(mine, tracker=receipt.tracker(box.last_cast)) if box.revision > box.voided else mine
