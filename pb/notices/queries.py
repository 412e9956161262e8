"""News for everyone, news for one person, and what a person follows."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from pb.notices.models import Following, News, NewsTold, NewsTopic, Subscriber
from pb.notices.rules import RECENT, Rhythm
from pb.web.paging import Page

NEWEST = (News.at.desc(), News.id.desc())


def is_public(topic: str | None = None) -> ColumnElement[bool]:
    if topic is None:
        return News.private.is_(False)
    of_topic = exists().where(NewsTopic.news_id == News.id, NewsTopic.topic == topic)
    return News.private.is_(False) & of_topic


def is_for(person: int) -> ColumnElement[bool]:
    """What the person was told in a letter, and what happened to what they follow."""
    told = exists().where(NewsTold.news_id == News.id, NewsTold.person_id == person)
    return or_(told, News.private.is_(False) & is_followed(person))


def is_followed(person: int, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        NewsTopic.news_id == News.id, NewsTopic.topic == Following.topic, Following.person_id == person, *more
    )


def newest(rows: Session, topic: str | None, most: int) -> list[News]:
    return list(rows.scalars(select(News).where(is_public(topic)).order_by(*NEWEST).limit(most)))


def page(rows: Session, wanted: ColumnElement[bool], number: int, size: int) -> Page[News]:
    """The page `number` of the news that are wanted, or the nearest one there is."""
    total = rows.scalar(select(func.count(News.id)).where(wanted)) or 0
    number = min(max(number, 1), max(1, -(-total // size)))
    found = select(News).where(wanted).order_by(*NEWEST).offset((number - 1) * size).limit(size)
    return Page(list(rows.scalars(found)), number, size, total)


def untold(rows: Session, person: int, at: datetime) -> Sequence[News]:
    """What happened lately to what the person follows and no letter has told them yet, newest first."""
    told = exists().where(NewsTold.news_id == News.id, NewsTold.person_id == person)
    followed = is_followed(person, Following.since <= News.at)
    wanted = select(News).where(News.private.is_(False), News.at > at - RECENT, ~told, followed)
    return rows.scalars(wanted.order_by(*NEWEST)).all()


def is_following(rows: Session, person: int, topic: str) -> bool:
    return rows.get(Following, (person, topic)) is not None


def followings(rows: Session, person: int) -> list[Following]:
    wanted = select(Following).where(Following.person_id == person)
    return list(rows.scalars(wanted.order_by(Following.since.desc(), Following.topic)))


def rhythm(rows: Session, person: int) -> Rhythm | None:
    found = rows.get(Subscriber, person)
    return Rhythm(found.rhythm) if found else None


def is_any_public(rows: Session) -> bool:
    return bool(rows.scalar(select(exists().where(News.private.is_(False)))))
