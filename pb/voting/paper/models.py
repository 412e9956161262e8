"""Stacks of paper ballots, and what clerks read on them until the stack is in the box."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base


class Batch(Base):
    """A stack of papers of one ballot style and voter group; `number` counts the stacks of an election.

    `place` is the number of its batch in the box, once both clerks agree.
    """

    __tablename__ = "paper_batches"
    __table_args__ = (
        UniqueConstraint("election_id", "number"),
        UniqueConstraint("election_id", "place"),
        CheckConstraint("number >= 1", name="number_natural"),
        CheckConstraint("papers BETWEEN 1 AND 100", name="papers_lawful"),
        CheckConstraint("(place IS NULL) = (entered IS NULL)", name="place_when_entered"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    election_id: Mapped[int] = mapped_column(ForeignKey("elections.id"))
    number: Mapped[int]
    style: Mapped[str] = mapped_column(String(32))
    voter_group: Mapped[str] = mapped_column(String(32))
    # Lawful and spoiled ones together.
    papers: Mapped[int]
    made_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    made: Mapped[datetime]
    entered: Mapped[datetime | None]
    place: Mapped[int | None]


class Typing(Base):
    """What one of two clerks read: the key makes them two accounts, `seat` makes them no more than two."""

    __tablename__ = "paper_typings"
    __table_args__ = (
        UniqueConstraint("batch_id", "seat"),
        CheckConstraint("seat IN (1, 2)", name="two_seats"),
        CheckConstraint("spoiled BETWEEN 0 AND 100", name="spoiled_lawful"),
    )

    batch_id: Mapped[int] = mapped_column(ForeignKey("paper_batches.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    seat: Mapped[int]
    # A line for each lawful paper, as typed.
    lines: Mapped[str] = mapped_column(Text)
    spoiled: Mapped[int]
