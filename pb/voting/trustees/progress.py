"""How far the ceremony is: what each trustee has handed in, and whose turn it is.

Read from the shared folder.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots.bundle import names
from ballots.trustees.steps import TERMS
from pb.config import Settings
from pb.voting.models import Election, Trustee
from pb.voting.trustees import server


class Part(StrEnum):
    """What a trustee hands in, in this order; the words are the names of the folders."""

    CARD = "cards"
    COMMITMENT = "commitments"
    DEAL = "deals"
    ACKNOWLEDGEMENT = "acknowledgements"


PARTS = tuple(Part)
COMPLAINTS = "complaints"


@dataclass(frozen=True)
class Standing:
    """One trustee: `handed_in` so far, `next` what is missing from them and can be made now (None: wait)."""

    trustee: Trustee | None
    place: int
    handed_in: frozenset[Part]
    next: Part | None


@dataclass(frozen=True)
class Ceremony:
    """All trustees; `begun` once the server has made its keys, `complaint` if one stopped it."""

    begun: bool
    complete: bool
    complaint: bool
    trustees: tuple[Standing, ...]

    @property
    def done(self) -> int:
        return sum(len(each.handed_in) for each in self.trustees)

    @property
    def all(self) -> int:
        return len(PARTS) * len(self.trustees)

    def of(self, account: int) -> Standing | None:
        return next((e for e in self.trustees if e.trustee and e.trustee.account_id == account), None)


def file(folder: Path, part: Part, place: int) -> Path:
    return folder / part.value / f"{place}.json"


def people(rows: Session, election: Election) -> list[Trustee]:
    wanted = select(Trustee).where(Trustee.election_id == election.id).order_by(Trustee.place)
    return list(rows.scalars(wanted))


def read(rows: Session, settings: Settings, election: Election) -> Ceremony:
    folder = server.shared(settings, election.id)
    known = {each.place: each for each in people(rows, election)}
    places = range(1, election.trustees + 1)
    handed = {place: handed_in(folder, place, place in known) for place in places}
    open_parts = [part for part in PARTS[1:] if is_open(folder, part, handed)]
    standings = tuple(
        Standing(known.get(place), place, handed[place], next_of(handed[place], open_parts))
        for place in places
    )
    return Ceremony(
        begun=bool(known),
        complete=(folder / names.CEREMONY).exists(),
        complaint=any((folder / COMPLAINTS).glob("*.json")),
        trustees=standings,
    )


def handed_in(folder: Path, place: int, has_card: bool) -> frozenset[Part]:
    found = {part for part in PARTS[1:] if file(folder, part, place).exists()}
    return frozenset(found | ({Part.CARD} if has_card else set()))


def is_open(folder: Path, part: Part, handed: dict[int, frozenset[Part]]) -> bool:
    """Whether what a part builds on is all there: the terms, or everyone's part before."""
    if part is Part.COMMITMENT:
        return (folder / TERMS).exists()
    before = PARTS[PARTS.index(part) - 1]
    return all(before in parts for parts in handed.values())


def next_of(handed: frozenset[Part], open_parts: list[Part]) -> Part | None:
    if Part.CARD not in handed:
        return Part.CARD
    return next((part for part in open_parts if part not in handed), None)
