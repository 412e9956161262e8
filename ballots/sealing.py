"""Sealing a ballot, and opening one again to check the device (FORMAT.md, chapters 7, 13, 22).

What the browser does for a voter and the desk for a paper ballot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ballots import elgamal, group, proofs, randomness
from ballots.entry import Cast, Paper, Sealed
from ballots.errors import BadProof
from ballots.group import Point
from ballots.manifest import Manifest
from ballots.proofs import Casting, Knowledge
from ballots.roll import Roll
from ballots.transcript import context

PAPER: Final = b"paper"


@dataclass(frozen=True, slots=True)
class Opened:
    """A sealed ballot with the secret number that sealed it: shown to check a device, never cast."""

    sealed: Sealed
    message: bytes
    r: int


def online(roll: Roll, cast: Cast) -> Casting:
    """What the sealed ballot of a cast entry belongs to."""
    manifest = roll.manifest
    tied = context(manifest.election, roll.style(cast.slot).name, roll.group(cast.slot).name)
    return Casting(tied, cast.slot, cast.device, cast.revision, cast.supersedes)


def on_paper(manifest: Manifest, paper: Paper, place: int) -> Casting:
    """What sealed ballot number `place` (from 0) of a paper batch belongs to."""
    tied = context(manifest.election, paper.style, paper.group)
    return Casting(tied, paper.batch, PAPER, place, b"")


def seal(key: Point, message: bytes, casting: Casting, source: randomness.Source) -> Opened:
    """The 30-byte `message` sealed for `key`, with its proof. Forget `r` before the ballot is cast."""
    r = randomness.scalar(source)
    ciphertext = elgamal.seal(key, group.encode_message(message), r)
    proof = proofs.prove_knowledge(casting, ciphertext, r, source)
    response = group.scalar_octets(proof.response)
    return Opened(Sealed(ciphertext.alpha, ciphertext.beta, proof.commitment, response), message, r)


def check_opened(key: Point, opened: Opened) -> None:
    """BadProof unless this ballot seals exactly this message: the check on another device (Benaloh 2006)."""
    again = elgamal.seal(key, group.encode_message(opened.message), opened.r)
    if (again.alpha, again.beta) != (opened.sealed.alpha, opened.sealed.beta):
        raise BadProof("the device sealed something else than it shows")


def check(casting: Casting, sealed: Sealed, place: str = "") -> None:
    """BadPoint or BadProof unless whoever made `sealed` knew what is in it and made it for `casting`."""
    ciphertext = elgamal.check(sealed.alpha, sealed.beta, place)
    commitment = group.check(sealed.commitment, f"{place}.commitment")
    response = group.read_scalar(sealed.response, f"{place}.response")
    proofs.check_knowledge(casting, ciphertext, Knowledge(commitment, response), place)
