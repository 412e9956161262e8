"""News and who follows what. A topic is a word and a number, such as `proposal:12`; see pb.notices.topics."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base


class News(Base):
    """Something that happened in public. `address` is the path of the page that shows it."""

    __tablename__ = "news"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(String(200))


class NewsTopic(Base):
    """A topic that a piece of news belongs to."""

    __tablename__ = "news_topics"

    news_id: Mapped[int] = mapped_column(ForeignKey("news.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)


class Following(Base):
    """A person who wants to hear of a topic. News up to `seen` were sent."""

    __tablename__ = "followings"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)
    since: Mapped[datetime]
