"""Maximin support for budgets (Aziz, Lee, Talmon: Proportionally Representative Participatory Budgeting,
AAMAS 2018, "generalised sequential Phragmén"; for committees Sánchez-Fernández et al., The Maximin Support
Method, AAAI 2021).

The cost of every funded project is carried by its supporters, divided among them in the way that keeps the
heaviest load of any voter smallest. Each round funds the project, among those that still fit into the budget,
after which that heaviest load is smallest. In weighted elections loads count in proportion to the weight.

By Hall's theorem the heaviest load of a set W of projects is the largest cost(S) / weight(supporters of any
of S) over all subsets S of W. `carrying` tries to carry all costs under a limit that some S is known to need
(a flow problem in integers), and where that fails the projects that got stuck are an S that needs more. Loads
never fall as projects are added, so old loads are lower bounds; the projects wait in a heap by these, and
only the first is tried under its bound, once, before it waits again.

Any mark of more than zero points is support. `Round.price` is the heaviest load per voter (of weight one).
"""

from dataclasses import replace
from fractions import Fraction
from heapq import heappop, heappush

from tallying.contest import Contest, conclude, prepare
from tallying.election import Election
from tallying.options import Options
from tallying.outcome import Code, Outcome, Reason, Round, Tie
from tallying.rules.carrying import Bearers
from tallying.rules.equal_shares.market import Market, whole_weights
from tallying.weights import endowments


class Rounds:
    """Counting in progress."""

    def __init__(self, contest: Contest, market: Market) -> None:
        self.contest = contest
        weights = whole_weights(endowments(contest.election.profile, contest.options.weights))
        self.bearers = Bearers.of(market, weights)
        self.left, self.load = contest.left, Fraction(0)
        self.funded: list[int] = []
        self.rounds: list[Round] = []
        self.ties: list[Tie] = []
        self.reasons: dict[int, Reason] = {}
        self.waiting = [(Fraction(0), -1, p) for p in contest.running if self._may_run(p)]

    def _may_run(self, p: int) -> bool:
        if not self.bearers.weight_of(p):
            self.reasons[p] = Reason(Code.NO_VOTES)
        elif self.contest.costs[p] > self.contest.election.budget:
            self.reasons[p] = Reason(Code.TOO_DEAR)
        return p not in self.reasons

    def run(self) -> None:
        """Fund until nothing fits any more."""
        self._drop()
        while self.waiting:
            level = self._lightest()
            order, number = self.contest.order, len(self.contest.mandatory) + len(self.funded) + 1
            if len(level) > 1:
                self.ties.append(order.tie(number, level, self.contest.ids))
            self._fund(order.first(level), number)
            self._drop()

    def _lightest(self) -> list[int]:
        """The projects that leave the smallest heaviest load, which becomes `load`."""
        level: list[int] = []
        least: Fraction | None = None
        now = len(self.funded)
        aside = []
        while self.waiting and (least is None or self.waiting[0][0] <= least):
            load, seen, p = heappop(self.waiting)
            if seen < now:
                known = max(load, self.load)
                more = self.bearers.more_with(p, self.contest.costs[p], known)
                heappush(self.waiting, (known, now, p) if more is None else (more, seen, p))
            else:
                least = load
                level.append(p)
                aside.append((load, seen, p))
        for entry in aside:
            heappush(self.waiting, entry)
        self.load = least or Fraction(0)
        return level

    def _fund(self, p: int, number: int) -> None:
        contest, name, cost = self.contest, self.contest.ids[p], self.contest.costs[p]
        payers = self.bearers.add(p, cost)
        why = Reason(Code.FUNDED, number, self.left, price=self.load, payers=payers)
        self.reasons[p] = why
        self.left -= cost
        self.funded.append(p)
        done = Round(number, name, "funded", cost, self.left, contest.scores[p])
        self.rounds.append(replace(done, price=self.load, payers=payers))

    def _drop(self) -> None:
        """Take out what is funded, shut out, or no longer fits."""
        contest, number = self.contest, len(self.contest.mandatory) + len(self.funded) + 1
        for _, _, p in self.waiting:
            rival = contest.shut_out(p, self.funded)
            if rival is not None:
                self.reasons[p] = Reason(Code.INCOMPATIBLE, other=contest.ids[rival])
            elif p not in self.reasons and contest.costs[p] > self.left:
                self.reasons[p] = Reason(Code.NO_ROOM, number, self.left)
        self.waiting = sorted(entry for entry in self.waiting if entry[2] not in self.reasons)


def fund(election: Election, options: Options) -> Outcome:
    """Count by maximin support. Raises what `contest.prepare` raises."""
    contest = prepare(election, options)
    done = Rounds(contest, Market.of(election, options))
    done.run()
    return conclude(
        contest, "maximin", funded=done.funded, rounds=done.rounds, ties=done.ties, reasons=done.reasons
    )
