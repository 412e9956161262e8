"""Points for the answers to a call, and what the department decided."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base


class AnswerPoints(Base):
    """What an answer got for one criterion of its call."""

    __tablename__ = "call_points"
    __table_args__ = (
        ForeignKeyConstraint(["call_id", "place"], ["call_criteria.call_id", "call_criteria.place"]),
        CheckConstraint("points BETWEEN 0 AND 10", name="points_of_10"),
    )

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    call_id: Mapped[int] = mapped_column(index=True)
    points: Mapped[int]


class CallDecision(Base):
    """From now on everyone sees the points of this call, and which answers were chosen."""

    __tablename__ = "call_decisions"

    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), primary_key=True)
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(500))


class Chosen(Base):
    """An answer that the department chose."""

    __tablename__ = "call_chosen"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call_decisions.call_id"), index=True)
