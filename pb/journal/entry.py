"""The exact bytes of an entry: canonical JSON, a leaf of the log. What decodes encodes back to the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from ballots import canonical, log
from ballots.errors import Malformed
from pb.journal.kinds import FORMS, Kind, Office

TYPE = "pb-journal/1"
MEMBERS = frozenset(("type", "position", "at", "kind", "office", "facts", "reason"))
LONGEST = 2_000


@dataclass(frozen=True)
class Act:
    """An official act before it has a place in the journal."""

    kind: Kind
    office: Office
    facts: Mapping[str, str]
    reason: str

    def __post_init__(self) -> None:
        if sorted(self.facts) != sorted(FORMS[self.kind].facts):
            raise Malformed(f"{self.kind} states {FORMS[self.kind].facts}, not {tuple(self.facts)}")


@dataclass(frozen=True)
class Entry:
    """An act at its place. Kind, office and facts stay words, so that later versions read every old entry."""

    position: int
    at: datetime
    kind: str
    office: str
    facts: Mapping[str, str]
    reason: str

    @classmethod
    def of(cls, act: Act, position: int, at: datetime) -> Self:
        return cls(
            position, at.astimezone(UTC), act.kind.value, act.office.value, dict(act.facts), act.reason
        )

    def encode(self) -> bytes:
        return canonical.encode(
            {
                "type": TYPE,
                "position": self.position,
                "at": moment(self.at),
                "kind": self.kind,
                "office": self.office,
                "facts": dict(self.facts),
                "reason": self.reason,
            }
        )

    @property
    def leaf(self) -> bytes:
        return log.leaf_hash(self.encode())


def moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def decode(blob: bytes, place: str = "") -> Entry:
    """The entry with exactly these bytes. Raises Malformed."""
    read = canonical.decode_object(blob, MEMBERS, place)
    if read["type"] != TYPE or not isinstance(read["facts"], dict):
        raise Malformed("this is no entry of a journal", place)
    try:
        at = datetime.strptime(canonical.text(read["at"], place), "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError:
        raise Malformed("the time is not in the form of this journal", place) from None
    entry = Entry(
        position=canonical.natural(read["position"], place),
        at=at,
        kind=canonical.text(read["kind"], place),
        office=canonical.text(read["office"], place),
        facts={name: canonical.text(fact, place) for name, fact in read["facts"].items()},
        reason=canonical.text(read["reason"], place),
    )
    if entry.encode() != blob:
        raise Malformed("the time is not in its shortest form", place)
    return entry
