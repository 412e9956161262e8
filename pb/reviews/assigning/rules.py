"""Which department to suggest, and how near a due date is: decisions without rows and pages."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from pb.errors import Refused
from pb.reviews.assigning.models import Reminder

# How long a department has, unless the coordinator says otherwise.
USUAL = timedelta(days=14)
# When a due date begins to be near.
SOON = timedelta(days=3)


class NotReviewTime(Refused):
    why = _l("The review does not run now. Look at this year's steps to see when it does.")


class NotWaiting(Refused):
    why = _l("A department has this proposal already. Load the page again.")


class TwiceTheSame(Refused):
    why = _l("A department that leads cannot be asked as well. Choose another one.")


class DueInThePast(Refused):
    why = _l("This day is over. Choose today or later.")


class NoDepartment(Refused):
    why = _l("Nothing can be suggested for some of the ticked proposals. Choose a department for them.")


class NothingTicked(Refused):
    why = _l("Tick at least one proposal.")


class NoReviewer(Refused):
    why = _l("This account does not hold the office of a reviewer. An administrator gives it first.")


class SeatedAlready(Refused):
    why = _l("This person works in this department already.")


class Urgency(StrEnum):
    """How near a due date is."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    CALM = "calm"


def urgency(due: date, today: date) -> Urgency:
    if today > due:
        return Urgency.LATE
    if today == due:
        return Urgency.TODAY
    return Urgency.SOON if due - today <= SOON else Urgency.CALM


# What is said when, and only once; a calm date needs no words.
SAID: dict[Urgency, Reminder] = {
    Urgency.LATE: Reminder.LATE,
    Urgency.TODAY: Reminder.TODAY,
    Urgency.SOON: Reminder.BEFORE,
}


@dataclass(frozen=True)
class Past:
    """A proposal that some department had, and kept."""

    department: int
    category: int | None
    district: int | None


@dataclass(frozen=True)
class Suggestion:
    """A department, and why: it had `cases` of `all` alike proposals, in the same place or anywhere."""

    department: int
    cases: int
    all: int
    same_place: bool


def suggest(past: Iterable[Past], category: int | None, district: int | None) -> Suggestion | None:
    """Whoever had most proposals of this kind in this place, or else of this kind anywhere.

    None where no case is alike. The department with the lower number wins a tie.
    """
    alike = [one for one in past if category is not None and one.category == category]
    here = [one for one in alike if district is not None and one.district == district]
    cases = Counter(one.department for one in here or alike)
    if not cases:
        return None
    department = min(cases, key=lambda one: (-cases[one], one))
    return Suggestion(department, cases[department], cases.total(), bool(here))
