"""The newest checkpoint, kept beside the database: so an older copy of the rows is noticed.

The rows alone cannot know that there were more of them. A small file in the election's folder does, and so
does the bundle once the box is closed. Both are written after the rows are safe, never before.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from ballots import checkpoint
from ballots.bundle import names
from ballots.checkpoint import Checkpoint
from ballots.errors import BallotError

FILE = "newest.checkpoint"


def keep(folder: Path, note: Checkpoint) -> None:
    """Keep a checkpoint that is committed, unless a longer one of the same box is kept already."""
    if note.size <= size(folder, note.origin):
        return
    beside = folder / f"{FILE}.{os.getpid()}"
    with beside.open("wb") as out:
        out.write(note.octets())
        out.flush()
        os.fsync(out.fileno())
    beside.replace(folder / FILE)


def size(folder: Path, origin: str) -> int:
    """So many entries the box of this name had at least; 0 if nothing is known."""
    return max((note.size for note in notes(folder, origin)), default=0)


def notes(folder: Path, origin: str) -> Iterator[Checkpoint]:
    """What is kept beside the rows of the box of this name."""
    for path in (folder / FILE, folder / "bundle" / names.CHECKPOINT):
        try:
            note = checkpoint.read(path.read_bytes())
        except (FileNotFoundError, BallotError):
            continue
        if note.origin == origin:
            yield note
