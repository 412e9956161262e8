"""Who carries the costs of a set of projects when the heaviest load is to be as small as possible.

Voters who support the same projects of the set (and have the same weight) form one class, so that an election
becomes a small flow problem: each project sends its cost to classes that support it, and no class may take
more than the limit times its weight. All amounts are whole: they are multiplied by the limit's denominator.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tallying.profile import Ints
from tallying.rules.equal_shares.market import Market

Mask = NDArray[np.bool_]
MOST = 1 << 62


class TooLarge(OverflowError):
    """Costs times voters pass 2**62 money units."""


@dataclass(eq=False)
class Bearers:
    """The voters by classes: those of one class support the same funded projects.

    class_of  int64[n_voters]             the class of each voter
    supports  bool[funded, classes]       does the class support the project?
    weights   int64[classes]              the weight of all its voters together
    each      int64[n_voters]             the weight of one voter
    costs     the costs of the funded projects
    """

    market: Market
    each: Ints
    class_of: Ints
    supports: Mask
    weights: Ints
    costs: list[int]

    @classmethod
    def of(cls, market: Market, by_group: list[int]) -> "Bearers":
        """Everybody in one class, nothing funded."""
        n_voters = market.profile.n_voters
        each = np.array(by_group, dtype=np.int64)[market.group_of(None)]
        start = np.zeros(n_voters, dtype=np.int64)
        return cls(market, each, start, np.zeros((0, 1), dtype=bool), np.array([each.sum()]), [])

    def more_with(self, project: int, cost: int, known: Fraction) -> Fraction | None:
        """None when the funded projects and this one can be carried under the limit `known`, which some of
        them need; otherwise a larger load that some of them need. Raises TooLarge."""
        inside = self._weights_of(project)
        first = Fraction(cost, int(inside.sum()))
        if first > known:
            return first
        supports, weights = self._split(inside)
        return heavier_load(supports, weights, [*self.costs, cost], known)

    def add(self, project: int, cost: int) -> int:
        """Fund a project; how many support it."""
        voters = self.market.supporters[project]
        halves = 2 * self.class_of
        halves[voters] += 1
        kept, self.class_of = np.unique(halves, return_inverse=True)
        self.supports = np.vstack((self.supports[:, kept >> 1], (kept & 1) == 1))
        self.weights = _sums(self.class_of, self.each, len(kept))
        self.costs.append(cost)
        return len(voters)

    def weight_of(self, project: int) -> int:
        """The weight of all supporters of a project together."""
        return int(self.each[self.market.supporters[project]].sum())

    def _weights_of(self, project: int) -> Ints:
        voters = self.market.supporters[project]
        return _sums(self.class_of[voters], self.each[voters], len(self.weights))

    def _split(self, inside: Ints) -> tuple[Mask, Ints]:
        """Each class in two, those who support a further project and those who do not."""
        weights = np.concatenate((inside, self.weights - inside))
        further = np.arange(len(weights)) < len(inside)
        supports = np.vstack((np.hstack((self.supports, self.supports)), further))
        kept = (weights > 0) & supports.any(axis=0)
        return supports[:, kept], weights[kept]


def _sums(places: Ints, numbers: Ints, length: int) -> Ints:
    sums = np.zeros(length, dtype=np.int64)
    np.add.at(sums, places, numbers)
    return sums


def heavier_load(supports: Mask, weights: Ints, costs: list[int], limit: Fraction) -> Fraction | None:
    """None when the classes can carry all costs under this limit per unit of weight; otherwise a larger load
    that some of the projects need, exactly. Raises TooLarge."""
    loners_first = np.argsort(supports.sum(axis=0), kind="stable")  # leaves room where it is wanted by most
    supports, weights = supports[:, loners_first], weights[loners_first]
    stuck = _carry(supports, weights, costs, limit)
    if stuck is None:
        return None
    cost = sum(c for c, needed in zip(costs, stuck.tolist(), strict=True) if needed)
    return Fraction(cost, int(weights[supports[stuck].any(axis=0)].sum()))


def _carry(supports: Mask, weights: Ints, costs: list[int], limit: Fraction) -> Mask | None:
    """None when all costs can be carried under the limit; otherwise projects that need more, together."""
    if max(sum(costs) * limit.denominator, limit.numerator * int(weights.sum())) > MOST:
        raise TooLarge
    room = weights * limit.numerator
    flow = np.zeros(supports.shape, dtype=np.int64)
    holds = np.zeros(supports.shape, dtype=bool)  # where there is flow
    for project, cost in enumerate(costs):
        excess = cost * limit.denominator
        excess -= _take(flow[project], room, supports[project], excess)
        holds[project] = flow[project] > 0
        while excess:
            path, reached = _path(supports, holds, room, project)
            if path is None:
                return reached
            excess -= _push(supports, flow, room, path, excess)
            holds[path] = flow[path] > 0
    return None


def _path(supports: Mask, holds: Mask, room: Ints, start: int) -> tuple[list[int] | None, Mask]:
    """A shortest chain of projects, each able to leave classes to the one before it, to one that has room."""
    reached = np.zeros(len(supports), dtype=bool)
    came_from = {start: start}
    reached[start] = True
    queue, free = [start], room > 0
    for project in queue:
        classes = supports[project]
        if (free & classes).any():
            return _chain(came_from, project), reached
        nearby = (holds & classes).any(axis=1) & ~reached
        for other in np.flatnonzero(nearby).tolist():
            came_from[other] = project
            queue.append(other)
        reached |= nearby
    return None, reached


def _chain(came_from: dict[int, int], end: int) -> list[int]:
    chain = [end]
    while came_from[chain[-1]] != chain[-1]:
        chain.append(came_from[chain[-1]])
    return chain[::-1]


def _push(supports: Mask, flow: Ints, room: Ints, chain: list[int], excess: int) -> int:
    """Move as much as possible along the chain, up to `excess`; how much that was."""
    amount = min(excess, int(room[supports[chain[-1]]].sum()))
    for taker, giver in pairwise(chain):
        amount = min(amount, int(flow[giver][supports[taker]].sum()))
    _take(flow[chain[-1]], room, supports[chain[-1]], amount)
    for taker, giver in reversed(list(pairwise(chain))):
        _take(flow[taker], flow[giver], supports[taker], amount)
    return amount


def _take(flow: Ints, gives: Ints, classes: Mask, amount: int) -> int:
    """Let `flow` take up to `amount` in these classes from what `gives` has there; how much it took."""
    places = np.flatnonzero(classes)
    offered = gives[places]
    before = np.cumsum(offered) - offered
    taken = np.clip(amount - before, 0, offered)
    flow[places] += taken
    gives[places] -= taken
    return int(taken.sum())
