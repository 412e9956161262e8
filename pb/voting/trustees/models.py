"""What trustees handed in after the close, and what became of it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base


class Upload(Base):
    """Files that a trustee handed in; they lie in the election's folder until they are checked."""

    __tablename__ = "trustee_uploads"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'taken', 'refused')", name="state_known"),
        CheckConstraint("(why <> '') = (state = 'refused')", name="why_where_refused"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    election_id: Mapped[int] = mapped_column(ForeignKey("elections.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10))
    why: Mapped[str] = mapped_column(String(300))


class MixGroup(Base):
    """What is mixed and opened together, found from the closed box by the public rule."""

    __tablename__ = "mix_groups"
    __table_args__ = (CheckConstraint("ballots >= 1", name="ballots_positive"),)

    election_id: Mapped[int] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(70), primary_key=True)
    ballots: Mapped[int]
