"""That whoever casts a ballot knows what is sealed in it (FORMAT.md, chapter 22).

Schnorr's proof of knowledge of r in alpha = r·G, with everything the ballot belongs to inside the hash, so a
copied ballot proves nothing in another slot (Cortier and Smyth, "Attacking and fixing Helios", CSF 2011) and
no part can be chosen after the challenge (Bernhard, Pereira and Warinschi, ASIACRYPT 2012).
"""

from __future__ import annotations

from dataclasses import dataclass

from ballots import group, randomness
from ballots.elgamal import Ciphertext
from ballots.errors import BadProof
from ballots.group import L, Point
from ballots.transcript import challenge


@dataclass(frozen=True, slots=True)
class Casting:
    """What a sealed ballot belongs to.

    `context` is the 64 bytes of `transcript.context`; `device` the 32-byte Ed25519 key; `revision` counts
    from 1 in a slot; `supersedes` is the 64-byte digest of the slot's entry before, empty for the first.
    """

    context: bytes
    slot: int
    device: bytes
    revision: int
    supersedes: bytes


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A = k·G and s = k + c·r: 64 bytes, commitment then response."""

    commitment: Point
    response: int


def knowledge_challenge(casting: Casting, sealed: Ciphertext, commitment: Point) -> int:
    """The challenge c: a hash of all that the ballot is and belongs to."""
    return challenge(
        "knowledge",
        casting.context,
        casting.slot,
        casting.device,
        casting.revision,
        casting.supersedes,
        sealed.alpha,
        sealed.beta,
        commitment,
    )


def prove_knowledge(casting: Casting, sealed: Ciphertext, r: int, source: randomness.Source) -> Knowledge:
    """Proof that the maker of `sealed` knows its `r`."""
    k = randomness.scalar(source)
    commitment = group.base(k)
    return Knowledge(commitment, (k + knowledge_challenge(casting, sealed, commitment) * r) % L)


def check_knowledge(casting: Casting, sealed: Ciphertext, proof: Knowledge, place: str = "") -> None:
    """BadProof unless s·G = A + c·alpha; BadPoint unless alpha, beta and A are elements, not the identity."""
    for name, point in (("alpha", sealed.alpha), ("beta", sealed.beta), ("commitment", proof.commitment)):
        group.check(point, f"{place}.{name}")
    group.read_scalar(proof.response.to_bytes(32, "little"), f"{place}.response")
    c = knowledge_challenge(casting, sealed, proof.commitment)
    if group.base(proof.response) != group.add(proof.commitment, group.mul(c, sealed.alpha)):
        raise BadProof("the proof of knowledge does not hold", place)
