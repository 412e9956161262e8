"""What every ballot kind can do; and the numbers several of them share."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from math import comb
from typing import Protocol, TypeAlias

from ballots.errors import Unlawful

Marking: TypeAlias = tuple[int, ...]
"""A marking by project numbers (0 .. n-1), or by points, one for each project; each kind says which."""


class Kind(Protocol):
    """One kind of marking over n projects: which markings are lawful, and a number for each of them."""

    @property
    def size(self) -> int:
        """Every code is below this."""

    @property
    def empty_is_lawful(self) -> bool:
        """Whether a voter may leave everything unmarked without leaving the section out."""

    def pack(self, marking: Marking) -> int:
        """The code of `marking`, 0 .. size-1; raises Unlawful."""

    def unpack(self, code: int) -> Marking:
        """The marking whose code this is; raises Unlawful if no lawful marking has it."""


def check_distinct(marking: Marking, projects: int) -> None:
    """Unlawful unless `marking` names different projects that exist."""
    for number in marking:
        if not 0 <= number < projects:
            raise Unlawful(f"there is no project number {number}")
    if len(set(marking)) != len(marking):
        raise Unlawful("a project is marked twice")


def check_count(count: int, least: int, most: int) -> None:
    """Unlawful unless `least` to `most` projects are marked."""
    if not least <= count <= most:
        wanted = f"exactly {least}" if least == most else f"{least} to {most}"
        raise Unlawful(f"{count} projects are marked, {wanted} are asked for")


def check_code(code: int, size: int) -> None:
    """Unlawful unless `code` is below `size`."""
    if not 0 <= code < size:
        raise Unlawful("this number belongs to no marking")


def offsets(counts: Sequence[int]) -> tuple[int, ...]:
    """Where each block of codes begins when blocks of these sizes stand in a row; the last is the total."""
    return tuple(accumulate(counts, initial=0))


@lru_cache(maxsize=64)
def binomials(projects: int, most: int) -> tuple[tuple[int, ...], ...]:
    """Row i holds C(c, i) for c = 0 .. projects, i = 0 .. most."""
    return tuple(tuple(comb(c, i) for c in range(projects + 1)) for i in range(most + 1))


def power(radix: int, count: int) -> int:
    """How many numbers have `count` digits."""
    return int(radix**count)


def mixed_radix(digits: Sequence[int], radix: int) -> int:
    """The number with these digits, the first the most significant."""
    code = 0
    for digit in digits:
        code = code * radix + digit
    return code


def digits(code: int, radix: int, count: int) -> Marking:
    """The `count` digits of `code`, the first the most significant."""
    found = []
    for _ in range(count):
        code, digit = divmod(code, radix)
        found.append(digit)
    return tuple(reversed(found))


def check_points(marking: Marking, projects: int, most: int) -> None:
    """Unlawful unless there are 0 .. `most` points for each of `projects`."""
    if len(marking) != projects:
        raise Unlawful(f"points for {len(marking)} projects, there are {projects}")
    for number, points in enumerate(marking):
        if not 0 <= points <= most:
            raise Unlawful(f"project number {number} has {points} points, 0 to {most} are allowed")
