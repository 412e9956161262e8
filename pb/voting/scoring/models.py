"""A signed sheet with the points of one group of the plan that scores instead of voting."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base

MOST = 1_000_000


class OutsideSheet(Base):
    """The signature of the journal's key covers exactly `body`, canonical JSON with the points by project."""

    __tablename__ = "outside_sheets"
    __table_args__ = (
        ForeignKeyConstraint(["cycle_id", "place"], ["cycle_groups.cycle_id", "cycle_groups.place"]),
        CheckConstraint("top BETWEEN 1 AND 1000000", name="top_lawful"),
    )

    cycle_id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    # What a project can have at most.
    top: Mapped[int]
    signed: Mapped[datetime]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    signature: Mapped[bytes] = mapped_column(LargeBinary)
