"""When one may support, and by when an answer is due."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l

from pb.cycles.phases import Activity
from pb.cycles.plan import Plan
from pb.cycles.rules import allowed, day, morning
from pb.errors import Refused
from pb.proposals.models import State
from pb.proposals.rules import ON_THE_WAY

# An answer that is due within so many days is marked.
SOON = timedelta(days=7)


class NotNow(Refused):
    why = _l("Supports are not collected right now. The page of the year says when they are.")


class HasEnded(Refused):
    why = _l("This proposal takes no supports any more. Look at where it stands now.")


class NotOwed(Refused):
    why = _l("No answer is owed to this proposal, or it was given already.")


def may_support(plan: Plan, state: State, at: datetime) -> None:
    """Raises NotNow, HasEnded."""
    if Activity.SUPPORT not in allowed(plan, at):
        raise NotNow
    if state not in ON_THE_WAY:
        raise HasEnded


def due(reached: datetime, days: int) -> datetime:
    """The end of the last day on which the answer is in time."""
    return morning(day(reached) + timedelta(days=days + 1)) - timedelta(seconds=1)


def urgency(due: datetime, at: datetime) -> str:
    """`late`, `soon` or `later`: pages show a colour and a word for each."""
    if due < at:
        return "late"
    return "soon" if due - at <= SOON else "later"
