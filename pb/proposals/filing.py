"""Where a proposal belongs: its district, its kind and its pin, as a frozen value."""

from dataclasses import dataclass
from typing import Self

from pb.proposals.models import Proposal, ProposalVersion


@dataclass(frozen=True)
class Filing:
    """`district` and `category` are numbers; no district means the whole town."""

    district: int | None = None
    category: int | None = None
    latitude: float | None = None
    longitude: float | None = None

    @classmethod
    def of(cls, row: Proposal | ProposalVersion) -> Self:
        return cls(row.district_id, row.category_id, row.latitude, row.longitude)

    def put(self, row: Proposal | ProposalVersion) -> None:
        row.district_id, row.category_id = self.district, self.category
        row.latitude, row.longitude = self.latitude, self.longitude
