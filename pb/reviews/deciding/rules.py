"""What a review must say before it is submitted, and until when one may object: no rows, no pages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from pb.cycles.plan import Plan
from pb.cycles.rules import day
from pb.errors import Refused
from pb.reviews.deciding.models import Criterion, Ground, Light, Verdict

# How long the proposer may object, within the phase for it.
APPEAL_DAYS = 14
# The limits of the dialogue with the proposer.
MOST_AMENDMENTS = 2
AMENDMENT_DAYS = (3, 21)
LEAST_EXPLANATION = 20

CRITERIA: Mapping[Criterion, tuple[LazyString, LazyString]] = {
    Criterion.COMPETENCE: (_l("Competence"), _l("Is it the town's own business?")),
    Criterion.LAW: (_l("Law"), _l("Do laws and ordinances allow it?")),
    Criterion.TECHNIQUE: (_l("Technique"), _l("Can it be built or done?")),
    Criterion.SITE: (_l("Site"), _l("Is the place free and fit for it?")),
    Criterion.COST: (_l("Cost"), _l("Is the cost right, also in later years?")),
    Criterion.SCHEDULE: (_l("Schedule"), _l("Can it be done within the budget year?")),
    Criterion.EQUITY: (_l("Equity"), _l("Is it fair to everyone it concerns?")),
    Criterion.SAFETY: (_l("Safety"), _l("Is it safe to build and to use?")),
}
LIGHTS: Mapping[Light, LazyString] = {
    Light.OK: _l("In order"),
    Light.CHANGES: _l("Only with changes"),
    Light.NO: _l("Not possible"),
}
VERDICTS: Mapping[Verdict, LazyString] = {
    Verdict.FEASIBLE: _l("Feasible"),
    Verdict.CHANGES: _l("Feasible with changes"),
    Verdict.INFEASIBLE: _l("Not feasible"),
}
# Each ground with the law it usually rests on; the department may name another.
GROUNDS: Mapping[Ground, tuple[LazyString, str]] = {
    Ground.LAW: (_l("Laws or ordinances do not allow it"), "지방재정법 제39조, 관련 법령"),
    Ground.COMPETENCE: (_l("It is not the town's business"), "지방자치법 제13조, 제15조"),
    Ground.DUPLICATE: (_l("The same is being done already"), "주민참여예산제 운영 조례"),
    Ground.PRIVATE: (_l("It serves only a few people"), "지방재정법 제17조"),
    Ground.FUNDED: (_l("It is paid for already"), "지방재정법 제34조, 제36조"),
    Ground.COST: (_l("It costs too much for this budget"), "주민참여예산제 운영 조례"),
    Ground.RECURRING: (_l("It would cost too much every year"), "지방재정법 제33조"),
}


class ChangedMeanwhile(Refused):
    why = _l(
        "Somebody else saved this form meanwhile. Nothing was overwritten: compare below, then save again."
    )


class NotDraft(Refused):
    why = _l("This form is submitted already and cannot be changed. The second signer can give it back.")


class NotSubmitted(Refused):
    why = _l("This form does not wait for a second signature. Load the page again.")


class NotComplete(Refused):
    why = _l("Something is missing before the form can be submitted. It is listed above.")


class FourEyes(Refused):
    why = _l("You submitted this form yourself. Somebody else of the department or the budget office signs.")


class InConflict(Refused):
    why = _l("You declared a conflict of interest. Somebody else decides on this proposal.")


class NotDeclared(Refused):
    why = _l("First say whether you have a conflict of interest.")


class NotYourDepartment(Refused):
    why = _l("Another department examines this proposal.")


class TextHasChanged(Refused):
    why = _l("The proposer has changed the text. Read the new version first.")


class NotDecided(Refused):
    why = _l("Only a proposal with a decision can be examined anew.")


class TooManyAmendments(Refused):
    why = _l("The proposer was asked twice already. Decide on the text as it is.")


class AmendmentWaits(Refused):
    why = _l("The proposer was asked and may still answer. Wait until the last day.")


class BadAmendmentDay(Refused):
    why = _l("Give the proposer between 3 and 21 days.")


class NoAmendmentAsked(Refused):
    why = _l("Nobody asks for a change of this text now.")


@dataclass(frozen=True)
class Line:
    """A line of the cost as typed."""

    item: str
    quantity: int
    unit: str
    unit_cost: int
    yearly: int


@dataclass(frozen=True)
class Sheet:
    """The whole form as typed."""

    lights: Mapping[Criterion, Light | None]
    words: Mapping[Criterion, str]
    lines: tuple[Line, ...]
    verdict: Verdict | None
    ground: Ground | None
    legal_basis: str
    explanation: str
    changes: str
    note: str

    @property
    def cost(self) -> int:
        return sum(line.quantity * line.unit_cost for line in self.lines)


def lacks(sheet: Sheet) -> Iterator[LazyString]:
    """What is missing before the form can be submitted, a sentence each."""
    found = set(sheet.lights.values())
    if None in found:
        yield _l("Not every criterion has its light.")
    if any(not sheet.words[one] for one, light in sheet.lights.items() if light in (Light.CHANGES, Light.NO)):
        yield _l("A criterion that is not in order needs words that say why.")
    if len(sheet.explanation) < LEAST_EXPLANATION:
        yield _l("The explanation for everyone is missing or very short.")
    if sheet.verdict is None:
        yield _l("There is no verdict yet.")
    elif sheet.verdict is Verdict.INFEASIBLE:
        yield from lacks_as_infeasible(sheet)
    else:
        yield from lacks_as_feasible(sheet)


def lacks_as_infeasible(sheet: Sheet) -> Iterator[LazyString]:
    if sheet.ground is None or not sheet.legal_basis:
        yield _l("A proposal that is not feasible needs its ground and the law it rests on.")
    if Light.NO not in sheet.lights.values():
        yield _l("A proposal is not feasible only if some criterion is not possible.")


def lacks_as_feasible(sheet: Sheet) -> Iterator[LazyString]:
    found = set(sheet.lights.values())
    if Light.NO in found:
        yield _l("A criterion is not possible, so that the verdict cannot be feasible.")
    if sheet.verdict is Verdict.FEASIBLE and Light.CHANGES in found:
        yield _l("A criterion needs changes, so that the verdict is feasible with changes.")
    if sheet.verdict is Verdict.CHANGES and not sheet.changes:
        yield _l("Say which changes are needed.")
    if not sheet.cost:
        yield _l("The cost has no line yet.")


def appeal_deadline(plan: Plan, decided: datetime) -> date | None:
    """The last day to object: two weeks within the phase for it. None if that phase is over by then."""
    span = next((one for one in plan.spans if one.phase == "appeal"), None)
    if span is None or decided >= span.ends:
        return None
    last = day(span.ends - timedelta(microseconds=1))
    return min(day(max(decided, span.starts)) + timedelta(days=APPEAL_DAYS), last)
