"""Everything that the questions of a draft ask for, as a frozen value."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from pb.proposals.attached.queries import cost_items
from pb.proposals.filing import Filing
from pb.proposals.models import Proposal
from pb.proposals.queries import text_of
from pb.proposals.text import Text


@dataclass(frozen=True)
class Draft:
    """The answers so far. `district` and `category` are numbers; no district means the whole town."""

    title: str = ""
    problem: str = ""
    idea: str = ""
    beneficiaries: str = ""
    place: str = ""
    cost: int | None = None
    district: int | None = None
    category: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    # How the cost was worked out: (unit cost, how many of it), by the number of the unit cost.
    items: tuple[tuple[int, int], ...] = ()

    @property
    def text(self) -> Text:
        return Text(self.title, self.problem, self.idea, self.beneficiaries, self.place, self.cost)

    @property
    def filed(self) -> Filing:
        return Filing(self.district, self.category, self.latitude, self.longitude)

    def print_of(self, fields: Iterable[str]) -> str:
        """A fingerprint of these answers: a form that brings it back changes only what it has shown."""
        answers = repr([getattr(self, field) for field in fields])
        return hashlib.sha256(answers.encode()).hexdigest()[:16]


def draft_of(rows: Session, proposal: Proposal) -> Draft:
    text = text_of(rows, proposal)
    return Draft(
        title=text.title,
        problem=text.problem,
        idea=text.idea,
        beneficiaries=text.beneficiaries,
        place=text.place,
        cost=text.cost,
        district=proposal.district_id,
        category=proposal.category_id,
        latitude=proposal.latitude,
        longitude=proposal.longitude,
        items=tuple((one.unit_cost_id, one.quantity) for one in cost_items(rows, proposal.id)),
    )
