"""Yes or no to one project."""

from __future__ import annotations

from dataclasses import dataclass

from ballots.errors import Unlawful
from ballots.kinds.kind import Marking, check_code

NO: Marking = (0,)
YES: Marking = (1,)


@dataclass(frozen=True, slots=True)
class YesNo:
    """A marking is YES or NO."""

    @property
    def size(self) -> int:
        return 2

    @property
    def empty_is_lawful(self) -> bool:
        return False

    def pack(self, marking: Marking) -> int:
        if marking not in (NO, YES):
            raise Unlawful("the answer is yes or no")
        return marking[0]

    def unpack(self, code: int) -> Marking:
        check_code(code, self.size)
        return (code,)
