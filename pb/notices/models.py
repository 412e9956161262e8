"""News, who was told of them, and who follows what. A topic is a word and a number; see pb.notices.topics."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base
from pb.notices.rules import Rhythm

RHYTHMS = ", ".join(repr(rhythm.value) for rhythm in Rhythm)


class News(Base):
    """Something that happened. `address` is the path of the page that shows it.

    What is `private` concerns one person only: nobody but those who were told of it ever sees it.
    """

    __tablename__ = "news"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(String(200))
    private: Mapped[bool]


class NewsTopic(Base):
    """A topic that a piece of news belongs to."""

    __tablename__ = "news_topics"

    news_id: Mapped[int] = mapped_column(ForeignKey("news.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)


class NewsTold(Base):
    """A person who got a letter about a piece of news, be it alone or in a digest: never a second one."""

    __tablename__ = "news_told"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    news_id: Mapped[int] = mapped_column(ForeignKey("news.id"), primary_key=True, index=True)
    at: Mapped[datetime]


class Subscriber(Base):
    """How often a person wants a digest, and when the last one was posted. It goes with the account."""

    __tablename__ = "subscribers"
    __table_args__ = (CheckConstraint(f"rhythm IN ({RHYTHMS})", name="rhythm_known"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), unique=True)
    rhythm: Mapped[str] = mapped_column(String(10))
    sent: Mapped[datetime | None]


class Following(Base):
    """A topic that somebody wants to hear of, from `since` on."""

    __tablename__ = "followings"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("subscribers.person_id", ondelete="CASCADE"), primary_key=True
    )
    topic: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)
    since: Mapped[datetime]
