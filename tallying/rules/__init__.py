"""The counting rules by name."""

from collections.abc import Callable

from tallying.election import Election
from tallying.options import Options
from tallying.outcome import Outcome
from tallying.rules import equal_shares, greedy, knapsack, max_votes, maximin, near_best, per_won, phragmen

__all__ = ["GUESSES", "MONOTONE", "RULES", "Options", "Rule"]

Rule = Callable[[Election, Options], Outcome]

RULES: dict[str, Rule] = {
    "greedy": greedy.fund,
    "greedy-no-skip": greedy.fund_until_misfit,
    "greedy-threshold": greedy.fund_above_threshold,
    "greedy-per-won": per_won.fund,
    "knapsack-per-won": knapsack.fund,
    "max-votes": max_votes.fund,
    "equal-shares": equal_shares.fund,
    "phragmen": phragmen.fund,
    "maximin": maximin.fund,
}

# Rules under which more votes or a lower cost never take a project's funding away.
MONOTONE = frozenset(
    {"greedy", "greedy-no-skip", "greedy-threshold", "greedy-per-won", "knapsack-per-won", "max-votes"}
)

# First guesses of a project's margin, for rules whose own walk does not tell it.
GUESSES: dict[str, Callable[[Election, Options, int], tuple[int, int]]] = {"max-votes": near_best.guess}
