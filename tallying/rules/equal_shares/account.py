"""What a finished sale means for every project: rounds, reasons, ties, and the price system."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from tallying.contest import Contest, conclude
from tallying.outcome import Code, Outcome, Reason, Round, Score, Tie
from tallying.prices import Preference, Prices
from tallying.rules.equal_shares.add1 import last_raise
from tallying.rules.equal_shares.market import Market
from tallying.rules.equal_shares.sale import Purchase, Sale, Terms
from tallying.rules.equal_shares.trial import Ladder
from tallying.weights import endowments


@dataclass(frozen=True, eq=False)
class Account:
    """A contest and the sale that decided it, at some raise of the endowments; `gifts` cost nothing."""

    contest: Contest
    market: Market
    terms: Terms
    ladder: Ladder
    gifts: tuple[int, ...]
    raised: int
    sale: Sale

    @property
    def funded(self) -> list[int]:
        return [*self.gifts, *(purchase.project for purchase in self.sale.bought)]

    @property
    def left(self) -> int:
        return self.contest.left - sum(self.contest.costs[p] for p in self.funded)

    def at_last_raise(self, *, stop_when_full: bool) -> "Account":
        """The account after raising the endowments as far as the budget allows."""
        market, terms, ladder = self.market, self.terms, self.ladder
        raised = last_raise(market, terms, ladder, self.contest.left, stop_when_full=stop_when_full)
        return replace(self, raised=raised, sale=Sale(market, terms, ladder.at(raised)).run())

    def outcome(self, preference: Preference | None = None) -> Outcome:
        """The outcome of the sale alone."""
        rounds, ties = self.rounds(), self.ties()
        return conclude(
            self.contest,
            "equal-shares",
            funded=self.funded,
            rounds=rounds,
            ties=ties,
            reasons=self.reasons(),
            certificate=self.prices(preference),
        )

    def rounds(self) -> list[Round]:
        """One round for each project bought, the free ones first."""
        contest, rounds, left = self.contest, [], self.contest.left
        for number, purchase in self._numbered():
            p, cost = purchase.project, contest.costs[purchase.project]
            left -= cost
            score, price = contest.scores[p], purchase.price
            rounds.append(Round(number, contest.ids[p], "funded", cost, left, score, price, purchase.payers))
        return rounds

    def ties(self) -> list[Tie]:
        """Every round in which several projects had the least price."""
        order, ids = self.contest.order, self.contest.ids
        tied = [(number, purchase.level) for number, purchase in self._numbered() if len(purchase.level) > 1]
        return [order.tie(number, level, ids) for number, level in tied]

    def _numbered(self) -> list[tuple[int, Purchase]]:
        support = self.market.profile.votes().tolist()
        free = [Purchase(p, 0, 1, support[p], (p,)) for p in self.gifts]
        return list(enumerate([*free, *self.sale.bought], len(self.contest.mandatory) + 1))

    def reasons(self) -> dict[int, Reason]:
        """Why each running project was bought or not."""
        reasons: dict[int, Reason] = {}
        left = self.contest.left
        for number, bought in self._numbered():
            p = bought.project
            reasons[p] = Reason(Code.FUNDED, number, left, price=bought.price, payers=bought.payers)
            left -= self.contest.costs[p]
        funded = self.funded
        for p in self.contest.running:
            if p not in reasons:
                reasons[p] = self._refusal(p, funded)
        return reasons

    def _refusal(self, p: int, funded: Sequence[int]) -> Reason:
        contest = self.contest
        rival = contest.shut_out(p, funded)
        if rival is not None:
            return Reason(Code.INCOMPATIBLE, other=contest.ids[rival])
        if not self.market.support[p]:
            return Reason(Code.NO_VOTES)
        if contest.costs[p] > contest.election.budget:
            return Reason(Code.TOO_DEAR, left=contest.left)
        left = self.sale.purses.left_to(p)
        return Reason(Code.UNAFFORDABLE, left=_score(left), need=_score(contest.costs[p] - left))

    def prices(self, preference: Preference | None = None) -> Prices:
        """The price system of the sale."""
        contest, market = self.contest, self.market
        names = market.profile.group_names or ("",)
        bought = tuple((contest.ids[b.project], b.price) for _, b in self._numbered())
        worth = tuple((contest.ids[p], market.units[p]) for p in contest.running)
        purses = tuple(zip(names, self.ladder.at(self.raised), strict=True))
        return Prices(purses, self.raised, bought, worth, _first_k(contest), preference)


def _first_k(contest: Contest) -> int:
    """How rankings were counted, for the certificate."""
    return (contest.options.first_k or 1) if contest.options.ranked == "first-k" else 0


def _score(value: Fraction) -> Score:
    return int(value) if value.denominator == 1 else value


def hold_sale(contest: Contest) -> Account:
    """Count once, with the endowments that the budget gives."""
    election, options = contest.election, contest.options
    market = Market.of(election, options)
    gifts: list[int] = []
    for p in sorted(contest.running, key=contest.order.rank.__getitem__):
        if contest.costs[p] == 0 and market.support[p] and contest.shut_out(p, gifts) is None:
            gifts.append(p)
    paid_for = [p for p in contest.running if contest.costs[p] and contest.shut_out(p, gifts) is None]
    terms = Terms(paid_for, contest.order.rank, contest.rivals)
    shares = endowments(election.profile, options.weights)
    everyone = election.profile.n_voters * 10**election.decimals
    ladder = Ladder(tuple(s * contest.left for s in shares), tuple(s * everyone for s in shares))
    return Account(contest, market, terms, ladder, tuple(gifts), 0, Sale(market, terms, ladder.at(0)).run())
