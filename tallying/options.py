"""The rules' switches, all of them named and frozen before counting."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from tallying.weights import Weights

Utility = Literal["cost", "votes"]
Completion = Literal["none", "add1", "add1-exhaustive", "utilitarian", "comparison"]
Ranked = Literal["borda", "first-k"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to count.

    utility       what a funded project is worth to a supporter in proportional rules: its cost, or one
    completion    what Equal Shares does with money left over
    ties          named tie-breaks in order; see `ties`
    weights       voter groups and score sheets, or None: every ballot counts alike
    quorum        ballots that must name a project, or it is out
    threshold     score a project must reach, or it is out
    partial_last  give what is left to the first project that did not fit
    ranked        how a ranking becomes points; `first_k` ranks count one vote each under "first-k"
    margins       also work out how near each loser was, where that takes recounts
    """

    utility: Utility = "cost"
    completion: Completion = "none"
    ties: tuple[str, ...] = ("votes", "cost", "lexico")
    weights: Weights | None = None
    quorum: int = 0
    threshold: Fraction | int = 0
    partial_last: bool = False
    ranked: Ranked = "borda"
    first_k: int | None = None
    margins: bool = False
