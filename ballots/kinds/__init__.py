"""Ballot kinds: is this marking lawful, and which number is it? (FORMAT.md, chapter 5)

A kind is one file of this folder and one line of KINDS: how its limits are read from the manifest, and how
its markings are written in JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from ballots.canonical import boolean, members, natural
from ballots.errors import Malformed
from ballots.kinds.approval import Approval
from ballots.kinds.choose_one import ChooseOne
from ballots.kinds.cumulative import Cumulative
from ballots.kinds.kind import Kind, Marking
from ballots.kinds.knapsack import Knapsack
from ballots.kinds.ranked import Ranked
from ballots.kinds.scoring import Scoring
from ballots.kinds.yes_no import YesNo

__all__ = ["KINDS", "FormOfMarking", "Kind", "KindOfBallot", "Marking"]

MOST_POINTS: Final = 1_000_000
MOST_MARKS: Final = 240  # more never fit into one ballot, and their numbers would be slow to reckon


class FormOfMarking:
    """How a marking stands in JSON."""

    IDS: Final = "ids"
    POINTS: Final = "points"
    ANSWER: Final = "answer"


@dataclass(frozen=True, slots=True)
class KindOfBallot:
    """One line of the table: `read(limits, costs, place)` makes the Kind of a section; `form` is its JSON."""

    read: Callable[[Any, tuple[int, ...], str], Kind]
    form: str


def _range(limits: Any, projects: int, place: str) -> tuple[int, int]:
    members(limits, frozenset({"max", "min"}), place)
    most = natural(limits["max"], f"{place}.max", 1, min(projects, MOST_MARKS))
    return natural(limits["min"], f"{place}.min", 0, most), most


def _approval(limits: Any, costs: tuple[int, ...], place: str) -> Kind:
    return Approval(len(costs), *_range(limits, len(costs), place))


def _ranked(limits: Any, costs: tuple[int, ...], place: str) -> Kind:
    return Ranked(len(costs), *_range(limits, len(costs), place))


def _knapsack(limits: Any, costs: tuple[int, ...], place: str) -> Kind:
    members(limits, frozenset({"spend"}), place)
    return Knapsack(costs, natural(limits["spend"], f"{place}.spend", 1))


def _choose_one(limits: Any, costs: tuple[int, ...], place: str) -> Kind:
    members(limits, frozenset(), place)
    return ChooseOne(len(costs))


def _yes_no(limits: Any, costs: tuple[int, ...], place: str) -> Kind:
    members(limits, frozenset(), place)
    if len(costs) != 1:
        raise Malformed(f"yes-no asks about one project, not {len(costs)}", place)
    return YesNo()


def _cumulative(limits: Any, costs: tuple[int, ...], place: str) -> Kind:
    members(limits, frozenset({"exact", "max", "points"}), place)
    points = natural(limits["points"], f"{place}.points", 1, MOST_POINTS)
    most = natural(limits["max"], f"{place}.max", 1, points)
    exact = boolean(limits["exact"], f"{place}.exact")
    if exact and points > len(costs) * most:
        raise Malformed(f"{points} points cannot all be given, {len(costs)} projects take {most} each", place)
    return Cumulative(len(costs), points, most, exact)


def _scoring(limits: Any, costs: tuple[int, ...], place: str) -> Kind:
    members(limits, frozenset({"max"}), place)
    return Scoring(len(costs), natural(limits["max"], f"{place}.max", 1, MOST_POINTS))


KINDS: Final[dict[str, KindOfBallot]] = {
    "approval": KindOfBallot(_approval, FormOfMarking.IDS),
    "choose-1": KindOfBallot(_choose_one, FormOfMarking.IDS),
    "cumulative": KindOfBallot(_cumulative, FormOfMarking.POINTS),
    "knapsack": KindOfBallot(_knapsack, FormOfMarking.IDS),
    "ranked": KindOfBallot(_ranked, FormOfMarking.IDS),
    "scoring": KindOfBallot(_scoring, FormOfMarking.POINTS),
    "yes-no": KindOfBallot(_yes_no, FormOfMarking.ANSWER),
}
