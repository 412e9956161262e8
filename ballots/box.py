"""Which entries count: the rules of the ballot box (FORMAT.md, chapters 10, 11 and 13).

A `Box` goes through the log once, in order, and refuses at the first entry that breaks a rule. Its memory is
one small record a slot and 64 bytes a counted ballot.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ballots import log
from ballots.entry import Admit, Cast, Close, Decoded, Entry, Paper, Readmit, Void
from ballots.errors import Refused
from ballots.manifest import Manifest
from ballots.roll import Roll
from ballots.slot import SlotState
from ballots.transcript import context


@dataclass(slots=True)
class Counts:
    """How many of what the log holds; the identity is cast = superseded + voided + online."""

    slots: int = 0
    admitted: int = 0
    readmitted: int = 0
    cast: int = 0
    superseded: int = 0
    voided: int = 0
    online: int = 0
    paper: int = 0
    spoiled: int = 0


@dataclass(frozen=True, slots=True)
class MixGroup:
    """What is mixed and opened together: `column` holds alpha ‖ beta, 64 bytes each, in log order."""

    style: str
    group: str
    context: bytes
    column: bytes

    @property
    def name(self) -> str:
        """How the group's files are called."""
        return f"{self.style}.{self.group}"

    @property
    def count(self) -> int:
        """How many ballots."""
        return len(self.column) // 64


@dataclass(slots=True)
class _PaperBallots:
    leaf: int
    style: str
    group: str
    ciphertexts: list[bytes] = field(default_factory=list)


class Box:
    """The state of the ballot box after the entries added so far."""

    def __init__(self, manifest: Manifest, roll: Roll) -> None:
        self.manifest = manifest
        self.roll = roll
        self.size = 0
        self.closed = False
        self.batches = 0
        self._slots: dict[int, SlotState] = {}
        self._devices: set[bytes] = set()
        self._paper: list[_PaperBallots] = []
        self._handed_out: Counter[tuple[str, str]] = Counter()
        self._typed_in: Counter[tuple[str, str]] = Counter()
        self._counts = Counter[str]()

    def slot(self, number: int) -> SlotState:
        """What is known of a slot; Refused if the roll has no such slot."""
        if number >= self.manifest.slots:
            raise Refused(f"the roll has no slot {number}")
        return self._slots.setdefault(number, SlotState())

    def add(self, decoded: Decoded, entry_hash: bytes, place: str = "") -> None:
        """Take the next entry of the log; Refused, and nothing changed, if it breaks a rule.

        `entry_hash` is the leaf hash of its bytes. Signatures and proofs are checked elsewhere.
        """
        try:
            self._check_common(decoded)
            self._take(decoded.entry, entry_hash)
        except Refused as error:
            raise error.at(place) from None
        self.size += 1

    def add_bytes(self, decoded: Decoded, blob: bytes, place: str = "") -> None:
        """As `add`, for an entry's bytes."""
        self.add(decoded, log.leaf_hash(blob), place)

    def check_complete(self, place: str = "") -> None:
        """Refused unless the log ends with its close entry."""
        if not self.closed:
            raise Refused("the log has no close entry", place)

    def counts(self) -> Counts:
        """The figures of the log so far."""
        states = self._slots.values()
        online = sum(state.counts for state in states)
        last = sum(state.revision > 0 for state in states)
        return Counts(
            slots=self.manifest.slots,
            admitted=sum(bool(state.device) for state in states),
            readmitted=self._counts["readmit"],
            cast=self._counts["cast"],
            superseded=self._counts["cast"] - last,
            voided=last - online,
            online=online,
            paper=self._typed_in.total(),
            spoiled=self._counts["spoiled"],
        )

    def groups(self) -> dict[str, MixGroup]:
        """The counted ballots by mix group, small groups merged (chapter 11); too small ones stay in."""
        gathered = self._gather()
        for merge in self.manifest.merge:
            for style in self.manifest.styles:
                source, target = (style.name, merge.source), (style.name, merge.into)
                if 0 < len(gathered.get(source, ())) < self.manifest.smallest:
                    gathered[target] = sorted(gathered.get(target, []) + gathered.pop(source))
        groups = (self._group(style, group, ballots) for (style, group), ballots in sorted(gathered.items()))
        return {group.name: group for group in groups}

    def check_group_sizes(self, groups: Iterable[MixGroup]) -> None:
        """Refused if a mix group is too small to be opened without showing how somebody voted."""
        for group in groups:
            count, least = group.count, self.manifest.smallest
            if count < least:
                raise Refused(f"{count} ballots, at least {least} are opened together", group.name)

    def _check_common(self, decoded: Decoded) -> None:
        if self.closed:
            raise Refused("an entry after the close")
        if decoded.election != self.manifest.election:
            raise Refused("an entry of another election")

    def _take(self, entry: Entry, entry_hash: bytes) -> None:
        match entry:
            case Admit():
                self._admit(entry, entry_hash)
            case Readmit():
                self._readmit(entry, entry_hash)
            case Cast():
                self._cast(entry, entry_hash)
            case Void():
                self._void(entry)
            case Paper():
                self._take_paper(entry)
            case Close():
                self._close(entry)

    def _admit(self, entry: Admit, entry_hash: bytes) -> None:
        self._check_device(entry.device)
        self.slot(entry.slot).admit(entry, entry_hash)
        self._devices.add(entry.device)

    def _readmit(self, entry: Readmit, entry_hash: bytes) -> None:
        self._check_device(entry.device)
        self.slot(entry.slot).readmit(entry, entry_hash)
        self._devices.add(entry.device)
        self._counts["readmit"] += 1

    def _check_device(self, device: bytes) -> None:
        if device in self._devices or device in self.manifest.keys:
            raise Refused("this key was admitted before or is an official's")

    def _cast(self, entry: Cast, entry_hash: bytes) -> None:
        self.slot(entry.slot).cast(entry, entry_hash, self.size)
        self._counts["cast"] += 1

    def _void(self, entry: Void) -> None:
        self.slot(entry.slot).void(entry)
        if entry.reason == "desk":
            self._handed_out[self._names(entry.slot)] += 1

    def _take_paper(self, entry: Paper) -> None:
        if entry.batch != self.batches + 1:
            raise Refused(f"batch {entry.batch} does not follow batch {self.batches}")
        names = (entry.style, entry.group)
        where = ".".join(names)
        if entry.style not in self.manifest.style_named or entry.group not in self.manifest.group_named:
            raise Refused(f"there is no ballot style or voter group {where}")
        typed = self._typed_in[names] + len(entry.ballots)
        if typed > self._handed_out[names]:
            raise Refused(f"{typed} paper ballots for {self._handed_out[names]} handed out in {where}")
        ciphertexts = [sealed.alpha + sealed.beta for sealed in entry.ballots]
        self._paper.append(_PaperBallots(self.size, *names, ciphertexts))
        self._typed_in[names] = typed
        self._counts["spoiled"] += entry.spoiled
        self.batches = entry.batch

    def _close(self, entry: Close) -> None:
        if entry.entries != self.size:
            raise Refused(f"the close entry counts {entry.entries} entries before it, there are {self.size}")
        self.closed = True

    def _names(self, number: int) -> tuple[str, str]:
        return self.roll.style(number).name, self.roll.group(number).name

    def _gather(self) -> dict[tuple[str, str], list[tuple[int, int, bytes]]]:
        """Counted ballots by style and group: leaf, place in the batch, ciphertext, in log order."""
        found: dict[tuple[str, str], list[tuple[int, int, bytes]]] = {}
        for number, state in self._slots.items():
            if state.counts:
                found.setdefault(self._names(number), []).append((state.leaf, 0, state.ciphertext))
        for batch in self._paper:
            ballots = [(batch.leaf, place, sealed) for place, sealed in enumerate(batch.ciphertexts)]
            if ballots:
                found.setdefault((batch.style, batch.group), []).extend(ballots)
        return {names: sorted(ballots) for names, ballots in found.items()}

    def _group(self, style: str, group: str, ballots: list[tuple[int, int, bytes]]) -> MixGroup:
        tied = context(self.manifest.election, style, group)
        return MixGroup(style, group, tied, b"".join(sealed for _, _, sealed in ballots))
