"""What a proposal says, as a frozen value."""

from dataclasses import dataclass
from typing import Self

from pb.proposals.models import ProposalVersion


@dataclass(frozen=True)
class Text:
    """All that a version says. The cost is whole won, None as long as nobody knows."""

    title: str = ""
    problem: str = ""
    idea: str = ""
    beneficiaries: str = ""
    place: str = ""
    cost: int | None = None

    @classmethod
    def of(cls, version: ProposalVersion) -> Self:
        return cls(
            title=version.title,
            problem=version.problem,
            idea=version.idea,
            beneficiaries=version.beneficiaries,
            place=version.place,
            cost=version.cost,
        )
