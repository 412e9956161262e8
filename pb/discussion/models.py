"""Threads with their answers, who found them useful, the summaries on top, and the verified experts."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base
from pb.discussion.rules import Stance, Standing


def one_of(column: str, values: type[Standing] | type[Stance]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


class Post(Base):
    """A thread, or an answer in one. The writer's standing is as it was when it was written.

    A deleted post that was answered, or that was once hidden, stays as an empty place.
    """

    __tablename__ = "posts"
    __table_args__ = (
        UniqueConstraint("id", "proposal_id"),
        # An answer stays with the proposal of its thread.
        ForeignKeyConstraint(["parent_id", "proposal_id"], ["posts.id", "posts.proposal_id"]),
        CheckConstraint(one_of("stance", Stance), name="stance_known"),
        CheckConstraint(one_of("standing", Standing), name="standing_known"),
        CheckConstraint("(parent_id IS NULL) = (stance <> 'reply')", name="reply_in_a_thread"),
        CheckConstraint("(standing = 'office') = (office IS NOT NULL)", name="office_named"),
        CheckConstraint("(standing = 'expert') = (field IS NOT NULL)", name="field_named"),
        CheckConstraint("standing <> 'office' OR stance = 'reply'", name="office_answers"),
        CheckConstraint("(deleted IS NOT NULL) = (text = '')", name="deleted_is_empty"),
        Index("ix_posts_proposal_id_stance", "proposal_id", "stance"),
        Index("ix_posts_parent_id_at", "parent_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"))
    parent_id: Mapped[int | None]
    stance: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    standing: Mapped[str] = mapped_column(String(10))
    pen_name: Mapped[str] = mapped_column(String(30))
    district: Mapped[str] = mapped_column(String(40))
    office: Mapped[str | None] = mapped_column(String(20))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    field: Mapped[str | None] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    edited: Mapped[datetime | None]
    deleted: Mapped[datetime | None]

    @property
    def thread(self) -> int:
        """The number of the thread that it begins or belongs to."""
        return self.parent_id or self.id


class UsefulMark(Base):
    """A resident whom a post helped."""

    __tablename__ = "useful_marks"

    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True, index=True)


class Summary(Base):
    """A version of the summary that stands above a discussion."""

    __tablename__ = "discussion_summaries"
    __table_args__ = (CheckConstraint("number >= 1", name="number_natural"),)

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    office: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)


class Expert(Base):
    """Somebody of whom the town has verified that they know a field."""

    __tablename__ = "experts"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    field: Mapped[str] = mapped_column(String(60))
    since: Mapped[datetime]
    withdrawn: Mapped[datetime | None]
