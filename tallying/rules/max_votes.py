"""The most votes within the budget: of all affordable lists the one whose projects have the most votes
together.

Among lists with equally many votes, the one that contains the first project of the tie order, then the
second, and so on. Both wishes are one number: project p is worth votes(p) * 2**n + 2**(n - 1 - place of p in
the tie order), so no two lists are worth the same, the optimum is unique, and the low bits of its worth are
the list itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from tallying.contest import Contest, conclude, prepare
from tallying.election import Election
from tallying.options import Options
from tallying.outcome import Code, Outcome, Reason, Round, Score, Tie
from tallying.rules.knapsack_search import Best, Item, best_choice, in_line


@dataclass(frozen=True, slots=True)
class Optimum:
    """What the search proved. Check of the bound by hand: at the price `rate` (votes per money unit) no list
    within `budget` has more than rate * budget + sum of max(0, votes(p) - rate * cost(p)) = `bound` votes.
    Where the bound is above `votes`, the search has looked at every remaining possibility (`states` of
    them)."""

    votes: Score
    bound: Score
    rate: Fraction
    budget: int
    states: int


def fund(election: Election, options: Options) -> Outcome:
    """The affordable list with the most votes; it is reported in tie order, most votes first by default."""
    contest = prepare(election, options)
    best, chosen = solve(contest, entrants_of(contest), contest.left)
    funded = sorted(chosen, key=contest.order.rank.__getitem__)
    return conclude(
        contest,
        "max-votes",
        funded=funded,
        rounds=_rounds(contest, funded),
        ties=_ties(contest, chosen, funded),
        reasons=_reasons(contest, funded),
        certificate=_certificate(contest, funded, best),
    )


def entrants_of(contest: Contest) -> frozenset[int]:
    """The running projects that could be in the best list: affordable, and without negative score."""
    worths = _worths(contest, 1)
    return frozenset(p for p in contest.running if contest.costs[p] <= contest.left and worths[p] > 0)


def solve(
    contest: Contest, entrants: frozenset[int], budget: int, sign: int = 1
) -> tuple[Best, frozenset[int]]:
    """The unique best list of these projects within the budget, and the size of its proof. With `sign` -1 the
    last of equally good lists in tie order instead of the first."""
    worths = _worths(contest, sign)
    families = [sorted(family) for family in _families(entrants, contest.rivals)]
    best = best_choice(
        [(contest.costs[p], worths[p]) for p in sorted(entrants.difference(*families))],
        [_compatible(contest, worths, family) for family in families],
        budget,
    )
    return best, frozenset(p for p in entrants if sign * best.worth & _bit(contest, p))


def _bit(contest: Contest, p: int) -> int:
    return 1 << (len(contest.ids) - 1 - contest.order.rank[p])


def _worths(contest: Contest, sign: int) -> list[int]:
    n = len(contest.ids)
    return [(number << n) + sign * _bit(contest, p) for p, number in enumerate(contest.scores.numbers)]


def _families(entrants: frozenset[int], rivals: Mapping[int, frozenset[int]]) -> Iterator[set[int]]:
    """The entrants that are connected by incompatibility, family by family."""
    waiting = {p for p in entrants if rivals.get(p, frozenset()) & entrants}
    while waiting:
        family, edge = set(), {min(waiting)}
        while edge:
            family |= edge
            edge = {q for p in edge for q in rivals[p] & entrants} - family
        waiting -= family
        yield family


def _compatible(contest: Contest, worths: list[int], family: list[int]) -> list[Item]:
    """(cost, worth) of every non-empty set of the family that holds no two incompatible projects."""
    sets: list[tuple[frozenset[int], int, int]] = [(frozenset(), 0, 0)]
    for p in family:
        joined = [
            (s | {p}, c + contest.costs[p], w + worths[p]) for s, c, w in sets if not s & contest.rivals[p]
        ]
        sets += [one for one in joined if one[1] <= contest.left]
    return [(cost, worth) for _, cost, worth in sets[1:]]


def _rounds(contest: Contest, funded: list[int]) -> list[Round]:
    left, rounds = contest.left, []
    for number, p in enumerate(funded, len(contest.mandatory) + 1):
        left -= contest.costs[p]
        rounds.append(Round(number, contest.ids[p], "funded", contest.costs[p], left, contest.scores[p]))
    return rounds


def _reasons(contest: Contest, funded: list[int]) -> dict[int, Reason]:
    first, budget = len(contest.mandatory) + 1, contest.election.budget
    reasons = {
        p: Reason(Code.TOO_DEAR if contest.costs[p] > budget else Code.NOT_BEST) for p in contest.running
    }
    return reasons | {p: Reason(Code.FUNDED, number) for number, p in enumerate(funded, first)}


def _ties(contest: Contest, chosen: frozenset[int], funded: list[int]) -> list[Tie]:
    """One tie when another list has as many votes: the projects in which the two furthest apart differ."""
    voted = frozenset(p for p in entrants_of(contest) if contest.scores.numbers[p])
    _, last = solve(contest, voted, contest.left, sign=-1)
    differing = sorted((chosen & voted) ^ last)
    if not differing:
        return []
    rank = contest.order.rank
    first = contest.order.first(chosen.intersection(differing))
    level = [p for p in differing if rank[p] >= rank[first]]
    return [contest.order.tie(len(contest.mandatory) + 1 + funded.index(first), level, contest.ids)]


def _certificate(contest: Contest, funded: list[int], best: Best) -> Optimum:
    numbers, costs, scale = contest.scores.numbers, contest.costs, contest.scores.scale
    entrants = [p for p in contest.running if costs[p] <= contest.left and numbers[p] > 0]
    rate = _break_rate(contest, entrants)
    up, down = rate.numerator, rate.denominator
    bound = up * contest.left + sum(max(0, numbers[p] * down - up * costs[p]) for p in entrants)
    votes = Fraction(sum(numbers[p] for p in funded), scale)
    return Optimum(votes, Fraction(bound, down * scale), rate / scale, contest.left, best.states)


def _break_rate(contest: Contest, entrants: list[int]) -> Fraction:
    """Votes per money unit of the project that no longer fits when the best value for money is bought
    first."""
    left = contest.left
    for cost, votes in in_line((contest.costs[p], contest.scores.numbers[p]) for p in entrants):
        if cost > left:
            return Fraction(votes, cost)
        left -= cost
    return Fraction(0)
