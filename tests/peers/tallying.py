"""Real elections counted by us and, independently, by pabutools with exact fractions: the same winners?

`make check-peers` compares every file it finds in PB_PABULIB (some minutes); tests compare the small ones.
Files with other marks than approvals are compared where pabutools has the same notion of score.
"""

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pabutools.election import Additive_Cardinal_Sat, Cardinality_Sat, Cost_Sat, parse_pabulib
from pabutools.rules import greedy_utilitarian_welfare, max_additive_utilitarian_welfare
from pabutools.tiebreaking import TieBreakingRule

from tallying.election import Election, Kind
from tallying.options import Options
from tallying.pabulib import USUAL, read
from tallying.rules import RULES


@dataclass(frozen=True)
class Real:
    """One real election as both sides read it."""

    ours: Election
    instance: Any
    profile: Any

    @classmethod
    def read(cls, path: Path) -> "Real":
        instance, profile = parse_pabulib(str(path))
        return cls(read(path, USUAL), instance, profile.as_multiprofile())

    def ties(self) -> TieBreakingRule:
        """Our usual tie-breaks (more votes, lower cost, id as text) for the peer."""
        votes = dict(zip(self.ours.ids, RULES["greedy"](self.ours, Options()).projects, strict=True))
        return TieBreakingRule(lambda _, __, p: (-votes[p.name].votes, p.cost, p.name))


def greedy(real: Real) -> tuple[object, object]:
    """Funded projects in order, most votes first (welfare by cost makes the votes the density)."""
    theirs = greedy_utilitarian_welfare(
        real.instance, real.profile, sat_class=Cost_Sat, tie_breaking=real.ties()
    )
    return RULES["greedy"](real.ours, Options()).funded, tuple(project.name for project in theirs)


def greedy_per_won(real: Real) -> tuple[object, object]:
    """Funded projects in order, most votes per money unit first."""
    theirs = greedy_utilitarian_welfare(
        real.instance, real.profile, sat_class=_votes(real.ours), tie_breaking=real.ties()
    )
    return RULES["greedy-per-won"](real.ours, Options()).funded, tuple(project.name for project in theirs)


def max_welfare(real: Real) -> tuple[object, object]:
    """The largest total of votes within the budget (lists may differ when several reach it)."""
    theirs = max_additive_utilitarian_welfare(real.instance, real.profile, sat_class=_votes(real.ours))
    votes = {verdict.id: verdict.votes for verdict in RULES["max-votes"](real.ours, Options()).projects}
    funded = RULES["max-votes"](real.ours, Options()).funded
    return sum(votes[p] for p in funded), sum(votes[project.name] for project in theirs)


def _votes(election: Election) -> Any:
    return Additive_Cardinal_Sat if election.kind is Kind.CUMULATIVE else Cardinality_Sat


Comparison = Callable[[Real], tuple[object, object]]

COMPARISONS: dict[str, Comparison] = {
    "greedy": greedy,
    "greedy-per-won": greedy_per_won,
    "max-votes": max_welfare,
}
APPROVALS_ONLY = {"greedy"}


def comparisons(election: Election) -> Iterator[tuple[str, Comparison]]:
    """The comparisons that make sense for this kind of ballot."""
    for name, compare in COMPARISONS.items():
        approvals = election.kind in (Kind.APPROVAL, Kind.CHOOSE_1)
        if approvals or (election.kind is Kind.CUMULATIVE and name not in APPROVALS_ONLY):
            yield name, compare


def main(folder: Path) -> int:
    """Compare every file of the folder; the number of differences."""
    differences = 0
    for path in sorted(folder.glob("*.pb")):
        real = Real.read(path)
        for name, compare in comparisons(real.ours):
            start = time.perf_counter()
            ours, theirs = compare(real)
            same = ours == theirs
            differences += not same
            seconds = time.perf_counter() - start
            print(f"{'same' if same else 'DIFFERS':8}{name:16}{path.stem}  ({seconds:.1f} s)", flush=True)
            if not same:
                print(f"    ours   {ours}\n    theirs {theirs}")
    print(f"{differences} differences")
    return differences


if __name__ == "__main__":
    from tests.tallying.files import PABULIB

    sys.exit(bool(main(Path(sys.argv[1]) if len(sys.argv) > 1 else PABULIB)))
