"""What a bundle says of each mix group: mixes, openings, opened ballots. Tied together, not yet proven."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from ballots import bundle as files
from ballots import scrutiny, shuffle
from ballots.box import MixGroup
from ballots.bundle import Bundle, names
from ballots.errors import BadProof
from ballots.manifest import Manifest
from ballots.result import Sums
from ballots.trustees import decryption
from ballots.trustees.announcements import Batch, DecryptionFiles, MixFiles, read_decryption, read_mix
from ballots.trustees.ceremony import Key
from ballots.workers import PIECE, Crew, in_order

MIX_ENDINGS: Final = ("json", "outputs", "proof")
OPENING_ENDINGS: Final = ("json", "factors")


@dataclass(frozen=True, slots=True)
class MixEvidence:
    """One mix as announced."""

    place: str
    statement: shuffle.Statement
    proof: shuffle.Proof


@dataclass(frozen=True, slots=True)
class DecryptionEvidence:
    """One trustee's factors as announced."""

    place: str
    statement: decryption.Statement
    proof: decryption.Proof


@dataclass(slots=True)
class Evidence:
    """All that a bundle says of one mix group; `opened` are the points of its plaintext lines."""

    group: MixGroup
    place: str
    mixes: tuple[MixEvidence, ...] = ()
    decryptions: tuple[DecryptionEvidence, ...] = ()
    opened: bytes = b""

    @property
    def mixed(self) -> bytes:
        """The ciphertexts after the last mix."""
        return self.mixes[-1].statement.outputs if self.mixes else self.group.column


class EvidenceReader:
    """Reads the files of mix groups. Raises Malformed, BadSignature, BadPoint or BadProof with the place."""

    def __init__(self, bundle: Bundle, election: Manifest, key: Key) -> None:
        self._bundle = bundle
        self._manifest = election
        self._key = key

    def batch(self, of: MixGroup) -> Batch:
        """How announcements name a mix group."""
        return Batch(self._manifest.election, of.style, of.group)

    def expected_files(self, of: MixGroup) -> Iterator[str]:
        """Every file a group must have; of openings, those of the trustees who have one."""
        for number in range(1, self._manifest.trustees.mixers + 1):
            yield from (names.mix_file(of.name, number, ending) for ending in MIX_ENDINGS)
        for trustee in self._openers(of):
            yield from (names.decryption_file(of.name, trustee, ending) for ending in OPENING_ENDINGS)
        yield names.plaintexts_file(of.name)

    def mixes(self, of: MixGroup, unfinished: bool) -> tuple[MixEvidence, ...]:
        """The mixes of a group, each over what the one before gave; if `unfinished`, those that are there."""
        read: list[MixEvidence] = []
        inputs, mixers = of.column, set[int]()
        for number in range(1, self._manifest.trustees.mixers + 1):
            place = names.mix_file(of.name, number, "json")
            if unfinished and place not in self._bundle:
                break
            given = MixFiles(
                self._bundle.read(place),
                self._column(names.mix_file(of.name, number, "outputs"), 64 * of.count),
                self._column(names.mix_file(of.name, number, "proof"), 32 * shuffle.COLUMNS * of.count),
            )
            statement, proof = read_mix(self.batch(of), number, self._key, inputs, given, place)
            if statement.mixer in mixers:
                raise BadProof(f"trustee {statement.mixer} mixes a second time", place)
            mixers.add(statement.mixer)
            inputs = statement.outputs
            read.append(MixEvidence(place, statement, proof))
        return tuple(read)

    def decryptions(self, each: Evidence) -> tuple[DecryptionEvidence, ...]:
        """The openings of a group, by exactly as many trustees as the key asks for."""
        openers = self._openers(each.group)
        if len(openers) != self._key.threshold:
            reason = f"{len(openers)} trustees open, {self._key.threshold} are needed"
            raise BadProof(reason, f"decryption/{each.group.name}")
        return tuple(self._decryption(each, trustee) for trustee in openers)

    def opened(self, each: Evidence, sums: Sums, crew: Crew) -> bytes:
        """The points that the plaintext lines of a group stand for, a column; the ballots go to `sums`."""
        points: list[bytes] = []
        for _, found in in_order(crew, scrutiny.read_opened, self._plaintext_parts(each)):
            if found.fault:
                raise found.fault.error
            points.append(found.points)
            for ballot in found.ballots:
                sums.add(each.group.style, each.group.group, ballot)
        column = b"".join(points)
        if len(column) != 32 * each.group.count:
            raise BadProof(f"{len(column) // 32} lines for {each.group.count} ballots", each.place)
        return column

    def _openers(self, of: MixGroup) -> list[int]:
        return [
            number
            for number in self._key.cards
            if names.decryption_file(of.name, number, "json") in self._bundle
        ]

    def _decryption(self, each: Evidence, trustee: int) -> DecryptionEvidence:
        name = each.group.name
        place = names.decryption_file(name, trustee, "json")
        factors = self._column(names.decryption_file(name, trustee, "factors"), 32 * each.group.count)
        given = DecryptionFiles(self._bundle.read(place), factors)
        read = read_decryption(self.batch(each.group), trustee, self._key, each.mixed, given, place)
        return DecryptionEvidence(place, *read)

    def _column(self, name: str, size: int) -> bytes:
        """A file of exactly `size` bytes; its length is looked at before it is read."""
        if self._bundle.size(name) != size:
            raise BadProof(f"{self._bundle.size(name)} bytes, {size} belong here", name)
        return self._bundle.read(name)

    def _plaintext_parts(self, each: Evidence) -> Iterator[scrutiny.Opened]:
        lines = files.lines(self._bundle, each.place)
        first = 0
        while part := tuple(islice(lines, PIECE)):
            yield scrutiny.Opened(self._manifest.blob, each.group.style, each.place, first, part)
            first += len(part)
