"""Finding somebody on the roll by what stands in their document, and handing out a paper ballot."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.accounts.models import Account
from pb.accounts.roll.actions import line_digest, name_digest
from pb.accounts.roll.models import RollEntry
from pb.accounts.secrets import Keys
from pb.cycles.plan import Channel
from pb.errors import Refused
from pb.voting import queries
from pb.voting.box import desk
from pb.voting.box.models import SlotStanding
from pb.voting.errors import NoSlot
from pb.voting.hall import Hall


class NotOnTheRoll(Refused):
    why = _l("Nobody of this name and birth date is on the roll. Compare it with the document once more.")


class Several(Refused):
    why = _l("Several people of this name and birth date are on the roll. Type the address as well.")


@dataclass(frozen=True)
class Arrival:
    """Somebody at the desk, known by the keyed digest of a line of the roll (`handle`).

    `style` and `group` say which paper ballot is theirs.
    """

    handle: str
    entry: int
    slot: int
    style: str
    group: str
    voted_online: bool
    has_paper: bool
    online_only: bool
    paper_only: bool


def find(rows: Session, keys: Keys, hall: Hall, name: str, birth: date, address: str) -> Arrival:
    """Raises NotOnTheRoll, Several, NoSlot."""
    wanted = select(RollEntry).where(RollEntry.name_digest == name_digest(keys, name, birth))
    if address:
        wanted = wanted.where(RollEntry.line_digest == line_digest(keys, name, birth, address))
    found = list(rows.scalars(wanted.limit(2)))
    if not found:
        raise NotOnTheRoll
    if len(found) > 1:
        raise Several
    return arrival(rows, hall, found[0])


def again(rows: Session, hall: Hall, handle: str) -> Arrival:
    """The same person a press later. Raises NotOnTheRoll, NoSlot."""
    found = rows.scalars(select(RollEntry).where(RollEntry.line_digest == handle)).one_or_none()
    if found is None:
        raise NotOnTheRoll
    return arrival(rows, hall, found)


def arrival(rows: Session, hall: Hall, entry: RollEntry) -> Arrival:
    slot = queries.slot_of_resident(rows, hall.election, entry.id)
    if slot is None:
        raise NoSlot
    box = rows.get_one(SlotStanding, (hall.election, slot.number))
    return Arrival(
        handle=entry.line_digest,
        entry=entry.id,
        slot=slot.number,
        style=hall.manifest.styles[slot.style].name,
        group=hall.manifest.groups[slot.voter_group].name,
        voted_online=not box.barred and box.revision > box.voided,
        has_paper=box.barred,
        online_only=hall.channels[slot.voter_group] is Channel.ONLINE,
        paper_only=hall.channels[slot.voter_group] is Channel.PAPER,
    )


def hand_out(rows: Session, hall: Hall, who: Arrival, at: datetime) -> str:
    """Bar the online vote of this slot for good: a paper ballot takes its place.

    Returns the mail address to tell, empty if there is no account. Raises what `box.desk.void` raises.
    """
    desk.void(rows, hall, who.slot, "desk", at)
    return mail_of(rows, who)


def mail_of(rows: Session, who: Arrival) -> str:
    """Where to tell this person something, empty if there is no account."""
    wanted = (
        select(Account.email)
        .join(RollEntry, RollEntry.person_id == Account.person_id)
        .where(RollEntry.line_digest == who.handle)
    )
    return rows.scalars(wanted).one_or_none() or ""
