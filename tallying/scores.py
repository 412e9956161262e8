"""From marks to scores: what one mark counts, and what every project has in the end; all exact.

score(p) = sum over groups g of w_g * votes_g(p) / ballots_g  +  sum over sheets s of w_s * marks_s(p) / top_s
"""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np

from tallying.election import Election, Kind
from tallying.options import Options
from tallying.profile import Ints, Profile
from tallying.unfit import WeightsUnfit
from tallying.weights import Sheet, Weights, ballot_weights


@dataclass(frozen=True, slots=True)
class Scores:
    """Exact scores as integers over one common denominator: score(p) = numbers[p] / scale."""

    numbers: tuple[int, ...]
    scale: int = 1

    def __getitem__(self, project: int) -> int | Fraction:
        number = self.numbers[project]
        return number if self.scale == 1 else Fraction(number, self.scale)

    def all(self) -> list[int | Fraction]:
        return list(self.numbers) if self.scale == 1 else [Fraction(n, self.scale) for n in self.numbers]


def marks(election: Election, options: Options) -> Ints:
    """int64, one per mark of the profile: what it counts for.

    1 on an approval, the points given, and for a ranking by `options.ranked`: "borda" gives a ballot of k
    places k points for the first and 1 for the last (as Pabulib's `score` column does); "first-k" gives 1 to
    the first `options.first_k` places (the first alone when None) and 0 to the others.
    """
    profile = election.profile
    if election.kind is not Kind.ORDINAL:
        return profile.points
    if options.ranked == "first-k":
        return (profile.points < (options.first_k or 1)).astype(np.int64)
    return profile.lengths[profile.voters] - profile.points


def in_points(election: Election, options: "Options") -> bool:
    """Whether the scores are points (given, from ranks, or weighted) rather than a number of votes."""
    if options.weights is not None or election.kind in (Kind.CUMULATIVE, Kind.SCORING):
        return True
    return election.kind is Kind.ORDINAL and options.ranked == "borda"


def scores(election: Election, options: Options) -> Scores:
    """The score of every project, exactly. Raises WeightsUnfit."""
    if options.weights is None:
        return Scores(tuple(_totals(election, options).tolist()))
    counted = marks(election, options)
    weights = options.weights
    components = group_components(election.profile, weights, counted)
    components += [_sheet_component(election, sheet) for sheet in weights.sheets]
    return _over_one_denominator([sum(column, Fraction(0)) for column in zip(*components, strict=True)])


def _totals(election: Election, options: Options) -> Ints:
    if election.kind in (Kind.APPROVAL, Kind.CHOOSE_1):
        return election.profile.votes()
    return election.profile.totals(marks(election, options))


def group_components(profile: Profile, weights: Weights, counted: Ints) -> list[list[Fraction]]:
    """For each group w_g * votes_g(p) / ballots_g for every project. Raises WeightsUnfit."""
    effective = ballot_weights(profile, weights)
    sums = _sums_by_group(profile, counted)
    return [[effective[g] * n for n in sums[g].tolist()] for g in range(len(effective))]


def _sums_by_group(profile: Profile, counted: Ints) -> Ints:
    assert profile.groups is not None  # noqa: S101  # checked by ballot_weights
    sums = np.zeros((len(profile.group_names), profile.n_projects), dtype=np.int64)
    np.add.at(sums, (profile.groups[profile.voters], profile.projects), counted)
    return sums


def _sheet_component(election: Election, sheet: Sheet) -> list[Fraction]:
    ids = election.ids
    strangers = set(sheet.marks) - set(ids)
    if strangers:
        raise WeightsUnfit("sheet-stranger", sheet.name, min(strangers))
    for project, given in sheet.marks.items():
        if not 0 <= given <= sheet.top:
            raise WeightsUnfit("sheet-marks", sheet.name, project, given, sheet.top)
    return [sheet.weight * sheet.marks.get(project, Fraction(0)) / sheet.top for project in ids]


def _over_one_denominator(values: list[Fraction]) -> Scores:
    scale = lcm(*(value.denominator for value in values)) if values else 1
    return Scores(tuple(value.numerator * (scale // value.denominator) for value in values), scale)
