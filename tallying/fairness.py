"""How proportional an outcome is: exact numbers, whatever rule made it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import numpy as np

from tallying.election import Election, Project
from tallying.options import Utility
from tallying.outcome import Outcome, Score
from tallying.profile import Ints
from tallying.weights import Weights, endowments


def worth(project: Project, utility: Utility) -> int:
    """What a funded project is worth to a voter who named it: its cost, or one."""
    return project.cost if utility == "cost" else 1


def satisfaction(election: Election, funded: Iterable[str], utility: Utility = "cost") -> Ints:
    """int64[n_voters]: the worth of the funded projects each ballot names."""
    chosen = set(funded)
    worths = np.array([worth(p, utility) if p.id in chosen else 0 for p in election.projects], dtype=np.int64)
    totals = np.concatenate(([0], np.cumsum(worths[election.profile.projects])))
    starts = election.profile.starts
    return totals[starts[1:]] - totals[starts[:-1]]


def coverage(election: Election, funded: Iterable[str]) -> Fraction:
    """The share of voters with at least one funded project on their ballot (0 without voters)."""
    voters = election.profile.n_voters
    happy = int(np.count_nonzero(satisfaction(election, funded, "votes")))
    return Fraction(happy, voters) if voters else Fraction(0)


def gini(values: Ints) -> Fraction:
    """The Gini coefficient: 0 when all have the same, near 1 when one has all; 0 when nobody has anything.

    Sum over pairs |x_i - x_j| / (2 n sum x), by ranks: sum (2 i - n - 1) x_i / (n sum x) with x sorted.
    """
    n, before, spread, total = len(values), 0, 0, 0
    for value, count in zip(*(part.tolist() for part in np.unique(values, return_counts=True)), strict=True):
        spread += value * count * (2 * before + count - n)  # ranks before + 1 ... before + count
        total += value * count
        before += count
    return Fraction(spread, n * total) if total else Fraction(0)


@dataclass(frozen=True, slots=True)
class GroupShare:
    """One group of voters: how many, how many have a funded project, what they have on average.

    money   the cost of every funded project split evenly among the voters who named it, per voter of the
    group worth   the cost of the funded projects a voter of the group named, on average
    """

    group: str
    voters: int
    covered: Fraction
    money: Fraction
    worth: Fraction


def by_group(election: Election, funded: Iterable[str], labels: Sequence[str]) -> list[GroupShare]:
    """The shares of each group in text order; `labels[v]` is the group (district, age band) of voter v."""
    names, group = np.unique(np.asarray(labels, dtype=str), return_inverse=True)
    chosen = frozenset(funded)
    sizes = np.bincount(group, minlength=len(names)).tolist()
    happy = np.bincount(
        group, weights=satisfaction(election, chosen, "votes") > 0, minlength=len(names)
    ).tolist()
    worths = np.zeros(len(names), dtype=np.int64)
    np.add.at(worths, group, satisfaction(election, chosen, "cost"))
    money = _money_by_group(election, chosen, group, len(names))
    return [
        GroupShare(name, n, Fraction(int(h), n), m / n, Fraction(w, n))
        for name, n, h, m, w in zip(names.tolist(), sizes, happy, money, worths.tolist(), strict=True)
    ]


def _money_by_group(election: Election, funded: frozenset[str], group: Ints, groups: int) -> list[Fraction]:
    money = [Fraction(0)] * groups
    for place, project in enumerate(election.projects):
        supporters = election.profile.supporters(place)
        if project.id in funded and len(supporters):
            share = Fraction(project.cost, len(supporters))
            counts = np.bincount(group[supporters], minlength=groups).tolist()
            money = [sum_ + share * count for sum_, count in zip(money, counts, strict=True)]
    return money


@dataclass(frozen=True, slots=True)
class Neglected:
    """A group whose common project was not funded although its share of the budget would have bought it.

    `voters` voters all name `project`; each has at most `has` from the outcome; their share of the budget
    would buy every one of them `deserves`, which is at least `has` plus the worth of the project.
    """

    project: str
    voters: int
    has: int
    deserves: Fraction


def ejr_plus(
    election: Election, funded: Iterable[str], utility: Utility = "cost", weights: Weights | None = None
) -> list[Neglected]:
    """Extended justified representation + up to one project; an empty list when the outcome satisfies it.

    For every unfunded project p and group S of its supporters, whose share of the budget is b(S), some voter
    of S must have  u(funded) + u(p) > b(S) * u(p) / cost(p). For one p the hardest groups are those of all
    supporters with at most a certain satisfaction, so that only these are looked at, and at most one is
    reported for each p. Projects below the election's own means (cost above the budget) and unwanted ones
    never trouble it.

    Source: Brill and Peters, "Robust and Verifiable Proportionality Axioms for Multiwinner Voting", EC 2023
    (EJR+ and its polynomial check); up to one project as in Peters, Pierczynski, Skowron, "Proportional
    Participatory Budgeting with Additive Utilities", NeurIPS 2021. Equal Shares of the same utility
    satisfies it.
    """
    chosen = frozenset(funded)
    levels, level_of = np.unique(satisfaction(election, chosen, utility), return_inverse=True)
    found = (
        _neglected(election, place, utility, weights, levels.tolist(), level_of)
        for place, project in enumerate(election.projects)
        if project.id not in chosen
    )
    return [one for one in found if one is not None]


def _neglected(
    election: Election,
    place: int,
    utility: Utility,
    weights: Weights | None,
    levels: list[int],
    level_of: Ints,
) -> Neglected | None:
    project, profile = election.projects[place], election.profile
    gain, supporters = worth(project, utility), profile.supporters(place)
    shares = endowments(profile, weights)
    group = np.zeros(len(supporters), dtype=np.int64) if weights is None else _groups(election)[supporters]
    counts = np.zeros((len(levels), len(shares)), dtype=np.int64)
    np.add.at(counts, (level_of[supporters], group), 1)
    together = np.zeros(len(shares), dtype=np.int64)
    for level in np.flatnonzero(counts.sum(axis=1)).tolist():
        together += counts[level]
        share = sum((s * n for s, n in zip(shares, together.tolist(), strict=True)), Fraction(0))
        budget = election.budget * share
        if gain and (levels[level] + gain) * project.cost <= budget * gain:
            deserves = budget * gain / project.cost if project.cost else Fraction(levels[level] + gain)
            return Neglected(project.id, int(together.sum()), levels[level], deserves)
    return None


def _groups(election: Election) -> Ints:
    groups = election.profile.groups
    assert groups is not None  # noqa: S101  # `endowments` refuses weights without groups
    return groups.astype(np.int64)


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two outcomes side by side: projects funded by both, and the money both spend alike."""

    first: str
    second: str
    projects: int
    share: Fraction
    money: int


def overlap(first: Outcome, second: Outcome) -> Overlap:
    """What two outcomes have in common; `share` is of the projects that either funds (1 when none does)."""
    both, either = set(first.funded) & set(second.funded), set(first.funded) | set(second.funded)
    money = sum(verdict.cost for verdict in first.projects if verdict.id in both)
    share = Fraction(len(both), len(either)) if either else Fraction(1)
    return Overlap(first.rule, second.rule, len(both), share, money)


def overlaps(outcomes: Sequence[Outcome]) -> list[Overlap]:
    """The overlap of every two outcomes, in the order given."""
    return [overlap(a, b) for a, b in combinations(outcomes, 2)]


@dataclass(frozen=True, slots=True)
class Line:
    """One rule in a comparison. `votes` sums the funded projects' scores, `gini` is of satisfaction by cost,
    `neglected` counts the projects that show a neglected group under EJR+ (by cost)."""

    rule: str
    projects: int
    cost: int
    votes: Score
    coverage: Fraction
    mean_worth: Fraction
    gini: Fraction
    neglected: int


def compare(election: Election, outcomes: Iterable[Outcome]) -> list[Line]:
    """One line for each outcome of the same election."""
    return [_line(election, outcome) for outcome in outcomes]


def _line(election: Election, outcome: Outcome) -> Line:
    has, voters = satisfaction(election, outcome.funded), max(1, election.profile.n_voters)
    return Line(
        rule=outcome.rule,
        projects=len(outcome.funded),
        cost=outcome.cost,
        votes=sum(verdict.votes for verdict in outcome.projects if verdict.funded),
        coverage=coverage(election, outcome.funded),
        mean_worth=Fraction(int(has.sum()), voters),
        gini=gini(has),
        neglected=len(ejr_plus(election, outcome.funded)),
    )
