"""How near a project was to the list with the most votes: good first guesses, which a recount then proves.

With N more votes every list that holds the project gains N, so it takes about as many as the best list
without it has more than the best list with it. With a lower cost the others may spend more, so it takes the
cheapest choice of others that makes up for the rest of the votes; that is a knapsack again, over what to
leave out.
"""

from tallying.contest import NO_RIVALS, Contest, prepare
from tallying.election import Election
from tallying.options import Options
from tallying.rules.knapsack_search import best_choice
from tallying.rules.max_votes import entrants_of, solve


def guess(election: Election, options: Options, project: int) -> tuple[int, int]:
    """(votes, money) that project number `project` is likely to lack; at least 1 each. Without weights."""
    contest = prepare(election, options)
    entrants = entrants_of(contest)
    others = entrants - {project} - contest.rivals.get(project, NO_RIVALS)
    numbers, room = contest.scores.numbers, contest.left - contest.costs[project]
    best = sum(numbers[p] for p in solve(contest, entrants, contest.left)[1])
    with_it = numbers[project] + sum(numbers[p] for p in solve(contest, others, room)[1]) if room >= 0 else 0
    return max(1, best - with_it), max(1, _money(contest, others, best - numbers[project], -room))


def _money(contest: Contest, others: frozenset[int], votes: int, over: int) -> int:
    """How far the cheapest choice of others with so many votes is over what the project leaves of the
    budget."""
    numbers, costs = contest.scores.numbers, contest.costs
    spare = sum(numbers[p] for p in others) - votes
    if spare < 0 or any(contest.rivals.get(p, NO_RIVALS) & others for p in others):
        return 1
    left_out = best_choice([(numbers[p], costs[p]) for p in others if costs[p]], [], spare)
    return sum(costs[p] for p in others) - left_out.worth + over
