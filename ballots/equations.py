"""Many equations between points, checked as one (FORMAT.md, chapter 26).

Every check of this library says that some sum of scalar times point is the identity. Each such equation is
multiplied by a fresh random number of 128 bits and all are added up: if all hold the sum is the identity; if
one does not, it is so with probability 2^-128 (Bellare, Garay and Rabin, "Fast batch verification for modular
exponentiation and digital signatures", EUROCRYPT 1998, small exponents test; the group's order is prime). A
point that stands in several equations is multiplied once. Who was at fault the sum does not tell; the plain
checks do.
"""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

from ballots import columns, group
from ballots.errors import BadProof
from ballots.group import IDENTITY, G, Point
from ballots.workers import PIECE, Crew, Task, ranges

WEIGHT_BYTES: Final = 16
AHEAD: Final = 64
"""How many pieces may be out at once: enough for many workers, little memory."""


class Terms:
    """A column of points and what each is to be multiplied by, gathered from several equations."""

    def __init__(self, points: bytes) -> None:
        self.points = points
        self.coefficients = [0] * (len(points) // 32)

    def add(self, coefficients: Sequence[int]) -> None:
        """Add to the first `len(coefficients)` coefficients."""
        for at, value in enumerate(coefficients):
            self.coefficients[at] += value

    def add_pairs(self, pairs: Iterable[tuple[int, int]]) -> None:
        """The same for a column of ciphertexts: one pair of coefficients for each."""
        self.add(list(chain.from_iterable(pairs)))


class Balance:
    """The one sum. Work is handed to the crew as soon as there is a piece of it."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self._base = 0
        self._loose: tuple[list[int], list[Point]] = ([], [])
        self._done = IDENTITY
        self._tasks: deque[Task[Point]] = deque()

    def weight(self) -> int:
        """A fresh random weight for one equation, 1 .. 2^128."""
        return 1 + secrets.randbits(8 * WEIGHT_BYTES)

    def weights(self, count: int) -> list[int]:
        """`count` fresh weights."""
        drawn = secrets.token_bytes(WEIGHT_BYTES * count)
        return [
            1 + int.from_bytes(drawn[at : at + WEIGHT_BYTES], "little")
            for at in range(0, len(drawn), WEIGHT_BYTES)
        ]

    def base(self, coefficient: int) -> None:
        """Add `coefficient` times G."""
        self._base += coefficient

    def point(self, coefficient: int, point: Point) -> None:
        """Add `coefficient` times a single point."""
        self._loose[0].append(coefficient)
        self._loose[1].append(point)

    def include(self, part: Point) -> None:
        """Add a part of the sum that was made elsewhere."""
        self._done = group.add(self._done, part)

    def column(self, coefficients: Sequence[int], points: bytes, identity: bool = False) -> None:
        """Add one term for each record of `points`; with `identity`, that may be among them."""
        work = columns.partial_sum if identity else columns.partial_sum_no_identity
        if len(coefficients) * 32 != len(points):
            raise BadProof("as many coefficients as points are needed")
        for part in ranges(len(coefficients), PIECE):
            scalars = columns.pack_scalars(coefficients[part])
            self._begin(self._crew.submit(work, scalars, points[32 * part.start : 32 * part.stop]))

    def terms(self, gathered: Terms) -> None:
        """Add a column whose coefficients are complete."""
        self.column(gathered.coefficients, gathered.points)

    def settle(self) -> None:
        """Wait for the crew; BadProof unless the sum is the identity, BadPoint if a point was none."""
        scalars, points = self._loose
        self.column(scalars, b"".join(points))
        self.column([self._base], G)
        while self._tasks:
            self._finish()
        if self._done != IDENTITY:
            raise BadProof("the sum of all equations is not the identity")

    def _begin(self, task: Task[Point]) -> None:
        self._tasks.append(task)
        if len(self._tasks) > AHEAD:
            self._finish()

    def _finish(self) -> None:
        self._done = group.add(self._done, self._tasks.popleft().result())
