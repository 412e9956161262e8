"""What a plan for a cycle says, as frozen values: the rules read these, whether they are rows or presets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from pb.accounts.roll.basis import GROWN, Basis
from tallying.variants import MAJORITY


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


# Above this nobody has to show an age: the roll keeps no birth date of whoever is older.
OLDEST_MINIMUM = GROWN - 1


class TieBreak(StrEnum):
    """What decides between projects that stand level, by their names in the counting library."""

    VOTES = "votes"
    COST = "cost"
    LEXICO = "lexico"
    LOT = "lot"


MOST_VOTES = ("greedy", "greedy-no-skip", "greedy-per-won", "max-votes")
# These give each voter an equal part of the money, so that a score sheet, which is no voter, has none.
PROPORTIONAL = (
    "equal-shares",
    "equal-shares/add1",
    "equal-shares/add1-exhaustive",
    "equal-shares/utilitarian",
    "equal-shares/comparison",
    "phragmen",
    "maximin",
)
# The rules of the counting library that can count each kind of ballot.
RULES: Mapping[Ballot, tuple[str, ...]] = {
    Ballot.APPROVAL: (*MOST_VOTES, *PROPORTIONAL),
    Ballot.CHOOSE_ONE: (*MOST_VOTES, *PROPORTIONAL),
    Ballot.CUMULATIVE: (*MOST_VOTES, *PROPORTIONAL),
    Ballot.KNAPSACK: (*MOST_VOTES, "knapsack-per-won", *PROPORTIONAL),
    Ballot.RANKED: (*MOST_VOTES, *PROPORTIONAL),
    Ballot.SCORING: (*MOST_VOTES, *PROPORTIONAL),
    Ballot.YES_NO: (MAJORITY,),
}

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
    or for points the most that one project takes. `rule` counts it; `quorum` ballots must name a project,
    or it is not funded. `shares` are (id of a district, won) where the districts get different amounts;
    without them they get the same.
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
    rule: str = "greedy"
    quorum: int | None = None
    shares: tuple[tuple[int, int], ...] = ()


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
    """A whole plan. `spans` are in the order of their beginning.

    `ties` decide between projects that stand level, the first first; `lot` is the seed of the lot among
    them, once it is drawn. Residents by one of `bases` take part who have reached `minimum_age` on
    `age_on`, if there is one. `version` counts how often a draft was changed.
    """

    title_ko: str
    title_en: str
    year: int
    budget: int
    binding: bool
    legal_basis: str
    sections: tuple[Section, ...]
    groups: tuple[Group, ...]
    spans: tuple[Span, ...] = field(default=())
    ties: tuple[TieBreak, ...] = (TieBreak.VOTES, TieBreak.COST, TieBreak.LOT)
    lot: str | None = None
    bases: frozenset[Basis] = frozenset({Basis.ADDRESS})
    minimum_age: int | None = None
    age_on: date | None = None
    # How many witnesses from outside must cosign the ballot box; None asks for none.
    witnesses: int | None = None
    version: int = 1
    published: bool = False
