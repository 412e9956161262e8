"""Sealing shares for their receivers: HPKE (RFC 9180), base mode, X25519, HKDF-SHA256, ChaCha20-Poly1305."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from ballots import group
from ballots.errors import BadProof
from ballots.transcript import digest
from ballots.trustees import polynomial
from ballots.trustees.ceremony import Deal, Terms

_SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def seal_all(ceremony: Terms, dealer: int, coefficients: Sequence[int]) -> tuple[bytes, ...]:
    """The share of every trustee, the dealer's own too, each sealed for that trustee: 80 bytes each."""
    return tuple(
        _SUITE.encrypt(
            group.scalar_octets(polynomial.evaluate(coefficients, number)),
            X25519PublicKey.from_public_bytes(card.sealing),
            info=_info(ceremony, dealer, number),
        )
        for number, card in enumerate(ceremony.cards, start=1)
    )


def open_share(ceremony: Terms, made: Deal, receiver: int, key: X25519PrivateKey) -> int:
    """The receiver's share from one deal; BadProof if it does not open or does not fit the commitments."""
    place = f"deal {made.trustee}"
    try:
        opened = _SUITE.decrypt(made.shares[receiver - 1], key, info=_info(ceremony, made.trustee, receiver))
    except InvalidTag:
        raise BadProof("the share for you does not open", place) from None
    share = group.read_scalar(opened, place)
    if group.base(share) != polynomial.evaluate_committed(made.points, receiver):
        raise BadProof("the share for you does not fit what the dealer committed to", place)
    return share


def _info(ceremony: Terms, dealer: int, receiver: int) -> bytes:
    return digest("ceremony-share", ceremony.name, dealer, receiver)
