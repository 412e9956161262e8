"""What a proposal brings along."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb.proposals.attached.models import CostItem, Document, Photo
from pb.town.costs.models import UnitCost


def photos(rows: Session, proposal: int) -> list[Photo]:
    """In the order in which they came; their bytes are read only when asked for."""
    return list(rows.scalars(select(Photo).where(Photo.proposal_id == proposal).order_by(Photo.id)))


def first_photos(rows: Session, proposals: Iterable[int]) -> dict[int, int]:
    """The first photo of each of these proposals that has one, by numbers."""
    wanted = select(Photo.proposal_id, func.min(Photo.id)).where(Photo.proposal_id.in_(list(proposals)))
    return dict(rows.execute(wanted.group_by(Photo.proposal_id)).all())


def documents(rows: Session, proposal: int) -> list[Document]:
    return list(rows.scalars(select(Document).where(Document.proposal_id == proposal).order_by(Document.id)))


def cost_items(rows: Session, proposal: int) -> list[CostItem]:
    wanted = select(CostItem).where(CostItem.proposal_id == proposal)
    return list(rows.scalars(wanted.order_by(CostItem.unit_cost_id)))


@dataclass(frozen=True)
class CostLine:
    """So many of something at the price of the day."""

    priced: UnitCost
    quantity: int
    won: int

    @property
    def sum(self) -> int:
        return self.quantity * self.won


def cost_lines(rows: Session, proposal: int, cost: int | None) -> list[CostLine]:
    """How the cost was worked out; nothing if it was simply typed."""
    wanted = (
        select(UnitCost, CostItem.quantity, CostItem.won)
        .join(CostItem, CostItem.unit_cost_id == UnitCost.id)
        .where(CostItem.proposal_id == proposal)
        .order_by(UnitCost.name_ko)
    )
    lines = [CostLine(*row) for row in rows.execute(wanted)]
    return lines if sum(line.sum for line in lines) == cost else []
