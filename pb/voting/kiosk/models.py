"""Devices handed over at the polling place. Once a visit has ended nothing says whose it was."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base


class Visit(Base):
    """A device in a voter's hands: handed over with a code, opened by it, ended by the vote or by time.

    `code` and `token` are keyed digests, each there only as long as it opens something.
    """

    __tablename__ = "kiosk_visits"
    __table_args__ = (
        # Whoever is handed a second device gives up the first.
        UniqueConstraint("election_id", "slot"),
        UniqueConstraint("code"),
        UniqueConstraint("token"),
        ForeignKeyConstraint(["election_id", "slot"], ["slots.election_id", "slots.number"]),
        CheckConstraint("(slot IS NULL) = (ended IS NOT NULL)", name="nobodys_when_ended"),
        CheckConstraint("ended IS NULL OR (code IS NULL AND token IS NULL)", name="shut_when_ended"),
        CheckConstraint("token IS NULL OR opened IS NOT NULL", name="token_when_opened"),
        CheckConstraint("code IS NULL OR opened IS NULL", name="code_opens_once"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    election_id: Mapped[int] = mapped_column(ForeignKey("elections.id"))
    slot: Mapped[int | None]
    code: Mapped[str | None] = mapped_column(String(64))
    token: Mapped[str | None] = mapped_column(String(64))
    made: Mapped[datetime]
    opened: Mapped[datetime | None]
    ended: Mapped[datetime | None]
