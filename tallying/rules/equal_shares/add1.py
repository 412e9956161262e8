"""Raise every endowment by one, again and again, without counting again each time.

Where a `Comparison` proves that the order of purchases stays the same, all raises up to there are skipped.
"""

from tallying.rules.equal_shares.comparison import LEAST, Broken, Comparison
from tallying.rules.equal_shares.market import Market
from tallying.rules.equal_shares.sale import Sale, Terms
from tallying.rules.equal_shares.trial import NO_CEILING, Ladder, Retrial

MOST_REST = 6  # raises counted one by one before the next attempt to skip some
NEARER = 16  # just below a change of order the next attempt goes by so much less far


class Climb:
    """The way up from the endowments that the budget gives."""

    def __init__(self, market: Market, terms: Terms, ladder: Ladder) -> None:
        self.market, self.terms, self.ladder = market, terms, ladder
        self.raised, self.jump = 0, LEAST
        self.rest, self.failures, self.near = 0, 0, False
        self.ceiling = NO_CEILING
        self.sale = Sale(market, terms, ladder.at(0)).run()

    def stay(self) -> None:
        """Go up as far as the order can be proved the same with moderate effort; rest after vain attempts."""
        if self.rest:
            self.rest -= 1
            return
        start, jump, crossing = (
            self.raised,
            max(LEAST, self.jump // NEARER if self.near else self.jump),
            False,
        )
        while jump >= LEAST:
            try:
                self._jump(jump)
            except Broken as broken:
                crossing = True
                jump = int(min(jump - 1, jump - broken.back))
            else:
                if crossing:
                    break
                jump *= 2
        self.near = crossing
        self.jump = max(LEAST, self.raised - start, self.jump // 2)
        self.failures = 0 if self.raised > start else self.failures + 1
        self.rest = min(self.failures // 2, MOST_REST)

    def _jump(self, jump: int) -> None:
        target = self.raised + jump
        trial = Comparison(self.market, self.terms, self.ladder, self.sale, self.raised, target, self.ceiling)
        try:
            self.sale = trial.prove()
        except Broken:
            self.ceiling = trial.sale.ceiling()
            raise
        self.raised = target

    def next(self) -> Sale:
        """The run one raise up, whatever its order."""
        return Retrial(self.market, self.terms, self.ladder, self.raised + 1, self.ceiling).run()

    def step(self, following: Sale) -> None:
        """Accept the run one raise up."""
        self.near &= _order(following) == _order(self.sale)
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


def _order(sale: Sale) -> list[int]:
    return [purchase.project for purchase in sale.bought]


def _cost(market: Market, sale: Sale) -> int:
    return sum(market.costs[purchase.project] for purchase in sale.bought)


def _settled(market: Market, terms: Terms, sale: Sale, budget: int, stop_when_full: bool) -> bool:
    funded = {purchase.project for purchase in sale.bought}
    shut_out = {rival for project in funded for rival in terms.rivals.get(project, ())}
    others = [p for p in terms.projects if market.support[p] and p not in funded | shut_out]
    left = budget - _cost(market, sale)
    return not others or (stop_when_full and all(market.costs[p] > left for p in others))
