"""Choose-1: mark exactly one project."""

from __future__ import annotations

from dataclasses import dataclass

from ballots.kinds.kind import Marking, check_code, check_count, check_distinct


@dataclass(frozen=True, slots=True)
class ChooseOne:
    """A marking is the number of one project."""

    projects: int

    @property
    def size(self) -> int:
        return self.projects

    @property
    def empty_is_lawful(self) -> bool:
        return False

    def pack(self, marking: Marking) -> int:
        check_distinct(marking, self.projects)
        check_count(len(marking), 1, 1)
        return marking[0]

    def unpack(self, code: int) -> Marking:
        check_code(code, self.size)
        return (code,)
