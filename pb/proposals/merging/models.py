"""Which proposal went into which, and why."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base


class Merger(Base):
    """`proposals.merged_into_id` says where a proposal is now; this, where it went first and why."""

    __tablename__ = "proposal_mergers"
    __table_args__ = (CheckConstraint("proposal_id <> into_id", name="into_another"),)

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    into_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), index=True)
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(500))
