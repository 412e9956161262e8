"""Why proposals were taken back."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base


class Withdrawal(Base):
    """An author took the proposal back; it stays, marked as withdrawn, with this reason."""

    __tablename__ = "proposal_withdrawals"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(500))
