"""How often something was done of late, so that nobody can do it too often."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base


class RateCount(Base):
    """The tries under one key until `expires`. The key holds no address, only a keyed digest of one."""

    __tablename__ = "rate_counts"
    __table_args__ = (CheckConstraint("tries > 0", name="tries_positive"),)

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    tries: Mapped[int]
    expires: Mapped[datetime] = mapped_column(index=True)
