"""An election as it is counted: projects, budget, ballots. Everything here is frozen and exact."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from tallying.profile import Profile

NOTHING: Mapping[str, str] = MappingProxyType({})
ONE_BUDGET: Mapping[str, int] = MappingProxyType({})


class Kind(StrEnum):
    """How a voter marks a ballot, by the names of the .pb format (`vote_type`)."""

    APPROVAL = "approval"
    CHOOSE_1 = "choose-1"
    CUMULATIVE = "cumulative"
    SCORING = "scoring"
    ORDINAL = "ordinal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """One project on the ballot. `cost` is in whole money units, `extra` keeps the columns we do not know."""

    id: str
    cost: int
    name: str = ""
    categories: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    section: str = ""
    extra: Mapping[str, str] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a single ballot may hold; None where the election sets no limit."""

    min_length: int | None = None
    max_length: int | None = None
    min_sum_cost: int | None = None
    max_sum_cost: int | None = None
    min_points: int | None = None
    max_points: int | None = None
    min_sum_points: int | None = None
    max_sum_points: int | None = None
    default_score: int | None = None


@dataclass(frozen=True, slots=True)
class Ballot:
    """One ballot for people and for slow twins: (project id, points) in the order marked.

    The number is 1 on an approval, the points given, or for a ranking the place counted from 0.
    """

    voter: str
    marks: tuple[tuple[str, int], ...]
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Election:
    """What is counted.

    `budget` and every cost are whole money units of 10**-decimals of the currency. `sections` gives each
    named section its own budget (then `budget` is their sum); empty means that all are counted together.
    Of each set in `conflicts` at most one project may be funded; `mandatory` projects are paid first.
    """

    projects: tuple[Project, ...]
    budget: int
    profile: Profile
    kind: Kind = Kind.APPROVAL
    limits: Limits = field(default_factory=Limits)
    meta: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    decimals: int = 0
    conflicts: frozenset[frozenset[str]] = frozenset()
    mandatory: frozenset[str] = frozenset()
    sections: Mapping[str, int] = field(default_factory=lambda: ONE_BUDGET)

    @property
    def ids(self) -> tuple[str, ...]:
        """Project ids in file order; the profile's project numbers are places in this tuple."""
        return tuple(project.id for project in self.projects)

    def ballots(self) -> Iterator[Ballot]:
        """Every ballot in file order. Slow: the rules work on the arrays of `profile`."""
        ids, profile = self.ids, self.profile
        for voter in range(profile.n_voters):
            chosen, points = profile.ballot(voter)
            marks = tuple((ids[p], int(n)) for p, n in zip(chosen, points, strict=True))
            yield Ballot(profile.voter_name(voter), marks, profile.group_of(voter))
