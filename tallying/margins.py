"""How near a project that lost was, found by counting again: exact for any rule, because it is the
definition.

More votes means further ballots that each name only this project. For rules in which more votes or a lower
cost can never hurt, halving finds the least change with proof. Proportional rules are not monotone: small
changes are all tried one by one, larger ones are halved down to an edge (with N votes it is funded, with N -
1 it is not) and the margin says that fewer may do (`Margin.least` is False).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from tallying.election import Election
from tallying.options import Options
from tallying.outcome import Code, Margin, Outcome, Verdict
from tallying.profile import Profile
from tallying.scores import marks

Rule = Callable[[Election, Options], Outcome]
Guess = Callable[[Election, Options, int], tuple[int, int]]
Track = Callable[[Iterable[Verdict]], Iterable[Verdict]]
ONE_BY_ONE = 8


@dataclass(frozen=True, slots=True)
class Edge:
    """The change found (None: nothing up to the most that was tried) and whether it is proven the least."""

    change: int | None
    least: bool = True


def with_margins(
    election: Election,
    rule: Rule,
    outcome: Outcome,
    *,
    monotone: bool,
    guess: Guess | None = None,
    track: Track = iter,
) -> Outcome:
    """The outcome with a margin for every project that lost and has none yet. `track` may show progress.

    `guess` gives the votes and the money that a project is likely to lack; it only shortens the search.
    """
    verdicts = [
        replace(
            v, why=replace(v.why, margin=margin(election, rule, outcome, v, monotone=monotone, guess=guess))
        )
        if _lost_without_margin(v)
        else v
        for v in track(outcome.projects)
    ]
    return replace(outcome, projects=tuple(verdicts))


def _lost_without_margin(verdict: Verdict) -> bool:
    return not verdict.funded and verdict.why.margin is None


def margin(
    election: Election,
    rule: Rule,
    outcome: Outcome,
    verdict: Verdict,
    *,
    monotone: bool,
    guess: Guess | None = None,
) -> Margin:
    """The margin of one project under `outcome.options`, by recounts."""
    place, options = election.ids.index(verdict.id), outcome.options

    def funded(changed: Election) -> bool:
        return rule(changed, options).projects[place].funded

    if verdict.why.code is Code.INCOMPATIBLE and verdict.why.other in election.mandatory:
        return Margin()
    # What supporters lacked is enough money, though less may do.
    lacking = (1, ceil(verdict.why.need or 1)) if guess is None else guess(election, options, place)
    votes, most = Edge(None), most_ballots(election, verdict.cost, options)
    if options.weights is None:
        votes = smallest(lambda n: funded(more_ballots(election, place, n)), most, monotone, lacking[0])
    less = smallest(lambda n: funded(cheaper(election, place, n)), verdict.cost - 1, monotone, lacking[1])
    return Margin(votes.change, less.change, (), votes.least and less.least)


def smallest(holds: Callable[[int], bool], most: int, monotone: bool, guess: int = 1) -> Edge:
    """The smallest change from 1 to `most` for which `holds`, or where that takes too many trials an edge: a
    change that does, one less than which does not. `guess` is the first large change tried."""
    low = 0
    if not monotone:
        low = min(ONE_BY_ONE, most)
        for change in range(1, low + 1):
            if holds(change):
                return Edge(change)
    high, step = min(max(low + 1, guess), most), 1
    while low < most and not holds(high):
        low, high, step = high, min(high + step, most), 2 * step
    if low >= most:
        return Edge(None)
    if high - low > 1 and not holds(high - 1):
        low = high - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return Edge(high, monotone)


def more_ballots(election: Election, project: int, number: int) -> Election:
    """The same election with so many more ballots that each name only this project, with one point."""
    old = election.profile
    first = 0 if election.kind == "ordinal" else 1
    profile = Profile(
        old.n_projects,
        np.concatenate((old.starts, old.starts[-1] + np.arange(1, number + 1))),
        np.concatenate((old.projects, np.full(number, project, dtype=np.int32))),
        np.concatenate((old.points, np.full(number, first, dtype=np.int64))),
    )
    return replace(election, profile=profile)


def most_ballots(election: Election, cost: int, options: Options) -> int:
    """Enough further ballots to outvote everything else, pass every hurdle, and own a share of the budget
    that pays for the project; 0 when it costs more than there is."""
    spare = election.budget - cost
    if spare < 0:
        return 0
    voters = election.profile.n_voters
    share = -(-voters * cost // spare) if spare else voters * max(1, cost)
    hurdle = options.quorum + ceil(options.threshold)
    return share + hurdle + int(marks(election, options).sum()) + 1


def cheaper(election: Election, project: int, less: int) -> Election:
    """The same election with one project's cost lowered."""
    projects = list(election.projects)
    projects[project] = replace(projects[project], cost=projects[project].cost - less)
    return replace(election, projects=tuple(projects))
