"""What a call says, whether it is in order, and whether one may answer it now: without rows and pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from pb.accounts.roll.basis import GROWN, latest_birth
from pb.cycles.phases import Activity
from pb.cycles.plan import Plan, Span
from pb.cycles.rules import allowed
from pb.errors import Refused

ALL = 100


class Standing(StrEnum):
    DRAFT = "draft"
    COMING = "coming"
    OPEN = "open"
    OVER = "over"


class NotInOrder(Refused):
    """What a call says does not fit together; `field` is where it can be mended."""

    def __init__(self, field: str, why: LazyString) -> None:
        super().__init__(field)
        self.field, self.why = field, why


class NotOpenYet(Refused):
    why = _l("This call is not open yet. Its page says from when on it can be answered.")


class CallOver(Refused):
    why = _l("This call is closed. You can hand in the same idea as an open proposal, without the call.")


class YearTakesNone(Refused):
    why = _l("This call is closed, and this year takes no more proposals. Its answers can be read below.")


class NotFromThere(Refused):
    """The call asks the residents of some districts only."""

    why = _l(
        "This call asks residents of %(districts)s only; by the town's roll you belong to another part of "
        "the town. You can hand in the same idea as an open proposal, without the call."
    )

    def __init__(self, districts: Sequence[str]) -> None:
        super().__init__(districts)
        self.districts = ", ".join(districts)

    def __str__(self) -> str:
        return str(self.why) % {"districts": self.districts}


class TooOld(Refused):
    why = _l(
        "This call asks residents who are not yet 20 on its first day. You can hand in the same idea as an "
        "open proposal, without the call."
    )


class PostedAlready(Refused):
    why = _l("This call is posted. It can be corrected, with a reason that everyone can read.")


class NoCallPhase(Refused):
    why = _l(
        "No year takes proposals now or later, so that nobody could answer. Publish the next plan first."
    )


class NothingChanged(Refused):
    why = _l("Nothing is different from what stands there now.")


@dataclass(frozen=True)
class Terms:
    """All that a department says in a call. The money is whole won; the weights of the criteria make 100."""

    title: str
    problem: str
    wanted: str
    budget: int | None
    prize: str
    criteria: tuple[tuple[str, int], ...]
    who: str
    districts: tuple[int, ...]
    youth: bool
    opens: datetime
    closes: datetime
    decides: date
    legal_basis: str

    def changed(self, other: "Terms") -> tuple[str, ...]:
        """The names of what differs."""
        names = (field.name for field in fields(self))
        return tuple(name for name in names if getattr(self, name) != getattr(other, name))


# What each part is called, for corrections.
PARTS: Mapping[str, LazyString] = {
    "title": _l("Title"),
    "problem": _l("The problem"),
    "wanted": _l("What is looked for"),
    "budget": _l("Budget"),
    "prize": _l("Prize"),
    "criteria": _l("By what answers are judged"),
    "who": _l("Who may answer"),
    "districts": _l("Districts whose residents may answer"),
    "youth": _l("Age of those who may answer"),
    "opens": _l("First day to answer"),
    "closes": _l("Last day to answer"),
    "decides": _l("Day of the decision"),
    "legal_basis": _l("Legal basis"),
}


def check(terms: Terms, phase: Span, last: date) -> None:
    """Raises NotInOrder. `phase` is when the year takes proposals; `last` is the last day to answer."""
    if terms.budget is None and not terms.prize:
        raise NotInOrder("budget", _l("Say what there is for it: a budget or a prize."))
    names = [name for name, _ in terms.criteria]
    if not names:
        raise NotInOrder("criterion_1", _l("Name at least one thing by which answers are judged."))
    if len(set(names)) < len(names):
        raise NotInOrder("criterion_1", _l("Two criteria have the same name."))
    together = sum(weight for _, weight in terms.criteria)
    if together != ALL:
        raise NotInOrder(
            "weight_1", _l("The weights make %(together)s together. They must make 100.", together=together)
        )
    if terms.closes <= terms.opens:
        raise NotInOrder("closes", _l("The last day is before the first."))
    if terms.opens < phase.starts or terms.closes > phase.ends:
        raise NotInOrder("closes", _l("Both days must lie in the time in which the year takes proposals."))
    if terms.decides < last:
        raise NotInOrder("decides", _l("The decision cannot come before the last day to answer."))


def standing(
    posted: datetime | None, opens: datetime, closes: datetime, closed: datetime | None, at: datetime
) -> Standing:
    if posted is None:
        return Standing.DRAFT
    if closed is not None or at >= closes:
        return Standing.OVER
    return Standing.OPEN if at >= opens else Standing.COMING


def may_answer(now: Standing, plan: Plan, at: datetime) -> None:
    """Raises NotOpenYet, YearTakesNone, CallOver."""
    if now in (Standing.DRAFT, Standing.COMING):
        raise NotOpenYet
    if Activity.PROPOSE not in allowed(plan, at):
        raise YearTakesNone
    if now is Standing.OVER:
        raise CallOver


def check_place(
    asked: Mapping[str, str], youth: bool, first: date, district: str | None, born: date | None
) -> None:
    """Whether a place on the roll is asked: in one of the districts, if any are named, and young enough.

    `asked` says for each district, as the roll calls it, what the visitor calls it; `born` is None from the
    age of 20 on. Raises NotFromThere, TooOld.
    """
    if asked and district not in asked:
        raise NotFromThere(list(asked.values()))
    if youth and (born is None or born <= latest_birth(GROWN, first)):
        raise TooOld
