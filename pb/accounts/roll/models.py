"""The roll. Names, birth dates and addresses are not in it, only what lets somebody prove to know them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base


class RollEntry(Base):
    """One resident of the roll; once claimed, by exactly one person, and nobody claims two."""

    __tablename__ = "roll_entries"
    __table_args__ = (CheckConstraint("(person_id IS NULL) = (claimed IS NULL)", name="claimed_by_a_person"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # Of name, birth date and address: the same line is not taken in twice.
    line_digest: Mapped[str] = mapped_column(String(64), unique=True)
    # Of name and birth date: what a person types beside the code.
    name_digest: Mapped[str] = mapped_column(String(64), index=True)
    district: Mapped[str] = mapped_column(String(40))
    code_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), unique=True)
    claimed: Mapped[datetime | None]
