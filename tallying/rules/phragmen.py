"""Sequential Phragmén for budgets (Los, Christoff, Grossi: Proportional Budget Allocations, IJCAI 2022).

Every voter earns money at the same speed (in weighted elections in proportion to the weight of a ballot). As
soon as the supporters of a project have its cost together they buy it, and all they had is spent. Counting
stops when the project to be bought next no longer fits into the budget. With t(v) the time of the last
purchase that voter v took part in, or 0, the supporters V of p can buy it at the time

    t(p) = (cost(p) + sum of w(v) * t(v) over V) / (sum of w(v) over V).

A voter's t(v) is one of the few times of purchase, so the sum is a handful of counts times these times, which
stand here as integers over one denominator. Times only rise, so an old t(p) is a lower bound: the projects
wait in a heap by their bounds, and only those that may be first are worked out, then exactly.

Any mark of more than zero points is support. `Round.price` is the time in money per voter (of weight one).
"""

from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import gcd

import numpy as np

from tallying.contest import Contest, conclude, prepare
from tallying.election import Election
from tallying.options import Options
from tallying.outcome import Code, Outcome, Reason, Round, Tie
from tallying.rules.equal_shares.market import Market, whole_weights
from tallying.weights import endowments

ULP = 2.0**-52


@dataclass(frozen=True, slots=True)
class Time:
    """When a project can be bought, amount / divisor, in units of `Clock.scale`."""

    amount: int
    divisor: int

    def earlier(self, other: "Time") -> bool:
        return self.amount * other.divisor < other.amount * self.divisor

    def same(self, other: "Time") -> bool:
        return self.amount * other.divisor == other.amount * self.divisor


class Clock:
    """When each voter last bought something: last[v] is a place in `times`, which are over `scale`."""

    def __init__(self, contest: Contest, market: Market) -> None:
        self.market, self.costs = market, contest.costs
        self.last = np.zeros(market.profile.n_voters, dtype=np.int64)
        self.scale, self.times, self.floats = 1, [0], [0.0]
        self.weights = whole_weights(endowments(contest.election.profile, contest.options.weights))
        self.groups = market.group_of(None) if len(self.weights) > 1 else None
        self.speeds = [self._speed(p) for p in range(len(contest.costs))]

    def _speed(self, project: int) -> int:
        """What the supporters earn together in one unit of time."""
        if self.groups is None:
            return len(self.market.supporters[project]) * self.weights[0]
        sizes = np.bincount(self.groups[self.market.supporters[project]], minlength=len(self.weights))
        return sum(map(int.__mul__, sizes.tolist(), self.weights))

    def counts(self, project: int) -> list[int]:
        """The weight of the supporters that last bought at each of the times."""
        voters = self.market.supporters[project]
        kinds = len(self.times)
        if self.groups is None:
            counts = np.bincount(self.last[voters], minlength=kinds) * self.weights[0]
            return counts.tolist()  # type: ignore[no-any-return]  # numpy knows no better
        table = np.bincount(
            self.groups[voters] * kinds + self.last[voters], minlength=kinds * len(self.weights)
        )
        rows = table.reshape(-1, kinds).tolist()
        return [sum(map(int.__mul__, column, self.weights)) for column in zip(*rows, strict=True)]

    def bound(self, project: int) -> float:
        """A float not above the time of `project`, and nearly exact."""
        spent = sum(map(float.__mul__, map(float, self.counts(project)), self.floats))
        return (self.costs[project] + spent) / self.speeds[project] * (1 - (len(self.times) + 4) * ULP)

    def time(self, project: int) -> Time:
        """The exact time of `project`."""
        spent = sum(map(int.__mul__, self.counts(project), self.times))
        return Time(self.costs[project] * self.scale + spent, self.speeds[project])

    def buy(self, project: int, time: Time) -> Fraction:
        """Let the supporters buy `project`; the time as a number."""
        common = gcd(time.amount, time.divisor)
        factor = time.divisor // common
        if factor > 1:
            self.times = [earlier * factor for earlier in self.times]
            self.scale *= factor
        self.last[self.market.supporters[project]] = len(self.times)
        self.times.append(time.amount // common)
        self.floats.append(self.times[-1] / self.scale)
        return Fraction(self.times[-1], self.scale)


class Race:
    """Counting in progress."""

    def __init__(self, contest: Contest, market: Market) -> None:
        self.contest, self.clock = contest, Clock(contest, market)
        self.left = contest.left
        self.funded: list[int] = []
        self.rounds: list[Round] = []
        self.ties: list[Tie] = []
        self.reasons: dict[int, Reason] = {}
        for p in contest.running:
            if not self.clock.speeds[p]:
                self.reasons[p] = Reason(Code.NO_VOTES)
            elif contest.costs[p] > contest.left:
                code = Code.TOO_DEAR if contest.costs[p] > contest.election.budget else Code.NO_ROOM
                self.reasons[p] = Reason(code, left=contest.left)
        self.waiting = [(self.clock.bound(p), 0, p) for p in contest.running if p not in self.reasons]
        heapify(self.waiting)

    def run(self) -> None:
        """Buy until the next purchase does not fit, or nothing is left to buy."""
        while level := self._first():
            order, number = self.contest.order, len(self.contest.mandatory) + len(self.funded) + 1
            misfits = [p for p, _ in level if self.contest.costs[p] > self.left]
            if misfits:
                self._stop(order.first(misfits), number)
                return
            if len(level) > 1:
                self.ties.append(order.tie(number, [p for p, _ in level], self.contest.ids))
            chosen = order.first(p for p, _ in level)
            self._buy(chosen, dict(level)[chosen], number)

    def _first(self) -> list[tuple[int, Time]]:
        """The projects that can be bought first, all at the same time; they stay in the heap."""
        level: list[tuple[int, Time]] = []
        aside = []
        limit, now = float("inf"), len(self.funded)
        while self.waiting and self.waiting[0][0] <= limit:
            bound, seen, p = heappop(self.waiting)
            if seen < now:
                heappush(self.waiting, (max(bound, self.clock.bound(p)), now, p))
                continue
            aside.append((bound, seen, p))
            time = self.clock.time(p)
            if not level or time.earlier(level[0][1]):
                level = [(p, time)]
                limit = time.amount / (time.divisor * self.clock.scale) * (1 + 4 * ULP)
            elif time.same(level[0][1]):
                level.append((p, time))
        for entry in aside:
            heappush(self.waiting, entry)
        return level

    def _buy(self, p: int, time: Time, number: int) -> None:
        contest, payers = self.contest, len(self.clock.market.supporters[p])
        price, name, cost = self.clock.buy(p, time), contest.ids[p], contest.costs[p]
        self.reasons[p] = Reason(Code.FUNDED, number, self.left, price=price, payers=payers)
        self.left -= cost
        self.funded.append(p)
        self.rounds.append(
            Round(number, name, "funded", cost, self.left, contest.scores[p], price=price, payers=payers)
        )
        rivals = contest.rivals.get(p, frozenset())
        self.reasons.update((q, Reason(Code.INCOMPATIBLE, number, other=name)) for q in self._open() & rivals)
        self.waiting = [entry for entry in self.waiting if entry[2] != p and entry[2] not in rivals]
        heapify(self.waiting)

    def _open(self) -> set[int]:
        return {entry[2] for entry in self.waiting}

    def _stop(self, misfit: int, number: int) -> None:
        name = self.contest.ids[misfit]
        for p in self._open():
            self.reasons[p] = Reason(Code.STOPPED, number, self.left, other=name)
        self.reasons[misfit] = Reason(Code.NO_ROOM, number, self.left)
        score = self.contest.scores[misfit]
        self.rounds.append(Round(number, name, "stopped", 0, self.left, score))


def fund(election: Election, options: Options) -> Outcome:
    """Count by sequential Phragmén. Raises what `contest.prepare` raises."""
    contest = prepare(election, options)
    race = Race(contest, Market.of(election, options))
    race.run()
    return conclude(
        contest, "phragmen", funded=race.funded, rounds=race.rounds, ties=race.ties, reasons=race.reasons
    )
