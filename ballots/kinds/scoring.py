"""Scoring: give each project a mark of its own, 0 to `most`."""

from __future__ import annotations

from dataclasses import dataclass

from ballots.kinds.kind import Marking, check_code, check_points, digits, mixed_radix, power


@dataclass(frozen=True, slots=True)
class Scoring:
    """A marking is points 0 .. `most` for each project."""

    projects: int
    most: int

    @property
    def size(self) -> int:
        return power(self.most + 1, self.projects)

    @property
    def empty_is_lawful(self) -> bool:
        return True

    def pack(self, marking: Marking) -> int:
        check_points(marking, self.projects, self.most)
        return mixed_radix(marking, self.most + 1)

    def unpack(self, code: int) -> Marking:
        check_code(code, self.size)
        return digits(code, self.most + 1, self.projects)
