"""A call of a department, by what answers are judged, and what was corrected in it."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.db import Base
from pb.town.models import District

# The districts whose residents a call asks; none for a call to the whole town.
call_districts = Table(
    "call_districts",
    Base.metadata,
    Column("call_id", ForeignKey("calls.id"), primary_key=True),
    Column("district_id", ForeignKey("districts.id"), primary_key=True),
)


class Call(Base):
    """Residents may answer from `opens` until just before `closes`, unless it was `closed` earlier.

    Until it is `posted` it is a draft that only its department and the coordinator see.
    """

    __tablename__ = "calls"
    __table_args__ = (
        CheckConstraint("budget > 0", name="budget_positive"),
        CheckConstraint("budget IS NOT NULL OR prize <> ''", name="budget_or_prize"),
        CheckConstraint("opens < closes", name="opens_before_closes"),
        CheckConstraint("(closed IS NULL) = (closed_reason IS NULL)", name="closed_with_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), index=True)
    title: Mapped[str] = mapped_column(String(100))
    problem: Mapped[str] = mapped_column(Text)
    wanted: Mapped[str] = mapped_column(Text)
    # What there is for it, in whole won, or what the chosen answers get.
    budget: Mapped[int | None] = mapped_column(BigInteger)
    prize: Mapped[str] = mapped_column(String(200))
    # In words for people; `districts` and `youth` (whoever is under 20) are what is asked of an answer.
    who: Mapped[str] = mapped_column(String(300))
    youth: Mapped[bool] = mapped_column(server_default=false())
    legal_basis: Mapped[str] = mapped_column(String(300))
    posted: Mapped[datetime | None]
    opens: Mapped[datetime]
    closes: Mapped[datetime]
    # The day on which the department says what it chose.
    decides: Mapped[date]
    closed: Mapped[datetime | None]
    closed_reason: Mapped[str | None] = mapped_column(String(500))

    criteria: Mapped[list["Criterion"]] = relationship(
        order_by="Criterion.place", cascade="all, delete-orphan"
    )
    districts: Mapped[list[District]] = relationship(secondary=call_districts, order_by=District.name_ko)
    corrections: Mapped[list["Correction"]] = relationship(
        order_by="Correction.number", cascade="all, delete-orphan"
    )


class Criterion(Base):
    """What an answer is judged by; all of a call weigh 100 together."""

    __tablename__ = "call_criteria"
    __table_args__ = (
        UniqueConstraint("call_id", "name"),
        CheckConstraint("place >= 1", name="place_natural"),
        CheckConstraint("weight BETWEEN 1 AND 100", name="weight_of_100"),
    )

    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(80))
    weight: Mapped[int]


class Correction(Base):
    """Something in a posted call was put right. `parts` names what, as the names of the terms."""

    __tablename__ = "call_corrections"
    __table_args__ = (CheckConstraint("number >= 1", name="number_natural"),)

    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    parts: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(500))
