"""A cycle, its sections, its voter groups and the dates of its phases."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.accounts.roll.basis import Basis
from pb.cycles.phases import DATED
from pb.cycles.plan import OLDEST_MINIMUM, Ballot, Channel, Scope, TieBreak
from pb.db import Base

# `lot:` and the seed together are a name of a tie-break in a manifest: 64 characters.
LONGEST_LOT = 60


def one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


class Cycle(Base):
    """One budgeting year. It is a draft until `published`; then only its dates move, each with a reason."""

    __tablename__ = "cycles"
    __table_args__ = (
        CheckConstraint("year BETWEEN 2000 AND 2200", name="year_plausible"),
        CheckConstraint("budget > 0", name="budget_positive"),
        CheckConstraint("lot <> ''", name="lot_not_empty"),
        CheckConstraint("lot IS NULL OR published IS NOT NULL", name="lot_of_a_published_plan"),
        CheckConstraint("version >= 1", name="version_natural"),
        CheckConstraint(f"minimum_age BETWEEN 1 AND {OLDEST_MINIMUM}", name="minimum_age_known"),
        CheckConstraint("(minimum_age IS NULL) = (age_on IS NULL)", name="age_on_a_day"),
        CheckConstraint("witnesses BETWEEN 1 AND 20", name="witnesses_few"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title_ko: Mapped[str] = mapped_column(String(80))
    title_en: Mapped[str] = mapped_column(String(120))
    year: Mapped[int]
    budget: Mapped[int] = mapped_column(BigInteger)
    binding: Mapped[bool]
    legal_basis: Mapped[str] = mapped_column(String(300))
    published: Mapped[datetime | None]
    # The seed of the lot that decides ties, drawn in public before voting opens.
    lot: Mapped[str | None] = mapped_column(String(LONGEST_LOT))
    minimum_age: Mapped[int | None]
    age_on: Mapped[date | None]
    witnesses: Mapped[int | None]
    # Counts the changes of a draft, so that of two who change it at once the later one is told.
    version: Mapped[int] = mapped_column(default=1)

    sections: Mapped[list["CycleSection"]] = relationship(
        order_by="CycleSection.place", cascade="all, delete-orphan"
    )
    groups: Mapped[list["VoterGroup"]] = relationship(
        order_by="VoterGroup.place", cascade="all, delete-orphan"
    )
    bases: Mapped[list["CycleBasis"]] = relationship(cascade="all, delete-orphan")
    ties: Mapped[list["CycleTie"]] = relationship(order_by="CycleTie.place", cascade="all, delete-orphan")
    times: Mapped[list["PhaseTime"]] = relationship(order_by="PhaseTime.starts", cascade="all, delete-orphan")


class Part:
    """What sections and groups share: their place in their cycle, and a name in both languages."""

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name_ko: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(80))


class CycleSection(Part, Base):
    """A part of the ballot with its own money and limits; see pb.cycles.plan.Section."""

    __tablename__ = "cycle_sections"
    __table_args__ = (
        UniqueConstraint("cycle_id", "name_ko"),
        CheckConstraint("place >= 1", name="place_natural"),
        CheckConstraint("budget > 0", name="budget_positive"),
        CheckConstraint(one_of("scope", tuple(Scope)), name="scope_known"),
        CheckConstraint(one_of("ballot", tuple(Ballot)), name="ballot_known"),
        CheckConstraint("projects >= 1", name="projects_positive"),
        CheckConstraint("least >= 0 AND least <= most", name="least_within_most"),
        CheckConstraint("most >= 1", name="most_positive"),
        CheckConstraint("points >= most", name="points_above_most"),
        CheckConstraint(
            "ballot NOT IN ('approval', 'ranked') OR projects IS NULL OR most <= projects",
            name="most_within_projects",
        ),
        CheckConstraint("ballot <> 'yes-no' OR projects = 1", name="yes_no_of_one"),
        CheckConstraint(
            "(most IS NOT NULL) = (ballot IN ('approval', 'ranked', 'cumulative', 'scoring'))",
            name="most_where_needed",
        ),
        CheckConstraint(
            "(least IS NOT NULL) = (ballot IN ('approval', 'ranked'))", name="least_where_needed"
        ),
        CheckConstraint("(points IS NOT NULL) = (ballot = 'cumulative')", name="points_where_needed"),
        CheckConstraint("rule <> ''", name="rule_not_empty"),
        CheckConstraint("quorum >= 1", name="quorum_positive"),
        CheckConstraint("quorum IS NULL OR ballot <> 'yes-no'", name="quorum_not_beside_majority"),
    )

    budget: Mapped[int] = mapped_column(BigInteger)
    scope: Mapped[str] = mapped_column(String(10))
    ballot: Mapped[str] = mapped_column(String(12))
    projects: Mapped[int | None]
    least: Mapped[int | None]
    most: Mapped[int | None]
    points: Mapped[int | None]
    rule: Mapped[str] = mapped_column(String(40))
    quorum: Mapped[int | None]

    shares: Mapped[list["DistrictShare"]] = relationship(
        order_by="DistrictShare.district_id", cascade="all, delete-orphan"
    )


class DistrictShare(Base):
    """The money of one district within a section that each district has for itself."""

    __tablename__ = "cycle_shares"
    __table_args__ = (
        ForeignKeyConstraint(
            ["cycle_id", "section_place"], ["cycle_sections.cycle_id", "cycle_sections.place"]
        ),
        CheckConstraint("budget > 0", name="budget_positive"),
    )

    cycle_id: Mapped[int] = mapped_column(primary_key=True)
    section_place: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), primary_key=True)
    budget: Mapped[int] = mapped_column(BigInteger)


class CycleBasis(Base):
    """Whom a cycle counts as a resident."""

    __tablename__ = "cycle_bases"
    __table_args__ = (CheckConstraint(one_of("basis", tuple(Basis)), name="basis_known"),)

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"), primary_key=True)
    basis: Mapped[str] = mapped_column(String(10), primary_key=True)


class VoterGroup(Part, Base):
    """Voters who weigh so much of 100 together."""

    __tablename__ = "cycle_groups"
    __table_args__ = (
        UniqueConstraint("cycle_id", "name_ko"),
        CheckConstraint("place >= 1", name="place_natural"),
        CheckConstraint("weight BETWEEN 1 AND 100", name="weight_of_100"),
        CheckConstraint(one_of("channel", tuple(Channel)), name="channel_known"),
    )

    weight: Mapped[int]
    channel: Mapped[str] = mapped_column(String(10))


class CycleTie(Base):
    """What decides when projects stand level, in this order."""

    __tablename__ = "cycle_ties"
    __table_args__ = (
        UniqueConstraint("cycle_id", "name"),
        CheckConstraint("place >= 1", name="place_natural"),
        CheckConstraint(one_of("name", tuple(TieBreak)), name="name_known"),
    )

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(8))


class PhaseTime(Base):
    """When a phase runs: from `starts` until just before `ends`."""

    __tablename__ = "cycle_phases"
    __table_args__ = (
        CheckConstraint("starts < ends", name="starts_before_ends"),
        CheckConstraint(one_of("phase", DATED), name="phase_known"),
    )

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"), primary_key=True)
    phase: Mapped[str] = mapped_column(String(12), primary_key=True)
    starts: Mapped[datetime]
    ends: Mapped[datetime]
