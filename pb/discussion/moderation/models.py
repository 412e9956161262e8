"""Reports, and what officials have hidden."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base
from pb.discussion.moderation.rules import Ground

GROUND_KNOWN = f"ground IN ({', '.join(repr(str(ground)) for ground in Ground)})"
HIDDEN_NOW = text("outcome IS NULL OR outcome = 'upheld'")


class Report(Base):
    """Somebody thinks that an official should look at a post; once `settled`, one has."""

    __tablename__ = "post_reports"
    __table_args__ = (CheckConstraint(GROUND_KNOWN, name="ground_known"),)

    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True, index=True)
    ground: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    settled: Mapped[datetime | None] = mapped_column(index=True)


class Hiding(Base):
    """A post hidden by an official. At most one counts for a post at any time; so the database says.

    Whoever hid a post does not decide on the objection: the database holds that, too.
    """

    __tablename__ = "hidings"
    __table_args__ = (
        Index(
            "ix_hidings_one_for_a_post",
            "post_id",
            unique=True,
            sqlite_where=HIDDEN_NOW,
            postgresql_where=HIDDEN_NOW,
        ),
        CheckConstraint(GROUND_KNOWN, name="ground_known"),
        CheckConstraint("outcome IN ('restored', 'upheld')", name="outcome_known"),
        CheckConstraint("(appeal IS NULL) = (appealed IS NULL)", name="appeal_whole"),
        CheckConstraint(
            "(outcome IS NULL) = (decided IS NULL) AND (outcome IS NULL) = (decider_id IS NULL)"
            " AND (outcome IS NULL) = (decision IS NULL)",
            name="decision_whole",
        ),
        CheckConstraint("outcome <> 'upheld' OR appealed IS NOT NULL", name="upheld_after_appeal"),
        CheckConstraint("appealed IS NULL OR decider_id <> person_id", name="four_eyes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    # The official who hid it.
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]
    ground: Mapped[str] = mapped_column(String(20))
    explanation: Mapped[str] = mapped_column(Text)
    appeal: Mapped[str | None] = mapped_column(Text)
    appealed: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(10))
    decision: Mapped[str | None] = mapped_column(Text)
    decided: Mapped[datetime | None]
    decider_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
