"""Invitations on their way, and requests of those who would like to write along."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
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


class JoinRequest(Base):
    """A resident would like to write along and waits for the authors' answer."""

    __tablename__ = "proposal_join_requests"
    __table_args__ = (CheckConstraint("words <> ''", name="words_not_empty"),)

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True, index=True)
    pen_name: Mapped[str] = mapped_column(String(30))
    words: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]
