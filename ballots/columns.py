"""Many points and scalars at once: byte columns of 32-byte records, cut into pieces for the crew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ballots import group
from ballots.errors import BadPoint
from ballots.group import IDENTITY, L, Point
from ballots.workers import Alone, Crew, spread


def pack_scalars(scalars: Iterable[int]) -> bytes:
    """Scalars (any integers, reduced mod L) as one column."""
    return b"".join([(scalar % L).to_bytes(32, "little") for scalar in scalars])


def unpack_scalars(column: bytes) -> list[int]:
    """The numbers of a column that `pack_scalars` wrote."""
    return [int.from_bytes(column[at : at + 32], "little") for at in range(0, len(column), 32)]


def blinded(scalars: bytes, points: bytes) -> bytes:
    """r_i·G + P_i for each record."""
    return b"".join(
        group.add(group.base(r), point)
        for r, point in zip(unpack_scalars(scalars), group.split(points), strict=True)
    )


@dataclass(frozen=True, slots=True)
class Combine:
    """x_i·G + y_i·P for each record and the one `point` P."""

    point: Point

    def __call__(self, base_scalars: bytes, scalars: bytes) -> bytes:
        pairs = zip(unpack_scalars(base_scalars), unpack_scalars(scalars), strict=True)
        return b"".join(group.add(group.base(x), group.mul(y, self.point)) for x, y in pairs)


@dataclass(frozen=True, slots=True)
class Multiply:
    """x·P_i for each record and the one `scalar` x."""

    scalar: int

    def __call__(self, points: bytes) -> bytes:
        return b"".join(group.mul(self.scalar, point) for point in group.split(points))


def partial_sum(scalars: bytes, points: bytes) -> Point:
    """`group.multiscalar` of two columns."""
    return group.multiscalar(unpack_scalars(scalars), group.split(points))


def partial_sum_no_identity(scalars: bytes, points: bytes) -> Point:
    """As `partial_sum`; BadPoint if the identity is among the points."""
    records = group.split(points)
    if IDENTITY in records:
        raise BadPoint("the identity is not allowed here")
    return group.multiscalar(unpack_scalars(scalars), records)


def multiscalar(scalars: bytes, points: bytes, crew: Crew | None = None) -> Point:
    """`group.multiscalar` of two columns, shared among the crew."""
    count = len(scalars) // 32
    return group.total(spread(crew or Alone(), partial_sum, count, (scalars, 32), (points, 32)))
