"""Guessing is slow for one account, wherever it comes from; many people behind one address are not slowed."""

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.strategies import FixedWindowRateLimiter

from pb import db
from pb.accounts.errors import TooManyMails, TooManyTries
from pb.accounts.sessions import keys
from pb.web.limits import DatabaseStorage

GUESSES = RateLimitItemPerMinute(5)
MAILS = RateLimitItemPerHour(5)


def count(limit: RateLimitItem, what: str, whom: str) -> None:
    """Count one more try. Raises TooManyTries.

    Counted in a transaction of its own, which a refusal does not undo: so it must come before the view
    touches its rows, since SQLite has one writer at a time.
    """
    limiter = FixedWindowRateLimiter(DatabaseStorage(database=db.database()))
    if not limiter.hit(limit, what, keys().digest("throttle", whom)):
        raise TooManyMails if limit is MAILS else TooManyTries
