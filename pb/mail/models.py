"""Letters on their way."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base


class WaitingMail(Base):
    """A letter not yet handed over. Deleted as soon as the mail server has it, or after a day."""

    __tablename__ = "waiting_mails"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    # Where one press ends such letters; empty where there is nothing to end.
    unsubscribe: Mapped[str] = mapped_column(String(300))
    made: Mapped[datetime]
    # Until then some process is busy with it.
    taken_until: Mapped[datetime] = mapped_column(index=True)
