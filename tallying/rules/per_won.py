"""Greedy by votes per won: the project with the most votes for its money stands first."""

from fractions import Fraction
from math import floor, inf

from tallying.election import Election
from tallying.options import Options
from tallying.outcome import Outcome, Score
from tallying.rules.greedy import down_the_list
from tallying.rules.queue import Value, as_score


class ByVotesPerWon:
    """More votes per won first; what is free and has votes before all, what has no votes after all."""

    def of(self, score: Score, cost: int) -> Value:
        if score <= 0:
            return 0
        return Fraction(score) / cost if cost else inf

    def score_to_reach(self, merit: Value, cost: int) -> Score | None:
        exact = as_score(merit)
        if exact is None:
            return None if cost else 1
        return exact * cost

    def cost_to_reach(self, merit: Value, score: Score) -> int | None:
        exact = as_score(merit)
        if exact is None:
            return 0
        return floor(score / Fraction(exact)) if exact else None


def fund(election: Election, options: Options) -> Outcome:
    """Down the list by votes per won; a project that does not fit is skipped."""
    return down_the_list(election, options, "greedy-per-won", ByVotesPerWon(), stop=False)
