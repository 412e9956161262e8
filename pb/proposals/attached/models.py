"""Photos, documents and the lines of the cost. The files are bytes in the database: see docs/decisions.md."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base


class Photo(Base):
    """A photo as we wrote it anew, in two sizes. `alt` tells what is on it to whoever cannot see it."""

    __tablename__ = "proposal_photos"
    __table_args__ = (CheckConstraint("width >= 1 AND height >= 1", name="size_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), index=True)
    alt: Mapped[str] = mapped_column(String(200))
    width: Mapped[int]
    height: Mapped[int]
    added: Mapped[datetime]
    large: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    small: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class Document(Base):
    """A document as it came, given out only to be saved, never to be shown by us."""

    __tablename__ = "proposal_documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(10))
    size: Mapped[int]
    added: Mapped[datetime]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class CostItem(Base):
    """So many of something at the price of the day; the proposal's cost is the sum of its items."""

    __tablename__ = "proposal_cost_items"
    __table_args__ = (
        CheckConstraint("quantity >= 1", name="quantity_natural"),
        CheckConstraint("won > 0", name="won_positive"),
    )

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    unit_cost_id: Mapped[int] = mapped_column(ForeignKey("unit_costs.id"), primary_key=True)
    quantity: Mapped[int]
    won: Mapped[int] = mapped_column(BigInteger)
