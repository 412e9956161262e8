"""The certificate of Equal Shares: what each project cost per unit of utility, so that anybody can collect
the money again and see that it suffices, that nobody pays for what they do not want, and that no money lies
idle.

The check shares no code with the rule: it reads ballots one by one and reckons in fractions.
(Peters, Skowron: Proportionality and the Limits of Welfarism, EC 2020, section 4, on price systems.)
"""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from tallying.election import Election, Kind

Group = str
Ballot = tuple[Group, tuple[tuple[str, int], ...]]


class Unbacked(ValueError):
    """The price system does not hold; the message says where."""


@dataclass(frozen=True, slots=True)
class Preference:
    """How many voters have more utility from either outcome (comparison step)."""

    equal_shares: int
    greedy: int


@dataclass(frozen=True, slots=True)
class Prices:
    """A price system.

    endowments  what a voter of each group starts with (the one group "" where there are none)
    raised      by how many units the completion raised the average endowment
    bought      (project id, price per unit of utility) in the order bought
    worth       for each project that competes the utility of one point, in file order
    first_k     how many places of a ranking give one point; 0 when a ranking of k gives k, k - 1, ..., 1
    preference  the comparison step, if there was one
    """

    endowments: tuple[tuple[Group, Fraction], ...]
    raised: int
    bought: tuple[tuple[str, Fraction], ...]
    worth: tuple[tuple[str, int], ...]
    first_k: int = 0
    preference: Preference | None = None


def check(election: Election, prices: Prices) -> None:
    """Collect the money for every project bought from the ballots, and look for idle money.

    Raises Unbacked when a project does not get exactly its cost, or when the supporters of a project not
    bought (and not excluded by one bought) still have its cost together.
    """
    worth, purse = dict(prices.worth), dict(prices.endowments)
    paid, idle = dict.fromkeys(worth, Fraction(0)), dict.fromkeys(worth, Fraction(0))
    for (group, marks), voters in ballots(election, prices.first_k).items():
        wants, left = dict(marks), purse[group]
        for project, price in prices.bought:
            pays = min(left, price * wants.get(project, 0) * worth[project])
            left, paid[project] = left - pays, paid[project] + pays * voters
        for project in wants.keys() & worth.keys():
            idle[project] += left * voters
    _demand(election, prices, paid, idle)


def _demand(election: Election, prices: Prices, paid: dict[str, Fraction], idle: dict[str, Fraction]) -> None:
    bought = {project for project, _ in prices.bought}
    shut_out = set().union(*(group for group in election.conflicts if group & (bought | election.mandatory)))
    for project in election.projects:
        if project.id in bought and paid[project.id] != project.cost:
            raise Unbacked(f"{project.id} costs {project.cost}, but {paid[project.id]} was collected")
        open_still = project.id in dict(prices.worth) and project.id not in bought | shut_out
        if open_still and idle[project.id] >= max(project.cost, 1):
            raise Unbacked(f"the supporters of {project.id} still have {idle[project.id]} together")


def ballots(election: Election, first_k: int) -> Counter[Ballot]:
    """How often each ballot was cast, as (group, ((project id, points above zero), ...))."""
    cast: Counter[Ballot] = Counter()
    for ballot in election.ballots():
        marks = ballot.marks
        if election.kind is Kind.ORDINAL:
            marks = tuple((p, int(n < first_k) if first_k else len(marks) - n) for p, n in marks)
        cast[ballot.group, tuple(sorted(mark for mark in marks if mark[1] > 0))] += 1
    return cast
