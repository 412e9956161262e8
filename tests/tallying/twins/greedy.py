"""The greedy rules the slow way: look for the next project again and again."""

from collections.abc import Callable
from fractions import Fraction
from math import inf

from tallying.election import Election, Project
from tallying.options import Options
from tests.tallying.twins.scores import competitors, incompatible, score, tie_key

Merit = Callable[[Fraction, int], Fraction | float]


def by_votes(votes: Fraction, cost: int) -> Fraction | float:
    return votes


def by_votes_per_won(votes: Fraction, cost: int) -> Fraction | float:
    if votes == 0:
        return Fraction(0)
    return votes / cost if cost else inf


def fund(
    election: Election, options: Options, merit: Merit, *, stop: bool, partial: bool
) -> tuple[list[str], dict[str, int]]:
    """(the funded projects in order, the rest granted to the first that did not fit)."""
    waiting, funded, left = competitors(election, options)
    misfits: list[str] = []
    while waiting:
        votes = {project.id: score(election, options, project.id) for project in waiting}

        def place(project: Project, votes: dict[str, Fraction] = votes) -> tuple[object, ...]:
            return -merit(votes[project.id], project.cost), tie_key(options, project, votes[project.id])

        best = min(waiting, key=place)
        waiting.remove(best)
        if incompatible(election, best.id, funded):
            continue
        if best.cost <= left:
            funded.append(best.id)
            left -= best.cost
        else:
            misfits.append(best.id)
            if stop:
                break
    open_misfits = [project for project in misfits if not incompatible(election, project, funded)]
    return funded, {open_misfits[0]: left} if partial and open_misfits and left else {}
