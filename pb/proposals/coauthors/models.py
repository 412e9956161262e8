"""Invitations on their way."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base


class Invitation(Base):
    """Somebody was asked by mail to write along. Only a keyed digest of the link is kept."""

    __tablename__ = "proposal_invitations"
    __table_args__ = (UniqueConstraint("proposal_id", "email"),)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"))
    email: Mapped[str] = mapped_column(String(254))
    ends: Mapped[datetime] = mapped_column(index=True)
