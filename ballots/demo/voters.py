"""What the voters of the demonstration do: most vote, some again, some on a new device, some on paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballots import entry, log, manifest, sealing, signing, styles
from ballots.demo.markings import draw_ballot
from ballots.entry import NOTHING_BEFORE, Admit, Cast, Entry, Readmit, Sealed, Void
from ballots.group import Point
from ballots.manifest import Manifest
from ballots.proofs import Casting
from ballots.randomness import SeededSource, Source, below
from ballots.roll import RECORD, Slot
from ballots.transcript import context, digest

_THOUSAND = 1000


@dataclass(frozen=True)
class Voting:
    """Makes the entries of a stretch of slots; a plain callable, so that other processes can share the work.

    `paper` are the slots that come to the desk. The answer is a list of entries for each round, to be logged
    round by round.
    """

    manifest_blob: bytes
    key: Point
    registrar: bytes
    seed: bytes
    paper: frozenset[int]

    def __call__(self, numbers: range, records: bytes) -> list[list[bytes]]:
        """`records` are the 36-byte roll records of the slots `numbers`."""
        town = _Town(
            manifest.decode(self.manifest_blob),
            self.key,
            Ed25519PrivateKey.from_private_bytes(self.registrar),
        )
        rounds: list[list[bytes]] = [[], [], [], []]
        for place, number in enumerate(numbers):
            record = records[RECORD * place : RECORD * (place + 1)]
            source = SeededSource(digest("seeded", self.seed, number))
            voter = _Voter(town, number, Slot.read(record), source)
            for when, blob in voter.story(number in self.paper):
                rounds[when].append(blob)
        return rounds


@dataclass(frozen=True)
class _Town:
    manifest: Manifest
    key: Point
    registrar: Ed25519PrivateKey


@dataclass
class _Voter:
    town: _Town
    number: int
    slot: Slot
    source: Source
    revision: int = 0
    last_cast: bytes = NOTHING_BEFORE
    device: Ed25519PrivateKey | None = None
    admitted_by: bytes = field(default=b"")

    def story(self, comes_to_desk: bool) -> Iterator[tuple[int, bytes]]:
        """(round, entry) for all that this voter does."""
        chance = below(self.source, _THOUSAND)
        if chance < 850:
            yield 0, self._admit()
            yield 0, self._cast()
            if chance < 20:
                yield 1, self._admit()
            if chance < 80:
                yield 1, self._cast()
            if 80 <= chance < 90:
                yield 2, self._void("request")
            if 80 <= chance < 85:
                yield 3, self._cast()
        if comes_to_desk:
            yield 3, self._void("desk")
        elif 90 <= chance < 93:
            yield 3, self._void("death")

    def _admit(self) -> bytes:
        self.device = signing.new_key(self.source)
        public = signing.public_key(self.device)
        admitted_by = self.admitted_by
        new = Readmit(self.number, public, admitted_by) if admitted_by else Admit(self.number, public)
        blob = self._registered(new)
        self.admitted_by = log.leaf_hash(blob)
        return blob

    def _cast(self) -> bytes:
        if self.device is None:
            raise ValueError("admit comes before cast")
        self.revision += 1
        public = signing.public_key(self.device)
        sealed = self._seal(public)
        cast = Cast(self.number, public, self.revision, self.last_cast, sealed)
        blob = entry.write(self.town.manifest.election, cast, self.device)
        self.last_cast = log.leaf_hash(blob)
        return blob

    def _seal(self, device: bytes) -> Sealed:
        town = self.town.manifest
        style, group = town.styles[self.slot.style], town.groups[self.slot.group]
        message = styles.pack(style, town.sections, draw_ballot(town, style, self.source))
        tied = context(town.election, style.name, group.name)
        casting = Casting(tied, self.number, device, self.revision, self.last_cast)
        return sealing.seal(self.town.key, message, casting, self.source).sealed

    def _void(self, reason: str) -> bytes:
        return self._registered(Void(self.number, reason, self.revision))

    def _registered(self, new: Entry) -> bytes:
        return entry.write(self.town.manifest.election, new, self.town.registrar)
