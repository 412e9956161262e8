"""Who supports what, and which answers the town owes."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base


class Support(Base):
    """A resident stands behind a proposal, once. `proposals.supports` counts these rows."""

    __tablename__ = "supports"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True, index=True)
    at: Mapped[datetime]


class Threshold(Base):
    """So many supports oblige the town to a written answer within so many days."""

    __tablename__ = "support_thresholds"
    __table_args__ = (
        CheckConstraint("supports >= 1", name="supports_positive"),
        CheckConstraint("days BETWEEN 1 AND 365", name="days_plausible"),
    )

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"), primary_key=True)
    supports: Mapped[int]
    days: Mapped[int]


class OwedAnswer(Base):
    """A proposal that reached its threshold, and the answer, if there is one. `due` is the last moment."""

    __tablename__ = "owed_answers"
    __table_args__ = (
        CheckConstraint("(answer IS NULL) = (answered IS NULL)", name="answered_with_words"),
        CheckConstraint("reached < due", name="due_later"),
    )

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    reached: Mapped[datetime]
    due: Mapped[datetime] = mapped_column(index=True)
    answer: Mapped[str | None] = mapped_column(Text)
    answered: Mapped[datetime | None]
