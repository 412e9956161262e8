"""Slots: the roll of voters as a shuffled list of numbers and salted commitments (FORMAT.md, chapter 6).

The town knows whose slot is whose, each voter knows their own and can check it, the public knows how many
there are and which ballot style and voter group each has.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ballots import log
from ballots.errors import BadProof, Malformed
from ballots.manifest import Manifest, VoterGroup
from ballots.styles import Style
from ballots.transcript import digest

RECORD: Final = 36


@dataclass(frozen=True, slots=True)
class Slot:
    """What the public sees of one voter: indexes into the manifest's styles and groups, and a commitment."""

    style: int
    group: int
    commitment: bytes

    @classmethod
    def read(cls, record: bytes) -> Slot:
        """The slot with these 36 bytes."""
        return cls(int.from_bytes(record[:2], "big"), int.from_bytes(record[2:4], "big"), record[4:])

    def octets(self) -> bytes:
        """The 36 bytes of the slot in roll.bin."""
        return self.style.to_bytes(2, "big") + self.group.to_bytes(2, "big") + self.commitment


def commit(nonce: bytes, slot: int, salt: bytes, identity: str) -> bytes:
    """The 32-byte commitment of `slot` to the voter called `identity`; `salt` and `nonce` are 32 bytes."""
    return digest("roll-commitment", nonce, slot, salt, identity)[:32]


def root(slots: Iterable[Slot]) -> bytes:
    """The root that the manifest freezes."""
    tree = log.Frontier()
    for slot in slots:
        tree.append(log.leaf_hash(slot.octets()))
    return tree.root()


@dataclass(frozen=True)
class Roll:
    """The published roll, checked against its manifest. Made by `read`."""

    manifest: Manifest
    blob: bytes

    def slot(self, number: int) -> Slot:
        """The slot with this number; the caller knows that it exists."""
        return Slot.read(self.blob[RECORD * number : RECORD * (number + 1)])

    def style(self, number: int) -> Style:
        """The ballot style of a slot."""
        return self.manifest.styles[self.slot(number).style]

    def group(self, number: int) -> VoterGroup:
        """The voter group of a slot."""
        return self.manifest.groups[self.slot(number).group]

    def check_voter(self, number: int, salt: bytes, identity: str) -> None:
        """BadProof unless slot `number` is committed to this voter: the check each voter can make."""
        if not 0 <= number < self.manifest.slots:
            raise BadProof(f"there is no slot {number}", "roll.bin")
        if self.slot(number).commitment != commit(self.manifest.nonce, number, salt, identity):
            raise BadProof("this slot is not committed to this voter", f"roll.bin slot {number}")

    @cached_property
    def sizes(self) -> dict[tuple[int, int], int]:
        """How many slots each (style index, group index) has."""
        found: dict[tuple[int, int], int] = {}
        for number in range(self.manifest.slots):
            slot = self.slot(number)
            found[slot.style, slot.group] = found.get((slot.style, slot.group), 0) + 1
        return found


def read(manifest: Manifest, blob: bytes, place: str = "roll.bin") -> Roll:
    """The roll with these bytes; raises Malformed, or BadProof if it is not the one the manifest froze."""
    if len(blob) != RECORD * manifest.slots:
        raise Malformed(f"{len(blob)} bytes, {manifest.slots} slots take {RECORD * manifest.slots}", place)
    roll = Roll(manifest, blob)
    seen: set[bytes] = set()
    tree = log.Frontier()
    for number in range(manifest.slots):
        slot = roll.slot(number)
        _check_slot(manifest, slot, f"{place} slot {number}")
        seen.add(slot.commitment)
        tree.append(log.leaf_hash(slot.octets()))
    if len(seen) != manifest.slots:
        raise Malformed("two slots have the same commitment", place)
    if tree.root() != manifest.roll_root:
        raise BadProof("this is not the roll of the manifest: another root", place)
    return roll


def _check_slot(manifest: Manifest, slot: Slot, place: str) -> None:
    if slot.style >= len(manifest.styles):
        raise Malformed(f"there is no ballot style number {slot.style}", place)
    if slot.group >= len(manifest.groups):
        raise Malformed(f"there is no voter group number {slot.group}", place)
