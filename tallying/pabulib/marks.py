"""The ballots as read, before anybody asked whether they are lawful."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from tallying.profile import Ints, Places

VOTE, POINTS, GROUP = "vote", "points", "group"


@dataclass(frozen=True, eq=False)
class Marks:
    """Arrays as in Profile; `line_of(v)` is the line of ballot v, `columns` the other voter columns."""

    starts: Ints
    projects: Places
    points: Ints
    columns: Mapping[str, list[str]]
    line_of: Callable[[int], int]


@dataclass(frozen=True, eq=False)
class LazyColumns(Mapping[str, list[str]]):
    """Voter columns that stay bytes until somebody asks for one.

    text     the rows of the VOTES section
    spans    for each column, where its cells begin and end in `text`
    """

    text: bytes
    spans: Mapping[str, tuple[Ints, Ints]]
    _read: dict[str, list[str]] = field(default_factory=dict)

    def __getitem__(self, column: str) -> list[str]:
        if column not in self._read:
            starts, ends = self.spans[column]
            pairs = zip(starts.tolist(), ends.tolist(), strict=True)
            self._read[column] = [self.text[start:end].decode() for start, end in pairs]
        return self._read[column]

    def __iter__(self) -> Iterator[str]:
        return iter(self.spans)

    def __len__(self) -> int:
        return len(self.spans)
