"""Telling people: what happened is kept with its topics, and those whom it concerns get a letter at once."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.accounts.models import Account
from pb.mail import post
from pb.notices import letters
from pb.notices.event import Event
from pb.notices.models import News, NewsTopic


def tell(rows: Session, event: Event, at: datetime, people: Iterable[int] = ()) -> News:
    """Keep the news for feeds and digests; each of `people` (persons with an account) gets a letter now."""
    news = News(at=at, kind=event.kind.value, subject=event.subject, words=event.words, address=event.address)
    rows.add(news)
    rows.flush()
    rows.add_all(NewsTopic(news_id=news.id, topic=topic) for topic in dict.fromkeys(event.topics))
    wanted = select(Account.email).where(Account.person_id.in_(set(people))).order_by(Account.id)
    for email in rows.scalars(wanted):
        post(rows, letters.of_event(email, event), at)
    return news
