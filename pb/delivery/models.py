"""The council's decision on a funded project, and its way to completion. All of it is public."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base


class CouncilOutcome(Base):
    """What the council approved of the amount that was voted. A cut without a reason cannot be kept."""

    __tablename__ = "council_outcomes"
    __table_args__ = (
        CheckConstraint("voted > 0", name="voted_positive"),
        CheckConstraint("approved >= 0", name="approved_natural"),
        CheckConstraint("approved >= voted OR length(reason) >= 5", name="cut_has_reason"),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), primary_key=True)
    voted: Mapped[int] = mapped_column(BigInteger)
    approved: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime]


class Milestone(Base):
    """One step on the way, with the day on which it is to be done. `place` is the order of writing."""

    __tablename__ = "milestones"
    __table_args__ = (
        UniqueConstraint("project_id", "place"),
        CheckConstraint("place >= 1", name="place_natural"),
        CheckConstraint("length(what) >= 1", name="what_said"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("council_outcomes.project_id"))
    place: Mapped[int]
    what: Mapped[str] = mapped_column(String(200))
    planned: Mapped[date]
    done: Mapped[date | None]


class SpendingEntry(Base):
    """Money that was paid on `day`. A negative amount takes back what was noted by mistake."""

    __tablename__ = "spending_entries"
    __table_args__ = (
        CheckConstraint("won <> 0", name="won_not_zero"),
        CheckConstraint("length(what) >= 5", name="what_said"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("council_outcomes.project_id"), index=True)
    day: Mapped[date]
    won: Mapped[int] = mapped_column(BigInteger)
    what: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime]


class Completion(Base):
    """The project is finished since `day`; `words` say what stands there now."""

    __tablename__ = "completions"
    __table_args__ = (CheckConstraint("length(words) >= 5", name="words_said"),)

    project_id: Mapped[int] = mapped_column(ForeignKey("council_outcomes.project_id"), primary_key=True)
    day: Mapped[date]
    words: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime]


class DeliveryPhoto(Base):
    """What stood there on `day`, as we wrote the picture anew in two sizes; `words` tell what it shows."""

    __tablename__ = "delivery_photos"
    __table_args__ = (
        CheckConstraint("width >= 1 AND height >= 1", name="size_positive"),
        CheckConstraint("length(words) >= 5", name="words_said"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("council_outcomes.project_id"), index=True)
    day: Mapped[date]
    words: Mapped[str] = mapped_column(String(500))
    width: Mapped[int]
    height: Mapped[int]
    at: Mapped[datetime]
    large: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    small: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
