"""Voter groups with weights, and score sheets: what one ballot of each group weighs and owns, exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from tallying.profile import Profile
from tallying.unfit import WeightsUnfit


@dataclass(frozen=True, slots=True)
class Sheet:
    """Marks given to projects by others than voters (a committee, a survey): weight * marks / top.

    A project that the sheet leaves out has 0 marks.
    """

    name: str
    weight: Fraction
    marks: Mapping[str, Fraction]
    top: Fraction


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each voter group and of each score sheet. Groups are those of `Profile.group_names`."""

    groups: Mapping[str, Fraction]
    sheets: tuple[Sheet, ...] = ()


def ballot_weights(profile: Profile, weights: Weights) -> tuple[Fraction, ...]:
    """The effective weight of one ballot of each group, w_g / ballots_g (0 for a group without ballots).

    Raises WeightsUnfit when a group has no weight or a weight has no group.
    """
    if profile.groups is None:
        raise WeightsUnfit("no-groups")
    unknown = set(weights.groups) ^ set(profile.group_names)
    unused = {name for name in unknown if name in weights.groups}
    if unknown - unused:
        raise WeightsUnfit("no-weight", min(unknown - unused))
    sizes = profile.group_sizes().tolist()
    return tuple(
        weights.groups[name] / size if size else Fraction(0)
        for name, size in zip(profile.group_names, sizes, strict=True)
    )


def endowments(profile: Profile, weights: Weights | None) -> tuple[Fraction, ...]:
    """The share of the budget that one ballot of each group owns in proportional rules; over all ballots 1.

    One entry for each group, or a single one where there are none. Without weights all ballots own the same.
    Groups without ballots and score sheets own nothing: their weight is spread over the groups with ballots
    in proportion to theirs. Raises WeightsUnfit.
    """
    if weights is None:
        share = Fraction(1, profile.n_voters) if profile.n_voters else Fraction(0)
        return (share,) * max(1, len(profile.group_names))
    single = ballot_weights(profile, weights)
    total = sum((w * n for w, n in zip(single, profile.group_sizes().tolist(), strict=True)), Fraction(0))
    return tuple(w / total if total else Fraction(0) for w in single)


def votes_by_group(profile: Profile, project: int) -> list[int]:
    """The ballots of each group that name the project."""
    assert profile.groups is not None  # noqa: S101  # asked only in weighted elections
    named = np.bincount(profile.groups[profile.supporters(project)], minlength=len(profile.group_names))
    return [int(n) for n in named]
