"""One pass through the log of a bundle: tiles, checkpoints, entries, signatures, box, sealed ballots.

The log is read once, in stretches that the crew examines while the next are read; the box takes the entries
in order. The first fault of each check is kept, so that the verifier can name the first check that fails.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from ballots import group, log, tiles
from ballots.box import Box
from ballots.bundle import Bundle
from ballots.bundle.names import CHECKPOINT
from ballots.checkpoint import Checkpoint
from ballots.errors import BadProof, BallotError
from ballots.group import IDENTITY, Point
from ballots.manifest import Manifest
from ballots.roll import RECORD, Roll
from ballots.scrutiny import Examined, Stretch, examine
from ballots.workers import Crew, in_order

BUNDLES: Final = 4
"""Bundles of 256 entries in one stretch."""

FOLDER: Final = "log/"


@dataclass(slots=True)
class LogFound:
    """What the pass found. `sealed` has the coefficient of alpha by ciphertext (64 bytes)."""

    box: Box
    faults: dict[str, BallotError] = field(default_factory=dict)
    sealed: dict[bytes, int] = field(default_factory=dict)
    known: Point = IDENTITY
    base: int = 0
    entries: int = 0
    proofs: int = 0
    seconds: Counter[str] = field(default_factory=Counter)


class LogReader:
    """The log of a bundle, in stretches. Raises at the first tile that its entries do not give."""

    def __init__(self, bundle: Bundle, election: Manifest, roll: Roll, final: Checkpoint) -> None:
        self._bundle = bundle
        self._manifest = election
        self._final = final
        self._layout = b"".join(roll.blob[at : at + 4] for at in range(0, RECORD * election.slots, RECORD))
        self._earlier: dict[int, bytes] = {}

    def stretches(self) -> Iterator[Stretch]:
        """All entries in order, unchecked."""
        entries: list[bytes] = []
        first = 0
        for tile in tiles.tiles_of(self._final.size):
            if tile.level is not None:
                break
            place = FOLDER + tile.path
            entries += tiles.entries_in(self._bundle.read(place), tile.width, place)
            if len(entries) >= BUNDLES * tiles.WIDTH:
                yield self._stretch(first, entries)
                first, entries = first + len(entries), []
        if entries:
            yield self._stretch(first, entries)

    def checked_stretches(self, earlier: dict[int, bytes]) -> Iterator[Stretch]:
        """As `stretches`, but every tile is compared, and at the end the root; BadProof if one differs.

        The root at each size in `earlier` must be the one given there.
        """
        writer = tiles.TileWriter(self._compare)
        for stretch in self.stretches():
            for blob in stretch.entries:
                writer.append(blob)
                if writer.size in earlier:
                    self._earlier[writer.size] = writer.root()
            yield stretch
        writer.publish()
        if writer.root() != self._final.root:
            raise BadProof("the entries do not give the root of this checkpoint", CHECKPOINT)

    def root_at(self, size: int) -> bytes | None:
        """The root over the first `size` entries, if it was asked for and the log is so long."""
        return log.EMPTY_ROOT if size == 0 else self._earlier.get(size)

    def _stretch(self, first: int, entries: list[bytes]) -> Stretch:
        return Stretch(self._manifest.blob, self._layout, first, tuple(entries))

    def _compare(self, path: str, blob: bytes) -> None:
        if self._bundle.read(FOLDER + path) != blob:
            raise BadProof("this tile is not the one that the entries give", FOLDER + path)


def pass_through(reader: LogReader, box: Box, earlier: dict[int, bytes], crew: Crew) -> LogFound:
    """Read and examine the whole log.

    Raises BadBundle, Malformed or BadProof for a fault in the tiles; every other fault is in the answer.
    """
    found = LogFound(box)
    for stretch, examined in in_order(crew, examine, reader.checked_stretches(earlier)):
        _take(found, stretch, examined)
    if "box" not in found.faults and "entries" not in found.faults:
        try:
            box.check_complete("log")
        except BallotError as error:
            found.faults["box"] = error
    return found


def _take(found: LogFound, stretch: Stretch, examined: Examined) -> None:
    found.seconds.update(examined.seconds)
    found.entries += len(examined.entries)
    _take_proofs(found, examined)
    _take_entries(found, stretch, examined)
    if examined.fault:
        found.faults.setdefault(examined.fault.code, examined.fault.error)


def _take_proofs(found: LogFound, examined: Examined) -> None:
    found.proofs += len(examined.sealed)
    found.base += examined.base
    found.known = group.add(found.known, examined.known)
    for ciphertext, coefficient in examined.sealed:
        found.sealed[ciphertext] = found.sealed.get(ciphertext, 0) + coefficient


def _take_entries(found: LogFound, stretch: Stretch, examined: Examined) -> None:
    if "box" in found.faults or "entries" in found.faults:
        return
    try:
        for index, decoded in enumerate(examined.entries):
            place = f"entry {stretch.first + index}"
            found.box.add_bytes(decoded, stretch.entries[index], place)
    except BallotError as error:
        found.faults["box"] = error
