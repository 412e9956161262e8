"""What was sent on, where to, and what the town wrote."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base


class Forwarding(Base):
    """A proposal that is looked after as a complaint."""

    __tablename__ = "forwardings"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
    answer: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
