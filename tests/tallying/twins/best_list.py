"""The list with the most votes the slow way: look at every list."""

from itertools import chain, combinations

from tallying.election import Election
from tallying.options import Options
from tests.tallying.twins.scores import competitors, incompatible, score, tie_key


def fund(election: Election, options: Options) -> set[str]:
    """Of all affordable lists the one with the most votes; of these the one first in tie order."""
    running, mandatory, left = competitors(election, options)
    votes = {project.id: score(election, options, project.id) for project in running}
    ordered = sorted(running, key=lambda project: tie_key(options, project, votes[project.id]))
    lists = chain.from_iterable(combinations(ordered, k) for k in range(len(ordered) + 1))
    affordable = [
        {project.id for project in chosen}
        for chosen in lists
        if sum(project.cost for project in chosen) <= left
        and not any(incompatible(election, p.id, [q.id for q in chosen]) for p in chosen)
    ]
    best = max(
        affordable, key=lambda chosen: (sum(votes[p] for p in chosen), [p.id in chosen for p in ordered])
    )
    return best | set(mandatory)
