"""What is true of a project on its way: decisions without rows and pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import lazy_gettext as _l

from pb.cycles.phases import Activity
from pb.cycles.plan import Plan
from pb.cycles.rules import allowed, day
from pb.delivery.models import Completion, CouncilOutcome, DeliveryPhoto, Milestone, SpendingEntry
from pb.errors import Refused
from pb.projects.models import Project


class NotNow(Refused):
    why = _l("The year's plan does not allow this now. Its page says when; a phase can be extended there.")


class NotApproved(Refused):
    why = _l("The council has approved no money for this project, so there is nothing to report.")


class InTheFuture(Refused):
    why = _l("This day is still to come. Type the day on which it happened.")


class MoreThanNoted(Refused):
    why = _l("That is more than was noted as spent. Look at the amounts above.")


class AlreadyCompleted(Refused):
    why = _l("This project was reported as completed before.")


class TooManyPhotos(Refused):
    why = _l("A project has twelve photos at most. Take one of the others away first.")


@dataclass(frozen=True)
class Progress:
    """A funded project, the amount that was voted, and everything that was reported of it since."""

    project: Project
    voted: int
    outcome: CouncilOutcome | None
    milestones: Sequence[Milestone]
    spending: Sequence[SpendingEntry]
    completion: Completion | None
    photos: Sequence[DeliveryPhoto]

    @property
    def approved(self) -> int:
        return self.outcome.approved if self.outcome else 0

    @property
    def cut(self) -> int:
        """How much less was approved than was voted."""
        return max(self.voted - self.approved, 0) if self.outcome else 0

    @property
    def spent(self) -> int:
        return sum(entry.won for entry in self.spending)

    @property
    def next(self) -> Milestone | None:
        """The open milestone that is due first; none once the project is completed."""
        waiting = [one for one in self.milestones if one.done is None]
        return None if self.completion else min(waiting, key=lambda one: one.planned, default=None)


def check_allowed(plan: Plan, activity: Activity, at: datetime) -> None:
    """Raises NotNow."""
    if activity not in allowed(plan, at):
        raise NotNow


def check_past(when: date, at: datetime) -> None:
    """Raises InTheFuture."""
    if when > day(at):
        raise InTheFuture
