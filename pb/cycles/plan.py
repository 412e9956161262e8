"""What a plan for a cycle says, as frozen values: the rules read these, whether they are rows or presets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Scope(StrEnum):
    """Whom a section is for: everyone, each district its own list, or one kind of projects."""

    TOWN = "town"
    DISTRICT = "district"
    CATEGORY = "category"


class Ballot(StrEnum):
    """The ballot kinds, by their names in the ballots library."""

    APPROVAL = "approval"
    CHOOSE_ONE = "choose-1"
    CUMULATIVE = "cumulative"
    KNAPSACK = "knapsack"
    RANKED = "ranked"
    SCORING = "scoring"
    YES_NO = "yes-no"


class Channel(StrEnum):
    """How a group votes. A score sheet is no ballot: it is signed, and counted beside them."""

    BOTH = "both"
    ONLINE = "online"
    PAPER = "paper"
    SHEET = "sheet"


# The limits that each kind of ballot needs; it may have no others.
LIMITS: Mapping[Ballot, frozenset[str]] = {
    Ballot.APPROVAL: frozenset({"least", "most"}),
    Ballot.CHOOSE_ONE: frozenset(),
    Ballot.CUMULATIVE: frozenset({"most", "points"}),
    Ballot.KNAPSACK: frozenset(),
    Ballot.RANKED: frozenset({"least", "most"}),
    Ballot.SCORING: frozenset({"most"}),
    Ballot.YES_NO: frozenset(),
}


@dataclass(frozen=True)
class Section:
    """A part of the ballot with its own money, in whole won, and its own limits.

    `projects` is how many are to stand on the ballot (None: not known yet). `least` and `most` are choices,
    or for points the most that one project takes.
    """

    name_ko: str
    name_en: str
    budget: int
    scope: Scope
    ballot: Ballot
    projects: int | None = None
    least: int | None = None
    most: int | None = None
    points: int | None = None


@dataclass(frozen=True)
class Group:
    """Voters who weigh `weight` of 100 together, however many of them vote."""

    name_ko: str
    name_en: str
    weight: int
    channel: Channel


@dataclass(frozen=True)
class Span:
    """When a phase runs: from `starts` until just before `ends`."""

    phase: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class Plan:
    """A whole plan. `spans` are in the order of their beginning."""

    title_ko: str
    title_en: str
    year: int
    budget: int
    binding: bool
    legal_basis: str
    sections: tuple[Section, ...]
    groups: tuple[Group, ...]
    spans: tuple[Span, ...] = field(default=())
    published: bool = False
