"""The side of an election that Equal Shares never changes: who supports what, and by how much."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import gcd, lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tallying.election import Election
from tallying.options import Options
from tallying.profile import Ints, Profile
from tallying.scores import marks

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Market:
    """Supporters and utilities, arranged for looking up either by project or by voter.

    A voter who gave project p n points has n * units[p] utility when p is funded: units[p] is the cost of p
    (cost utility) or 1. Marks of no points are not support and are left out.
    """

    costs: tuple[int, ...]
    units: tuple[int, ...]
    profile: Profile
    points: Ints

    @classmethod
    def of(cls, election: Election, options: Options) -> "Market":
        """The market of an election under the utility that `options` names."""
        costs = tuple(project.cost for project in election.projects)
        units = costs if options.utility == "cost" else (1,) * len(costs)
        return cls(costs, units, *_support(election.profile, marks(election, options)))

    @cached_property
    def plain(self) -> bool:
        """Every supporter gave one point."""
        return len(self.points) == 0 or bool(self.points.min() == 1 == self.points.max())

    @cached_property
    def supporters(self) -> list[Ints]:
        """For each project the voters who gave it points (as int64, which numpy looks up fastest)."""
        return self._per_project(self.profile.voters.astype(np.int64))

    @cached_property
    def given(self) -> list[Floats]:
        """For each project the points its supporters gave it, as (exact) floats; unused when `plain`."""
        return self._per_project(self.points.astype(np.float64))

    @cached_property
    def support(self) -> list[int]:
        """For each project all points given to it."""
        totals: list[int] = self.profile.totals(self.points).tolist()
        return totals

    def alike(self, one: int, other: int) -> bool:
        """Do both cost the same and have the same points from the same voters?"""
        return (
            self.costs[one] == self.costs[other]
            and np.array_equal(self.supporters[one], self.supporters[other])
            and (self.plain or np.array_equal(self.given[one], self.given[other]))
        )

    def per_voter(self, by_group: Sequence[Fraction]) -> Floats:
        """float64[n_voters]: to each voter the number of the voter's group, rounded."""
        return np.array([float(share) for share in by_group])[self.group_of(None)]

    def group_of(self, voters: Ints | None) -> Ints:
        """int[voters]: the group of each of these voters (None: of all), 0 where there are no groups."""
        groups, everyone = self.profile.groups, self.profile.n_voters
        if groups is None:
            return np.zeros(everyone if voters is None else len(voters), dtype=np.int64)
        return (groups if voters is None else groups[voters]).astype(np.int64)

    def marks_of(self, voters: Ints) -> Ints:
        """The places of all marks of these voters in `profile.projects` and `points`."""
        starts, lengths = self.profile.starts[voters], self.profile.lengths[voters]
        ends = np.cumsum(lengths)
        return np.repeat(starts - ends + lengths, lengths) + np.arange(ends[-1] if len(ends) else 0)

    def points_by_project(self, voters: Ints) -> Ints:
        """int64[n_projects]: the points these voters gave to each project."""
        chosen = self.marks_of(voters)
        projects = self.profile.projects[chosen]
        if self.plain:
            return np.bincount(projects, minlength=len(self.costs))
        sums = np.bincount(projects, self.points[chosen], minlength=len(self.costs))
        return sums.astype(np.int64)

    def points_table(self, voters: Ints, projects: Sequence[int]) -> Ints:
        """int64[voters, projects]: the points each of these voters gave to each of these projects."""
        column = np.full(len(self.costs), -1)
        column[projects] = np.arange(len(projects))
        chosen = self.marks_of(voters)
        row = np.repeat(np.arange(len(voters)), self.profile.lengths[voters])
        place = column[self.profile.projects[chosen]]
        table = np.zeros((len(voters), len(projects)), dtype=np.int64)
        table[row[place >= 0], place[place >= 0]] = self.points[chosen][place >= 0]
        return table

    def _per_project(self, values: NDArray[Any]) -> list[NDArray[Any]]:
        return np.split(values[self._order], np.cumsum(self.profile.votes())[:-1])

    @cached_property
    def _order(self) -> Ints:
        projects = self.profile.projects
        small = len(self.costs) < 1 << 16  # numpy sorts 16 bits by radix
        return np.argsort(projects.astype(np.uint16) if small else projects, kind="stable")


def _support(profile: Profile, points: Ints) -> tuple[Profile, Ints]:
    worth = points > 0
    if worth.all():
        return profile, points
    kept = np.concatenate(([0], np.cumsum(worth)))
    support = Profile(
        profile.n_projects,
        kept[profile.starts],
        profile.projects[worth],
        points[worth],
        groups=profile.groups,
        group_names=profile.group_names,
    )
    return support, points[worth]


def whole_weights(shares: Sequence[Fraction]) -> list[int]:
    """The weights of the voter groups as the smallest whole numbers in the proportion of their shares."""
    scale = lcm(*(share.denominator for share in shares))
    numbers = [int(share * scale) for share in shares]
    common = gcd(*numbers) or 1
    return [number // common for number in numbers]
