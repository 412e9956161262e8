"""The stages of an election in order, each writing its files into the folder of the bundle."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ballots import bundle, checkpoint, entry, log, paper, roll
from ballots.box import Box
from ballots.bundle import names
from ballots.demo import opening, town
from ballots.demo.markings import draw_ballot
from ballots.demo.stages import Stages
from ballots.demo.town import Keys, Size
from ballots.demo.voters import Voting
from ballots.entry import Close
from ballots.manifest import Manifest
from ballots.paper import Typed
from ballots.randomness import SeededSource, Source, SystemSource, permutation
from ballots.roll import RECORD, Roll
from ballots.tiles import TileWriter
from ballots.transcript import digest
from ballots.trustees import ceremony, holder
from ballots.trustees.ceremony import Key
from ballots.trustees.holder import Holder
from ballots.workers import Crew, ranges

Layout = tuple[list[dict[str, Any]], list[dict[str, Any]]]

_PAPERS_IN_BATCH = 50
_COSIGNED_AT = 1_763_197_200
_IN_FLIGHT = 4


@dataclass
class Election:
    """An election under way, and everything its makers know."""

    folder: Path
    size: Size
    keys: Keys
    holders: Mapping[int, Holder]
    manifest: Manifest
    roll: Roll
    key: Key
    source: Source
    seed: bytes

    def write(self, name: str, blob: bytes) -> None:
        """Put a file into the bundle's folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(blob)


def make(
    folder: Path,
    size: Size,
    stages: Stages,
    crew: Crew,
    seed: str | None = None,
    layout: Layout | None = None,
    counted: bool = True,
) -> Election:
    """A whole election in `folder`, not yet packed. `layout`: sections and styles other than the usual.

    Without `counted` nothing is funded; all but the recount holds then, and a process less has to start.
    With a `seed` the same people vote the same way; without one everything is drawn afresh.
    """
    size.check()
    election = _found(folder, size, stages, _source(seed), layout or town.usual_sections(size))
    box, writer = _vote(election, stages, crew)
    _close(election, box, writer)
    opening.open_box(election, box, stages, crew, counted)
    return election


def pack(election: Election, path: Path, stages: Stages) -> None:
    """Write the bundle as one zip file."""
    with stages.stage("bundle"):
        bundle.pack(election.folder, path)


def _source(seed: str | None) -> Source:
    return SystemSource() if seed is None else SeededSource(digest("seeded", seed))


def _found(folder: Path, size: Size, stages: Stages, source: Source, layout: Layout) -> Election:
    keys = town.new_keys(source)
    sections, styles_of_town = layout
    with stages.stage("ceremony"):
        people = [f"Trustee {number}" for number in range(1, size.trustees + 1)]
        transcript, holders = holder.rehearse(people, size.threshold, source)
        key = ceremony.read(transcript)
    with stages.stage("roll"):
        nonce = source.octets(32)
        slots = town.draw_slots(size, len(styles_of_town), nonce, source)
        hashed = digest("ceremony-file", transcript)[:32]
        manifest = town.write_manifest(size, keys, hashed, slots, nonce, sections, styles_of_town)
        blob = b"".join(slot.octets() for slot in slots)
    election = Election(
        folder, size, keys, holders, manifest, roll.read(manifest, blob), key, source, source.octets(32)
    )
    election.write(names.MANIFEST, manifest.blob)
    election.write(names.CEREMONY, transcript)
    election.write(names.ROLL, blob)
    return election


def _vote(election: Election, stages: Stages, crew: Crew) -> tuple[Box, TileWriter]:
    box = Box(election.manifest, election.roll)
    writer = TileWriter(lambda path, blob: election.write(f"log/{path}", blob))
    at_desk = frozenset(permutation(election.source, election.size.voters)[: election.size.paper])
    with stages.stage("vote", election.size.voters) as step:
        for count, entries in _votes(election, crew, at_desk):
            for blob in entries:
                _append(box, writer, blob)
            step(count)
    _checkpoint(election, writer, names.earlier_checkpoint(writer.size), witnesses=0)
    with stages.stage("paper"):
        for blob in _paper_batches(election, at_desk):
            _append(box, writer, blob)
    return box, writer


def _votes(election: Election, crew: Crew, at_desk: frozenset[int]) -> Iterator[tuple[int, list[bytes]]]:
    """The entries of each stretch of slots, a few stretches being made at a time."""
    voting = Voting(
        election.manifest.blob,
        election.key.public,
        election.keys.registrar.private_bytes_raw(),
        election.seed,
        at_desk,
    )
    waiting: deque[Any] = deque()
    for part in ranges(election.size.voters):
        records = election.roll.blob[RECORD * part.start : RECORD * part.stop]
        waiting.append((part, crew.submit(voting, range(part.start, part.stop), records)))
        if len(waiting) == _IN_FLIGHT:
            yield _answer(*waiting.popleft())
    while waiting:
        yield _answer(*waiting.popleft())


def _answer(part: slice, task: Any) -> tuple[int, list[bytes]]:
    return part.stop - part.start, [blob for each in task.result() for blob in each]


def _append(box: Box, writer: TileWriter, blob: bytes) -> None:
    box.add(entry.decode(blob, f"entry {writer.size}"), log.leaf_hash(blob), f"entry {writer.size}")
    writer.append(blob)


def _paper_batches(election: Election, at_desk: frozenset[int]) -> Iterator[bytes]:
    papers: dict[tuple[str, str], int] = {}
    for number in sorted(at_desk):
        key = election.roll.style(number).name, election.roll.group(number).name
        papers[key] = papers.get(key, 0) + 1
    batch = 0
    for (style, group), count in sorted(papers.items()):
        for part in ranges(count, _PAPERS_IN_BATCH):
            batch += 1
            yield _paper_batch(election, batch, style, group, part.stop - part.start)


def _paper_batch(election: Election, number: int, style: str, group: str, count: int) -> bytes:
    """Both clerks read the same; one paper in each batch was spoiled and replaced by another."""
    manifest, source = election.manifest, election.source
    read = tuple(draw_ballot(manifest, manifest.style_named[style], source) for _ in range(count))
    agreed = paper.compare(Typed(read, spoiled=1), Typed(read, spoiled=1))
    empty = paper.empty_batch(number, style, group)
    sealed = paper.seal_batch(manifest, election.key.public, empty, agreed, source)
    return entry.write(
        manifest.election, paper.sign(manifest, sealed, election.keys.clerks), election.keys.registrar
    )


def _close(election: Election, box: Box, writer: TileWriter) -> None:
    close = Close(writer.size, election.manifest.closes)
    _append(box, writer, entry.write(election.manifest.election, close, election.keys.registrar))
    writer.publish()
    _checkpoint(election, writer, names.CHECKPOINT, witnesses=len(election.keys.witnesses))


def _checkpoint(election: Election, writer: TileWriter, name: str, witnesses: int) -> None:
    note = checkpoint.sign(election.keys.log, election.manifest.origin, writer.size, writer.root())
    for witness, key in election.keys.witnesses[:witnesses]:
        note = checkpoint.cosign(note, key, witness, _COSIGNED_AT)
    election.write(name, note.octets())
