"""Projects as they stand on the ballot. Everything about them is frozen when the bulletin is published."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base


class Project(Base):
    """One project of one section, with its final text and its final cost in whole won."""

    __tablename__ = "projects"
    __table_args__ = (
        ForeignKeyConstraint(
            ["cycle_id", "section_place"], ["cycle_sections.cycle_id", "cycle_sections.place"]
        ),
        UniqueConstraint("cycle_id", "number"),
        CheckConstraint("number >= 1", name="number_natural"),
        CheckConstraint("cost > 0", name="cost_positive"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="pin_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"), index=True)
    section_place: Mapped[int]
    # The number printed on the ballot; `code` is made of it.
    number: Mapped[int]
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposals.id"), unique=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    # For a section of which each district has its own list: whose list it stands on. None: the whole town.
    district_id: Mapped[int | None] = mapped_column(ForeignKey("districts.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    title_ko: Mapped[str] = mapped_column(String(100))
    title_en: Mapped[str] = mapped_column(String(120))
    text_ko: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(String(200))
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    cost: Mapped[int] = mapped_column(BigInteger)

    @property
    def code(self) -> str:
        """The id in the sealed ballots and in the count."""
        return f"P{self.number}"


class Tie(StrEnum):
    """What binds projects for the count."""

    CONFLICT = "conflict"
    MANDATORY = "mandatory"


class ProjectTie(Base):
    """Of two in conflict at most one is funded. A mandatory one is paid first; it stands at both ends."""

    __tablename__ = "project_ties"
    __table_args__ = (
        CheckConstraint("kind IN ('conflict', 'mandatory')", name="kind_known"),
        CheckConstraint("(kind = 'mandatory') = (one_id = two_id)", name="pair_where_needed"),
        CheckConstraint("one_id <= two_id", name="pair_once"),
    )

    one_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), primary_key=True)
    two_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))


class Bulletin(Base):
    """The publication of a cycle's ballot. From then on no project of the cycle changes."""

    __tablename__ = "bulletins"

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"), primary_key=True)
    published: Mapped[datetime]


class BallotOrder(Base):
    """How the numbers came about: drawn by the public `seed`, or set by hand if that is empty."""

    __tablename__ = "ballot_orders"

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"), primary_key=True)
    seed: Mapped[str | None] = mapped_column(String(80))
    at: Mapped[datetime]
