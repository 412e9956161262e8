"""The exact knapsack: the best choice of items within a capacity, with proof, in integers of any size.

States (cost, worth) are built item by item, best worth for its cost first. A state is dropped when another
costs no more and is worth no less (dominance), or when even the fractional best of the items still to come
cannot lift it above a choice already found (Dantzig's bound). Both are exact, so what remains at the end is
the optimum. See Kellerer, Pferschy, Pisinger, "Knapsack Problems" (Springer 2004): dynamic programming with
lists.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cmp_to_key
from itertools import accumulate

Item = tuple[int, int]  # cost, worth


@dataclass(frozen=True, slots=True)
class Bound:
    """Prefix sums of the items in order of worth per cost; costs[i] and worths[i] are of the first i
    items."""

    items: Sequence[Item]
    costs: Sequence[int]
    worths: Sequence[int]

    @classmethod
    def of(cls, items: Sequence[Item]) -> "Bound":
        costs = list(accumulate((cost for cost, _ in items), initial=0))
        return cls(items, costs, list(accumulate((worth for _, worth in items), initial=0)))

    def from_item(self, first: int, room: int) -> tuple[int, int]:
        """(worth of the whole items that fit in a row, upper bound on any choice) among items from `first`
        on."""
        end = bisect_right(self.costs, self.costs[first] + room) - 1
        whole = self.worths[end] - self.worths[first]
        if end == len(self.items):
            return whole, whole
        cost, worth = self.items[end]
        return whole, whole + (room - self.costs[end] + self.costs[first]) * worth // cost


@dataclass(frozen=True, slots=True)
class Best:
    """The worth of the best choice, and how many states the proof had to look at."""

    worth: int
    states: int


def best_choice(items: Sequence[Item], either: Sequence[Sequence[Item]], capacity: int) -> Best:
    """The largest worth of a choice among `items` and at most one of each list in `either`, of total cost at
    most `capacity`. Costs are >= 0, worths > 0."""
    line = in_line(item for item in items if item[0] <= capacity)
    bound = Bound.of(line)
    states: list[Item] = [(0, 0)]
    for options in either:
        states = _undominated(
            states + [_add(s, o) for s in states for o in options if s[0] + o[0] <= capacity]
        )
    seen, found = len(states), 0
    for place, (cost, worth) in enumerate(line):
        states, found = _promising(states, bound, place, capacity, found)
        seen += len(states)
        states = _merge(states, [(c + cost, w + worth) for c, w in states if c + cost <= capacity])
    return Best(max(found, *(worth for _, worth in states)) if states else found, seen)


def in_line(items: Iterable[Item]) -> list[Item]:
    """The items by falling worth per cost; what costs nothing comes first."""
    return sorted(items, key=cmp_to_key(_denser))


def _denser(a: Item, b: Item) -> int:
    left, right = a[1] * b[0], b[1] * a[0]
    return (left < right) - (left > right)


def _add(a: Item, b: Item) -> Item:
    return a[0] + b[0], a[1] + b[1]


def _promising(
    states: Sequence[Item], bound: Bound, place: int, capacity: int, found: int
) -> tuple[list[Item], int]:
    """The states that may still lead above the best choice found, and that choice brought up to date."""
    limits: list[int] = []
    for cost, worth in states:
        whole, most = bound.from_item(place, capacity - cost)
        found = max(found, worth + whole)
        limits.append(worth + most)
    return [state for state, most in zip(states, limits, strict=True) if most > found], found


def _undominated(states: list[Item]) -> list[Item]:
    """By rising cost, only states worth more than every cheaper one."""
    kept: list[Item] = []
    for cost, worth in sorted(states, key=lambda state: (state[0], -state[1])):
        if not kept or worth > kept[-1][1]:
            kept.append((cost, worth))
    return kept


def _merge(left: list[Item], right: list[Item]) -> list[Item]:
    """Two lists by rising cost as one, dominated states left out."""
    return _undominated(left + right) if right else left
