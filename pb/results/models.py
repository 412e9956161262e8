"""How far the count of an election is, and its publication. No table holds a count of choices."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base

STATES = ("running", "ready", "refused", "broken")


class ResultCount(Base):
    """The work between the opened ballots and a bundle that can be published; what it made lies in files."""

    __tablename__ = "result_counts"
    __table_args__ = (
        CheckConstraint(f"state IN ({', '.join(map(repr, STATES))})", name="state_known"),
        CheckConstraint("done >= 0 AND done <= total", name="done_within_total"),
        CheckConstraint("(sha256 IS NOT NULL) = (state IN ('ready', 'refused'))", name="packed_at_the_end"),
    )

    election_id: Mapped[int] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(10))
    stage: Mapped[str] = mapped_column(String(20))
    done: Mapped[int]
    total: Mapped[int]
    begun: Mapped[datetime]
    seen: Mapped[datetime]
    # What went wrong, for the officials.
    words: Mapped[str] = mapped_column(Text)
    # The gate's checks and the verifier's report, as JSON; sums only, no count of choices.
    checks: Mapped[str] = mapped_column(Text)
    verified: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)


class Publication(Base):
    """Two different officials have pressed: the first asks, the second publishes."""

    __tablename__ = "result_publications"
    __table_args__ = (
        CheckConstraint("first_id <> second_id", name="four_eyes"),
        CheckConstraint("(second_id IS NULL) = (published IS NULL)", name="published_by_the_second"),
    )

    election_id: Mapped[int] = mapped_column(ForeignKey("result_counts.election_id"), primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"), unique=True)
    # Which bundle was agreed on: a new count starts the signing over.
    sha256: Mapped[str] = mapped_column(String(64))
    first_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    first_at: Mapped[datetime]
    second_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    published: Mapped[datetime | None]
