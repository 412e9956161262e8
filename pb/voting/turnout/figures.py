"""Turnout while voting runs: by day, district, decade of birth and channel, with small figures hidden."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from pb.accounts.roll.models import RollEntry
from pb.cycles.rules import day, morning
from pb.cycles.sentences import calendar_day
from pb.voting.box.models import BoxEntry, SlotStanding
from pb.voting.models import Election, Slot

# Fewer than so many people are never shown as a figure of their own.
SMALLEST = 5
# How a decade of birth is called; None is not known.
Naming = Callable[[int | None], str]
# 1 for a slot with a ballot in the box, and for one whose voter was handed paper.
ONLINE = case((SlotStanding.barred.is_(False) & (SlotStanding.revision > SlotStanding.voided), 1), else_=0)
PAPER = case((SlotStanding.barred, 1), else_=0)


@dataclass(frozen=True)
class Line:
    """One bar; `count` is None where it is hidden. `share` is in hundredths of the longest bar."""

    name: str
    count: int | None
    of: int | None = None
    share: int = 0


@dataclass(frozen=True)
class Turnout:
    voters: int
    voted: int
    channels: list[Line]
    districts: list[Line]
    # Empty where the roll knows nobody's decade.
    decades: list[Line]
    days: list[Line]

    @property
    def few(self) -> bool:
        """Whether so few have voted that even all of them together are hidden."""
        return 0 < self.voted < SMALLEST


def hidden(counts: Sequence[int]) -> list[int | None]:
    """The counts with every small one hidden, and a second one where the total would give it away."""
    shown: list[int | None] = [count if count == 0 or count >= SMALLEST else None for count in counts]
    if shown.count(None) == 1:
        rest = [(count, place) for place, count in enumerate(shown) if count]
        if rest:
            shown[min(rest)[1]] = None
    return shown


def lines(found: Sequence[tuple[str, int, int | None]]) -> list[Line]:
    counts = hidden([count for _name, count, _of in found])
    longest = max((count for count in counts if count), default=1)
    return [
        Line(name, count, of, 100 * (count or 0) // longest)
        for (name, _count, of), count in zip(found, counts, strict=True)
    ]


def turnout(
    rows: Session,
    election: Election,
    at: datetime,
    names: dict[str, str],
    decade: Callable[[int | None], str],
) -> Turnout:
    """`names` are the channels `online` and `paper` in the visitor's language, `decade` names one."""
    counts = select(func.count(), func.coalesce(func.sum(ONLINE), 0), func.coalesce(func.sum(PAPER), 0))
    mine = SlotStanding.election_id == election.id
    voters, by_device, by_paper = rows.execute(counts.where(mine)).one()
    return Turnout(
        voters=voters,
        voted=by_device + by_paper,
        channels=lines([(names["online"], by_device, None), (names["paper"], by_paper, None)]),
        districts=lines(by_district(rows, election, ONLINE + PAPER)),
        decades=lines(
            [(decade(each), count, of) for each, count, of in by_decade(rows, election, ONLINE + PAPER)]
        ),
        days=lines(by_day(rows, election, at)),
    )


def by_district(
    rows: Session, election: Election, voted: ColumnElement[int]
) -> list[tuple[str, int, int | None]]:
    """Of everyone on the roll of each district, how many have voted."""
    joined = (
        select(RollEntry.district, func.coalesce(func.sum(voted), 0), func.count())
        .join(Slot, Slot.roll_entry_id == RollEntry.id)
        .join(
            SlotStanding,
            (SlotStanding.election_id == Slot.election_id) & (SlotStanding.number == Slot.number),
        )
        .where(Slot.election_id == election.id)
        .group_by(RollEntry.district)
        .order_by(RollEntry.district)
    )
    return [(district, int(count), of) for district, count, of in rows.execute(joined)]


def by_decade(
    rows: Session, election: Election, voted: ColumnElement[int]
) -> list[tuple[int | None, int, int]]:
    """Of everyone on the roll born in each decade, how many have voted; the oldest first."""
    joined = (
        select(RollEntry.decade, func.coalesce(func.sum(voted), 0), func.count())
        .join(Slot, Slot.roll_entry_id == RollEntry.id)
        .join(
            SlotStanding,
            (SlotStanding.election_id == Slot.election_id) & (SlotStanding.number == Slot.number),
        )
        .where(Slot.election_id == election.id)
        .group_by(RollEntry.decade)
    )
    found = [(decade, int(count), of) for decade, count, of in rows.execute(joined)]
    known = sorted(line for line in found if line[0] is not None)
    return [*known, *(line for line in found if line[0] is None)] if known else []


def by_day(rows: Session, election: Election, at: datetime) -> list[tuple[str, int, int | None]]:
    """First ballots of each day since the vote was opened; a changed vote is no new voter."""
    if election.began is None:
        return []
    last = min(election.ended or at, at)
    return [
        (calendar_day(each), first_ballots(rows, election, each), None)
        for each in days(day(election.began), day(last))
    ]


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=place) for place in range((last - first).days + 1)]


def first_ballots(rows: Session, election: Election, of: date) -> int:
    wanted = select(func.count()).where(
        BoxEntry.election_id == election.id,
        BoxEntry.revision == 1,
        BoxEntry.at >= morning(of),
        BoxEntry.at < morning(of + timedelta(days=1)),
    )
    return rows.scalars(wanted).one()
