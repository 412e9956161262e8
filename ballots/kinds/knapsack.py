"""Knapsack: mark projects while the money lasts (Goel and others, "Knapsack voting", ACM TEAC 2019).

The code is a bit mask. Masks whose projects cost more than the limit are no lawful marking.
"""

from __future__ import annotations

from dataclasses import dataclass

from ballots.errors import Unlawful
from ballots.kinds.kind import Marking, check_code, check_distinct


@dataclass(frozen=True, slots=True)
class Knapsack:
    """A marking is the numbers of the marked projects, ascending; `costs` and `spend` are whole won."""

    costs: tuple[int, ...]
    spend: int

    @property
    def size(self) -> int:
        return 1 << len(self.costs)

    @property
    def empty_is_lawful(self) -> bool:
        return True

    def pack(self, marking: Marking) -> int:
        check_distinct(marking, len(self.costs))
        self._check_cost(marking)
        return sum(1 << number for number in marking)

    def unpack(self, code: int) -> Marking:
        check_code(code, self.size)
        marking = tuple(number for number in range(code.bit_length()) if code >> number & 1)
        self._check_cost(marking)
        return marking

    def _check_cost(self, marking: Marking) -> None:
        cost = sum(self.costs[number] for number in marking)
        if cost > self.spend:
            raise Unlawful(f"the marked projects cost {cost}, at most {self.spend} may be spent")
