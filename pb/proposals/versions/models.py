"""When a proposal in review may be changed after all."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base


class AskedAmendment(Base):
    """A reviewer asked the authors to change the proposal; they may do so until `until`."""

    __tablename__ = "proposal_asked_amendments"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    until: Mapped[datetime]
