"""Who writes a proposal."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base


class Author(Base):
    """A person who may change the proposal and is told of what becomes of it.

    Listed in public by the pen name alone; without one as a resident.
    """

    __tablename__ = "proposal_authors"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True, index=True)
    pen_name: Mapped[str] = mapped_column(String(30))
    since: Mapped[datetime]
