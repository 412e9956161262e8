"""Sharing a secret so that any t of n can use it.

Shamir (CACM 1979), with the commitments of Feldman (FOCS 1987) that let each receiver check a share.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ballots import group, randomness
from ballots.group import L, Point


def draw(source: randomness.Source, threshold: int) -> tuple[int, ...]:
    """The coefficients a_0 .. a_(t-1) of a random polynomial; a_0 is the secret."""
    return tuple(randomness.scalar(source) for _ in range(threshold))


def evaluate(coefficients: Sequence[int], at: int) -> int:
    """The polynomial's value at trustee number `at`: that trustee's share."""
    value = 0
    for coefficient in reversed(coefficients):
        value = (value * at + coefficient) % L
    return value


def commit(coefficients: Iterable[int]) -> tuple[Point, ...]:
    """Feldman commitments A_k = a_k·G."""
    return tuple(group.base(coefficient) for coefficient in coefficients)


def evaluate_committed(points: Sequence[Point], at: int) -> Point:
    """The value at `at` times G, from the commitments: what a true share must multiply G to."""
    return group.multiscalar((pow(at, power, L) for power in range(len(points))), points)


def lagrange(numbers: Sequence[int]) -> dict[int, int]:
    """For trustee numbers, all different: the factors that turn their shares into the secret."""
    factors = {}
    for own in numbers:
        above, below = 1, 1
        for other in numbers:
            if other != own:
                above = above * other % L
                below = below * (other - own) % L
        factors[own] = above * pow(below, -1, L) % L
    return factors
