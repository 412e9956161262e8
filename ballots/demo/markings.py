"""Lawful markings drawn at random, with a liking for the first projects so that there is a winner."""

from __future__ import annotations

from ballots.kinds import Marking
from ballots.kinds.approval import Approval
from ballots.kinds.cumulative import Cumulative
from ballots.kinds.knapsack import Knapsack
from ballots.kinds.ranked import Ranked
from ballots.kinds.scoring import Scoring
from ballots.kinds.yes_no import NO, YES
from ballots.manifest import Manifest
from ballots.randomness import Source, below
from ballots.sections import Section
from ballots.styles import Ballot, Style


def draw_ballot(manifest: Manifest, style: Style, source: Source) -> Ballot:
    """One lawful ballot of the style."""
    return tuple(draw(manifest.sections[name], source) for name in style.sections)


def draw(section: Section, source: Source) -> Marking | None:
    """One lawful marking of the section; one in ten is left out where that is allowed."""
    if section.may_be_blank and below(source, 10) == 0:
        return None
    projects = len(section.projects)
    match section.kind:
        case Approval(least=least, most=most):
            return tuple(sorted(_some(projects, least + below(source, most - least + 1), source)))
        case Ranked(least=least, most=most):
            return _some(projects, least + below(source, most - least + 1), source)
        case Knapsack(costs=costs, spend=spend):
            return _affordable(costs, spend, source)
        case Cumulative(points=points, most=most):
            return _spread(projects, points, most, source)
        case Scoring(most=most):
            return tuple(below(source, most + 1) for _ in range(projects))
        case _:
            return _one(section, source)


def _one(section: Section, source: Source) -> Marking:
    if section.kind_name == "yes-no":
        return YES if below(source, 3) else NO
    return (_liked(len(section.projects), source),)


def _liked(count: int, source: Source) -> int:
    return min(below(source, count), below(source, count))


def _some(projects: int, count: int, source: Source) -> Marking:
    free = list(range(projects))
    return tuple(free.pop(_liked(len(free), source)) for _ in range(count))


def _affordable(costs: tuple[int, ...], spend: int, source: Source) -> Marking:
    chosen: list[int] = []
    for number in _some(len(costs), len(costs), source):
        if sum(costs[each] for each in chosen) + costs[number] <= spend:
            chosen.append(number)
    return tuple(sorted(chosen))


def _spread(projects: int, points: int, most: int, source: Source) -> Marking:
    given = [0] * projects
    for _ in range(min(points, projects * most)):
        open_to_more = [number for number in range(projects) if given[number] < most]
        given[open_to_more[_liked(len(open_to_more), source)]] += 1
    return tuple(given)
