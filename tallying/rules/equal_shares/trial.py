"""Runs at several raises: what one tells about another."""

from dataclasses import dataclass
from fractions import Fraction
from math import inf

from tallying.rules.equal_shares.market import Market
from tallying.rules.equal_shares.purses import Price
from tallying.rules.equal_shares.sale import Purchase, Sale, Terms


@dataclass(frozen=True, slots=True)
class Ladder:
    """The endowments at every raise t: base + t * step for each group of voters."""

    base: tuple[Fraction, ...]
    step: tuple[Fraction, ...]

    def at(self, raised: int) -> list[Fraction]:
        return [base + raised * step for base, step in zip(self.base, self.step, strict=True)]


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What a run at raise `at` that bought `order` found out: `bounds[k]` has lower bounds of the prices per
    unit in round k. On the same way prices are no lower at any lower raise, so the bounds hold there too."""

    at: int
    order: list[int]
    bounds: list[dict[int, float]]


NO_CEILING = Ceiling(-1, [], [])


class Retrial(Sale):
    """A sale that is spared work by a ceiling as long as it buys the same, and that leaves a ceiling."""

    def __init__(self, market: Market, terms: Terms, ladder: Ladder, at: int, ceiling: Ceiling) -> None:
        super().__init__(market, terms, ladder.at(at))
        self.at, self.known = at, ceiling if at <= ceiling.at else NO_CEILING
        self.found: list[dict[int, float]] = [{}]

    def ceiling(self) -> Ceiling:
        """What this run, finished or not, tells about lower raises."""
        return Ceiling(self.at, [purchase.project for purchase in self.bought], self.found)

    def fresh_bound(self, project: int, bound: float, limit: float) -> float | None:
        this = len(self.bought)
        known = self.known.bounds[this].get(project, 0.0) if this < len(self.known.bounds) else 0.0
        fresh = known if known > limit else super().fresh_bound(project, max(bound, known), limit)
        self.found[this][project] = inf if fresh is None else fresh
        return fresh

    def buy(self, project: int, price: Price, level: tuple[int, ...]) -> Purchase:
        self.found.append({})
        if [project] != self.known.order[len(self.bought) : len(self.bought) + 1]:
            self.known = NO_CEILING
        return super().buy(project, price, level)
