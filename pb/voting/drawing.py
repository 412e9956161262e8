"""From the roll to slots: who has which number, drawn by lot, and the commitment that everyone may see."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from ballots import roll
from ballots.entry import NOTHING_BEFORE
from ballots.randomness import Source, SystemSource, permutation
from ballots.roll import commit
from pb.accounts.roll.models import RollEntry
from pb.cycles import eligibility
from pb.cycles.models import Cycle
from pb.cycles.queries import plan_of
from pb.voting.box.models import BoxHead, SlotStanding
from pb.voting.composing import Layout
from pb.voting.models import Election, GroupMember, Slot

AT_ONCE = 2_000


@dataclass(frozen=True)
class Voter:
    """Somebody who gets a slot; `identity` is what the commitment is to."""

    roll_entry: int | None
    identity: str
    style: int
    group: int


def voters(rows: Session, election: Election, layout: Layout, places: list[int]) -> Iterator[Voter]:
    """Everyone on the roll whom the plan counts and who has something to vote on.

    `places` are those of the groups that mark ballots.
    """
    members = select(GroupMember.roll_entry_id, GroupMember.place).where(
        GroupMember.cycle_id == election.cycle_id
    )
    place_of = dict(rows.execute(members).all())
    plan = plan_of(rows.get_one(Cycle, election.cycle_id))
    wanted = select(RollEntry.id, RollEntry.district, RollEntry.name_digest).where(eligibility.of_roll(plan))
    for entry, district, digest in rows.execute(wanted.order_by(RollEntry.id)):
        style = layout.style(district)
        place = place_of.get(entry, places[0])
        if style is not None and place in places:
            yield Voter(entry, digest, style, places.index(place))


def testers(layout: Layout, count: int) -> Iterator[Voter]:
    """Voters of a rehearsal: they take turns in styles and groups, so that each is tried."""
    styles, groups = len(layout.styles), len(layout.groups)
    for number in range(count):
        yield Voter(None, f"test voter {number + 1}", number % styles, number // styles % groups)


def draw(
    rows: Session, election: Election, found: list[Voter], at: datetime, source: Source | None = None
) -> int:
    """Give each a number by lot, in the place of an earlier draw; how many there are."""
    source = source or SystemSource()
    for table in (SlotStanding, BoxHead, Slot):
        rows.execute(delete(table).where(table.election_id == election.id))
    order = permutation(source, len(found))
    slots = [slot(election, number, found[place], source.octets(32)) for number, place in enumerate(order)]
    for start in range(0, len(slots), AT_ONCE):
        part = slots[start : start + AT_ONCE]
        rows.execute(insert(Slot), part)
        rows.execute(insert(SlotStanding), [untouched(election, one["number"]) for one in part])
    rows.add(BoxHead(election_id=election.id, size=0, last_at=at, closed=False))
    rows.flush()
    return len(slots)


def slot(election: Election, number: int, voter: Voter, salt: bytes) -> dict[str, object]:
    return {
        "election_id": election.id,
        "number": number,
        "roll_entry_id": voter.roll_entry,
        "style": voter.style,
        "voter_group": voter.group,
        "salt": salt,
        "commitment": commit(election.nonce, number, salt, voter.identity),
    }


def untouched(election: Election, number: object) -> dict[str, object]:
    return {
        "election_id": election.id,
        "number": number,
        "device": b"",
        "admitted_by": b"",
        "revision": 0,
        "last_cast": NOTHING_BEFORE,
        "voided": 0,
        "barred": False,
        "devices": 0,
    }


def published(rows: Session, election: int) -> bytes:
    """The bytes of roll.bin."""
    wanted = select(Slot.style, Slot.voter_group, Slot.commitment).where(Slot.election_id == election)
    found = rows.execute(wanted.order_by(Slot.number))
    return b"".join(roll.Slot(style, group, commitment).octets() for style, group, commitment in found)
