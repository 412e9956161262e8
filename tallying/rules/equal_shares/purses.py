"""What every voter has left, twice: exactly, as a formula, and as a float of certified error.

A purse that is not empty holds its endowment minus the prices paid for the funded projects on the ballot. So
the exact content of any set of purses is a few small counts times the vector of prices, and that vector
stands here as integers over one denominator; nobody's purse is ever stored exactly. The floats beside it find
the likely answer; the formula decides whatever the floats, with their error, leave open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

import numpy as np
from numpy.typing import NDArray

from tallying.profile import Ints
from tallying.rules.equal_shares.market import Floats, Market, Mask

ULP = 2.0**-52  # twice the rounding error of one operation
TINY = float(np.finfo(np.float64).tiny)
NEVER = 1 << 30


@dataclass(frozen=True, slots=True)
class Price:
    """What each supporter pays per point for one project: amount / (scale * shares), exactly.

    `shares` are the points of the supporters who pay in full; `empties` marks those (of the ones listed in
    `Purses.supporters`) who have no more than they are asked for.
    """

    amount: int
    scale: int
    shares: int
    empties: Mask

    def per(self, unit: int) -> Fraction:
        """The price per unit of utility where one point is worth `unit`."""
        return Fraction(self.amount, self.scale * self.shares * unit)

    def __float__(self) -> float:
        return self.amount / (self.scale * self.shares)


class Purses:
    """The voters' money during one run.

    left        float per voter, off by at most `error`; 0.0 when the purse is empty and only then
    emptied     the round in which the purse was emptied, or NEVER
    supporters  for each project its supporters, without some whose purses are empty
    given       the points they gave, or nothing when everyone gave one
    funded      what has been paid for, in this order, and `prices` per point, over `scale`
    """

    def __init__(self, market: Market, endowments: Sequence[Fraction]) -> None:
        self.market = market
        self.scale = lcm(*(share.denominator for share in endowments))
        self.endowments = [share.numerator * (self.scale // share.denominator) for share in endowments]
        self.funded: list[int] = []
        self.prices: list[int] = []
        self.supporters = list(market.supporters)
        self.given = None if market.plain else list(market.given)
        self.left = market.per_voter(endowments)
        self.emptied = np.full(market.profile.n_voters, NEVER, dtype=np.int32)
        self.most = float(max(endowments))
        self.error = 2 * ULP * self.most

    def bound(self, project: int, low: float) -> float | None:
        """A float not above the price per point of `project`, and nearly exact, from one (`low`) that was so
        before; None when the supporters surely cannot pay.

        Newton from below on the concave sum of min(purse, price * points): every step is the root of a
        tangent, and no root is above the answer but by rounding, which `slack` covers.
        """
        left = self.left[self.supporters[project]]
        given = None if self.given is None else self.given[project]
        cost = float(self.market.costs[project])
        slack = len(left) * (self.error + ULP * cost)
        asked, shares, paid = _ask(left, given, low)
        if paid < cost and float(np.add.reduce(left)) < cost - slack:
            return None
        while shares:
            higher = low + (cost - paid) / shares
            if not higher > low * (1 + 8 * ULP):
                break
            low = higher
            asked, shares, paid = _ask(left, given, low)
        else:
            return low
        if 2 * np.count_nonzero(left > asked) < len(left):
            self._drop_empty(project, left)
        return higher - slack / shares

    def price(self, project: int, guess: float) -> Price | None:
        """The exact price per point at which the supporters can pay for `project`; None when they cannot.

        The same steps as in `bound`, but exact: from any guess the next value is not above the answer, and
        from there it rises until the same supporters stay poor.
        """
        voters = self.supporters[project]
        given = None if self.given is None else self.given[project]
        left = self.left[voters]
        cost = self.market.costs[project] * self.scale
        poor = left < (guess if given is None else guess * given)
        if poor.all():
            poor = left == 0
        while shares := _points(~poor, given):
            amount = cost - self.exact_sum(voters[poor & (left > 0)])
            signs = self._compare(voters, given, amount, shares)
            if np.array_equal(poor, signs < 0):
                return Price(amount, self.scale, shares, signs <= 0)
            poor = signs < 0
        return None

    def exact_sum(self, voters: Ints) -> int:
        """Exactly what these voters, none of whose purses is empty, have left together, over `scale`."""
        sizes = np.bincount(self.market.group_of(voters), minlength=len(self.endowments)).tolist()
        owned = sum(map(int.__mul__, sizes, self.endowments))
        if not self.funded or not len(voters):
            return owned
        counts: list[int] = self.market.points_by_project(voters)[self.funded].tolist()
        return owned - sum(map(int.__mul__, counts, self.prices))

    def left_to(self, project: int) -> Fraction:
        """Exactly what the supporters of `project` have left together."""
        voters = self.supporters[project]
        return Fraction(self.exact_sum(voters[self.left[voters] > 0]), self.scale)

    def pay(self, project: int, price: Price) -> int:
        """Take `price` for each point from every supporter, or all there is; the answer is how many paid."""
        common = gcd(price.amount, price.shares)
        self._rescale(price.shares // common)
        voters = self.supporters[project]
        before = self.left[voters]
        asked = float(price) if self.given is None else float(price) * self.given[project]
        left = np.maximum(before - asked, TINY)
        left[price.empties] = 0.0
        self.left[voters] = left
        emptied = voters[price.empties]
        self.emptied[emptied] = np.minimum(self.emptied[emptied], len(self.funded))
        self.funded.append(project)
        self.prices.append(price.amount // common)
        self.error += 2 * ULP * self.most
        return int(np.count_nonzero(before))

    def _drop_empty(self, project: int, left: Floats) -> None:
        some = left > 0
        self.supporters[project] = self.supporters[project][some]
        if self.given is not None:
            self.given[project] = self.given[project][some]

    def _rescale(self, factor: int) -> None:
        if factor > 1:
            self.scale *= factor
            self.endowments = [share * factor for share in self.endowments]
            self.prices = [price * factor for price in self.prices]

    def _compare(self, voters: Ints, given: Floats | None, amount: int, shares: int) -> NDArray[np.int8]:
        """For each supporter -1, 0 or 1: less left, as much as, or more than amount / shares per point."""
        price = amount / (self.scale * shares)
        left = self.left[voters]
        over = left - (price if given is None else price * given)
        signs = np.sign(over).astype(np.int8)
        # Where the demand is more than twice `most`, `over` is below -most and its sign is sure; elsewhere
        # the demand is off by no more than 2 * ULP * most.
        doubt = np.flatnonzero((np.abs(over) <= self.error + 4 * ULP * self.most) & (left > 0))
        if len(doubt):
            points = np.ones(len(doubt)) if given is None else given[doubt]
            signs[doubt] = self._exact_signs(voters[doubt], points, amount, shares)
        return signs

    def _exact_signs(self, voters: Ints, given: Floats, amount: int, shares: int) -> NDArray[np.int8]:
        """The signs of `_compare` in integers, worked out once for all voters of the same history."""
        table = self.market.points_table(voters, self.funded)
        keys = np.column_stack((self.market.group_of(voters), given.astype(np.int64), table))
        histories, which = np.unique(keys, axis=0, return_inverse=True)
        signs = []
        for group, points, *paid in histories.tolist():
            left = self.endowments[group] - sum(map(int.__mul__, paid, self.prices))
            over = left * shares - amount * points
            signs.append((over > 0) - (over < 0))
        return np.array(signs, dtype=np.int8)[which.ravel()]


def _points(some: Mask, given: Floats | None) -> int:
    return int(np.count_nonzero(some) if given is None else np.add.reduce(given[some]))


def _ask(left: Floats, given: Floats | None, price: float) -> tuple[Floats | float, int, float]:
    """What a price per point demands of each, the points of those who have more, and what all would pay."""
    asked = price if given is None else price * given
    return asked, _points(left > asked, given), float(np.add.reduce(np.minimum(left, asked)))
