"""Digests: what happened to what a person follows, in one letter. Nothing twice, nothing forgotten."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.accounts.letters import link
from pb.accounts.models import Account
from pb.accounts.secrets import Keys
from pb.mail import post
from pb.notices import letters, queries
from pb.notices.models import NewsTold, Subscriber
from pb.notices.rules import Rhythm, is_due


def subscribers(rows: Session) -> list[int]:
    """The persons who want digests."""
    wanted = select(Subscriber.person_id).where(Subscriber.rhythm != Rhythm.NEVER.value)
    return list(rows.scalars(wanted.order_by(Subscriber.person_id)))


def post_digest(rows: Session, keys: Keys, person: int, at: datetime) -> bool:
    """Post the person's digest if one is due and there is something to tell; whether it was.

    The subscriber's row is held until the end of the transaction, so two runs at once take turns. What was
    told is remembered in the same transaction as the letter.
    """
    found = rows.get(Subscriber, person, with_for_update=True, populate_existing=True)
    if found is None or not is_due(Rhythm(found.rhythm), found.sent, at):
        return False
    news = queries.untold(rows, person, at)
    if not news:
        return False
    email = rows.get_one(Account, found.account_id).email
    post(rows, letters.of_digest(email, news, stop_address(keys, person)), at)
    rows.add_all(NewsTold(person_id=person, news_id=one.id, at=at) for one in news)
    found.sent = at
    return True


def stop_address(keys: Keys, person: int) -> str:
    """Where one press ends the digests, for whoever holds the letter."""
    return link("notices.unsubscribe", person=person, token=stop_token(keys, person))


def stop_token(keys: Keys, person: int) -> str:
    return keys.digest("unsubscribe", str(person))
