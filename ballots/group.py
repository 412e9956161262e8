"""The group ristretto255 (RFC 9496) through libsodium, and how thirty bytes become one of its elements.

A point is its 32-byte canonical encoding, a scalar a Python integer 0 .. L-1. Every return code is looked at.
Three habits of libsodium are handled here and nowhere else: it calls the identity a valid point; it answers
-1 both for an invalid point and for a product that is the identity; and up to 1.0.18 it does not look at the
highest bit of an encoding, so that each element would have a second name.

Constant time: the multiplications are libsodium's and take the same time for every secret. The arithmetic on
scalars and the search for an encoding are Python's and do not; they run on the voter's or the trustee's own
computer, or on public values.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final, NewType

from ballots import sodium
from ballots.errors import BadPoint, BadProof, Malformed
from ballots.transcript import ORDER, digest

Point = NewType("Point", bytes)

L: Final = ORDER
IDENTITY: Final = Point(bytes(32))
MESSAGE_BYTES: Final = 30

_SIZE: Final = 32
_TRIES: Final = 128
_BLOCK: Final = 256
_POINT_WORDS: Final = "32 bytes that are no element of the group"


_Octets = ctypes.c_char * _SIZE

_add = sodium.function("crypto_core_ristretto255_add", *[ctypes.c_char_p] * 3)
_sub = sodium.function("crypto_core_ristretto255_sub", *[ctypes.c_char_p] * 3)
_from_hash = sodium.function("crypto_core_ristretto255_from_hash", *[ctypes.c_char_p] * 2)
_is_valid = sodium.function("crypto_core_ristretto255_is_valid_point", ctypes.c_char_p)
_mul = sodium.function("crypto_scalarmult_ristretto255", *[ctypes.c_char_p] * 3)
_base = sodium.function("crypto_scalarmult_ristretto255_base", *[ctypes.c_char_p] * 2)


def is_valid(data: bytes) -> bool:
    """Whether `data` is the canonical encoding of an element; the identity is one."""
    return _has_form(data) and _is_valid(data) == 1


def check(data: bytes, place: str = "") -> Point:
    """`data` as a point; BadPoint unless it is canonical and not the identity."""
    if data == IDENTITY:
        raise BadPoint("the identity is not allowed here", place)
    return check_any(data, place)


def check_any(data: bytes, place: str = "") -> Point:
    """`data` as a point; BadPoint unless it is canonical. The identity passes."""
    if not is_valid(data):
        raise BadPoint(_POINT_WORDS, place)
    return Point(data)


def base(scalar: int) -> Point:
    """`scalar` times the generator G."""
    out = _Octets()
    if _base(out, _octets(scalar)) == 0:
        return Point(out.raw)
    if scalar % L:
        raise BadPoint("libsodium refused a multiple of the generator")
    return IDENTITY


def mul(scalar: int, point: Point) -> Point:
    """`scalar` times `point`; BadPoint if that is no element, whatever the scalar."""
    out = _Octets()
    if _has_form(point) and _mul(out, _octets(scalar), point) == 0:
        return Point(out.raw)
    check_any(point)
    return IDENTITY


def add(one: Point, other: Point) -> Point:
    """The sum; BadPoint if either is no element."""
    return _both(_add, one, other)


def sub(one: Point, other: Point) -> Point:
    """The difference; BadPoint if either is no element."""
    return _both(_sub, one, other)


def multiscalar(scalars: Iterable[int], points: Iterable[Point]) -> Point:
    """The sum of scalar times point, as many of one as of the other.

    Nearly all the time of a verification is spent here. BadPoint if any point is no element, even one whose
    scalar is zero.
    """
    result = IDENTITY
    for scalar, point in zip(scalars, points, strict=True):
        if scalar % L:
            result = _both(_add, result, mul(scalar, point))
        else:
            check_any(point)
    return result


def total(points: Iterable[Point]) -> Point:
    """The sum of all `points`; BadPoint if any is no element."""
    result = IDENTITY
    for point in points:
        result = add(result, point)
    return result


def hash_to_point(uniform: bytes) -> Point:
    """The element that 64 uniform bytes stand for (RFC 9496 section 4.3.4); nobody knows its logarithm."""
    if len(uniform) != 2 * _SIZE:
        raise ValueError("64 bytes are hashed to one point")
    out = _Octets()
    if _from_hash(out, uniform) != 0:
        raise BadPoint("libsodium could not hash to the group")
    return Point(out.raw)


def generator(number: int) -> Point:
    """Generator `number` of the permutation commitments: 0 is h, 1 .. N are H_1 .. H_N (FORMAT.md, 21.3)."""
    return hash_to_point(digest("generator", number))


def generators(count: int) -> bytes:
    """H_1 .. H_count, 32 bytes each, one after another."""
    blocks = range(-(-count // _BLOCK))
    return b"".join(map(_generator_block, blocks))[: _SIZE * count]


@lru_cache(maxsize=8192)
def _generator_block(block: int) -> bytes:
    return b"".join(generator(number) for number in range(block * _BLOCK + 1, (block + 1) * _BLOCK + 1))


def split(column: bytes, place: str = "") -> list[Point]:
    """The 32-byte records of `column`, not yet checked; Malformed if the last one is not whole."""
    if len(column) % _SIZE:
        raise Malformed(f"{len(column)} bytes are not a whole number of 32-byte records", place)
    return [Point(column[at : at + _SIZE]) for at in range(0, len(column), _SIZE)]


def check_column(column: bytes, count: int, place: str = "") -> list[Point]:
    """`count` points, each checked as by `check`; the place in the refusal names the first bad one."""
    records = split(column, place)
    if len(records) != count:
        raise BadProof(f"{len(records)} points where {count} belong", place)
    return [check(record, f"{place}[{index}]") for index, record in enumerate(records)]


def scalar_octets(scalar: int) -> bytes:
    """The wire form of a scalar: 32 bytes, little-endian."""
    return _octets(scalar)


def read_scalar(data: bytes, place: str = "") -> int:
    """The number 0 .. L-1 that 32 little-endian bytes give; BadProof if it is not below L."""
    number = int.from_bytes(data, "little")
    if len(data) != _SIZE or number >= L:
        raise BadProof("a scalar must be 32 bytes and below the group's order", place)
    return number


def read_scalars(column: bytes, count: int, place: str = "") -> list[int]:
    """`count` scalars, each as by `read_scalar`."""
    records = split(column, place)
    if len(records) != count:
        raise BadProof(f"{len(records)} scalars where {count} belong", place)
    return [read_scalar(record, f"{place}[{index}]") for index, record in enumerate(records)]


def encode_message(message: bytes) -> Point:
    """The element that carries these 30 bytes: 2·k, the bytes, 0, for the smallest k that gives an element.

    k runs from 0 to 127 and the identity does not count. One k in four will do, so no k is left with
    probability 10^-16; Malformed then.
    """
    if len(message) != MESSAGE_BYTES:
        raise Malformed(f"a message has {MESSAGE_BYTES} bytes, not {len(message)}")
    for counter in range(_TRIES):
        candidate = bytes([2 * counter]) + message + b"\0"
        if candidate != IDENTITY and _is_valid(candidate) == 1:
            return Point(candidate)
    raise Malformed("these 30 bytes fit no element")


def decode_message(point: Point) -> bytes:
    """The 30 bytes that `encode_message` made `point` of; Malformed if it would have made another point."""
    message = bytes(point[1:31])
    if len(point) != _SIZE or point[31] or encode_message(message) != point:
        raise Malformed("this element carries no message")
    return message


def _has_form(point: bytes) -> bool:
    """32 bytes, the highest bit not set: the field has fewer than 2^255 elements."""
    return len(point) == _SIZE and point[31] < 0x80


def _octets(scalar: int) -> bytes:
    return (scalar % L).to_bytes(_SIZE, "little")


def _both(function: Callable[..., int], one: Point, other: Point) -> Point:
    if not _has_form(one) or not _has_form(other):
        raise BadPoint(_POINT_WORDS)
    out = _Octets()
    if function(out, one, other) != 0:
        raise BadPoint(_POINT_WORDS)
    return Point(out.raw)


G: Final = base(1)
"""The generator of RFC 9496 section 4."""

H: Final = generator(0)
"""The generator h that begins the commitment chain of a shuffle proof."""
