"""The ballots as arrays: for each voter a slice of project numbers and points (compressed sparse rows)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Places = NDArray[np.int32]
NO_COLUMNS: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class Profile:
    """All ballots of an election.

    starts     int64[n_voters + 1]   ballot v is the slice starts[v]:starts[v + 1] of the two arrays below
    projects   int32[marks]          project numbers (places in `Election.projects`), in the order marked
    points     int64[marks]          1 on an approval, the points given, or the rank counted from 0
    columns    the file's other voter columns, each as long as there are voters ("voter_id" names them)
    groups     int32[n_voters] or None: the voter's group as a place in `group_names`

    A project stands at most once on a ballot. No result may depend on the order of the voters.
    """

    n_projects: int
    starts: Ints
    projects: Places
    points: Ints
    columns: Mapping[str, Any] = field(default_factory=lambda: NO_COLUMNS)
    groups: Places | None = None
    group_names: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        n_projects: int,
        ballots: Iterable[Sequence[int] | Mapping[int, int]],
        groups: Sequence[str] | None = None,
    ) -> Self:
        """Build a profile from small ballots: project numbers approved (or ranked: use a mapping to ranks),
        or a mapping from project number to points. `groups` names each voter's group."""
        marks = [dict(b) if isinstance(b, Mapping) else dict.fromkeys(b, 1) for b in ballots]
        starts = np.cumsum([0] + [len(ballot) for ballot in marks], dtype=np.int64)
        projects = np.array([p for ballot in marks for p in ballot], dtype=np.int32)
        points = np.array([n for ballot in marks for n in ballot.values()], dtype=np.int64)
        made = cls(n_projects, starts, projects, points)
        return made if groups is None else made.grouped(groups)

    @property
    def n_voters(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def lengths(self) -> Ints:
        """int64[n_voters]: how many projects each ballot names."""
        return np.diff(self.starts)

    @cached_property
    def voters(self) -> Places:
        """int32[marks]: the voter of each mark."""
        return np.repeat(np.arange(self.n_voters, dtype=np.int32), self.lengths)

    @cached_property
    def _votes(self) -> Ints:
        return np.bincount(self.projects, minlength=self.n_projects).astype(np.int64)

    def votes(self) -> Ints:
        """int64[n_projects]: the number of ballots that name each project."""
        return self._votes

    def totals(self, marks: Ints) -> Ints:
        """int64[n_projects]: the sum per project of `marks`, one number for each mark; exact."""
        sums = np.zeros(self.n_projects, dtype=np.int64)
        np.add.at(sums, self.projects, marks)
        return sums

    @cached_property
    def _by_project(self) -> tuple[Ints, Ints]:
        order = np.argsort(self.projects, kind="stable")
        return order, np.concatenate(([0], np.cumsum(self._votes)))

    def marks_of(self, project: int) -> Ints:
        """Places in `projects`, `points` and `voters` of the marks for one project, in voter order."""
        order, starts = self._by_project
        return order[starts[project] : starts[project + 1]]

    def supporters(self, project: int) -> Places:
        """int32: the voters whose ballot names this project, in file order."""
        return self.voters[self.marks_of(project)]

    def ballot(self, voter: int) -> tuple[list[int], list[int]]:
        """Project numbers and points of one ballot, in the order marked."""
        marks = slice(self.starts[voter], self.starts[voter + 1])
        return self.projects[marks].tolist(), self.points[marks].tolist()

    def voter_name(self, voter: int) -> str:
        names = self.columns.get("voter_id")
        return str(voter) if names is None else str(names[voter])

    def group_of(self, voter: int) -> str:
        return "" if self.groups is None else self.group_names[self.groups[voter]]

    def grouped(self, labels: Sequence[str]) -> Self:
        """The same ballots with `labels[v]` as the group of voter v; group names in text order."""
        names, places = np.unique(np.asarray(labels, dtype=str), return_inverse=True)
        return replace(self, groups=places.astype(np.int32), group_names=tuple(names.tolist()))

    def group_sizes(self) -> Ints:
        """int64[groups]: the ballots of each group."""
        if self.groups is None:
            return np.array([self.n_voters], dtype=np.int64)
        return np.bincount(self.groups, minlength=len(self.group_names)).astype(np.int64)

    def distinct(self) -> tuple["Profile", Ints]:
        """Ballots that differ (by marks and group, whatever the order marked) and how often each occurs."""
        seen: dict[tuple[int, bytes], int] = {}
        counts: list[int] = []
        first: list[int] = []
        order = np.lexsort((self.projects, self.voters))
        pairs = np.stack((self.projects[order].astype(np.int64), self.points[order]), axis=1)
        group = np.zeros(self.n_voters, dtype=np.int32) if self.groups is None else self.groups
        bounds = self.starts.tolist()
        for voter in range(self.n_voters):
            key = (int(group[voter]), pairs[bounds[voter] : bounds[voter + 1]].tobytes())
            place = seen.setdefault(key, len(first))
            if place == len(first):
                first.append(voter)
                counts.append(0)
            counts[place] += 1
        return self.take(np.array(first, dtype=np.int64)), np.array(counts, dtype=np.int64)

    def take(self, voters: Ints) -> "Profile":
        """The ballots of these voters, in this order, without the file's other columns."""
        lengths = self.lengths[voters]
        starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
        offsets = np.repeat(self.starts[voters] - starts[:-1], lengths)
        marks = offsets + np.arange(starts[-1])
        groups = None if self.groups is None else self.groups[voters]
        return Profile(
            self.n_projects,
            starts,
            self.projects[marks],
            self.points[marks],
            NO_COLUMNS,
            groups,
            self.group_names,
        )
