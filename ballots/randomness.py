"""Where random numbers come from: the operating system, or a seed when an election must be repeatable.

A source is always an argument, never a global, so nothing that makes secrets can be seeded by accident.
"""

from __future__ import annotations

import secrets
from typing import Protocol

from ballots.transcript import ORDER, digest


class Source(Protocol):
    """Something that gives random bytes."""

    def octets(self, count: int) -> bytes:
        """`count` fresh random bytes."""


class SystemSource:
    """The operating system's generator: the only source for real elections."""

    def octets(self, count: int) -> bytes:
        return secrets.token_bytes(count)


class SeededSource:
    """The same bytes for the same seed: SHA-512 of seed and counter. For demonstrations and vectors only."""

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self._block = 0
        self._rest = b""

    def octets(self, count: int) -> bytes:
        while len(self._rest) < count:
            self._rest += digest("seeded", self._seed, self._block)
            self._block += 1
        taken, self._rest = self._rest[:count], self._rest[count:]
        return taken


def scalar(source: Source) -> int:
    """A random number 1 .. L-1 (L the group's order), even to within 2^-250: 512 bits are reduced."""
    while True:
        number = int.from_bytes(source.octets(64), "little") % ORDER
        if number:
            return number


def below(source: Source, bound: int) -> int:
    """A random number 0 .. `bound` - 1, exactly even: numbers beyond are drawn again."""
    width = (bound.bit_length() + 7) // 8
    mask = (1 << bound.bit_length()) - 1
    while True:
        number = int.from_bytes(source.octets(width), "little") & mask
        if number < bound:
            return number


def permutation(source: Source, count: int) -> list[int]:
    """0 .. `count` - 1 in random order, every order equally likely (Fisher-Yates)."""
    order = list(range(count))
    for last in range(count - 1, 0, -1):
        chosen = below(source, last + 1)
        order[last], order[chosen] = order[chosen], order[last]
    return order
