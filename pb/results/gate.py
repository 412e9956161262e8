"""The gate before publication: every sum that must hold, as a named check with its numbers. Pure.

Gwangju Buk-gu published 3,835 votes of 1,274 voters with three choices each. `refused` would have said:
votes-within-limits, 3,835 against 3,822, too many by 13.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ballots.report import Report
from ballots.sections import Section


class Code(StrEnum):
    """What each check makes sure of; `pb.results.sentences` has a sentence for each."""

    CAST = "cast"
    COUNTED = "counted"
    OPENED = "opened"
    ON_ROLL = "on-roll"
    ADMITTED = "admitted"
    PAPER = "paper"
    LIMITS_LEAST = "votes-at-least"
    LIMITS_MOST = "votes-within-limits"
    BALLOTS = "ballots-opened"
    SAME_BALLOTS = "same-ballots"
    SAME_VOTES = "same-votes"
    DISTRICTS = "districts"
    BUDGET = "budget"
    MONEY = "money"
    WINNERS = "winners"
    WHOLE_BUDGET = "whole-budget"
    VERIFIED = "verified"


@dataclass(frozen=True)
class Check:
    """`left` must be equal to `right`, or where `at_most` not above it. `part` is the section it is about."""

    code: Code
    left: int
    right: int
    at_most: bool = False
    part: str = ""

    @property
    def holds(self) -> bool:
        return self.left <= self.right if self.at_most else self.left == self.right

    @property
    def by(self) -> int:
        """By how much it fails."""
        return 0 if self.holds else abs(self.left - self.right)


@dataclass(frozen=True)
class Part:
    """The figures of one section.

    `ballots` and `votes` are by voter group, from the opened ballots; `ballots_counted` and `votes_counted`
    are what the counting library saw; `winners` is what the projects were granted, added up.
    """

    name: str
    kind: str
    limits: Mapping[str, Any]
    projects: int
    budget: int
    cost: int
    left: int
    winners: int
    ballots: Mapping[str, int]
    votes: Mapping[str, int]
    ballots_counted: int
    votes_counted: int
    opened: int


@dataclass(frozen=True)
class Figures:
    """Everything the gate looks at. `districts` is how many voted in each, if the town knows."""

    counts: Mapping[str, int]
    opened: int
    budget: int
    parts: tuple[Part, ...]
    districts: Mapping[str, int] | None = None


def checks(figures: Figures) -> tuple[Check, ...]:
    """Every check in order; all of them, also after one that fails."""
    found = [*whole(figures.counts, figures.opened), *districts(figures)]
    for part in figures.parts:
        found += section(part)
    together = sum(part.budget for part in figures.parts)
    return (*found, Check(Code.WHOLE_BUDGET, together, figures.budget, at_most=True))


def refused(found: tuple[Check, ...]) -> tuple[Check, ...]:
    """Those that do not hold; none opens the gate."""
    return tuple(check for check in found if not check.holds)


def is_telling(check: Check) -> bool:
    """Whether its numbers say what the winners cost together, from which one can often tell who they are."""
    return check.holds and check.code in (Code.BUDGET, Code.MONEY, Code.WINNERS)


def whole(counts: Mapping[str, int], opened: int) -> Iterator[Check]:
    online, paper = counts["online"], counts["paper"]
    yield Check(Code.CAST, counts["superseded"] + counts["voided"] + online, counts["cast"])
    yield Check(Code.COUNTED, counts["counted"], online + paper)
    yield Check(Code.OPENED, opened, counts["counted"])
    yield Check(Code.ADMITTED, counts["cast"] - counts["superseded"], counts["admitted"], at_most=True)
    yield Check(Code.ON_ROLL, counts["admitted"], counts["slots"], at_most=True)
    yield Check(Code.PAPER, online + paper, counts["slots"], at_most=True)


def districts(figures: Figures) -> Iterator[Check]:
    if figures.districts is not None:
        yield Check(Code.DISTRICTS, sum(figures.districts.values()), figures.counts["online"])


def section(part: Part) -> Iterator[Check]:
    """Votes = ballots × choices within the limits; two libraries saw the same; the money adds up."""
    for group, ballots in part.ballots.items():
        votes = part.votes.get(group, 0)
        least, most = bounds(part, ballots)
        name = f"{part.name} · {group}" if len(part.ballots) > 1 else part.name
        if least == most:
            yield Check(Code.LIMITS_MOST, votes, most, part=name)
        else:
            yield Check(Code.LIMITS_LEAST, least, votes, at_most=True, part=name)
            yield Check(Code.LIMITS_MOST, votes, most, at_most=True, part=name)
    together = sum(part.ballots.values())
    yield Check(Code.BALLOTS, together, part.opened, at_most=True, part=part.name)
    yield Check(Code.SAME_BALLOTS, part.ballots_counted, together, part=part.name)
    yield Check(Code.SAME_VOTES, part.votes_counted, sum(part.votes.values()), part=part.name)
    yield Check(Code.BUDGET, part.cost, part.budget, at_most=True, part=part.name)
    yield Check(Code.MONEY, part.cost + part.left, part.budget, part=part.name)
    yield Check(Code.WINNERS, part.winners, part.cost, part=part.name)


def bounds(part: Part, ballots: int) -> tuple[int, int]:
    """How many votes (or points) so many ballots can have, at least and at most."""
    limits, projects = part.limits, part.projects
    each: dict[str, tuple[int, int]] = {
        "approval": (limits.get("min", 0), limits.get("max", 0)),
        "ranked": (limits.get("min", 0), limits.get("max", 0)),
        "choose-1": (1, 1),
        "yes-no": (0, 1),
        "knapsack": (0, projects),
        "cumulative": (limits.get("points", 0) if limits.get("exact") else 0, limits.get("points", 0)),
        "scoring": (0, limits.get("max", 0) * projects),
    }
    least, most = each[part.kind]
    return least * ballots, most * ballots


def of_bundle(report: Report, steps: int) -> Check:
    """The packed bundle, as anyone would verify it: every step must hold."""
    return Check(Code.VERIFIED, sum(check.ok for check in report.checks), steps)


def figures_of(section: Section) -> tuple[str, Mapping[str, Any], int]:
    """Kind, limits and number of projects of a section of the manifest."""
    return section.kind_name, section.limits, len(section.projects)
