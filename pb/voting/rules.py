"""Decisions without rows and pages: when a ballot comes in time, and how often a voter may change it."""

from datetime import datetime, timedelta

# The written grace rule. A ballot counts if it reaches the town less than a minute after voting ends: it was
# sealed in time and the network was slow, or one clock of the town runs behind another. Nobody is let in anew
# after the end, and the box is closed only when the minute is over.
GRACE = timedelta(seconds=60)

# Far more than anyone needs, and few enough that one voter cannot fill the box.
MOST_BALLOTS = 200
MOST_DEVICES = 50


def may_begin(at: datetime, ends: datetime | None) -> bool:
    """Whether a device may be let in."""
    return ends is None or at < ends


def is_in_time(at: datetime, ends: datetime | None) -> bool:
    """Whether a ballot that arrives at this moment counts."""
    return ends is None or at < ends + GRACE


def may_close(at: datetime, ends: datetime | None) -> bool:
    """Whether the box may be closed: never while a ballot could still come in time."""
    return ends is None or at >= ends + GRACE
