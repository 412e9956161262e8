"""Who works in which department, which department has which proposal, and who was reminded of what."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base


class Part(StrEnum):
    """What a department does in a review: it decides, or it is asked."""

    LEAD = "lead"
    CONSULTED = "consulted"


class Outcome(StrEnum):
    """Why a department no longer has a proposal."""

    DECIDED = "decided"
    ANSWERED = "answered"
    REASSIGNED = "reassigned"


class Reminder(StrEnum):
    """What was said about a due date; each is said once."""

    BEFORE = "before"
    TODAY = "today"
    LATE = "late"


class DepartmentSeat(Base):
    """An official works in a department."""

    __tablename__ = "department_seats"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), primary_key=True, index=True)
    since: Mapped[datetime]


class Assignment(Base):
    """A department has a proposal from `since` on, until `ended`. `person_id` is who took it in hand.

    `question` is what it was given for: for everyone, and what a consulted department is asked. Its `answer`
    is for officials alone.
    """

    __tablename__ = "assignments"
    __table_args__ = (
        CheckConstraint("part IN ('lead', 'consulted')", name="part_known"),
        CheckConstraint("outcome IN ('decided', 'answered', 'reassigned')", name="outcome_known"),
        CheckConstraint("(ended IS NULL) = (outcome IS NULL)", name="ended_with_outcome"),
        CheckConstraint("ended >= since", name="ended_after_since"),
        CheckConstraint(
            "(answered_by_id IS NOT NULL) = (outcome IS NOT NULL AND outcome = 'answered')",
            name="answer_has_its_writer",
        ),
        CheckConstraint("outcome <> 'answered' OR part = 'consulted'", name="answer_of_the_consulted"),
        # At any moment one department leads, and no department has a proposal twice.
        Index(
            "uq_assignments_one_lead",
            "proposal_id",
            unique=True,
            sqlite_where=text("part = 'lead' AND ended IS NULL"),
            postgresql_where=text("part = 'lead' AND ended IS NULL"),
        ),
        Index(
            "uq_assignments_once_each",
            "proposal_id",
            "department_id",
            unique=True,
            sqlite_where=text("ended IS NULL"),
            postgresql_where=text("ended IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), index=True)
    part: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    since: Mapped[datetime]
    due: Mapped[date] = mapped_column(index=True)
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    ended: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(10))


class AssignmentReminder(Base):
    """That a reminder went out, so that it goes out once."""

    __tablename__ = "assignment_reminders"
    __table_args__ = (CheckConstraint("kind IN ('before', 'today', 'late')", name="kind_known"),)

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    at: Mapped[datetime]
