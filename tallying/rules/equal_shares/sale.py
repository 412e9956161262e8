"""One run of Equal Shares: buy, again and again, the project whose supporters pay least per unit of utility.

Prices never fall while money is spent, so an old price is a lower bound for the present one. The projects
wait in a heap by these bounds; only what comes to the top is looked at again, and only what then could still
be the cheapest is priced exactly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush

from tallying.rules.equal_shares.market import Market
from tallying.rules.equal_shares.purses import ULP, Price, Purses

Waiting = tuple[float, int, int]  # lower bound of the price per unit of utility, its round, the project


@dataclass(frozen=True, slots=True)
class Terms:
    """What the rules say beside the ballots: who competes, who excludes whom, and the order among equals."""

    projects: Sequence[int]
    rank: Sequence[int]
    rivals: Mapping[int, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Purchase:
    """One round: what was bought, its price (per unit of utility, amount / divisor), how many paid, and all
    that stood level with it, itself included."""

    project: int
    amount: int
    divisor: int
    payers: int
    level: tuple[int, ...]

    @property
    def price(self) -> Fraction:
        return Fraction(self.amount, self.divisor)

    def __float__(self) -> float:
        return self.amount / self.divisor


@dataclass(frozen=True, slots=True)
class Offer:
    """A project that can be bought now: the bound it waited with, and its price per point."""

    bound: float
    project: int
    price: Price


class Sale:
    """A run in progress: the purses, and the projects not yet bought, shut out or found out of reach."""

    def __init__(self, market: Market, terms: Terms, endowments: Sequence[Fraction]) -> None:
        self.market, self.terms = market, terms
        self.purses = Purses(market, endowments)
        self.bought: list[Purchase] = []
        self.waiting: list[Waiting] = [
            (market.costs[p] / (market.support[p] * market.units[p]) * (1 - 4 * ULP), -1, p)
            for p in terms.projects
            if market.support[p]
        ]
        heapify(self.waiting)

    def run(self) -> "Sale":
        """Buy until nobody can afford anything more."""
        while (purchase := self.next()) is not None:
            self.bought.append(purchase)
        return self

    def next(self) -> Purchase | None:
        """Buy the cheapest project; None when no project can be paid for by its supporters."""
        offers = self._cheapest()
        if not offers:
            return None
        level = _least(offers, self.market.units)
        best = min(level, key=lambda offer: self.terms.rank[offer.project])
        for offer in offers:
            if offer is not best:
                self.put_back(offer.bound, offer.project)
        return self.buy(best.project, best.price, tuple(offer.project for offer in level))

    def _cheapest(self) -> list[Offer]:
        """Every project that may be the cheapest, taken out of the heap and exactly priced."""
        found: list[Offer] = []
        limit = float("inf")
        while (candidate := self.take(limit)) is not None:
            bound, project = candidate
            unit = self.market.units[project]
            price = self.purses.price(project, bound * unit)
            if price is not None:
                found.append(Offer(bound, project, price))
                limit = min(limit, float(price) / unit * (1 + 4 * ULP))
        return found

    def take(self, limit: float) -> tuple[float, int] | None:
        """Take out the project whose price per unit has the least lower bound, worked out for this round, and
        that bound; None when no project has one up to `limit`."""
        while self.waiting and self.waiting[0][0] <= limit:
            bound, seen, project = heappop(self.waiting)
            if seen == len(self.bought):
                return bound, project
            fresh = self.fresh_bound(project, bound, limit)
            if fresh is not None:
                self.put_back(max(bound, fresh), project)
        return None

    def fresh_bound(self, project: int, bound: float, limit: float) -> float | None:
        """A lower bound of the price per unit, good for this round, from an old one; nearly exact unless it
        is above `limit`. None when the supporters surely cannot pay."""
        unit = self.market.units[project]
        fresh = self.purses.bound(project, bound * unit)
        return None if fresh is None else fresh / unit * (1 - 4 * ULP)

    def put_back(self, bound: float, project: int) -> None:
        """Let the project wait with a bound of this round."""
        heappush(self.waiting, (bound, len(self.bought), project))

    def buy(self, project: int, price: Price, level: tuple[int, ...]) -> Purchase:
        """Pay for a project that was taken out of the heap, and shut its rivals out."""
        rivals = self.terms.rivals.get(project)
        if rivals:
            self.waiting = [waiting for waiting in self.waiting if waiting[2] not in rivals]
            heapify(self.waiting)
        payers = self.purses.pay(project, price)
        divisor = price.scale * price.shares * self.market.units[project]
        return Purchase(project, price.amount, divisor, payers, level)


def _least(offers: Sequence[Offer], units: Sequence[int]) -> list[Offer]:
    if len(offers) == 1:
        return list(offers)
    prices = [offer.price.per(units[offer.project]) for offer in offers]
    least = min(prices)
    return [offer for offer, price in zip(offers, prices, strict=True) if price == least]
