"""Unit costs. Like all of the town's lists they are retired, never deleted."""

from sqlalchemy import BigInteger, CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base
from pb.town.models import Named


class UnitCost(Named, Base):
    """What one `unit` of something costs, in whole won: a tree with planting, a metre of pavement."""

    __tablename__ = "unit_costs"
    __table_args__ = (CheckConstraint("won > 0", name="won_positive"),)

    unit: Mapped[str] = mapped_column(String(20))
    won: Mapped[int] = mapped_column(BigInteger)
