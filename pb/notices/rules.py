"""How often a digest goes out: decisions without rows and pages."""

from datetime import datetime, timedelta
from enum import StrEnum

from pb.journal.forms import TOWN_TIME

# On the town's clocks: nobody is woken by a digest.
MORNING = 8
WEEK = 7
# What is older comes in no digest, so that whoever was away for long is not flooded.
RECENT = timedelta(days=30)


class Rhythm(StrEnum):
    """How often a person wants to hear of what they follow."""

    AT_ONCE = "at-once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


def is_due(rhythm: Rhythm, sent: datetime | None, at: datetime) -> bool:
    """Whether a digest may go now, if the last one was posted at `sent`."""
    if rhythm in (Rhythm.AT_ONCE, Rhythm.NEVER):
        return rhythm is Rhythm.AT_ONCE
    here = at.astimezone(TOWN_TIME)
    if here.hour < MORNING:
        return False
    if sent is None:
        return True
    days = (here.date() - sent.astimezone(TOWN_TIME).date()).days
    return days >= (1 if rhythm is Rhythm.DAILY else WEEK)
