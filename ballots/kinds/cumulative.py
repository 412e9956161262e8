"""Cumulative points: spread a number of points over the projects, at most so many on one."""

from __future__ import annotations

from dataclasses import dataclass

from ballots.errors import Unlawful
from ballots.kinds.kind import Marking, check_code, check_points, digits, mixed_radix, power


@dataclass(frozen=True, slots=True)
class Cumulative:
    """A marking is points 0 .. `most` for each project, `points` together (or fewer unless `exact`)."""

    projects: int
    points: int
    most: int
    exact: bool

    @property
    def size(self) -> int:
        return power(self.most + 1, self.projects)

    @property
    def empty_is_lawful(self) -> bool:
        return not self.exact

    def pack(self, marking: Marking) -> int:
        check_points(marking, self.projects, self.most)
        self._check_sum(marking)
        return mixed_radix(marking, self.most + 1)

    def unpack(self, code: int) -> Marking:
        check_code(code, self.size)
        marking = digits(code, self.most + 1, self.projects)
        self._check_sum(marking)
        return marking

    def _check_sum(self, marking: Marking) -> None:
        given = sum(marking)
        if given > self.points or (self.exact and given != self.points):
            wanted = "exactly" if self.exact else "at most"
            raise Unlawful(f"{given} points are given, {wanted} {self.points} are asked for")
