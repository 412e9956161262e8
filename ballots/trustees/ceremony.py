"""The key ceremony: how trustees who do not trust each other make one key (FORMAT.md, chapter 23).

Pedersen's distributed key generation (EUROCRYPT 1991), with commitments to the commitments first, so that
nobody can choose theirs after seeing the others' (Gennaro, Jarecki, Krawczyk, Rabin, J. Cryptology 2007), and
a proof that each knows the secret behind theirs. The election's key and every verification key are computed
from the transcript here, never read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from ballots import canonical, group, signed, signing
from ballots.canonical import array, members, natural, octets, text
from ballots.errors import BadPoint, BadProof, BadSignature, Malformed
from ballots.group import L, Point
from ballots.transcript import challenge, digest
from ballots.trustees import polynomial

MOST: Final = 50
_HEADER: Final = frozenset({"signature", "type", "version"})
_SEALED_SHARE: Final = 80
_ANY_KEY: Final = X25519PrivateKey.from_private_bytes(b"\1" * 32)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Card:
    """Who a trustee is: a name, an Ed25519 key to sign with, an X25519 key to seal shares for."""

    name: str
    signing: bytes
    sealing: bytes


@dataclass(frozen=True, slots=True)
class Terms:
    """What the trustees agreed on before any secret was made; `name` is the ceremony's, 32 bytes."""

    name: bytes
    title: str
    threshold: int
    cards: tuple[Card, ...]

    @property
    def count(self) -> int:
        return len(self.cards)


@dataclass(frozen=True, slots=True)
class Deal:
    """What one trustee reveals: Feldman commitments, the salt of the earlier hash, a proof, sealed shares."""

    trustee: int
    points: tuple[Point, ...]
    salt: bytes
    commitment: Point
    response: int
    shares: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """The election's key and what each trustee's work is checked against, by number from 1."""

    public: Point
    threshold: int
    verification: Mapping[int, Point]
    cards: Mapping[int, Card]

    @property
    def solo(self) -> bool:
        """Whether a single person could read every vote; every page must say so."""
        return len(self.cards) == 1


def card(name: str, key: Ed25519PrivateKey, sealing: bytes) -> dict[str, Any]:
    """A trustee's card, signed by its own key."""
    own = signing.public_key(key).hex()
    return signed.sign(key, {"type": "card", "name": name, "signing": own, "sealing": sealing.hex()})


def read_card(value: Any, place: str = "card") -> Card:
    """The card in `value`, its signature checked."""
    fields = members(value, _HEADER | {"name", "signing", "sealing"}, place)
    signed.check_header(fields, "card", place)
    if not text(fields["name"], f"{place}.name", 100):
        raise Malformed("a trustee has a name", f"{place}.name")
    own = octets(fields["signing"], 32, f"{place}.signing")
    signed.check(own, fields, place)
    return Card(fields["name"], own, _sealing_key(fields["sealing"], f"{place}.sealing"))


def _sealing_key(value: Any, place: str) -> bytes:
    """An X25519 key that something can be sealed for: not one of small order (RFC 7748 section 6.1)."""
    key = octets(value, 32, place)
    try:
        _ANY_KEY.exchange(X25519PublicKey.from_public_bytes(key))
    except ValueError:
        raise BadPoint("a sealing key of small order hides nothing", place) from None
    return key


def terms(title: str, threshold: int, cards: Sequence[Mapping[str, Any]], nonce: bytes) -> dict[str, Any]:
    """The terms of a ceremony of these signed cards, in this order; `nonce` is 32 fresh random bytes."""
    return {
        "type": "terms",
        "version": signed.VERSION,
        "title": title,
        "nonce": nonce.hex(),
        "threshold": threshold,
        "cards": list(cards),
    }


def read_terms(value: Any, place: str = "terms") -> Terms:
    """The terms in `value`: every card signed, no key or name twice, 1 <= threshold <= trustees <= 50."""
    expected = frozenset({"cards", "nonce", "threshold", "title", "type", "version"})
    fields = members(value, expected, place)
    signed.check_header(fields, "terms", place)
    octets(fields["nonce"], 32, f"{place}.nonce")
    listed = array(fields["cards"], f"{place}.cards", 1, MOST)
    cards = tuple(read_card(each, f"{place}.cards[{i}]") for i, each in enumerate(listed))
    for part in ("name", "signing", "sealing"):
        if len({getattr(each, part) for each in cards}) != len(cards):
            raise Malformed(f"two trustees have the same {part}", f"{place}.cards")
    threshold = natural(fields["threshold"], f"{place}.threshold", 1, len(cards))
    name = digest("ceremony-terms", canonical.encode(fields))[:32]
    return Terms(name, text(fields["title"], f"{place}.title", 200), threshold, cards)


def commitment_hash(ceremony: Terms, trustee: int, points: Sequence[Point], salt: bytes) -> bytes:
    """What is published first, 64 bytes: it fixes the points without showing them."""
    return digest("ceremony-commitment", ceremony.name, trustee, b"".join(points), salt)


def commitment(ceremony: Terms, trustee: int, hashed: bytes, key: Ed25519PrivateKey) -> dict[str, Any]:
    """The signed announcement of a commitment hash."""
    return signed.sign(key, {**_of(ceremony, trustee, "commitment"), "hash": hashed.hex()})


def read_commitment(ceremony: Terms, trustee: int, value: Any, place: str) -> bytes:
    """The commitment hash in `value`, signed by trustee number `trustee`."""
    fields = _read(ceremony, trustee, value, "commitment", {"hash"}, place)
    return octets(fields["hash"], 64, f"{place}.hash")


def possession_challenge(
    ceremony: Terms, trustee: int, hashes: Sequence[bytes], points: Sequence[Point], commitment: Point
) -> int:
    """The challenge of the proof that a trustee knows a_0; over all commitment hashes."""
    everything = b"".join(hashes)
    return challenge("ceremony-possession", ceremony.name, trustee, everything, b"".join(points), commitment)


def deal(ceremony: Terms, made: Deal, key: Ed25519PrivateKey) -> dict[str, Any]:
    """The signed form of a deal."""
    fields = {
        **_of(ceremony, made.trustee, "deal"),
        "points": [point.hex() for point in made.points],
        "salt": made.salt.hex(),
        "commitment": made.commitment.hex(),
        "response": group.scalar_octets(made.response).hex(),
        "shares": [share.hex() for share in made.shares],
    }
    return signed.sign(key, fields)


def read_deal(ceremony: Terms, trustee: int, value: Any, hashes: Sequence[bytes], place: str) -> Deal:
    """The deal in `value`: signed, equal to its commitment hash, its secret proven.

    Raises BadSignature, BadPoint or BadProof; whether the sealed shares are right only their receivers see.
    """
    parts = {"points", "salt", "commitment", "response", "shares"}
    fields = _read(ceremony, trustee, value, "deal", parts, place)
    made = Deal(
        trustee,
        _listed(
            fields,
            "points",
            ceremony.threshold,
            place,
            lambda each, at: group.check(octets(each, 32, at), at),
        ),
        octets(fields["salt"], 32, f"{place}.salt"),
        group.check(octets(fields["commitment"], 32, f"{place}.commitment"), f"{place}.commitment"),
        group.read_scalar(octets(fields["response"], 32, f"{place}.response"), f"{place}.response"),
        _listed(fields, "shares", ceremony.count, place, lambda each, at: octets(each, _SEALED_SHARE, at)),
    )
    if commitment_hash(ceremony, trustee, made.points, made.salt) != hashes[trustee - 1]:
        raise BadProof("these are not the values that this trustee committed to first", f"{place}.points")
    _check_possession(ceremony, made, hashes, place)
    return made


def prove_possession(
    ceremony: Terms, trustee: int, hashes: Sequence[bytes], coefficients: Sequence[int], k: int
) -> tuple[Point, int]:
    """A = k·G and s = k + c·a_0, for a fresh random k."""
    points = polynomial.commit(coefficients)
    made = group.base(k)
    c = possession_challenge(ceremony, trustee, hashes, points, made)
    return made, (k + c * coefficients[0]) % L


def _check_possession(ceremony: Terms, made: Deal, hashes: Sequence[bytes], place: str) -> None:
    c = possession_challenge(ceremony, made.trustee, hashes, made.points, made.commitment)
    if group.base(made.response) != group.add(made.commitment, group.mul(c, made.points[0])):
        raise BadProof("the trustee does not prove knowledge of the secret", f"{place}.response")


def transcript_hash(
    ceremony: Terms, commitments: Sequence[Mapping[str, Any]], deals: Sequence[Mapping[str, Any]]
) -> bytes:
    """What each trustee acknowledges: the canonical bytes of every commitment and every deal."""
    heard = [[canonical.encode(each) for each in kind] for kind in (commitments, deals)]
    return digest("ceremony-transcript", ceremony.name, *heard)


def acknowledgement(
    ceremony: Terms, trustee: int, transcript: bytes, key: Ed25519PrivateKey
) -> dict[str, Any]:
    """A trustee's signed word that every share it got is right, for this transcript."""
    return signed.sign(key, {**_of(ceremony, trustee, "acknowledgement"), "transcript": transcript.hex()})


def complaint(
    ceremony: Terms, trustee: int, against: int, reason: str, key: Ed25519PrivateKey
) -> dict[str, Any]:
    """A trustee's signed word that a deal is wrong; the ceremony then cannot finish."""
    fields = {**_of(ceremony, trustee, "complaint"), "against": against, "reason": reason}
    return signed.sign(key, fields)


def read_complaint(ceremony: Terms, trustee: int, value: Any, place: str) -> int:
    """Against whom trustee number `trustee` complains, signed."""
    fields = _read(ceremony, trustee, value, "complaint", {"against", "reason"}, place)
    text(fields["reason"], f"{place}.reason", 500)
    return natural(fields["against"], f"{place}.against", 1, ceremony.count)


def assemble(
    terms_object: Mapping[str, Any],
    commitments: Sequence[Mapping[str, Any]],
    deals: Sequence[Mapping[str, Any]],
    acknowledgements: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """The whole transcript, as `ceremony.json` holds it."""
    return {
        "type": "ceremony",
        "version": signed.VERSION,
        "terms": dict(terms_object),
        "commitments": list(commitments),
        "deals": list(deals),
        "acknowledgements": list(acknowledgements),
    }


def read(blob: bytes, place: str = "ceremony.json") -> Key:
    """The key that this ceremony made, every step of it checked.

    Raises Malformed, BadSignature, BadPoint or BadProof with the place of the first fault.
    """
    expected = frozenset({"acknowledgements", "commitments", "deals", "terms", "type", "version"})
    fields = canonical.decode_object(blob, expected, place)
    signed.check_header(fields, "ceremony", place)
    agreed = read_terms(fields["terms"], f"{place}.terms")
    hashes = _each(agreed, fields, "commitments", place, read_commitment)
    deals = _each(agreed, fields, "deals", place, _deal_reader(hashes))
    transcript = transcript_hash(agreed, fields["commitments"], fields["deals"])
    for each in _each(agreed, fields, "acknowledgements", place, read_acknowledgement):
        if each != transcript:
            raise BadSignature("a trustee acknowledged another ceremony", f"{place}.acknowledgements")
    return joint_key(agreed, deals, place)


def read_acknowledgement(ceremony: Terms, trustee: int, value: Any, place: str) -> bytes:
    """The transcript hash that trustee number `trustee` signed."""
    fields = _read(ceremony, trustee, value, "acknowledgement", {"transcript"}, place)
    return octets(fields["transcript"], 64, f"{place}.transcript")


def joint_key(ceremony: Terms, deals: Sequence[Deal], place: str = "ceremony") -> Key:
    """The key that all deals make together; BadPoint if it or a verification key is the identity."""
    numbers = range(1, ceremony.count + 1)
    summed = [group.total(column) for column in zip(*(made.points for made in deals), strict=True)]
    verification = {
        number: group.check(polynomial.evaluate_committed(summed, number), place) for number in numbers
    }
    cards = dict(zip(numbers, ceremony.cards, strict=True))
    return Key(group.check(summed[0], place), ceremony.threshold, verification, cards)


def _deal_reader(hashes: Sequence[bytes]) -> Callable[[Terms, int, Any, str], Deal]:
    return lambda ceremony, trustee, value, place: read_deal(ceremony, trustee, value, hashes, place)


def _of(ceremony: Terms, trustee: int, kind: str) -> dict[str, Any]:
    return {"type": kind, "terms": ceremony.name.hex(), "trustee": trustee}


def _read(
    ceremony: Terms, trustee: int, value: Any, kind: str, parts: set[str], place: str
) -> dict[str, Any]:
    fields = members(value, _HEADER | {"terms", "trustee"} | parts, place)
    signed.check_header(fields, kind, place)
    if octets(fields["terms"], 32, f"{place}.terms") != ceremony.name:
        raise Malformed("this belongs to another ceremony", f"{place}.terms")
    if natural(fields["trustee"], f"{place}.trustee") != trustee:
        raise Malformed(f"trustee {trustee} belongs in this place", f"{place}.trustee")
    signed.check(ceremony.cards[trustee - 1].signing, fields, place)
    return fields


def _each(
    ceremony: Terms,
    fields: Mapping[str, Any],
    name: str,
    place: str,
    read_one: Callable[[Terms, int, Any, str], _T],
) -> list[_T]:
    values = array(fields[name], f"{place}.{name}", ceremony.count, ceremony.count)
    return [read_one(ceremony, i + 1, value, f"{place}.{name}[{i}]") for i, value in enumerate(values)]


def _listed(
    fields: Mapping[str, Any], name: str, count: int, place: str, read_one: Callable[[Any, str], _T]
) -> tuple[_T, ...]:
    values = array(fields[name], f"{place}.{name}", count, count)
    return tuple(read_one(each, f"{place}.{name}[{i}]") for i, each in enumerate(values))
