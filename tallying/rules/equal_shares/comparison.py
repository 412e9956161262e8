"""Is the order of purchases the same at every raise between two?

As endowments rise and the projects are bought in the same order, every price falls and every purse holds
more (by induction over the rounds). So if the order is the same at a lower raise a and at a higher raise b,
it is the same at every raise in between, provided that in each round no rival's price meets the winner's on
the way. Both prices are known at both ends. How fast they fall between is known from below and from above:
that encloses each price between straight lines, and `Path.above` looks at these. At b nobody could afford
anything more, so nobody could before.

The sure rates: where poor supporters give all they have and the rich share the rest, the price falls as fast
as the purses of the poor grow, divided by the points of the rich. Whoever is poor at b was poor at each t;
whoever is rich at t is rich at b; whoever had money at a has money at t; and a purse grows at least as fast
as the endowment plus what has surely become cheaper so far. With a and b exchanged the same says how fast it
falls at most: whoever is rich at a is rich at each t, and who has no money at b had none. Two projects that
cost the same and have the same points from the same voters stay level all the way.
"""

from dataclasses import dataclass, replace
from math import inf

import numpy as np

from tallying.rules.equal_shares.market import Market
from tallying.rules.equal_shares.path import Path, retreat_to_crossing
from tallying.rules.equal_shares.purses import TINY, ULP
from tallying.rules.equal_shares.sale import Purchase, Sale, Terms
from tallying.rules.equal_shares.trial import Ceiling, Ladder, Retrial

LEAST = 2  # a jump by one raise is no less work than counting there
NEARLY = 1 + 2.0**-40
STEPS = 4  # of Newton's method, usually enough
SURE = 1 - 2.0**-20  # far more than the rounding of any sum of up to 10**9 floats


@dataclass(frozen=True, slots=True)
class Broken(Exception):
    """The orders are not proved the same; `back` estimates how far below b they might be."""

    back: float


class Comparison:
    """The run at raise b, held against the finished run at a lower raise a.

    Where it buys something else the comparison goes on with what was bought at a, to learn in one go how far
    below b the first change may be. Prices fall on any fixed way, so what it finds is a ceiling all the same.
    """

    def __init__(
        self, market: Market, terms: Terms, ladder: Ladder, lower: Sale, a: int, b: int, ceiling: Ceiling
    ) -> None:
        self.market, self.terms, self.lower, self.gap = market, terms, lower, b - a
        self.sale = Retrial(market, terms, ladder, b, ceiling)
        self.growth = market.per_voter(ladder.step)
        self.most_growth = self.growth.copy()
        self.left_below = market.per_voter(ladder.at(a))
        self.back = 0.0

    def prove(self) -> Sale:
        """The finished run at b if it and all between have the order of the run at a. Raises Broken."""
        for expected in self.lower.bought:
            self._round(expected)
        self._nothing_more()
        if self.back:
            raise Broken(self.back)
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
        price = sale.purses.price(winner, now * self.market.units[winner])
        if price is None:
            raise Broken(inf)
        path = self._path(expected, float(price) / self.market.units[winner])
        for rival, bound in bounds.items():
            self._retreat(self._overlap(expected, path, rival, bound))
            sale.put_back(bound, rival)
        self._pay(winner, path)
        sale.bought.append(sale.buy(winner, price, (winner,)))

    def _nothing_more(self) -> None:
        """Retreat from every raise at which some project could be added."""
        sale = self.sale
        while (candidate := sale.take(inf)) is not None:
            bound, project = candidate
            if sale.purses.price(project, bound * self.market.units[project]) is not None:
                self._retreat(self._affordable_for(project))

    def _affordable_for(self, project: int) -> float:
        """About how many raises ago the supporters first had the cost of the project."""
        voters = self.market.supporters[project]
        now, before = float(self.sale.purses.left[voters].sum()), float(self.left_below[voters].sum())
        return max(1.0, self.gap * (now - self.market.costs[project]) / max(now - before, TINY))

    def _retreat(self, back: float) -> None:
        self.back = max(self.back, back)
        if self.gap - self.back < LEAST:
            raise Broken(self.back)

    def _overlap(self, expected: Purchase, path: Path, rival: int, bound: float) -> float:
        """0.0 if the rival surely was dearer (or level and later in tie order) throughout; otherwise an
        estimate of how far below b that may be so."""
        if self.market.alike(rival, expected.project):
            return 0.0
        own = Path(path.start, bound, self._fall(rival, bound), inf, self.gap)
        if own.above(path):
            return 0.0
        own = self._with_start(rival, own)
        if own.above(path):
            return 0.0
        exact = self.sale.purses.price(rival, bound * self.market.units[rival])
        rank, winner = self.terms.rank, expected.project
        if exact is None or (exact.per(self.market.units[rival]), rank[rival]) > (
            expected.price,
            rank[winner],
        ):
            return 0.0
        if path.end <= bound:
            return self.gap / 2
        return retreat_to_crossing(path, own) if own.start < inf else 0.9 * self._affordable_for(rival)

    def _with_start(self, project: int, path: Path) -> Path:
        """The path with what a says: a lower bound of the price there, and how fast it falls from there.

        At a the project lost to one that cost `path.start`, so that Newton may begin a little below that.
        """
        purses, unit = self.sale.purses, self.market.units[project]
        voters, cost = purses.supporters[project], float(self.market.costs[project])
        left, given = self.left_below[voters], 1.0 if purses.given is None else purses.given[project]
        slack = len(voters) * (2 * purses.error + 4 * ULP * cost)
        price = path.start * (1 - 16 * ULP)
        for _ in range(STEPS):
            asked = price * unit * given
            shares = float(np.sum((left > asked) * given)) * unit
            if not shares:
                return replace(path, start=inf) if float(left.sum()) < cost - slack else path
            price += max(0.0, (cost - slack - float(np.minimum(left, asked).sum())) / shares)
        ceiling = price * NEARLY + 2 * slack / shares
        surely = float(np.minimum(left, ceiling * unit * given).sum()) > cost + slack
        most = self._most_fall(project, ceiling) if surely else inf
        return replace(path, start=price * (1 - 16 * ULP), most=most)

    def _path(self, expected: Purchase, after: float) -> Path:
        winner, before = expected.project, float(expected)
        least, most = self._fall(winner, after), self._most_fall(winner, before)
        return Path(before * (1 + 4 * ULP), after * (1 + 4 * ULP), least, most, self.gap)

    def _pay(self, project: int, path: Path) -> None:
        """What a project becomes cheaper stays with the supporters who can pay it in full."""
        purses, unit = self.sale.purses, self.market.units[project]
        voters = purses.supporters[project]
        points = unit if purses.given is None else unit * purses.given[project]
        self.growth[voters] += path.least * points
        self.most_growth[voters] += path.most * points
        self.left_below[voters] = np.maximum(self.left_below[voters] - path.start * points, 0.0)

    def _most_fall(self, project: int, price: float) -> float:
        """A rate, per raise, at which the price per unit surely never falls faster; `price` is that at a."""
        purses, unit = self.sale.purses, self.market.units[project]
        voters = purses.supporters[project]
        given = None if purses.given is None else purses.given[project]
        asked = price * unit if given is None else price * unit * given
        rich = self.left_below[voters] > asked + 2 * purses.error
        shares = np.count_nonzero(rich) if given is None else given[rich].sum()
        if not shares:
            return inf
        solvent = ~rich & (purses.left[voters] > 0)
        return float(self.most_growth[voters[solvent]].sum()) / (float(shares) * unit) / SURE

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
