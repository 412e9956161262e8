"""Fairness the slow way: every group of voters, every pair of voters."""

from fractions import Fraction
from itertools import chain, combinations

from tallying.election import Election
from tallying.options import Utility


def worth(election: Election, project: str, utility: Utility) -> int:
    costs = {p.id: p.cost for p in election.projects}
    return costs[project] if utility == "cost" else 1


def neglected_projects(election: Election, funded: set[str], utility: Utility) -> set[str]:
    """Unfunded projects for which some group of supporters, any group at all, has none who has enough."""
    ballots = [dict(ballot.marks) for ballot in election.ballots()]
    has = [sum(worth(election, p, utility) for p in ballot if p in funded) for ballot in ballots]
    found = set()
    for project in election.projects:
        supporters = [voter for voter, ballot in enumerate(ballots) if project.id in ballot]
        groups = chain.from_iterable(combinations(supporters, k) for k in range(1, len(supporters) + 1))
        gain = worth(election, project.id, utility)
        if project.id in funded or gain == 0:
            continue
        for group in groups:
            share = Fraction(election.budget * len(group), len(ballots))
            enough = [project.cost * (has[voter] + gain) > share * gain for voter in group]
            if not any(enough):
                found.add(project.id)
    return found


def gini(values: list[int]) -> Fraction:
    """Half the mean difference of two voters, in units of the mean."""
    pairs = sum(abs(a - b) for a in values for b in values)
    return Fraction(pairs, 2 * len(values) * sum(values)) if sum(values) else Fraction(0)
