"""Equal Shares, Phragmén and maximin support the slow way: every voter by name, every amount a fraction."""

from fractions import Fraction
from itertools import combinations

from tallying.election import Election, Project
from tallying.options import Options
from tests.tallying.twins.greedy import by_votes
from tests.tallying.twins.greedy import fund as down_the_list
from tests.tallying.twins.scores import competitors, incompatible, points, score, tie_key

Wishes = list[dict[str, int]]


def wishes(election: Election, options: Options) -> Wishes:
    """For each voter the points above zero."""
    given = [points(election, options, ballot) for ballot in election.ballots()]
    return [{project: n for project, n in ballot.items() if n > 0} for ballot in given]


def ballot_shares(election: Election, options: Options) -> list[Fraction]:
    """Each voter's part of all that voters have, 1 altogether."""
    groups = [ballot.group for ballot in election.ballots()]
    if options.weights is None:
        return [Fraction(1, len(groups))] * len(groups)
    single = [options.weights.groups[group] / groups.count(group) for group in groups]
    return [weight / sum(single) for weight in single]


def first_by_tie_order(election: Election, options: Options, level: list[Project]) -> Project:
    return min(level, key=lambda p: tie_key(options, p, score(election, options, p.id)))


# Equal Shares


def price(cost: int, purses: list[Fraction], wants: list[int]) -> Fraction | None:
    """The least price per point at which everybody together pays `cost`: the first supporters, in order of
    what they can give per point, give all; the others share the rest."""
    supporters = sorted((left / n, left, n) for left, n in zip(purses, wants, strict=True) if n)
    if sum(left for _, left, _ in supporters) < cost:
        return None
    rest, shares = Fraction(cost), sum(n for _, _, n in supporters)
    for most, left, n in supporters:
        if rest / shares <= most:
            return rest / shares
        rest, shares = rest - left, shares - n
    raise AssertionError("affordable, and yet nobody could pay the rest")


def equal_shares_once(election: Election, options: Options, purses: list[Fraction]) -> list[Project]:
    """One run with these purses."""
    voters, (waiting, _, _) = wishes(election, options), competitors(election, options)
    bought: list[Project] = []
    free = [p for p in waiting if p.cost == 0 and any(p.id in ballot for ballot in voters)]
    while free:
        best = first_by_tie_order(election, options, free)
        free.remove(best)
        if not incompatible(election, best.id, [p.id for p in bought]):
            bought.append(best)
    waiting = [p for p in waiting if p.cost > 0]
    while True:
        waiting = [p for p in waiting if not incompatible(election, p.id, [q.id for q in bought])]
        prices = {p.id: price(p.cost, purses, [ballot.get(p.id, 0) for ballot in voters]) for p in waiting}
        unit = {p.id: p.cost if options.utility == "cost" else 1 for p in waiting}
        per_unit = {p: found / unit[p] for p, found in prices.items() if found is not None}
        if not per_unit:
            return bought
        level = [p for p in waiting if p.id in per_unit and per_unit[p.id] == min(per_unit.values())]
        best = first_by_tie_order(election, options, level)
        asked = prices[best.id] or Fraction(0)
        purses = [left - min(left, asked * b.get(best.id, 0)) for left, b in zip(purses, voters, strict=True)]
        waiting.remove(best)
        bought.append(best)


def equal_shares(election: Election, options: Options) -> list[str]:
    """Equal Shares with the completion of `options`: the funded projects in order."""
    running, mandatory, left = competitors(election, options)
    shares = ballot_shares(election, options)
    bought = equal_shares_once(election, options, [share * left for share in shares])
    if options.completion in ("add1", "add1-exhaustive", "comparison"):
        bought = add1(election, options, bought, running, left)
    funded = [*mandatory, *(p.id for p in bought)]
    if options.completion == "utilitarian":
        return fill_up(election, options, running, funded, left - sum(p.cost for p in bought))
    if options.completion == "comparison":
        other, _ = down_the_list(election, options, by_votes, stop=False, partial=False)
        return other if more_are_for(other, funded, election, options) else funded
    return funded


def add1(
    election: Election, options: Options, bought: list[Project], running: list[Project], left: int
) -> list[Project]:
    """One more unit for everybody (on average), again and again."""
    shares, wanted = ballot_shares(election, options), set().union(*wishes(election, options))
    raised = 0
    while True:
        ids = [p.id for p in bought]
        rest = left - sum(p.cost for p in bought)
        others = [p for p in running if p.id in wanted and p.id not in ids]
        others = [p for p in others if not incompatible(election, p.id, ids)]
        full = all(p.cost > rest for p in others)
        if not others or (full and options.completion == "add1-exhaustive"):
            return bought
        raised += 1
        money = left + raised * len(shares) * 10**election.decimals
        following = equal_shares_once(election, options, [share * money for share in shares])
        if sum(p.cost for p in following) > left:
            return bought
        bought = following


def fill_up(
    election: Election, options: Options, running: list[Project], funded: list[str], left: int
) -> list[str]:
    rest = [p for p in running if p.id not in funded]
    while rest:
        most = max(score(election, options, p.id) for p in rest)
        level = [p for p in rest if score(election, options, p.id) == most]
        best = first_by_tie_order(election, options, level)
        rest.remove(best)
        if best.cost <= left and not incompatible(election, best.id, funded):
            funded, left = [*funded, best.id], left - best.cost
    return funded


def more_are_for(other: list[str], ours: list[str], election: Election, options: Options) -> bool:
    cost = {p.id: p.cost if options.utility == "cost" else 1 for p in election.projects}
    balance = 0
    for ballot in wishes(election, options):
        here, there = (sum(ballot.get(p, 0) * cost[p] for p in funded) for funded in (ours, other))
        balance += (there > here) - (there < here)
    return balance > 0


# Phragmén


def phragmen(election: Election, options: Options) -> list[str]:
    """Sequential Phragmén: the funded projects in order."""
    running, funded, left = competitors(election, options)
    voters, weights = wishes(election, options), ballot_shares(election, options)
    last = [Fraction(0)] * len(voters)
    waiting = [p for p in running if p.cost <= left and any(p.id in ballot for ballot in voters)]
    while waiting:
        times = {}
        for p in waiting:
            supporters = [v for v, ballot in enumerate(voters) if p.id in ballot]
            had = sum(weights[v] * last[v] for v in supporters)
            times[p.id] = (p.cost + had) / sum(weights[v] for v in supporters)
        level = [p for p in waiting if times[p.id] == min(times.values())]
        if any(p.cost > left for p in level):
            break
        best = first_by_tie_order(election, options, level)
        last = [times[best.id] if best.id in b else t for t, b in zip(last, voters, strict=True)]
        left -= best.cost
        funded = [*funded, best.id]
        waiting = [p for p in waiting if p is not best and not incompatible(election, p.id, funded)]
    return funded


# Maximin support


def heaviest_load(projects: list[Project], voters: Wishes, weights: list[Fraction]) -> Fraction:
    """Hall: the largest cost per weight of supporters over all sets of projects."""
    loads = [Fraction(0)]
    for size in range(1, len(projects) + 1):
        for some in combinations(projects, size):
            ids = {p.id for p in some}
            weight = sum(w for w, ballot in zip(weights, voters, strict=True) if ids & ballot.keys())
            loads.append(sum(p.cost for p in some) / weight)
    return max(loads)


def maximin(election: Election, options: Options) -> list[str]:
    """Maximin support: the funded projects in order."""
    waiting, mandatory, left = competitors(election, options)
    voters, weights = wishes(election, options), ballot_shares(election, options)
    waiting = [p for p in waiting if any(p.id in ballot for ballot in voters)]
    chosen: list[Project] = []
    while True:
        ids = [p.id for p in chosen]
        waiting = [p for p in waiting if p.cost <= left and not incompatible(election, p.id, ids)]
        if not waiting:
            return [*mandatory, *ids]
        loads = {p.id: heaviest_load([*chosen, p], voters, weights) for p in waiting}
        level = [p for p in waiting if loads[p.id] == min(loads.values())]
        best = first_by_tie_order(election, options, level)
        waiting.remove(best)
        chosen.append(best)
        left -= best.cost
