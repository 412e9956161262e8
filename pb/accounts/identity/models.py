"""Who has come through the identity service: a keyed digest, and nothing of what the service told."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base


class Identity(Base):
    """One subject of the identity service is one person for good, and no person is two subjects."""

    __tablename__ = "identities"

    # Of the issuer and its name for the subject.
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), unique=True)
    since: Mapped[datetime]
