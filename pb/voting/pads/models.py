"""Pads of printed ballots with the numbers on their stubs. No row says who got which number."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base

MOST_PAPERS = 100
LANGUAGES = ("ko", "en")
SIZES = ("normal", "large")


class Pad(Base):
    """A pad of papers of one ballot style and voter group, with the stubs `first` to `last`.

    `next_unused` is the number on the first stub that is still there when the polling place counts (`last`
    + 1 if all are torn off); None as long as nobody has counted.
    """

    __tablename__ = "ballot_pads"
    __table_args__ = (
        UniqueConstraint("election_id", "number"),
        UniqueConstraint("election_id", "first"),
        CheckConstraint("number >= 1 AND first >= 1", name="numbers_natural"),
        CheckConstraint("last BETWEEN first AND first + 99", name="papers_lawful"),
        CheckConstraint("next_unused BETWEEN first AND last + 1", name="next_within_pad"),
        CheckConstraint("(next_unused IS NULL) = (counted IS NULL)", name="counted_whole"),
        CheckConstraint("language IN ('ko', 'en')", name="language_known"),
        CheckConstraint("size IN ('normal', 'large')", name="size_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    election_id: Mapped[int] = mapped_column(ForeignKey("elections.id"))
    number: Mapped[int]
    style: Mapped[str] = mapped_column(String(32))
    voter_group: Mapped[str] = mapped_column(String(32))
    # The polling place that it is for.
    place: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(2))
    size: Mapped[str] = mapped_column(String(6))
    first: Mapped[int]
    last: Mapped[int]
    made: Mapped[datetime]
    next_unused: Mapped[int | None]
    counted: Mapped[datetime | None]

    @property
    def papers(self) -> int:
        return self.last - self.first + 1

    @property
    def unused(self) -> int | None:
        """How many are still whole."""
        return None if self.next_unused is None else self.last - self.next_unused + 1

    @property
    def torn_off(self) -> int | None:
        """How many were handed out."""
        return None if self.next_unused is None else self.next_unused - self.first
