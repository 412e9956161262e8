"""Who may say what, and for how long it can be changed: decisions without rows and pages."""

from datetime import datetime, timedelta
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from pb.cycles.phases import Activity
from pb.cycles.plan import Plan
from pb.cycles.rules import allowed
from pb.errors import Refused
from pb.proposals.models import State

EDITABLE_FOR = timedelta(minutes=15)
SHORTEST, LONGEST = 2, 2_000

# A proposal that was withdrawn, merged, sent on or voted about is not argued over any more.
ARGUED_OVER = frozenset((State.RECEIVED, State.IN_REVIEW, State.FEASIBLE, State.INFEASIBLE, State.ON_BALLOT))


class Stance(StrEnum):
    """What a thread is: a reason for or against, or a question. Answers to one are replies."""

    FOR = "for"
    AGAINST = "against"
    QUESTION = "question"
    REPLY = "reply"


class Standing(StrEnum):
    """As whom somebody writes."""

    RESIDENT = "resident"
    EXPERT = "expert"
    OFFICE = "office"


class Order(StrEnum):
    """What comes first in a list."""

    NEWEST = "newest"
    USEFUL = "useful"


STANCES: dict[Stance, LazyString] = {
    Stance.FOR: _l("For"),
    Stance.AGAINST: _l("Against"),
    Stance.QUESTION: _l("Question"),
}


class Closed(Refused):
    why = _l("The discussion is closed now. What was said stays here to be read.")


class NotAResident(Refused):
    why = _l("Residents speak here. Show first that you live here; it takes a minute.")


class TooLate(Refused):
    why = _l(
        "This can be changed for 15 minutes only, so that answers still fit. Write a reply to add something."
    )


class UnderModeration(Refused):
    why = _l("This is hidden now. You can object to that, but neither change nor delete it.")


class OfficeStays(Refused):
    why = _l("What an office has answered stays. Write another answer to put something right.")


class OwnPost(Refused):
    why = _l("Others say whether what you wrote helped them.")


class NotHere(Refused):
    why = _l("Nobody can answer here any more: it was deleted or hidden meanwhile.")


class WrittenMeanwhile(Refused):
    why = _l("Somebody has written a newer summary meanwhile. Read it below, then send yours again.")


def is_open(state: str, plan: Plan, at: datetime) -> bool:
    """Whether anybody may say something about a proposal that stands there."""
    return State(state) in ARGUED_OVER and Activity.DISCUSS in allowed(plan, at)


def is_editable(written: datetime, at: datetime) -> bool:
    return at - written < EDITABLE_FOR
