"""What changed between two texts, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
# Beyond this many words the comparison would take too long, so it goes line by line.
MOST_WORDS = 4_000


@dataclass(frozen=True)
class Piece:
    """A stretch of text that is the same, was taken out, or was put in."""

    kind: str
    text: str


def compare(old: str, new: str) -> list[Piece]:
    """The pieces in reading order: all but those put in are the old text, all but those taken out the new."""
    before, after = WORDS.findall(old), WORDS.findall(new)
    if len(before) + len(after) > MOST_WORDS:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    return list(pieces(before, after))


def pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    for what, start, end, new_start, new_end in SequenceMatcher(None, before, after, False).get_opcodes():
        if what == "equal":
            yield Piece("same", "".join(before[start:end]))
            continue
        if end > start:
            yield Piece("out", "".join(before[start:end]))
        if new_end > new_start:
            yield Piece("in", "".join(after[new_start:new_end]))
