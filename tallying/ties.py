"""Breaking ties by an ordered list of names that is published before the votes are opened.

votes           more votes first
cost            lower cost first
lexico          project id as text, smaller first
lot:SEED        a lot from a public seed: smaller SHA-256(seed + "\\n" + id) first, as hexadecimal text
most:COLUMN     larger number in that column of the project file first (for example most:older_residents)
least:COLUMN    smaller number first

`lexico` always closes the list, so that any two projects are ordered. The lot needs no trust in our code: the
seed is fixed in public before counting (a national lottery draw, say), and on any machine
`printf 'SEED\\nID' | sha256sum` gives each project's lot.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Any

from tallying.election import Project
from tallying.outcome import Score, Tie
from tallying.unfit import UnknownTieBreak

# No exponents: 1e999999999 would be a number of a billion digits.
NUMBER = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?(/[1-9][0-9]{0,17})?")
Key = Callable[[Project, Score], Any]


def lot(seed: str, project: str) -> str:
    """The published lot of a project: SHA-256 over the seed, a line feed and the id, in UTF-8, as hex."""
    return sha256(f"{seed}\n{project}".encode()).hexdigest()


def _column(project: Project, column: str) -> Fraction:
    cell = project.extra.get(column, "").strip()
    if not NUMBER.fullmatch(cell):
        raise UnknownTieBreak("no-number", project.id, column)
    return Fraction(cell)


def key_of(name: str) -> Key:
    """The sorting key of one named tie-break; smaller comes first. Raises UnknownTieBreak."""
    if name in SIMPLE:
        return SIMPLE[name]
    word, _, argument = name.partition(":")
    if argument and word in WITH_ARGUMENT:
        return WITH_ARGUMENT[word](argument)
    known = ", ".join([*SIMPLE, "lot:SEED", "most:COLUMN", "least:COLUMN"])
    raise UnknownTieBreak("unknown-tie-break", name, known)


SIMPLE: dict[str, Key] = {
    "votes": lambda project, votes: -votes,
    "cost": lambda project, votes: project.cost,
    "lexico": lambda project, votes: project.id,
}
WITH_ARGUMENT: dict[str, Callable[[str], Key]] = {
    "lot": lambda seed: lambda project, votes: lot(seed, project.id),
    "most": lambda column: lambda project, votes: -_column(project, column),
    "least": lambda column: lambda project, votes: _column(project, column),
}


@dataclass(frozen=True, slots=True)
class TieOrder:
    """One total order of the projects by the named tie-breaks.

    keys[p]   the tuple that orders project number p, smaller first
    rank[p]   its place in that order, from 0
    """

    names: tuple[str, ...]
    makers: tuple[Key, ...]
    keys: tuple[tuple[Any, ...], ...]
    rank: tuple[int, ...]

    def key(self, project: Project, votes: Score) -> tuple[Any, ...]:
        """The key a project would have with these votes (and its cost as it stands in `project`)."""
        return tuple(make(project, votes) for make in self.makers)

    def first(self, level: Iterable[int]) -> int:
        """The project number that wins among those that stand level."""
        return min(level, key=self.rank.__getitem__)

    def resolved_by(self, level: Sequence[int]) -> str:
        """The first tie-break that singles out the winner among projects that stand level."""
        return self.names[_first_difference([self.keys[p] for p in level])]

    def tie(self, number: int, level: Sequence[int], ids: Sequence[str]) -> Tie:
        """The tie of round `number` as the result reports it; the winner stands first."""
        ordered = sorted(level, key=self.rank.__getitem__)
        return Tie(number, tuple(ids[p] for p in ordered), self.resolved_by(level), ids[ordered[0]])


def _first_difference(keys: list[tuple[Any, ...]]) -> int:
    for place in range(len(keys[0])):
        best = min(key[place] for key in keys)
        keys = [key for key in keys if key[place] == best]
        if len(keys) == 1:
            return place
    return len(keys[0]) - 1


def tie_order(projects: Sequence[Project], votes: Sequence[Score], names: Sequence[str]) -> TieOrder:
    """Order the projects by the tie-breaks `names`, closed by "lexico". Raises UnknownTieBreak."""
    full = tuple(names) if "lexico" in names else (*names, "lexico")
    makers = tuple(key_of(name) for name in full)
    keys = tuple(
        zip(*([make(p, v) for p, v in zip(projects, votes, strict=True)] for make in makers), strict=True)
    )
    rank = [0] * len(keys)
    for place, project in enumerate(sorted(range(len(keys)), key=keys.__getitem__)):
        rank[project] = place
    return TieOrder(full, makers, keys, tuple(rank))
