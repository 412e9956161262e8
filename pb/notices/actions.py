"""Telling people, and what they choose to hear of."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb.accounts.models import Account
from pb.mail import post
from pb.notices import letters
from pb.notices.event import Event
from pb.notices.models import Following, News, NewsTold, NewsTopic, Subscriber
from pb.notices.rules import Rhythm

USUAL = Rhythm.DAILY


def tell(rows: Session, event: Event, at: datetime, people: Iterable[int] = ()) -> News:
    """Keep the news for pages, feeds and digests; each of `people` with an account gets a letter now."""
    news = News(
        at=at,
        kind=event.kind.value,
        subject=event.subject,
        words=event.words,
        address=event.address,
        private=event.private,
    )
    rows.add(news)
    rows.flush()
    rows.add_all(NewsTopic(news_id=news.id, topic=topic) for topic in dict.fromkeys(event.topics))
    wanted = select(Account.email, Account.person_id).where(Account.person_id.in_(set(people)))
    for email, person in rows.execute(wanted.order_by(Account.id)).all():
        post(rows, letters.of_event(email, event), at)
        rows.add(NewsTold(person_id=person, news_id=news.id, at=at))
    return news


def follow(rows: Session, person: int, topic: str, at: datetime) -> None:
    """With an account only. Whoever follows for the first time gets a daily digest until they choose."""
    account = rows.scalar(select(Account.id).where(Account.person_id == person))
    if account is None:
        return
    subscribe(rows, person, account)
    if rows.get(Following, (person, topic)) is None:
        try:
            with rows.begin_nested():
                rows.add(Following(person_id=person, topic=topic, since=at))
        except IntegrityError:
            return  # a second press at the same moment


def subscribe(rows: Session, person: int, account: int) -> None:
    if rows.get(Subscriber, person) is None:
        try:
            with rows.begin_nested():
                rows.add(Subscriber(person_id=person, account_id=account, rhythm=USUAL.value, sent=None))
        except IntegrityError:
            return  # a second press at the same moment


def unfollow(rows: Session, person: int, topic: str) -> None:
    rows.execute(delete(Following).where(Following.person_id == person, Following.topic == topic))


def choose_rhythm(rows: Session, person: int, account: int, rhythm: Rhythm, at: datetime) -> None:
    """After a time without mail, what happened meanwhile is not sent behind."""
    subscribe(rows, person, account)
    found = rows.get_one(Subscriber, person, with_for_update=True)
    if Rhythm(found.rhythm) is Rhythm.NEVER and rhythm is not Rhythm.NEVER:
        rows.execute(update(Following).where(Following.person_id == person).values(since=at))
    found.rhythm = rhythm.value


def silence(rows: Session, person: int) -> None:
    """No digest any more; what is followed stays."""
    never = update(Subscriber).where(Subscriber.person_id == person)
    rows.execute(never.values(rhythm=Rhythm.NEVER.value))
