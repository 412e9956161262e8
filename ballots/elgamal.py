"""ElGamal encryption in ristretto255: how a ballot is sealed (FORMAT.md, chapter 22).

A sealed ballot is (alpha, beta) = (r·G, M + r·Y): M the element that carries the marking, Y the election's
key, r a secret number that is used once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from ballots import group
from ballots.errors import Malformed
from ballots.group import Point


@dataclass(frozen=True, slots=True)
class Ciphertext:
    """A sealed message: 64 bytes, alpha then beta."""

    alpha: Point
    beta: Point

    def octets(self) -> bytes:
        """The wire form."""
        return self.alpha + self.beta


def seal(key: Point, message: Point, r: int) -> Ciphertext:
    """`message` sealed for `key` with the secret number `r`, 1 .. L-1."""
    if not 0 < r < group.L:
        raise ValueError("r is between 1 and the group's order")
    return Ciphertext(group.base(r), group.add(message, group.mul(r, key)))


def reseal(key: Point, sealed: Ciphertext, r: int) -> Ciphertext:
    """The same message under other bytes: re-encryption with the secret number `r`."""
    return Ciphertext(
        group.add(sealed.alpha, group.base(r)),
        group.add(sealed.beta, group.mul(r, key)),
    )


def unseal(secret: int, sealed: Ciphertext) -> Point:
    """The message, for whoever holds the whole secret key (tests and Benaloh checks; trustees never do)."""
    return group.sub(sealed.beta, group.mul(secret, sealed.alpha))


def check(alpha: bytes, beta: bytes, place: str = "") -> Ciphertext:
    """Both halves as points; BadPoint if one is no element or the identity."""
    return Ciphertext(group.check(alpha, f"{place}.alpha"), group.check(beta, f"{place}.beta"))


def pack(ciphertexts: Sequence[Ciphertext]) -> bytes:
    """Many ciphertexts as one column, 64 bytes each."""
    return b"".join(chain.from_iterable((each.alpha, each.beta) for each in ciphertexts))


def unpack(column: bytes, place: str = "") -> list[Ciphertext]:
    """The ciphertexts of a column, lengths checked, points not yet; Malformed if the last is not whole."""
    if len(column) % 64:
        raise Malformed(f"{len(column)} bytes are not a whole number of 64-byte ciphertexts", place)
    records = group.split(column, place)
    return [Ciphertext(*pair) for pair in zip(records[::2], records[1::2], strict=True)]
