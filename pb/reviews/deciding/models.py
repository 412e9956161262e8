"""What a department found, and what was decided. The database refuses to change a confirmed decision."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.db import Base


class Criterion(StrEnum):
    """What is examined, in the order of the form."""

    COMPETENCE = "competence"
    LAW = "law"
    TECHNIQUE = "technique"
    SITE = "site"
    COST = "cost"
    SCHEDULE = "schedule"
    EQUITY = "equity"
    SAFETY = "safety"


class Light(StrEnum):
    """What was found about one criterion."""

    OK = "ok"
    CHANGES = "changes"
    NO = "no"


class Verdict(StrEnum):
    FEASIBLE = "feasible"
    CHANGES = "changes"
    INFEASIBLE = "infeasible"


class Ground(StrEnum):
    """Why a proposal cannot come to the vote."""

    LAW = "law"
    COMPETENCE = "competence"
    DUPLICATE = "duplicate"
    PRIVATE = "private"
    FUNDED = "funded"
    COST = "cost"
    RECURRING = "recurring"


class Stage(StrEnum):
    """A draft is the department's own; a submitted one waits for the second signature."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CONFIRMED = "confirmed"


def one_of(column: str, values: type[StrEnum]) -> str:
    return f"{column} IN ({', '.join(repr(value.value) for value in values)})"


class Review(Base):
    """One department's examination of one version of a proposal; confirmed, it is the decision.

    `explanation`, `changes` and `legal_basis` are for everyone, `note` and `returned` for officials alone.
    `stand` grows with each saving, so that two who write at once are told.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        CheckConstraint(one_of("stage", Stage), name="stage_known"),
        CheckConstraint(one_of("verdict", Verdict), name="verdict_known"),
        CheckConstraint(one_of("ground", Ground), name="ground_known"),
        CheckConstraint("stand >= 1", name="stand_natural"),
        CheckConstraint("(stage = 'draft') = (submitted IS NULL)", name="submitted_unless_draft"),
        CheckConstraint("(submitted IS NULL) = (submitter_id IS NULL)", name="submitted_by_somebody"),
        CheckConstraint("(stage = 'confirmed') = (confirmed IS NOT NULL)", name="confirmed_when_so"),
        CheckConstraint("(confirmed IS NULL) = (confirmer_id IS NULL)", name="confirmed_by_somebody"),
        CheckConstraint("confirmer_id <> submitter_id", name="four_eyes"),
        CheckConstraint(
            "stage = 'draft' OR (verdict IS NOT NULL AND explanation <> '')", name="verdict_explained"
        ),
        CheckConstraint(
            "stage = 'draft' OR (ground IS NOT NULL) = (verdict = 'infeasible')", name="ground_where_needed"
        ),
        CheckConstraint("stage = 'draft' OR ground IS NULL OR legal_basis <> ''", name="ground_has_its_law"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), index=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), unique=True)
    # The version of the text that was examined.
    version: Mapped[int]
    stage: Mapped[str] = mapped_column(String(10), index=True)
    stand: Mapped[int]
    begun: Mapped[datetime]
    saved: Mapped[datetime]
    writer_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    submitted: Mapped[datetime | None]
    submitter_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    confirmed: Mapped[datetime | None]
    confirmer_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    verdict: Mapped[str | None] = mapped_column(String(12))
    ground: Mapped[str | None] = mapped_column(String(12))
    legal_basis: Mapped[str] = mapped_column(String(300))
    explanation: Mapped[str] = mapped_column(Text)
    changes: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    returned: Mapped[str] = mapped_column(Text)

    findings: Mapped[list["Finding"]] = relationship(cascade="all, delete-orphan")
    lines: Mapped[list["CostLine"]] = relationship(order_by="CostLine.place", cascade="all, delete-orphan")

    @property
    def cost(self) -> int:
        """What it costs once, in whole won."""
        return sum(line.quantity * line.unit_cost for line in self.lines)

    @property
    def yearly(self) -> int:
        """What it costs every year from then on, in whole won."""
        return sum(line.yearly for line in self.lines)


class Finding(Base):
    """What was found about one criterion; the words are for everyone once the decision is confirmed."""

    __tablename__ = "review_findings"
    __table_args__ = (
        CheckConstraint(one_of("criterion", Criterion), name="criterion_known"),
        CheckConstraint(one_of("light", Light), name="light_known"),
    )

    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"), primary_key=True)
    criterion: Mapped[str] = mapped_column(String(12), primary_key=True)
    light: Mapped[str | None] = mapped_column(String(8))
    words: Mapped[str] = mapped_column(Text)


class CostLine(Base):
    """A line of the cost: so many units at so much, and what it needs every year."""

    __tablename__ = "review_cost_lines"
    __table_args__ = (
        CheckConstraint("place >= 1", name="place_natural"),
        CheckConstraint("quantity >= 1", name="quantity_positive"),
        CheckConstraint("unit_cost >= 0", name="unit_cost_not_negative"),
        CheckConstraint("yearly >= 0", name="yearly_not_negative"),
    )

    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    item: Mapped[str] = mapped_column(String(60))
    quantity: Mapped[int]
    unit: Mapped[str] = mapped_column(String(10))
    unit_cost: Mapped[int] = mapped_column(BigInteger)
    yearly: Mapped[int] = mapped_column(BigInteger)


class Declaration(Base):
    """What an official said about a conflict of interest before deciding on a proposal."""

    __tablename__ = "conflict_declarations"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    conflict: Mapped[bool]
    at: Mapped[datetime]


class Amendment(Base):
    """The proposer is asked to change the text until `due`. It is answered by any later version."""

    __tablename__ = "amendment_requests"
    __table_args__ = (
        UniqueConstraint("review_id", "from_version"),
        CheckConstraint("from_version >= 1", name="version_natural"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"), index=True)
    asked: Mapped[datetime]
    due: Mapped[date]
    what: Mapped[str] = mapped_column(Text)
    from_version: Mapped[int]
