"""Approval: mark `least` to `most` of the projects ("exactly 3 of 18", "up to 5").

Sets are numbered by size, and within a size by the combinatorial number system (Knuth, The Art of Computer
Programming 4A, 7.2.1.3, theorem L): c1 < c2 < ... < cj has the number C(c1,1) + C(c2,2) + ... + C(cj,j).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from math import comb

from ballots.kinds.kind import Marking, binomials, check_code, check_count, check_distinct, offsets


@dataclass(frozen=True, slots=True)
class Approval:
    """A marking is the numbers of the marked projects, ascending."""

    projects: int
    least: int
    most: int
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        counts = [comb(self.projects, marked) for marked in range(self.least, self.most + 1)]
        object.__setattr__(self, "_starts", offsets(counts))

    @property
    def size(self) -> int:
        return self._starts[-1]

    @property
    def empty_is_lawful(self) -> bool:
        return self.least == 0

    def pack(self, marking: Marking) -> int:
        check_distinct(marking, self.projects)
        check_count(len(marking), self.least, self.most)
        rank = sum(comb(c, i) for i, c in enumerate(sorted(marking), start=1))
        return self._starts[len(marking) - self.least] + rank

    def unpack(self, code: int) -> Marking:
        check_code(code, self.size)
        block = bisect_right(self._starts, code) - 1
        rank = code - self._starts[block]
        rows = binomials(self.projects, self.most)
        chosen = []
        for i in range(block + self.least, 0, -1):
            c = bisect_right(rows[i], rank) - 1
            chosen.append(c)
            rank -= rows[i][c]
        return tuple(reversed(chosen))
