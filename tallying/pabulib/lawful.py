"""What the ballots must satisfy: the election's limits, and the sums that the file states."""

import numpy as np
from numpy.typing import NDArray

from tallying.election import Kind, Limits
from tallying.pabulib.head import Head
from tallying.pabulib.leniency import Leniency, Tolerance
from tallying.pabulib.marks import Marks
from tallying.profile import Ints, Profile

WITH_POINTS = (Kind.CUMULATIVE, Kind.SCORING)


def check(head: Head, marks: Marks, profile: Profile, tolerance: Tolerance) -> None:
    """Raise BadFile at the first ballot or number that breaks the rules and is not tolerated."""
    _check_counts(head, profile, tolerance)
    _check_lengths(head, marks, profile, tolerance)
    _check_costs(head, marks, profile, tolerance)
    if head.kind in WITH_POINTS:
        _check_points(head.limits, marks, profile, tolerance)
    _check_tallies(head, profile, tolerance)


def _check_counts(head: Head, profile: Profile, tolerance: Tolerance) -> None:
    counted = {"num_projects": len(head.projects), "num_votes": profile.n_voters}
    for key, stated in head.counts.items():
        if stated is None:
            tolerance.meet(Leniency.STALE_COUNTS, "no-key", None, key=key)
        elif stated.text != str(counted[key]):
            cells = {"key": key, "stated": stated.text, "counted": counted[key]}
            tolerance.meet(Leniency.STALE_COUNTS, "stale-count", stated.line, **cells)


def _check_lengths(head: Head, marks: Marks, profile: Profile, tolerance: Tolerance) -> None:
    low, high = head.limits.min_length, head.limits.max_length
    if head.kind is Kind.CHOOSE_1:
        low = high = 1
    _within(profile.lengths, low, "too-few", high, "too-many", Leniency.OVER_LENGTH, marks, tolerance)


def _check_costs(head: Head, marks: Marks, profile: Profile, tolerance: Tolerance) -> None:
    low, high = head.limits.min_sum_cost, head.limits.max_sum_cost
    if low is None and high is None:
        return
    costs = np.array([project.cost for project in head.projects], dtype=np.int64)
    sums = ballot_sums(costs[profile.projects], profile)
    _within(sums, low, "cost-below", high, "cost-above", Leniency.OVER_COST, marks, tolerance)


def _check_points(limits: Limits, marks: Marks, profile: Profile, tolerance: Tolerance) -> None:
    over = Leniency.OVER_POINTS
    sums = ballot_sums(profile.points, profile)
    low, high = limits.min_sum_points, limits.max_sum_points
    _within(sums, low, "sum-below", high, "sum-above", over, marks, tolerance)
    least, most = _extremes(profile)
    _within(least, limits.min_points, "points-below", None, "", over, marks, tolerance)
    _within(most, None, "", limits.max_points, "points-above", over, marks, tolerance)


def _within(
    numbers: Ints,
    low: int | None,
    below: str,
    high: int | None,
    above: str,
    leniency: Leniency,
    marks: Marks,
    tolerance: Tolerance,
) -> None:
    """Meet `leniency` at the ballots whose number is under `low` or over `high`."""
    for limit, code in ((low, below), (high, above)):
        if limit is None:
            continue
        wrong = np.flatnonzero(numbers < limit if code == below else numbers > limit)
        if len(wrong):
            first = int(wrong[0])
            line = marks.line_of(first)
            tolerance.meet(leniency, code, line, len(wrong), found=int(numbers[first]), limit=limit)


def ballot_sums(marks: Ints, profile: Profile) -> Ints:
    """The sum of `marks` over each ballot."""
    running = np.concatenate(([0], np.cumsum(marks)))
    return running[profile.starts[1:]] - running[profile.starts[:-1]]


def _extremes(profile: Profile) -> tuple[Ints, Ints]:
    """The least and most points on each ballot (0 on an empty one)."""
    least, most = np.zeros(profile.n_voters, dtype=np.int64), np.zeros(profile.n_voters, dtype=np.int64)
    filled = profile.lengths > 0
    places = profile.starts[:-1][filled]
    if len(places):
        least[filled] = np.minimum.reduceat(profile.points, places)
        most[filled] = np.maximum.reduceat(profile.points, places)
    return least, most


def _check_tallies(head: Head, profile: Profile, tolerance: Tolerance) -> None:
    votes, scores = profile.votes(), stated_scores(head.kind, profile)
    for place, stated in enumerate(head.stated):
        pairs = {"votes": (stated.votes, int(votes[place])), "score": (stated.score, int(scores[place]))}
        for column, (says, holds) in pairs.items():
            if says is not None and says != holds:
                cells = {"cell": head.projects[place].id, "column": column, "stated": says, "counted": holds}
                tolerance.meet(Leniency.STALE_TALLIES, "stale-tally", stated.line, **cells)


def stated_scores(kind: Kind, profile: Profile) -> NDArray[np.int64]:
    """The column `score` as Pabulib means it: sums of points; on a ranking of k projects the first has k
    points and the last 1; else the number of votes."""
    if kind is Kind.ORDINAL:
        return profile.totals(np.repeat(profile.lengths, profile.lengths) - profile.points)
    return profile.totals(profile.points)
