"""Committees, their members and meetings, the appeals they decide, the scores they give."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    LargeBinary,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base


class Vote(StrEnum):
    """What a member says about an appeal."""

    UPHOLD = "uphold"
    RETURN = "return"
    DISMISS = "dismiss"
    ABSTAIN = "abstain"


class Committee(Base):
    __tablename__ = "committees"

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"), index=True)
    name_ko: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(80))


class CommitteeSeat(Base):
    """A member, under the name that everyone reads beside their votes."""

    __tablename__ = "committee_seats"

    committee_id: Mapped[int] = mapped_column(ForeignKey("committees.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True, index=True)
    name: Mapped[str] = mapped_column(String(30))
    since: Mapped[datetime]
    until: Mapped[datetime | None]


class Meeting(Base):
    """A meeting; its minutes are written when it is closed, and from then on nothing of it changes."""

    __tablename__ = "committee_meetings"
    __table_args__ = (CheckConstraint("closed IS NULL OR minutes <> ''", name="closed_with_minutes"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    committee_id: Mapped[int] = mapped_column(ForeignKey("committees.id"), index=True)
    at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(100))
    minutes: Mapped[str] = mapped_column(Text)
    closed: Mapped[datetime | None]


class Attendance(Base):
    """A member was there."""

    __tablename__ = "meeting_attendances"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("committee_meetings.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)


class Appeal(Base):
    """A proposer objects to a decision, once; it stands on the agenda of `meeting_id` until decided.

    One that is upheld states the cost that goes on, in whole won.
    """

    __tablename__ = "appeals"
    __table_args__ = (
        CheckConstraint("outcome IN ('uphold', 'return', 'dismiss')", name="outcome_known"),
        CheckConstraint("(decided IS NULL) = (outcome IS NULL)", name="decided_with_outcome"),
        CheckConstraint("decided IS NULL OR meeting_id IS NOT NULL", name="decided_at_a_meeting"),
        CheckConstraint("cost IS NULL OR (outcome = 'uphold' AND cost >= 1)", name="cost_when_upheld"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"), unique=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]
    words: Mapped[str] = mapped_column(Text)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("committee_meetings.id"), index=True)
    decided: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(10))
    cost: Mapped[int | None] = mapped_column(BigInteger)


class AppealVote(Base):
    """What a member voted, by name; a conflict of interest is said instead of a vote."""

    __tablename__ = "appeal_votes"
    __table_args__ = (
        CheckConstraint("vote IN ('uphold', 'return', 'dismiss', 'abstain')", name="vote_known"),
        CheckConstraint("conflict = (vote IS NULL)", name="conflict_or_vote"),
    )

    appeal_id: Mapped[int] = mapped_column(ForeignKey("appeals.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    conflict: Mapped[bool]
    vote: Mapped[str | None] = mapped_column(String(10))
    at: Mapped[datetime]


class ScoreCriterion(Base):
    """What members give points for: 0 to `most`, weighing `weight`. Published before the first score."""

    __tablename__ = "score_criteria"
    __table_args__ = (
        CheckConstraint("place >= 1", name="place_natural"),
        CheckConstraint("weight BETWEEN 1 AND 100", name="weight_of_100"),
        CheckConstraint("most BETWEEN 1 AND 100", name="most_of_100"),
    )

    committee_id: Mapped[int] = mapped_column(ForeignKey("committees.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name_ko: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(80))
    weight: Mapped[int]
    most: Mapped[int]


class Score(Base):
    """The points of one member for one proposal under one criterion."""

    __tablename__ = "committee_scores"
    __table_args__ = (
        ForeignKeyConstraint(
            ["committee_id", "place"], ["score_criteria.committee_id", "score_criteria.place"]
        ),
        CheckConstraint("points >= 0", name="points_not_negative"),
    )

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    committee_id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    points: Mapped[int]


class ScoreSheet(Base):
    """The signed result of a cycle's scores. The signature covers exactly `body`."""

    __tablename__ = "score_sheets"

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"), primary_key=True)
    committee_id: Mapped[int] = mapped_column(ForeignKey("committees.id"))
    signed: Mapped[datetime]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    signature: Mapped[bytes] = mapped_column(LargeBinary)
