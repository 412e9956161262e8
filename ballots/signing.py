"""Ed25519 signatures (RFC 8032), read as strictly as anyone reads them (FORMAT.md, chapter 3).

Libraries differ in which odd signatures they accept (Chalkias, Garillot, Nikolaenko, "Taming the many
EdDSAs", SSR 2020). One answer for everyone: keys in canonical form and not of small order, S below the
order, R as the verifier computes it byte for byte and not of small order, the equation without the cofactor.

Verifying is libsodium's, which takes half the time of OpenSSL's (a log holds two signatures a ballot);
signing is `cryptography`'s. The tests hold the two libraries against each other. Newer versions of libsodium
multiply by the cofactor: with such a one verifying is OpenSSL's too, so that the answer stays the same.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ballots import sodium
from ballots.errors import BadSignature
from ballots.randomness import Source
from ballots.transcript import ORDER

_verify: Final = sodium.function(
    "crypto_sign_ed25519_verify_detached",
    ctypes.c_char_p,
    ctypes.c_char_p,
    ctypes.c_ulonglong,
    ctypes.c_char_p,
)

_PRIME: Final = 2**255 - 19
_SIGN: Final = 1 << 255

_ORDER_EIGHT: Final = 2707385501144840649318225287225658788936804267575313519463743609750303402022
"""The y coordinate of a point of order 8: a root of d·y^4 + 2·y^2 = 1 over the field (RFC 8032 curve)."""

SMALL_ORDER: Final = frozenset({0, 1, _PRIME - 1, _ORDER_EIGHT, _PRIME - _ORDER_EIGHT})
"""The y coordinates of the eight points whose order divides 8: with such a key anything can be 'signed'."""


COFACTORED: Final = (
    bytes.fromhex("5866666666666666666666666666666666666666666666666666666666666666"),
    b"pb-ballots/1/sign/cofactor",
    bytes.fromhex(
        "55ae61520ca466adcc4ae4a32dc1633a5d749c64a5b50f136fc3469f27e487e6"
        "43ab9171b06fb6da9bbf9c5a85e7667d5df2202f920b749da173921123b83901"
    ),
)
"""Key, message and signature that hold only with the cofactor: secret 1, nonce 1, R of order 8·L."""

Holds = Callable[[bytes, bytes, bytes], bool]


def by_sodium(key: bytes, message: bytes, signature: bytes) -> bool:
    """What libsodium says, with or without the cofactor."""
    return _verify(signature, message, len(message), key) == 0


def by_openssl(key: bytes, message: bytes, signature: bytes) -> bool:
    """What OpenSSL says, without the cofactor."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def without_cofactor(fast: Holds) -> Holds:
    """`fast` if it refuses what holds only with the cofactor, else `by_openssl`."""
    return by_openssl if fast(*COFACTORED) else fast


_holds: Final = without_cofactor(by_sodium)


def check_key(key: bytes, place: str = "") -> None:
    """BadSignature unless `key` is 32 bytes, canonical (y < 2^255 - 19) and not of small order."""
    if len(key) != 32:
        raise BadSignature("an Ed25519 key has 32 bytes", place)
    y = int.from_bytes(key, "little") & (_SIGN - 1)
    if y >= _PRIME:
        raise BadSignature("the key is not in canonical form", place)
    if y in SMALL_ORDER:
        raise BadSignature("a key of small order signs everything and nothing", place)


def verify(key: bytes, message: bytes, signature: bytes, place: str = "") -> None:
    """BadSignature unless `key` signed exactly `message`."""
    check_key(key, place)
    if len(signature) != 64 or int.from_bytes(signature[32:], "little") >= ORDER:
        raise BadSignature("a signature is 64 bytes and its S is below the group's order", place)
    if int.from_bytes(signature[:32], "little") & (_SIGN - 1) in SMALL_ORDER:
        raise BadSignature("the signature's R is of small order", place)
    if not _holds(key, message, signature):
        raise BadSignature("the signature does not verify", place)


def new_key(source: Source) -> Ed25519PrivateKey:
    """A fresh signing key from 32 bytes of `source`."""
    return Ed25519PrivateKey.from_private_bytes(source.octets(32))


def sign(key: Ed25519PrivateKey, message: bytes) -> bytes:
    """The 64-byte signature of `message`."""
    return key.sign(message)


def public_key(key: Ed25519PrivateKey) -> bytes:
    """The 32 bytes others know the key by."""
    return key.public_key().public_bytes_raw()
