"""Paper: two clerks type a stack independently, the two lists are compared, both sign (FORMAT.md, 13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballots import randomness, sealing, styles
from ballots.entry import MOST_PAPER, Paper, sign_as_clerk
from ballots.errors import Refused
from ballots.group import Point
from ballots.manifest import Manifest
from ballots.styles import Ballot


@dataclass(frozen=True, slots=True)
class Typed:
    """What one clerk read on a stack: the lawful ballots in order, and how many papers were spoiled."""

    ballots: tuple[Ballot, ...]
    spoiled: int


def compare(one: Typed, other: Typed) -> Typed:
    """What both clerks agree on; Refused names the first paper they read differently."""
    if len(one.ballots) != len(other.ballots) or one.spoiled != other.spoiled:
        raise Refused(
            f"one clerk has {len(one.ballots)} ballots and {one.spoiled} spoiled, "
            f"the other {len(other.ballots)} and {other.spoiled}"
        )
    for number, (first, second) in enumerate(zip(one.ballots, other.ballots, strict=True), start=1):
        if first != second:
            raise Refused("the two clerks read this paper differently", f"paper {number}")
    return one


def seal_batch(
    manifest: Manifest, key: Point, batch: Paper, typed: Typed, source: randomness.Source
) -> Paper:
    """`batch` (its number, style and group) with each typed ballot sealed; clerks still have to sign.

    Raises Refused for more than 100 papers, Unlawful for a marking the style does not allow.
    """
    if len(typed.ballots) > MOST_PAPER:
        raise Refused(f"{len(typed.ballots)} papers; at most {MOST_PAPER} in one batch")
    style = manifest.style_named[batch.style]
    sealed = []
    for place, ballot in enumerate(typed.ballots):
        message = styles.pack(style, manifest.sections, ballot)
        casting = sealing.on_paper(manifest, batch, place)
        sealed.append(sealing.seal(key, message, casting, source).sealed)
    return replace(batch, ballots=tuple(sealed), spoiled=typed.spoiled, clerks=())


def sign(manifest: Manifest, batch: Paper, clerks: Sequence[Ed25519PrivateKey]) -> Paper:
    """The batch with both clerks' signatures, ready for the registrar (`entry.write`)."""
    bare = replace(batch, clerks=())
    return replace(bare, clerks=tuple(sign_as_clerk(manifest.election, bare, key) for key in clerks))


def empty_batch(number: int, style: str, group: str) -> Paper:
    """Batch `number` of one ballot style and voter group, before anything is typed."""
    return Paper(number, style, group, (), 0, ())
