"""Per-won aggregation of knapsack ballots: each won goes where most voters want it.

A ballot spends the whole cost of each project it names, so every won of a project is wanted by as many voters
as the project has votes. The budget's won are handed out in that order: down the list by votes until the
money is gone, and the project at the border gets what is left. Among divisible budgets this has the largest
total overlap with the ballots (Goel, Krishnaswamy, Sakshuwong, Aitamurto 2019, ACM TEAC 7(2), article 8).
"""

from tallying.election import Election
from tallying.options import Options
from tallying.outcome import Outcome
from tallying.rules.greedy import ByVotes, down_the_list


def fund(election: Election, options: Options) -> Outcome:
    """Down the list by votes until the money is gone; the project at the border is granted the rest."""
    return down_the_list(election, options, "knapsack-per-won", ByVotes(), stop=True, partial=True)
