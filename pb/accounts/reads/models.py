"""The log of reads. It says that something was read, never what stood there."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base


class What(StrEnum):
    """What an official can read about somebody."""

    ROLL = "roll"
    ARRIVAL = "arrival"
    LETTERS = "letters"
    OFFICIALS = "officials"
    SEATS = "seats"
    EXPERTS = "experts"
    REPORTS = "reports"


WHATS = ", ".join(repr(what.value) for what in What)


class PersonalRead(Base):
    """One read, about one person or one place on the roll, or about `number` people at once.

    `why` is the official's reason, where the page asked for one.
    """

    __tablename__ = "personal_reads"
    __table_args__ = (
        CheckConstraint(f"what IN ({WHATS})", name="what_known"),
        CheckConstraint("number >= 1", name="number_natural"),
        CheckConstraint("person_id IS NULL OR entry_id IS NULL", name="person_or_entry"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    reader_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    office: Mapped[str] = mapped_column(String(20))
    what: Mapped[str] = mapped_column(String(12))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), index=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("roll_entries.id"), index=True)
    number: Mapped[int]
    why: Mapped[str] = mapped_column(String(500), default="")
