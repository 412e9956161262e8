"""Rate limits.

Guesses at one account are counted in the database, so that all worker processes count together. Requests of
one address are counted by each process in its own memory: that only keeps a flood away, and a row written for
every ballot cast would cost as much as the ballot itself.
"""

import hashlib
import hmac
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from flask import Flask, current_app, request
from flask_limiter import Limiter
from limits.storage import Storage
from sqlalchemy import case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from pb import clock
from pb.db import READING, Database
from pb.web.models import RateCount

# Many voters may share one address (a library, a mobile network), so the general limit is wide.
WRITES = "600 per minute"
FORGETS = 60
LIMIT = "__pb_limit__"
View = TypeVar("View", bound=Callable[..., Any])


class DatabaseStorage(Storage):
    """Counters of `limits` in the table `rate_counts`, on SQLite and PostgreSQL alike."""

    STORAGE_SCHEME = ["database"]  # noqa: RUF012 - declared so by limits

    def __init__(self, uri: str | None = None, *, database: Database, **options: Any) -> None:
        super().__init__(uri, **options)
        self.database = database

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count `amount` more tries, anew if the time has run out. One statement, so no two can race."""
        now = clock.now()
        ends = now + timedelta(seconds=expiry)
        with self.database.transaction() as session:
            dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
            row = dialect.insert(RateCount).values(key=key, tries=amount, expires=ends)
            running = RateCount.expires > now
            upsert = row.on_conflict_do_update(
                index_elements=[RateCount.key],
                set_={
                    "tries": case((running, RateCount.tries + amount), else_=amount),
                    "expires": case((running, RateCount.expires), else_=row.excluded.expires),
                },
            ).returning(RateCount.tries)
            session.execute(delete(RateCount).where(RateCount.expires <= now, RateCount.key != key))
            tries: int = session.execute(upsert).scalar_one()
            return tries

    def get(self, key: str) -> int:
        row = self._running(key)
        return row.tries if row else 0

    def get_expiry(self, key: str) -> float:
        row = self._running(key)
        return (row.expires if row else clock.now()).timestamp()

    def _running(self, key: str) -> RateCount | None:
        with Session(self.database.engine) as session:
            return session.scalar(
                select(RateCount).where(RateCount.key == key, RateCount.expires > clock.now())
            )

    def check(self) -> bool:
        with Session(self.database.engine) as session:
            return session.scalar(select(1)) == 1

    def reset(self) -> int | None:
        with self.database.transaction() as session:
            return len(session.scalars(delete(RateCount).returning(RateCount.key)).all())

    def clear(self, key: str) -> None:
        with self.database.transaction() as session:
            session.execute(delete(RateCount).where(RateCount.key == key))


class ProcessStorage(Storage):
    """Counters in the memory of one process.

    That of `limits` begins a thread for nearly every try, to forget the old ones; this forgets as it counts.
    """

    STORAGE_SCHEME = ["process"]  # noqa: RUF012 - declared so by limits

    def __init__(self, uri: str | None = None, **options: Any) -> None:
        super().__init__(uri, **options)
        self.storage: dict[str, tuple[int, float]] = {}
        self.lock = threading.Lock()
        self.forgets_at = 0.0

    @property
    def base_exceptions(self) -> type[Exception]:
        return ValueError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        now = clock.now().timestamp()
        with self.lock:
            self._forget(now)
            tries, ends = self.storage.get(key, (0, 0.0))
            if ends <= now:
                tries, ends = 0, now + expiry
            self.storage[key] = tries + amount, ends
            return tries + amount

    def _forget(self, now: float) -> None:
        if not self.forgets_at - FORGETS <= now < self.forgets_at:
            self.storage = {key: kept for key, kept in self.storage.items() if kept[1] > now}
            self.forgets_at = now + FORGETS

    def get(self, key: str) -> int:
        tries, ends = self.storage.get(key, (0, 0.0))
        return tries if ends > clock.now().timestamp() else 0

    def get_expiry(self, key: str) -> float:
        now = clock.now().timestamp()
        return max(self.storage.get(key, (0, now))[1], now)

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        with self.lock:
            forgotten, self.storage = len(self.storage), {}
        return forgotten

    def clear(self, key: str) -> None:
        with self.lock:
            self.storage.pop(key, None)


def limited(limit: str) -> Callable[[View], View]:
    """Allow this view only so often for one address and worker process, as in `@limited("20 per minute")`."""

    def mark(view: View) -> View:
        setattr(view, LIMIT, limit)
        return view

    return mark


def requester() -> str:
    """A name for the sender's address that cannot be turned back into it."""
    key = str(current_app.secret_key).encode()
    return hmac.new(key, (request.remote_addr or "").encode(), hashlib.sha256).hexdigest()[:32]


def init_app(app: Flask) -> None:
    """Limit the views that ask for it, and widely all that receive. Called when all routes are known."""
    limiter = Limiter(
        requester,
        app=app,
        default_limits=[WRITES],
        default_limits_exempt_when=lambda: request.method in READING,
        storage_uri="process://",
    )
    for endpoint, view in app.view_functions.items():
        limit = getattr(view, LIMIT, None)
        if limit:
            app.view_functions[endpoint] = limiter.limit(limit)(view)  # type: ignore[assignment]  # its types allow async views
