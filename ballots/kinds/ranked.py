"""Ranked: put `least` to `most` projects in order, the best first.

Orders are numbered by length, and within a length in mixed radix: each choice is a digit, its place among the
projects not chosen before it (Knuth 4A, 7.2.1.2).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from math import perm

from ballots.kinds.kind import Marking, check_code, check_count, check_distinct, offsets


@dataclass(frozen=True, slots=True)
class Ranked:
    """A marking is project numbers in order of preference."""

    projects: int
    least: int
    most: int
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        lengths = range(self.least, self.most + 1)
        object.__setattr__(self, "_starts", offsets([perm(self.projects, length) for length in lengths]))

    @property
    def size(self) -> int:
        return self._starts[-1]

    @property
    def empty_is_lawful(self) -> bool:
        return self.least == 0

    def pack(self, marking: Marking) -> int:
        check_distinct(marking, self.projects)
        check_count(len(marking), self.least, self.most)
        free = list(range(self.projects))
        rank = 0
        for number in marking:
            place = free.index(number)
            rank = rank * len(free) + place
            del free[place]
        return self._starts[len(marking) - self.least] + rank

    def unpack(self, code: int) -> Marking:
        check_code(code, self.size)
        block = bisect_right(self._starts, code) - 1
        places = self._places(code - self._starts[block], block + self.least)
        free = list(range(self.projects))
        return tuple(free.pop(place) for place in places)

    def _places(self, rank: int, length: int) -> list[int]:
        places = []
        for left in range(self.projects - length + 1, self.projects + 1):
            rank, place = divmod(rank, left)
            places.append(place)
        return places[::-1]
