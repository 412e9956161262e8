"""Greedy by votes: most votes first, whatever still fits is funded."""

from dataclasses import replace
from fractions import Fraction

from tallying.contest import conclude, prepare
from tallying.election import Election
from tallying.options import Options
from tallying.outcome import Outcome, Score
from tallying.rules.queue import Margins, Merit, Value, as_score, line_up, walk


class ByVotes:
    """The project with more votes stands first."""

    def of(self, score: Score, cost: int) -> Value:
        return score

    def score_to_reach(self, merit: Value, cost: int) -> Score | None:
        return as_score(merit)

    def cost_to_reach(self, merit: Value, score: Score) -> int | None:
        return None if score >= merit else 0


def fund(election: Election, options: Options) -> Outcome:
    """Down the list by votes; a project that does not fit is skipped."""
    return down_the_list(election, options, "greedy", ByVotes(), stop=False)


def fund_until_misfit(election: Election, options: Options) -> Outcome:
    """Down the list by votes; counting stops at the first project that does not fit."""
    return down_the_list(election, options, "greedy-no-skip", ByVotes(), stop=True)


def fund_above_threshold(election: Election, options: Options) -> Outcome:
    """Greedy among the projects whose score reaches the threshold: that of `options`, or where it sets none
    the file's `min_project_score_threshold`."""
    threshold = options.threshold or Fraction(election.meta.get("min_project_score_threshold", 0))
    options = replace(options, threshold=threshold)
    return down_the_list(election, options, "greedy-threshold", ByVotes(), stop=False)


def down_the_list(
    election: Election, options: Options, rule: str, merit: Merit, *, stop: bool, partial: bool = False
) -> Outcome:
    """Line the projects up by merit, walk down, and say how near each loser was."""
    contest = prepare(election, options)
    queue, merits = line_up(contest, merit)
    done = walk(contest, queue, merits, stop=stop, partial=partial or options.partial_last)
    reasons = done.reasons | Margins.of(contest, merit, done).reasons()
    return conclude(
        contest,
        rule,
        funded=done.funded,
        rounds=done.rounds,
        ties=done.ties,
        reasons=reasons,
        granted=done.granted,
    )
