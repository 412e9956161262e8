"""The one place that reads the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

_behind: ContextVar[timedelta] = ContextVar("behind", default=timedelta())


def now() -> datetime:
    """The present moment, as aware UTC."""
    return datetime.now(UTC) - _behind.get()


@contextmanager
def behind(by: timedelta) -> Iterator[None]:
    """Live so long ago: for the demonstration's town, whose last year is over when it is made."""
    before = _behind.set(by)
    yield
    _behind.reset(before)
