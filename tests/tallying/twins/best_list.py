"""The list with the most votes the slow way: look at every list."""

from fractions import Fraction
from itertools import chain, combinations

from tallying.election import Election
from tallying.options import Options
from tests.tallying.twins.scores import competitors, incompatible, score, tie_key


def affordable(election: Election, options: Options) -> tuple[list[set[str]], dict[str, Fraction], list[str]]:
    """(every lawful list, the votes of each project that competes, these projects in tie order)."""
    running, _, left = competitors(election, options)
    votes = {project.id: score(election, options, project.id) for project in running}
    ordered = sorted(running, key=lambda project: tie_key(options, project, votes[project.id]))
    lists = chain.from_iterable(combinations(ordered, k) for k in range(len(ordered) + 1))
    lawful = [
        {project.id for project in chosen}
        for chosen in lists
        if sum(project.cost for project in chosen) <= left
        and not any(incompatible(election, p.id, [q.id for q in chosen]) for p in chosen)
    ]
    return lawful, votes, [project.id for project in ordered]


def fund(election: Election, options: Options) -> set[str]:
    """Of all affordable lists the one with the most votes; of these the one first in tie order."""
    lists, votes, ordered = affordable(election, options)
    best = max(lists, key=lambda chosen: (sum(votes[p] for p in chosen), [p in chosen for p in ordered]))
    return best | election.mandatory


def most_votes(election: Election, options: Options) -> set[frozenset[str]]:
    """The lists with the most votes, without projects that nobody voted for."""
    lists, votes, _ = affordable(election, options)
    most = max(sum(votes[p] for p in chosen) for chosen in lists)
    best = [chosen for chosen in lists if sum(votes[p] for p in chosen) == most]
    return {frozenset(p for p in chosen if votes[p]) for chosen in best}
