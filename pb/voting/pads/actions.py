"""Making pads, and writing down what is left of one in the evening."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb.cycles.models import Cycle
from pb.errors import Refused
from pb.journal.kinds import Kind as Noted
from pb.journal.pen import Pen
from pb.voting.errors import NotOpen
from pb.voting.hall import Hall
from pb.voting.models import Election, State
from pb.voting.pads.models import Pad


class NotOfThisPad(Refused):
    """The number of a stub that the pad does not have."""

    why = _l("This pad has the numbers %(first)s to %(last)s. If all are torn off, type %(after)s.")

    def __init__(self, pad: Pad) -> None:
        super().__init__()
        self.told = {"first": pad.first, "last": pad.last, "after": pad.last + 1}

    def __str__(self) -> str:
        return str(self.why) % self.told


@dataclass(frozen=True)
class Order:
    """What is to be printed: so many pads of so many papers."""

    style: str
    group: str
    place: str
    language: str
    size: str
    papers: int
    pads: int


def make(pen: Pen, hall: Hall, order: Order) -> list[Pad]:
    """Pads with numbers that no other paper of this vote has. Raises NotOpen once the box is closed."""
    rows = pen.rows
    # Whoever makes pads waits here, so that no number is given twice.
    wanted = select(Election.state).where(Election.id == hall.election).with_for_update(key_share=True)
    if rows.scalars(wanted).one() not in (State.READY, State.OPEN):
        raise NotOpen
    known = select(func.count(), func.coalesce(func.max(Pad.last), 0)).where(Pad.election_id == hall.election)
    before, last = rows.execute(known).one()
    made = [
        pad(pen, hall, order, before + place + 1, last + place * order.papers) for place in range(order.pads)
    ]
    rows.add_all(made)
    rows.flush()
    pen.note(
        Noted.PAPERS_PRINTED,
        name=rows.get_one(Cycle, hall.cycle).title_ko,
        papers=str(order.papers * order.pads),
        serials=f"{made[0].first}-{made[-1].last}",
    )
    return made


def pad(pen: Pen, hall: Hall, order: Order, number: int, after: int) -> Pad:
    return Pad(
        election_id=hall.election,
        number=number,
        style=order.style,
        voter_group=order.group,
        place=order.place,
        language=order.language,
        size=order.size,
        first=after + 1,
        last=after + order.papers,
        made=pen.at,
    )


def count(rows: Session, pad: Pad, next_unused: int, at: datetime) -> None:
    """Write down which stub comes next; again, if somebody counted wrongly. `pad` is locked.

    Raises NotOfThisPad.
    """
    if not pad.first <= next_unused <= pad.last + 1:
        raise NotOfThisPad(pad)
    pad.next_unused, pad.counted = next_unused, at
    rows.flush()
