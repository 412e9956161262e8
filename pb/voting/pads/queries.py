"""The pads there are, and whether every printed paper is accounted for."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.cycles.plan import Channel
from pb.voting.desk import evening
from pb.voting.desk.evening import Sheet
from pb.voting.hall import Hall
from pb.voting.pads.models import Pad


@dataclass(frozen=True)
class Balance:
    """All papers of one ballot style and voter group: printed = typed + spoiled + unused + missing.

    Where a pad is not counted yet, `unused`, `torn_off` and `missing` are None.
    """

    sheet: Sheet
    pads: tuple[Pad, ...]

    @property
    def printed(self) -> int:
        return sum(pad.papers for pad in self.pads)

    @property
    def unused(self) -> int | None:
        counted = [pad.unused for pad in self.pads if pad.unused is not None]
        return sum(counted) if len(counted) == len(self.pads) else None

    @property
    def torn_off(self) -> int | None:
        return None if self.unused is None else self.printed - self.unused

    @property
    def missing(self) -> int | None:
        """How many were handed out that are neither typed in nor spoiled; below zero: too many came back."""
        if not self.pads:
            return self.sheet.missing
        torn = self.torn_off
        return None if torn is None else torn - self.sheet.typed - self.sheet.spoiled

    @property
    def replaced(self) -> int | None:
        """How many more papers were torn off than people got one; below zero: some got none from a pad."""
        return None if self.torn_off is None else self.torn_off - self.sheet.handed_out

    @property
    def holds(self) -> bool:
        """Whether every paper is where it should be."""
        return self.missing == 0 and (self.replaced or 0) >= 0


def pads(rows: Session, hall: Hall) -> list[Pad]:
    return list(rows.scalars(select(Pad).where(Pad.election_id == hall.election).order_by(Pad.number)))


def pad_of(rows: Session, hall: Hall, number: int, acting: bool = False) -> Pad | None:
    """To count it, nobody else may touch it until the answer is sent."""
    wanted = select(Pad).where(Pad.election_id == hall.election, Pad.number == number)
    return rows.scalars(wanted.with_for_update() if acting else wanted).one_or_none()


def kinds(hall: Hall) -> list[tuple[str, str]]:
    """Style and group of each ballot that there may be on paper."""
    groups = zip(hall.manifest.groups, hall.channels, strict=True)
    on_paper = [group.name for group, channel in groups if channel is not Channel.ONLINE]
    return [(style.name, group) for style in hall.manifest.styles for group in on_paper]


def balances(rows: Session, hall: Hall) -> list[Balance]:
    """A line for each kind of paper of which there is any."""
    printed = pads(rows, hall)
    found = [balance(rows, hall, printed, *kind) for kind in kinds(hall)]
    return [one for one in found if one.pads or one.sheet.handed_out or one.sheet.typed or one.sheet.spoiled]


def balance(rows: Session, hall: Hall, printed: list[Pad], style: str, group: str) -> Balance:
    mine = tuple(pad for pad in printed if (pad.style, pad.voter_group) == (style, group))
    return Balance(evening.sheet(rows, hall, style, group), mine)
