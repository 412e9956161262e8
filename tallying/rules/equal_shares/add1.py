"""Raise every endowment by one, again and again, without counting again each time.

As endowments rise and the projects are bought in the same order, every price falls and every purse holds
more (by induction over the rounds). So if the order is the same at a lower raise a and at a higher raise b,
it is the same at every raise in between, provided that in each round each rival p of the project w then
bought satisfies, for all t between a and b,

    price_p(b) + fall_p * (b - t)  >  price_w(a) - fall_w * (t - a)

where `fall` is a rate at which the price surely falls over the whole interval. Both sides are linear in t, so
the two ends decide. At b nobody could afford anything more, so nobody could before.

The sure rate: where poor supporters give all they have and the rich share the rest, the price falls as fast
as the purses of the poor grow, divided by the points of the rich. Whoever is poor at b was poor at each t;
whoever is rich at t is rich at b; whoever had money at a has money at t; and a purse grows at least as fast
as the endowment plus what has become cheaper so far. All that is seen in the run at b and the rounds in which
purses were emptied in the run at a.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf

import numpy as np

from tallying.rules.equal_shares.market import Market
from tallying.rules.equal_shares.purses import ULP, Price
from tallying.rules.equal_shares.sale import Purchase, Sale, Terms

MOST_REST = 6  # raises counted one by one before the next attempt to skip some
SURE = 1 - 2.0**-20  # far more than the rounding of any sum of up to 10**9 floats


@dataclass(frozen=True, slots=True)
class Ladder:
    """The endowments at every raise t: base + t * step for each group of voters."""

    base: tuple[Fraction, ...]
    step: tuple[Fraction, ...]

    def at(self, raised: int) -> list[Fraction]:
        return [base + raised * step for base, step in zip(self.base, self.step, strict=True)]


@dataclass(frozen=True, slots=True)
class Broken(Exception):
    """The orders are not proved the same; `back` estimates how far below b a rival overtook (or inf)."""

    back: float


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What a run at raise `at` that bought `order` found out: `bounds[k]` has lower bounds of the prices per
    unit in round k. On the same way prices are no lower at any lower raise, so the bounds hold there too."""

    at: int
    order: list[int]
    bounds: list[dict[int, float]]

    def above(self, raised: int, order: list[int]) -> list[dict[int, float]]:
        """The bounds that hold at a lower raise, for as many rounds as the orders agree."""
        agreed = next(
            (k for k, (p, q) in enumerate(zip(self.order, order, strict=False)) if p != q), len(order)
        )
        return self.bounds[: agreed + 1] if raised <= self.at else []


class Retrial(Sale):
    """A sale that is spared work by a ceiling, and leaves one."""

    def __init__(
        self, market: Market, terms: Terms, endowments: Sequence[Fraction], known: list[dict[int, float]]
    ) -> None:
        super().__init__(market, terms, endowments)
        self.known = known
        self.found: list[dict[int, float]] = [{}]

    def fresh_bound(self, project: int, bound: float, limit: float) -> float | None:
        this = len(self.bought)
        known = self.known[this].get(project, 0.0) if this < len(self.known) else 0.0
        fresh = known if known > limit else super().fresh_bound(project, bound, limit)
        self.found[this][project] = inf if fresh is None else fresh
        return fresh

    def buy(self, project: int, price: Price, level: tuple[int, ...]) -> Purchase:
        self.found.append({})
        return super().buy(project, price, level)


class Comparison:
    """The run at raise b, held against the finished run at a lower raise a."""

    def __init__(
        self, market: Market, terms: Terms, ladder: Ladder, lower: Sale, a: int, b: int, ceiling: Ceiling
    ) -> None:
        self.market, self.terms, self.lower, self.gap, self.at = market, terms, lower, b - a, b
        self.order = [purchase.project for purchase in lower.bought]
        self.sale = Retrial(market, terms, ladder.at(b), ceiling.above(b, self.order))
        self.growth = market.per_voter(ladder.step)

    def ceiling(self) -> Ceiling:
        """What this run, finished or not, tells about lower raises."""
        return Ceiling(self.at, self.order, self.sale.found)

    def prove(self) -> Sale:
        """The finished run at b if it and all between have the order of the run at a. Raises Broken."""
        for expected in self.lower.bought:
            self._round(expected)
        if self.sale.next() is not None:
            raise Broken(inf)
        return self.sale

    def _round(self, expected: Purchase) -> None:
        sale, winner = self.sale, expected.project
        before = float(expected) * (1 + 4 * ULP)
        bounds: dict[int, float] = {}
        while (candidate := sale.take(before)) is not None:
            bounds[candidate[1]] = candidate[0]
        if winner not in bounds:
            raise Broken(inf)
        now = bounds.pop(winner)
        fall = self._fall(winner, now)
        for rival, bound in bounds.items():
            self._outbid(expected, now, fall, rival, bound)
            sale.put_back(bound, rival)
        price = sale.purses.price(winner, now * self.market.units[winner])
        if price is None:
            raise Broken(inf)
        self._grow(winner, fall * self.market.units[winner])
        sale.bought.append(sale.buy(winner, price, (winner,)))

    def _outbid(self, expected: Purchase, now: float, fall: float, rival: int, bound: float) -> None:
        """Raise Broken unless the rival surely was dearer (or level and later in tie order) throughout."""
        before = float(expected) * (1 + 4 * ULP)
        own = self._fall(rival, bound)
        if bound + own * self.gap > before and bound > before - fall * self.gap:
            return
        unit = self.market.units[rival]
        exact = self.sale.purses.price(rival, bound * unit)
        rank = self.terms.rank
        if exact is None or (exact.per(unit), rank[rival]) > (expected.price, rank[expected.project]):
            return
        raise Broken((now - bound) / (own - fall) if now > bound and own > fall else inf)

    def _fall(self, project: int, bound: float) -> float:
        """A rate, per raise, at which the price per unit of `project` surely falls from a to b."""
        purses, unit = self.sale.purses, self.market.units[project]
        voters = purses.supporters[project]
        left, price = purses.left[voters], bound * unit
        given = None if purses.given is None else purses.given[project]
        poor = left < (price if given is None else price * given)
        shares = np.count_nonzero(~poor) if given is None else given[~poor].sum()
        if not shares:
            return 0.0
        payers = voters[poor]
        solvent = payers[self.lower.purses.emptied[payers] >= len(self.sale.bought)]
        return float(self.growth[solvent].sum()) / (float(shares) * unit) * SURE

    def _grow(self, project: int, fall: float) -> None:
        """What a project has become cheaper stays with each supporter who could pay it in full throughout."""
        if fall > 0:
            purses = self.sale.purses
            voters = purses.supporters[project]
            self.growth[voters] += fall if purses.given is None else fall * purses.given[project]


class Climb:
    """The way up from the endowments that the budget gives."""

    def __init__(self, market: Market, terms: Terms, ladder: Ladder) -> None:
        self.market, self.terms, self.ladder = market, terms, ladder
        self.raised, self.jump = 0, 1
        self.rest, self.failures = 0, 0
        self.ceiling = Ceiling(-1, [], [])
        self.sale = Sale(market, terms, ladder.at(0)).run()

    def stay(self) -> None:
        """Go up as far as the order can be proved the same with moderate effort; rest after vain attempts."""
        if self.rest:
            self.rest -= 1
            return
        start, jump, crossing = self.raised, self.jump, False
        while jump:
            try:
                self._jump(jump)
            except Broken as broken:
                crossing = 0 < broken.back < jump
                jump = min(jump - 1, int(jump - broken.back)) if crossing else jump // 4
            else:
                if crossing:
                    break
                jump *= 2
        self.jump = max(1, self.raised - start, self.jump // 2)
        self.failures = 0 if self.raised > start else self.failures + 1
        self.rest = min(self.failures // 2, MOST_REST)

    def _jump(self, jump: int) -> None:
        target = self.raised + jump
        trial = Comparison(self.market, self.terms, self.ladder, self.sale, self.raised, target, self.ceiling)
        try:
            self.sale = trial.prove()
        except Broken:
            self.ceiling = trial.ceiling()
            raise
        self.raised = target

    def next(self) -> Sale:
        """The run one raise up, whatever its order."""
        return Sale(self.market, self.terms, self.ladder.at(self.raised + 1)).run()

    def step(self, following: Sale) -> None:
        """Accept the run one raise up."""
        self.raised, self.sale = self.raised + 1, following


def last_raise(market: Market, terms: Terms, ladder: Ladder, budget: int, *, stop_when_full: bool) -> int:
    """The raise whose outcome counts: the last before the first that costs more than the budget.

    With `stop_when_full` already the first outcome to which no project can be added counts. When there is no
    such raise, because everything with supporters is bought, the first at which that is so.
    """
    climb = Climb(market, terms, ladder)
    while not _settled(market, terms, climb.sale, budget, stop_when_full):
        climb.stay()
        following = climb.next()
        if _cost(market, following) > budget:
            break
        climb.step(following)
    return climb.raised


def _cost(market: Market, sale: Sale) -> int:
    return sum(market.costs[purchase.project] for purchase in sale.bought)


def _settled(market: Market, terms: Terms, sale: Sale, budget: int, stop_when_full: bool) -> bool:
    funded = {purchase.project for purchase in sale.bought}
    shut_out = {rival for project in funded for rival in terms.rivals.get(project, ())}
    others = [p for p in terms.projects if market.support[p] and p not in funded | shut_out]
    left = budget - _cost(market, sale)
    return not others or (stop_when_full and all(market.costs[p] > left for p in others))
