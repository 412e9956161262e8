"""The roll. Names, birth dates and addresses are not in it, only what lets somebody prove to know them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.accounts.roll.basis import Basis
from pb.db import Base


class RollEntry(Base):
    """One resident of the roll; once claimed, by exactly one person, and nobody claims two."""

    __tablename__ = "roll_entries"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) = (claimed IS NULL)", name="claimed_by_a_person"),
        CheckConstraint(f"basis IN ({', '.join(repr(basis.value) for basis in Basis)})", name="basis_known"),
        CheckConstraint("decade % 10 = 0 AND decade BETWEEN 1890 AND 2990", name="decade_whole"),
        CheckConstraint("consented IS NULL OR born IS NOT NULL", name="consent_for_the_young"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # Of name, birth date and address: the same line is not taken in twice.
    line_digest: Mapped[str] = mapped_column(String(64), unique=True)
    # Of name and birth date: what a person types beside the code.
    name_digest: Mapped[str] = mapped_column(String(64), index=True)
    district: Mapped[str] = mapped_column(String(40))
    code_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), unique=True)
    claimed: Mapped[datetime | None]
    basis: Mapped[str] = mapped_column(String(10), default=Basis.ADDRESS.value)
    # Only of whoever was under 20 when the roll was taken in: a minimum age needs it of nobody else.
    born: Mapped[date | None]
    # The decade of birth, such as 1980: how many of an age have voted. None on lines from before it was kept.
    decade: Mapped[int | None]
    # When a clerk has seen that a guardian agrees; asked of whoever is under 14.
    consented: Mapped[datetime | None]
