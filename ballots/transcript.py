"""Hashing for proofs and names: SHA-512 over an encoding in which two different inputs never look alike.

FORMAT.md, chapter 20. Every hash of the protocol goes through `digest` or `challenge` with one of DOMAINS, so
a value made for one purpose never fits another (strong Fiat-Shamir: Bernhard, Pereira, Warinschi, "How not to
prove yourself", ASIACRYPT 2012).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

Item: TypeAlias = "bytes | str | int | Sequence[Item]"

ORDER: Final = 2**252 + 27742317777372353535851937790883648493
"""The order L of ristretto255 (RFC 9496 section 4) and of Ed25519's base point (RFC 8032 section 5.1)."""

PREFIX: Final = "pb-ballots/1/"

DOMAINS: Final = {
    "manifest": "the election's name: hash of the canonical manifest",
    "context": "what a proof belongs to: election, ballot style, voter group",
    "roll-commitment": "the salted commitment of one slot",
    "generator": "the n-th generator of the permutation commitments",
    "knowledge": "challenge of the proof that a voter knows what was sealed",
    "mix-seed": "first seed of a shuffle proof",
    "mix-weight": "u_i of a shuffle proof",
    "mix-challenge": "second challenge of a shuffle proof",
    "decryption-seed": "seed of the composites of a batch decryption proof",
    "decryption-weight": "w_i of a batch decryption proof",
    "decryption-challenge": "challenge of a batch decryption proof",
    "ceremony-terms": "the key ceremony's own name: hash of its canonical terms",
    "ceremony-file": "the whole key ceremony, as the manifest freezes it",
    "ceremony-commitment": "commitment to a trustee's Feldman commitments",
    "ceremony-possession": "challenge of a trustee's proof of possession",
    "ceremony-share": "info of the HPKE seal of a share",
    "ceremony-transcript": "everything a trustee acknowledges",
    "seeded": "output of the repeatable random source",
}
"""Every domain of the format and what is hashed under it; FORMAT.md lists the same names."""

_BYTES, _TEXT, _NATURAL, _LIST = 1, 2, 3, 4


def digest(domain: str, *items: Item) -> bytes:
    """SHA-512 (64 bytes) of `items` under `domain`, a key of DOMAINS. Integers are unsigned."""
    return _start(domain, items).digest()


def challenge(domain: str, *items: Item) -> int:
    """`digest` read as a little-endian number, modulo the group's order."""
    return int.from_bytes(digest(domain, *items), "little") % ORDER


def challenges(domain: str, count: int, *items: Item) -> Iterator[int]:
    """`challenge(domain, *items, i)` for i = 1 .. `count`; the common beginning is hashed only once."""
    start = _start(domain, items)
    for number in range(1, count + 1):
        each = start.copy()
        each.update(encode(number))
        yield int.from_bytes(each.digest(), "little") % ORDER


def context(election: bytes, style: str, voter_group: str) -> bytes:
    """The 64 bytes that tie a proof to one election (32 bytes), one ballot style and one voter group."""
    return digest("context", election, style, voter_group)


def encode(item: Item) -> bytes:
    """Tag (1 byte), length (8 bytes, big-endian), value; a list's length is its number of items."""
    if isinstance(item, str):
        return _framed(_TEXT, item.encode("utf-8"))
    if isinstance(item, bytes | bytearray | memoryview):
        return _framed(_BYTES, bytes(item))
    if isinstance(item, int):
        return _framed(_NATURAL, item.to_bytes((item.bit_length() + 7) // 8, "big"))
    return bytes([_LIST]) + len(item).to_bytes(8, "big") + b"".join(map(encode, item))


def _framed(tag: int, value: bytes) -> bytes:
    return bytes([tag]) + len(value).to_bytes(8, "big") + value


def _start(domain: str, items: Sequence[Item]) -> hashlib._Hash:
    if domain not in DOMAINS:
        raise ValueError(f"{domain!r} is not in the table of domains")
    state = hashlib.sha512(encode(PREFIX + domain))
    for item in items:
        state.update(encode(item))
    return state
