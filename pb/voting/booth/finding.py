"""Where a cast ballot stands, from its tracker."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.voting.box.models import BoxEntry, SlotStanding


class Fate(StrEnum):
    """What became of a ballot in the box."""

    COUNTS = "counts"
    REPLACED = "replaced"
    VOIDED = "voided"


@dataclass(frozen=True)
class Found:
    """A ballot in the box of an election: when it came, and whether it is still the one that counts."""

    election: int
    hash: bytes
    at: datetime
    fate: Fate


def find(rows: Session, hashed: bytes) -> Found | None:
    wanted = (
        select(BoxEntry, SlotStanding)
        .join(
            SlotStanding,
            (SlotStanding.election_id == BoxEntry.election_id) & (SlotStanding.number == BoxEntry.slot),
        )
        .where(BoxEntry.hash == hashed, BoxEntry.kind == "cast")
        .limit(1)
    )
    row = rows.execute(wanted).one_or_none()
    if row is None:
        return None
    entry, box = row
    return Found(entry.election_id, hashed, entry.at, fate(entry, box))


def fate(entry: BoxEntry, box: SlotStanding) -> Fate:
    if box.barred or (entry.revision or 0) <= box.voided:
        return Fate.VOIDED
    return Fate.COUNTS if box.last_cast == entry.hash else Fate.REPLACED
