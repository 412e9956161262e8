"""A long list, one page at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")
AROUND = 2


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a list of `total` items; `number` counts from 1."""

    items: Sequence[Item]
    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def links(self) -> tuple[int | None, ...]:
        """The page numbers to show; None stands for a gap."""
        near = range(self.number - AROUND, self.number + AROUND + 1)
        shown = [number for number in range(1, self.last + 1) if number in (1, self.last) or number in near]
        links: list[int | None] = []
        for number in shown:
            if links and links[-1] != number - 1:
                links.append(None)
            links.append(number)
        return tuple(links)


def cut(items: Sequence[Item], number: int, size: int) -> Page[Item]:
    """The page `number` of `items`, or the nearest one there is."""
    return fetched(lambda first, most: items[first : first + most], len(items), number, size)


def fetched(part: Callable[[int, int], Sequence[Item]], total: int, number: int, size: int) -> Page[Item]:
    """The same of a list that is read only in part: `part` gives so many items from a place on."""
    last = max(1, -(-total // size))
    number = min(max(number, 1), last)
    return Page(part((number - 1) * size, size), number, size, total)
