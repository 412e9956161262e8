"""How a section will be counted (FORMAT.md, chapter 5): frozen with the election, used by the recount."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from ballots.canonical import NAME, array, matching, members, natural, text
from ballots.errors import Malformed

MEMBERS: Final = frozenset({"conflicts", "mandatory", "quorum", "rule", "sheets", "ties"})

_RULE = re.compile(r"[a-z0-9/-]{1,64}\Z")
_TIE = re.compile(r"[a-z0-9:.-]{1,64}\Z")
_MOST_MARKS = 1_000_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """Marks beside the ballots (a committee's, a survey's): a project gains weight · marks / top."""

    name: str
    weight: int
    top: int
    marks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Terms:
    """The rule and its tie-breaks; projects named by fewer than `quorum` ballots are out.

    Of each of `conflicts` at most one project is funded; `mandatory` ones are paid first. Both hold ids in
    the order of the ballot.
    """

    rule: str
    ties: tuple[str, ...]
    quorum: int
    conflicts: tuple[tuple[str, ...], ...]
    mandatory: tuple[str, ...]
    sheets: tuple[Sheet, ...]


def read(fields: Mapping[str, Any], costs: Mapping[str, int], budget: int, place: str) -> Terms:
    """The terms among the members of a section whose projects cost `costs`, in the order of the ballot."""
    ids = tuple(costs)
    terms = Terms(
        rule=matching(fields["rule"], _RULE, "name of a counting rule", f"{place}.rule"),
        ties=_ties(fields["ties"], f"{place}.ties"),
        quorum=natural(fields["quorum"], f"{place}.quorum"),
        conflicts=_conflicts(fields["conflicts"], ids, f"{place}.conflicts"),
        mandatory=_some(fields["mandatory"], ids, 0, f"{place}.mandatory"),
        sheets=_sheets(fields["sheets"], ids, f"{place}.sheets"),
    )
    _check_mandatory(terms, costs, budget, f"{place}.mandatory")
    return terms


def _ties(value: Any, place: str) -> tuple[str, ...]:
    return tuple(matching(item, _TIE, "name of a tie-break", place) for item in array(value, place, 1, 10))


def _conflicts(value: Any, ids: tuple[str, ...], place: str) -> tuple[tuple[str, ...], ...]:
    found = [_some(item, ids, 2, f"{place}[{at}]") for at, item in enumerate(array(value, place, 0, 1000))]
    if found != sorted(set(found), key=lambda conflict: [ids.index(each) for each in conflict]):
        raise Malformed("conflicts stand in the order of the ballot, each once", place)
    return tuple(found)


def _some(value: Any, ids: tuple[str, ...], least: int, place: str) -> tuple[str, ...]:
    """Project ids, each once and in the order of the ballot."""
    found = [text(item, place, 32) for item in array(value, place, least, len(ids))]
    if found != [each for each in ids if each in found]:
        raise Malformed("projects of this section are expected, each once, in the order of the ballot", place)
    return tuple(found)


def _sheets(value: Any, ids: tuple[str, ...], place: str) -> tuple[Sheet, ...]:
    sheets = tuple(_sheet(item, ids, f"{place}[{at}]") for at, item in enumerate(array(value, place, 0, 10)))
    if len({sheet.name for sheet in sheets}) != len(sheets):
        raise Malformed("a name is given twice", place)
    return sheets


def _sheet(value: Any, ids: tuple[str, ...], place: str) -> Sheet:
    fields = members(value, frozenset({"marks", "name", "top", "weight"}), place)
    top = natural(fields["top"], f"{place}.top", 1, _MOST_MARKS)
    marks = fields["marks"]
    if not isinstance(marks, dict) or not marks.keys() <= set(ids):
        raise Malformed("marks are given to projects of this section", f"{place}.marks")
    return Sheet(
        matching(fields["name"], NAME, "name of a score sheet", f"{place}.name"),
        natural(fields["weight"], f"{place}.weight", 1, 1_000_000),
        top,
        {each: natural(points, f"{place}.marks.{each}", 0, top) for each, points in marks.items()},
    )


def _check_mandatory(terms: Terms, costs: Mapping[str, int], budget: int, place: str) -> None:
    demanded = sum(costs[each] for each in terms.mandatory)
    if demanded > budget:
        raise Malformed(f"mandatory projects cost {demanded} together, the budget is {budget}", place)
    for conflict in terms.conflicts:
        if len(set(conflict) & set(terms.mandatory)) > 1:
            raise Malformed("two mandatory projects exclude each other", place)
