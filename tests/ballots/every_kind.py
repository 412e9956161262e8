"""An election with every kind of ballot, made in memory: what the tests of the booth vote in."""

import random
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballots import group, manifest, signing
from ballots.elgamal import Ciphertext, unseal
from ballots.group import Point
from ballots.manifest import Manifest
from ballots.randomness import SeededSource
from ballots.roll import Roll, Slot, root
from ballots.roll import read as read_roll
from ballots.sections import BLANK
from ballots.styles import to_json, unpack
from ballots.transcript import digest
from ballots.trustees import ceremony, polynomial
from ballots.trustees.holder import Holder, rehearse

SLOTS = 60
STYLES = {
    "choosing": ["approve", "approve-exactly", "pick"],
    "spending": ["knap"],
    "ranking": ["rank", "answer"],
    "pointing": ["spread", "spread-all", "score"],
    "leaving-out": ["approve-exactly", "answer", "rank-some"],
    "large": ["many"],
}
KINDS: dict[str, tuple[str, int, dict[str, Any], bool]] = {
    "approve": ("approval", 9, {"max": 4, "min": 0}, False),
    "approve-exactly": ("approval", 18, {"max": 3, "min": 3}, True),
    "many": ("approval", 240, {"max": 120, "min": 0}, False),
    "knap": ("knapsack", 40, {"spend": 900_000_000}, False),
    "pick": ("choose-1", 5, {}, False),
    "answer": ("yes-no", 1, {}, True),
    "rank": ("ranked", 12, {"max": 12, "min": 0}, False),
    "rank-some": ("ranked", 20, {"max": 3, "min": 1}, True),
    "spread": ("cumulative", 7, {"exact": False, "max": 5, "points": 10}, False),
    "spread-all": ("cumulative", 4, {"exact": True, "max": 10, "points": 10}, True),
    "score": ("scoring", 6, {"max": 100}, False),
}


@dataclass(frozen=True)
class World:
    """The election and every secret in it."""

    manifest: Manifest
    ceremony: bytes
    holders: dict[int, Holder]
    roll: Roll
    registrar: Ed25519PrivateKey
    log: Ed25519PrivateKey
    witness: Ed25519PrivateKey

    @property
    def key(self) -> Point:
        return ceremony.read(self.ceremony).public

    def opened(self, sealed: Ciphertext) -> Point:
        """What two trustees together would decrypt."""
        weights = polynomial.lagrange([1, 2])
        secret = sum(weight * self.holders[number].share for number, weight in weights.items())
        return unseal(secret % group.L, sealed)

    def marking_in(self, style: str, sealed: Ciphertext) -> Any:
        """The marking that is sealed, as it would stand in the plaintexts."""
        chosen = self.manifest.style_named[style]
        ballot = unpack(chosen, self.manifest.sections, group.decode_message(self.opened(sealed)))
        return to_json(chosen, self.manifest.sections, ballot)


def titled(text: str) -> dict[str, str]:
    return {"en": text, "ko": f"{text} 사업"}


def section(name: str) -> dict[str, Any]:
    return section_of(name, *KINDS[name])


def section_of(name: str, kind: str, count: int, limits: dict[str, Any], blank: bool) -> dict[str, Any]:
    """A section of the manifest; project number i, from 0, is called Pi and costs (i + 1) · 7 million won."""
    projects = [
        {"id": f"P{number}", "cost": 7_000_000 * (number + 1), "title": titled(f"Project {number}")}
        for number in range(count)
    ]
    return {
        "name": name,
        "title": titled(name),
        "kind": kind,
        "limits": limits,
        "blank": blank,
        "budget": 1_000_000_000,
        "rule": "greedy",
        "ties": ["manifest-order"],
        "quorum": 0,
        "conflicts": [],
        "mandatory": [],
        "sheets": [],
        "projects": projects,
    }


def make(seed: str) -> World:
    """An election of three trustees; slot number i has style number i modulo their number."""
    source = SeededSource(seed.encode())
    made, holders = rehearse(["town", "committee", "citizens"], 2, source)
    registrar, log, witness = (signing.new_key(source) for _ in range(3))
    slots = [Slot(number % len(STYLES), 0, source.octets(32)) for number in range(SLOTS)]
    frozen = manifest.encode(
        {
            "title": titled("Vote"),
            "nonce": source.octets(32).hex(),
            "opens": "2026-05-01T00:00:00Z",
            "closes": "2026-05-10T09:00:00Z",
            "sections": [section(name) for name in KINDS],
            "styles": [{"name": name, "sections": parts} for name, parts in STYLES.items()],
            "groups": [{"name": "residents", "weight": 1}],
            "smallest": 5,
            "merge": [],
            "roll": {"root": root(slots).hex(), "slots": SLOTS},
            "ceremony": digest("ceremony-file", made)[:32].hex(),
            "trustees": {"count": 3, "mixers": 2, "threshold": 2},
            "registrar": signing.public_key(registrar).hex(),
            "clerks": [],
            "log": {"key": signing.public_key(log).hex(), "origin": "town.example/box"},
            "witnesses": [{"key": signing.public_key(witness).hex(), "name": "university.example"}],
            "quorum": 1,
        }
    )
    voters = read_roll(frozen, b"".join(slot.octets() for slot in slots))
    return World(frozen, made, holders, voters, registrar, log, witness)


def drawn(world: World, style: str, dice: random.Random) -> dict[str, Any]:
    """A random lawful marking, as JSON."""
    return {name: drawn_section(name, dice) for name in world.manifest.style_named[style].sections}


def drawn_section(name: str, dice: random.Random) -> Any:
    kind, count, limits, blank = KINDS[name]
    if blank and dice.random() < 0.2:
        return BLANK
    ids = [f"P{number}" for number in range(count)]
    if kind == "approval":
        size = dice.randint(limits["min"], limits["max"])
        return sorted(dice.sample(ids, size), key=ids.index)
    if kind == "ranked":
        return dice.sample(ids, dice.randint(limits["min"], limits["max"]))
    if kind == "knapsack":
        # The five dearest of the first 25 projects cost 805 million won together, 900 may be spent.
        return sorted(dice.sample(ids[:25], dice.randint(0, 5)), key=ids.index)
    if kind == "choose-1":
        return [dice.choice(ids)]
    if kind == "yes-no":
        return dice.choice(["yes", "no"])
    return drawn_points(limits, count, dice)


def drawn_points(limits: dict[str, Any], count: int, dice: random.Random) -> list[int]:
    if "points" not in limits:
        return [dice.randint(0, limits["max"]) for _ in range(count)]
    points = [0] * count
    for _ in range(limits["points"] if limits["exact"] else dice.randint(0, limits["points"])):
        points[dice.choice([at for at in range(count) if points[at] < limits["max"]])] += 1
    return points
