"""Whether enough people can vote on each ballot for it to be opened, asked before the rules are frozen.

Small voter groups of one ballot style are merged when the box is opened, as the manifest says. Ballots of
different styles cannot be: they hold other projects. So a style with fewer ballots than the least number
holds up the whole opening, and the town has to see that coming.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb.cycles.models import Cycle
from pb.voting import hall as halls
from pb.voting.box.desk import papers
from pb.voting.box.models import SlotStanding
from pb.voting.errors import TooFewOnRoll
from pb.voting.models import Election, Kind, Slot, State
from pb.voting.naming import style_names

# Where no earlier vote tells better: one in thirty, as in many towns.
USUAL = Fraction(1, 30)


@dataclass(frozen=True)
class Size:
    """One ballot style: who is on the roll for it, how many of them are likely to vote."""

    name: str
    slots: int
    expected: int
    least: int

    @property
    def never(self) -> bool:
        """Whether even all of them together would be too few."""
        return self.slots < self.least

    @property
    def risky(self) -> bool:
        return self.expected < self.least


def sizes(rows: Session, election: Election) -> list[Size]:
    """Every style for which places are drawn; none before that."""
    drawn = on_roll(rows, election.id)
    names = style_names(rows, rows.get_one(Cycle, election.cycle_id)) if drawn else []
    usual = turnout_before(rows, election)
    return [
        Size(name, drawn.get(style, 0), round(drawn.get(style, 0) * usual), election.smallest)
        for style, name in enumerate(names)
        if drawn.get(style)
    ]


def on_roll(rows: Session, election: int) -> dict[int, int]:
    wanted = select(Slot.style, func.count()).where(Slot.election_id == election).group_by(Slot.style)
    return dict(rows.execute(wanted).all())


def turnout_before(rows: Session, election: Election) -> Fraction:
    """The share that voted in the town's last vote."""
    earlier = select(Election.id).where(
        Election.kind == Kind.REAL.value, Election.ended.is_not(None), Election.id != election.id
    )
    last = rows.scalars(earlier.order_by(Election.ended.desc()).limit(1)).one_or_none()
    voted = (SlotStanding.revision > SlotStanding.voided) | SlotStanding.barred
    counts = select(func.count(), func.count().filter(voted)).where(SlotStanding.election_id == last)
    slots, ballots = rows.execute(counts).one()
    return Fraction(ballots, slots) if slots else USUAL


def check(rows: Session, election: Election) -> None:
    """Raises TooFewOnRoll where a style of the real vote could never be opened."""
    never = [size.name for size in sizes(rows, election) if size.never]
    if never and election.kind == Kind.REAL:
        raise TooFewOnRoll(never)


def short(rows: Session, election: Election) -> list[str]:
    """While voting runs: the styles that have ballots, but not yet enough to be opened."""
    if election.state != State.OPEN:
        return []
    hall = halls.of(rows, election)
    online = (SlotStanding.revision > SlotStanding.voided) & SlotStanding.barred.is_(False)
    joined = (Slot.election_id == SlotStanding.election_id) & (Slot.number == SlotStanding.number)
    wanted = select(Slot.style, func.count()).join(SlotStanding, joined)
    cast = dict(
        rows.execute(wanted.where(Slot.election_id == election.id, online).group_by(Slot.style)).all()
    )
    for batch in papers(rows, hall):
        place = [style.name for style in hall.manifest.styles].index(batch.style)
        cast[place] = cast.get(place, 0) + len(batch.ballots)
    names = style_names(rows, rows.get_one(Cycle, election.cycle_id))
    return [names[style] for style in sorted(cast) if 0 < cast[style] < election.smallest]


def told(found: Sequence[Size]) -> str:
    """What to expect, in a sentence for the page."""
    if any(size.never for size in found):
        return str(_("Some ballots could never be opened. The rules cannot be frozen like this."))
    if any(size.risky for size in found):
        return str(
            _("Some ballots may get too few votes to be opened, and then nothing of this vote can be opened.")
        )
    return str(_("Every ballot can be expected to get enough votes to be opened."))
