"""What a polling place counts in the evening: paper handed out against paper typed in."""

from dataclasses import dataclass
from itertools import product

from sqlalchemy.orm import Session

from pb.voting.box.desk import papers, papers_out
from pb.voting.hall import Hall


@dataclass(frozen=True)
class Sheet:
    """The paper of one ballot style and voter group.

    `handed_out` counts people: whoever got a new paper for a spoiled one counts once.
    """

    style: str
    group: str
    handed_out: int
    typed: int
    spoiled: int

    @property
    def missing(self) -> int:
        """Of how many people no paper is typed in yet: as many as the stack must hold."""
        return self.handed_out - self.typed


def evening(rows: Session, hall: Hall) -> list[Sheet]:
    """A line for each kind of paper of which any was handed out or typed."""
    kinds = product(hall.manifest.styles, hall.manifest.groups)
    found = [sheet(rows, hall, style.name, group.name) for style, group in kinds]
    return [each for each in found if each.handed_out or each.typed or each.spoiled]


def sheet(rows: Session, hall: Hall, style: str, group: str) -> Sheet:
    batches = [batch for batch in papers(rows, hall) if (batch.style, batch.group) == (style, group)]
    return Sheet(
        style=style,
        group=group,
        handed_out=papers_out(rows, hall, style, group),
        typed=sum(len(batch.ballots) for batch in batches),
        spoiled=sum(batch.spoiled for batch in batches),
    )
