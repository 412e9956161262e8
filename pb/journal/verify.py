"""Every check that the journal is what was once written. In order:

1. `entries`: positions 0, 1, 2 ... without a gap; bytes in canonical form; the columns to filter by say what
   the bytes say; the head counts as many.
2. `tree`: every subtree's hash, recomputed from the entries alone, and no other.
3. `checkpoints`: one for every size, signed by the journal's key, over the recomputed root.
4. `earlier`: a checkpoint that somebody kept elsewhere is among them. This is the only check that finds a
   journal rewritten as a whole by somebody who holds the key.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots import checkpoint, log
from ballots.checkpoint import Checkpoint
from ballots.errors import BadProof, BallotError, Malformed
from pb.journal import entry, queries
from pb.journal.models import JournalCheckpoint, JournalEntry, JournalNode
from pb.journal.seal import check


@dataclass(frozen=True)
class Finding:
    """One check by its name; `fault` says what is wrong, or is empty."""

    name: str
    fault: str = ""


@dataclass(frozen=True)
class Verifier:
    """Checks the rows that `session` sees against the `public` key and, if given, a note kept elsewhere."""

    session: Session
    public: bytes
    earlier: bytes | None = None

    def findings(self) -> Iterator[Finding]:
        checks: dict[str, Callable[[], None]] = {
            "entries": self.entries,
            "tree": self.tree,
            "checkpoints": self.checkpoints,
        }
        if self.earlier is not None:
            checks["earlier"] = self.kept_elsewhere
        for name, run in checks.items():
            try:
                run()
            except BallotError as fault:
                yield Finding(name, str(fault))
            else:
                yield Finding(name)

    def entries(self) -> None:
        seen = 0
        for row in self._rows():
            place = f"entry {row.position}"
            if row.position != seen:
                raise BadProof(f"entry {seen} is missing", place)
            read = entry.decode(row.entry, place)
            if (read.position, read.at, read.kind, read.office) != (
                row.position,
                row.at,
                row.kind,
                row.office,
            ):
                raise Malformed("the row's columns do not say what the entry says", place)
            seen += 1
        if queries.size(self.session) != seen:
            raise BadProof(f"the head counts {queries.size(self.session)} entries, there are {seen}")

    def tree(self) -> None:
        frontier = log.Frontier()
        wanted: dict[tuple[int, int], bytes] = {}
        for row in self._rows():
            subtrees = frontier.append(log.leaf_hash(row.entry))
            wanted |= {(level, row.position >> level): found for level, found in enumerate(subtrees)}
        stored = {(node.level, node.place): node.hash for node in self.session.scalars(select(JournalNode))}
        if stored.keys() != wanted.keys():
            raise BadProof(f"{len(stored)} subtrees are stored, {len(wanted)} belong there")
        for key in sorted(wanted):
            if stored[key] != wanted[key]:
                raise BadProof("the stored hash is not that of the entries", f"subtree {key[0]}/{key[1]}")

    def checkpoints(self) -> None:
        frontier = log.Frontier()
        notes = {row.size: row.note for row in self.session.scalars(select(JournalCheckpoint))}
        for row in self._rows():
            frontier.append(log.leaf_hash(row.entry))
            place = f"checkpoint {frontier.size}"
            note = checkpoint.read(notes.pop(frontier.size, "").encode(), place)
            check(self.public, note, place)
            same(note, frontier.size, frontier.root(), place)
        if notes:
            raise BadProof(f"a checkpoint of {max(notes)} entries, which are not there")

    def kept_elsewhere(self) -> None:
        note = checkpoint.read(self.earlier or b"", "the kept checkpoint")
        check(self.public, note, "the kept checkpoint")
        frontier = log.Frontier()
        for row in self._rows():
            if frontier.size < note.size:
                frontier.append(log.leaf_hash(row.entry))
        same(note, frontier.size, frontier.root(), "the kept checkpoint")

    def _rows(self) -> Iterator[JournalEntry]:
        found = select(JournalEntry).order_by(JournalEntry.position)
        return iter(self.session.scalars(found.execution_options(yield_per=500)))


def same(note: Checkpoint, size: int, root: bytes, place: str) -> None:
    if note.size != size:
        raise BadProof(f"it is of {note.size} entries, there are {size}", place)
    if note.root != root:
        raise BadProof("it is of other entries than these", place)
