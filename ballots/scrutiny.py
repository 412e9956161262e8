"""What can be checked of a stretch of the log, or of opened ballots, by any process on its own.

The functions here are handed to the crew (`workers`): everything they need comes as arguments, faults come
back as values, so that the answer does not depend on who did the work.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from time import perf_counter
from typing import Final

from ballots import canonical, entry, group, manifest, sealing, styles
from ballots.elgamal import Ciphertext
from ballots.entry import Cast, Decoded, Paper, Sealed
from ballots.equations import WEIGHT_BYTES
from ballots.errors import BadPoint, BallotError, Malformed
from ballots.group import IDENTITY, Point
from ballots.manifest import Manifest
from ballots.proofs import Casting, knowledge_challenge
from ballots.styles import Ballot
from ballots.transcript import context

_decode_manifest = lru_cache(maxsize=2)(manifest.decode)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something false: the check it belongs to and what was raised."""

    code: str
    error: BallotError


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some entries, from leaf `first` on; `layout` has four bytes a slot: style and group index."""

    manifest: bytes
    layout: bytes
    first: int
    entries: tuple[bytes, ...]


@dataclass(slots=True)
class Examined:
    """What was found: the entries in order, and the proofs of knowledge folded into one sum.

    `known` and `base` are this stretch's part of the sum, less the alphas: those are in `sealed`, 64 bytes
    each with the coefficient of alpha, since mixing multiplies the same points.
    """

    entries: list[Decoded] = field(default_factory=list)
    sealed: list[tuple[bytes, int]] = field(default_factory=list)
    known: Point = IDENTITY
    base: int = 0
    fault: Fault | None = None
    seconds: dict[str, float] = field(default_factory=dict)


def examine(stretch: Stretch) -> Examined:
    """Form, signatures and proofs of knowledge of the stretch; stops at the first fault of each kind."""
    election = _decode_manifest(stretch.manifest)
    found = Examined()
    started = perf_counter()
    decoded = _decode_all(stretch, found)
    read = perf_counter()
    _check_signatures(election, decoded, stretch.first, found)
    signed = perf_counter()
    found.entries = [Decoded(each.entry, {}, each.election) for each in decoded]
    _fold_knowledge(_Contexts(election, stretch.layout), stretch.first, found)
    found.seconds = {
        "entries": read - started,
        "signatures": signed - read,
        "knowledge": perf_counter() - signed,
    }
    return found


def examine_plainly(stretch: Stretch) -> Fault | None:
    """The plain twin for proofs of knowledge: each by itself; the first that fails, or None."""
    contexts = _Contexts(_decode_manifest(stretch.manifest), stretch.layout)
    for index, blob in enumerate(stretch.entries, start=stretch.first):
        place = f"entry {index}"
        for name, casting, sealed in contexts.ballots(entry.decode(blob, place).entry, place):
            try:
                sealing.check(casting, sealed, name)
            except BallotError as error:
                return Fault("knowledge", error)
    return None


def _decode_all(stretch: Stretch, found: Examined) -> list[Decoded]:
    decoded: list[Decoded] = []
    try:
        for index, blob in enumerate(stretch.entries, start=stretch.first):
            decoded.append(entry.decode(blob, f"entry {index}"))
    except BallotError as error:
        found.fault = Fault("entries", error)
    return decoded


def _check_signatures(election: Manifest, decoded: list[Decoded], first: int, found: Examined) -> None:
    try:
        for index, each in enumerate(decoded, start=first):
            entry.check_signature(election, each, f"entry {index}")
    except BallotError as error:
        found.fault = found.fault or Fault("signatures", error)


class _Contexts:
    """What each sealed ballot of an entry belongs to, without the whole roll."""

    def __init__(self, election: Manifest, layout: bytes) -> None:
        self._manifest = election
        self._layout = layout
        self._known: dict[bytes, bytes] = {}

    def ballots(self, found: entry.Entry, place: str) -> list[tuple[str, Casting, Sealed]]:
        """Each sealed ballot with place and casting; none for a slot the box will refuse."""
        if isinstance(found, Cast) and found.slot < self._manifest.slots:
            casting = Casting(
                self._of(found.slot), found.slot, found.device, found.revision, found.supersedes
            )
            return [(place, casting, found.sealed)]
        if isinstance(found, Paper):
            return [
                (f"{place}.ballots[{i}]", sealing.on_paper(self._manifest, found, i), each)
                for i, each in enumerate(found.ballots)
            ]
        return []

    def _of(self, slot: int) -> bytes:
        indexes = self._layout[4 * slot : 4 * slot + 4]
        if indexes not in self._known:
            style = self._manifest.styles[int.from_bytes(indexes[:2], "big")]
            voters = self._manifest.groups[int.from_bytes(indexes[2:], "big")]
            self._known[indexes] = context(self._manifest.election, style.name, voters.name)
        return self._known[indexes]


def _fold_knowledge(contexts: _Contexts, first: int, found: Examined) -> None:
    """s·G = A + c·alpha for every sealed ballot, each times a fresh weight (see `equations`)."""
    weights: list[int] = []
    commitments: list[Point] = []
    try:
        for index, decoded in enumerate(found.entries, start=first):
            for place, casting, sealed in contexts.ballots(decoded.entry, f"entry {index}"):
                weight = 1 + secrets.randbits(8 * WEIGHT_BYTES)
                ciphertext, commitment = _no_identity(sealed, place)
                response = group.read_scalar(sealed.response, f"{place}.response")
                c = knowledge_challenge(casting, ciphertext, commitment)
                weights.append(-weight)
                commitments.append(commitment)
                found.base += weight * response
                found.sealed.append((ciphertext.octets(), -weight * c))
        found.known = group.multiscalar(weights, commitments)
    except BallotError as error:
        found.fault = found.fault or _first_bad(contexts, first, found) or Fault("knowledge", error)


def _no_identity(sealed: Sealed, place: str) -> tuple[Ciphertext, Point]:
    if IDENTITY in (sealed.alpha, sealed.beta, sealed.commitment):
        raise BadPoint("the identity is not allowed here", place)
    return Ciphertext(Point(sealed.alpha), Point(sealed.beta)), Point(sealed.commitment)


def _first_bad(contexts: _Contexts, first: int, found: Examined) -> Fault | None:
    for index, decoded in enumerate(found.entries, start=first):
        for place, casting, sealed in contexts.ballots(decoded.entry, f"entry {index}"):
            try:
                sealing.check(casting, sealed, place)
            except BallotError as error:
                return Fault("knowledge", error)
    return None


@dataclass(frozen=True, slots=True)
class Opened:
    """Some lines of a plaintext file, from line `first` (0-based) on."""

    manifest: bytes
    style: str
    place: str
    first: int
    lines: tuple[bytes, ...]


@dataclass(slots=True)
class ReadOpened:
    """The points that the lines stand for (32 bytes each), and the lawful ballots (None: unlawful)."""

    points: bytes = b""
    ballots: list[Ballot | None] = field(default_factory=list)
    fault: Fault | None = None


_MARKING: Final = frozenset({"marking"})
_SPOILED: Final = frozenset({"spoiled"})


def read_opened(opened: Opened) -> ReadOpened:
    """The ballots of the lines; each line must be the one form its point has (FORMAT.md, chapter 15)."""
    election = _decode_manifest(opened.manifest)
    style = election.style_named[opened.style]
    found = ReadOpened()
    points: list[bytes] = []
    try:
        for number, line in enumerate(opened.lines, start=opened.first):
            point, ballot = _read_line(election, style, line, f"{opened.place} line {number + 1}")
            points.append(point)
            found.ballots.append(ballot)
    except BallotError as error:
        found.fault = Fault("plaintexts", error)
    found.points = b"".join(points)
    return found


def _read_line(
    election: Manifest, style: styles.Style, line: bytes, place: str
) -> tuple[Point, Ballot | None]:
    value = canonical.decode(line[:-1], place, limit=1 << 20)
    if isinstance(value, dict) and value.keys() == _MARKING:
        ballot = styles.from_json(style, election.sections, value["marking"], place)
        return group.encode_message(styles.pack(style, election.sections, ballot)), ballot
    fields = canonical.members(value, _SPOILED, place)
    point = group.check_any(canonical.octets(fields["spoiled"], 32, place), place)
    if styles.plaintext(style, election.sections, point) is not None:
        raise Malformed("called spoiled, but this point carries a lawful ballot", place)
    return point, None
