"""Ballots row by row: says what is wrong and where, and does what a leniency allows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from tallying.pabulib.head import Header
from tallying.pabulib.leniency import Leniency, Tolerance
from tallying.pabulib.marks import POINTS, VOTE, Marks
from tallying.pabulib.numbers import Place, whole
from tallying.pabulib.rows import SPACES, Rows, fitted


@dataclass
class _Reading:
    """The ballots read so far."""

    ids: Mapping[str, int]
    tolerance: Tolerance
    lines: list[int] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    projects: list[int] = field(default_factory=list)
    points: list[int] = field(default_factory=list)
    voters: set[str] = field(default_factory=set)

    def add(self, line: int, cells: Mapping[str, str]) -> None:
        self._voter(line, cells["voter_id"])
        marks = dict(self._marks(line, cells))
        if not marks:
            self.tolerance.meet(Leniency.EMPTY_BALLOT, "empty-ballot", line)
        self.lines.append(line)
        self.lengths.append(len(marks))
        self.projects += marks.keys()
        self.points += marks.values()

    def _voter(self, line: int, voter: str) -> None:
        if not voter:
            self.tolerance.refuse("empty-id", line, column="voter_id")
        if voter in self.voters:
            self.tolerance.meet(Leniency.REPEATED_VOTER, "repeated-voter", line, cell=voter)
        self.voters.add(voter)

    def _marks(self, line: int, cells: Mapping[str, str]) -> Iterator[tuple[int, int]]:
        """Project number and points of each mark that counts, each project once."""
        names = self._listed(line, cells[VOTE])
        points = self._points(line, cells, len(names))
        seen: set[str] = set()
        for name, number in zip(names, points, strict=True):
            if name not in self.ids:
                self.tolerance.meet(Leniency.UNKNOWN_PROJECT, "unknown-project", line, cell=name)
            elif name in seen:
                self.tolerance.meet(Leniency.REPEATED_PROJECT, "repeated-project", line, cell=name)
            else:
                yield self.ids[name], number
            seen.add(name)

    def _points(self, line: int, cells: Mapping[str, str], wanted: int) -> list[int]:
        if POINTS not in cells:
            return [1] * wanted
        numbers = self._listed(line, cells[POINTS])
        if len(numbers) != wanted:
            self.tolerance.refuse("points-uneven", line, found=len(numbers), wanted=wanted)
        return [whole(number, Place(line, POINTS), self.tolerance) for number in numbers]

    def _listed(self, line: int, cell: str) -> list[str]:
        items = cell.split(",") if cell else []
        trimmed = [item.strip(SPACES) for item in items]
        if trimmed != items:
            self.tolerance.meet(Leniency.SPACES, "spaces", line, cell=repr(cell))
        return trimmed


def read_ballots(data: bytes, header: Header, ids: Sequence[str], tolerance: Tolerance) -> Marks:
    """The ballots after the header of VOTES. Raises BadFile."""
    reading = _Reading({name: place for place, name in enumerate(ids)}, tolerance)
    others: dict[str, list[str]] = {c: [] for c in header.columns if c not in (VOTE, POINTS)}
    for row in Rows(data, tolerance, header.end, header.line + 1):
        cells = dict(zip(header.columns, fitted(row, len(header.columns), tolerance), strict=True))
        reading.add(row.line, cells)
        for column, values in others.items():
            values.append(cells[column])
    return Marks(
        np.cumsum([0, *reading.lengths], dtype=np.int64),
        np.array(reading.projects, dtype=np.int32),
        np.array(reading.points, dtype=np.int64),
        others,
        reading.lines.__getitem__,
    )
