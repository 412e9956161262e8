"""Ballots by whole-array steps. Reads what is plain and regular; anything else it leaves to `patient`.

All cells of VOTES are found at once by their separators. A project id becomes one to eight 64-bit words, the
words a place in a table that was chosen so that no two ids of this election share one, and the id found there
is compared word for word; so no project is ever mistaken for another.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tallying.pabulib.head import Header
from tallying.pabulib.marks import POINTS, VOTE, LazyColumns, Marks
from tallying.profile import Ints, Places

Words = NDArray[np.uint64]
WORD = 8
MOST_WORDS = 8
MOST_DIGITS = 9
TABLE_BITS = 22
COMMA, SEMICOLON, NEWLINE, ZERO = b",;\n0"
_MASKS = np.array([(1 << 8 * n) - 1 for n in range(WORD + 1)], dtype=np.uint64)
_ODD = 0x9E3779B97F4A7C15  # 2**64 / golden ratio (Knuth, TAOCP 3, 6.4): spreads consecutive numbers evenly


class _NotPlain(Exception):
    """Something here needs the patient reader."""


@dataclass(frozen=True, eq=False)
class _Text:
    """Rows as bytes, padded so that eight words can be read from any place, and where their cells are.

    begins, ends   of every list item (a cell without commas is one item), in the order of the text
    cells          items that end a cell, as places in `ends`; int64[rows, columns]
    """

    text: bytes
    bytes: NDArray[np.uint8]
    begins: Ints
    ends: Ints
    cells: Ints

    def items(self, column: int) -> tuple[Ints, Ints]:
        """How many items each cell of a column has (as starts, one more than rows), and which they are."""
        last = self.cells[:, column]
        first = self._before(column) + 1
        counts = last - first + 1
        starts = np.zeros(len(counts) + 1, dtype=np.int64)
        np.cumsum(counts, out=starts[1:])
        return starts, np.repeat(first - starts[:-1], counts) + np.arange(starts[-1])

    def span(self, column: int) -> tuple[Ints, Ints]:
        """Where each cell of a column begins and ends in the text."""
        return self.begins[self._before(column) + 1], self.ends[self.cells[:, column]]

    def _before(self, column: int) -> Ints:
        """The item just before each cell of a column (-1 before the first)."""
        if column:
            return self.cells[:, column - 1]
        return np.concatenate(([-1], self.cells[:-1, -1]))


def read_ballots(data: bytes, header: Header, ids: Sequence[str]) -> Marks | None:
    """The ballots after the header of VOTES, or None when the patient reader must look at them."""
    try:
        return _read(data, header, ids)
    except _NotPlain:
        return None


def _read(data: bytes, header: Header, ids: Sequence[str]) -> Marks:
    columns = header.columns
    text = _split(data[header.end :], len(columns))
    starts, items = text.items(columns.index(VOTE))
    projects = _known(text, text.begins[items], text.ends[items], ids)
    _need(not _repeats(starts, projects, len(ids)))
    _check_voters(text)
    points = _points(text, starts, columns.index(POINTS)) if POINTS in columns else np.ones_like(items)
    others = {c: text.span(i) for i, c in enumerate(columns) if c not in (VOTE, POINTS)}
    first = header.line + 1
    return Marks(starts, projects, points, LazyColumns(text.text, others), lambda ballot: first + ballot)


def _need(plain: bool) -> None:
    if not plain:
        raise _NotPlain


def _split(body: bytes, columns: int) -> _Text:
    _need(b'"' not in body and len(body) > 0)
    if b"\r" in body:
        body = body.replace(b"\r\n", b"\n")
        _need(b"\r" not in body)
    if not body.endswith(b"\n"):
        body += b"\n"
    size = len(body)
    body += bytes(WORD * (MOST_WORDS + 1))
    text = np.frombuffer(body, dtype=np.uint8)
    inside = text[:size]
    ends = np.flatnonzero((inside == COMMA) | (inside == SEMICOLON) | (inside == NEWLINE))
    begins = np.empty_like(ends)
    begins[0], begins[1:] = 0, ends[:-1] + 1
    _need(not _spaced(body, text, begins, ends))
    return _Text(body, text, begins, ends, _cells(text[ends], columns))


def _cells(marks: NDArray[np.uint8], columns: int) -> Ints:
    cells = np.flatnonzero(marks != COMMA)
    _need(len(cells) % columns == 0)
    rows = cells.reshape(-1, columns)
    row_ends = marks[rows] == NEWLINE
    _need(bool(row_ends[:, -1].all()) and not row_ends[:, :-1].any())
    return rows


def _spaced(body: bytes, text: NDArray[np.uint8], begins: Ints, ends: Ints) -> bool:
    """Whether what the patient reader calls a space may stand at the edge of an item."""
    if not body.isascii() and ("\u00a0".encode() in body or "\u3000".encode() in body):
        return True
    if b" " not in body and b"\t" not in body:
        return False
    edges = np.concatenate((text[begins], text[ends - 1]))
    return bool(((edges == ord(" ")) | (edges == ord("\t"))).any())


def _words(text: NDArray[np.uint8], begins: Ints, lengths: Ints) -> list[Words]:
    """The bytes of each item as little-endian words, zeros after its end; one array for each word."""
    _need(int(lengths.max(initial=0)) <= WORD * MOST_WORDS)
    overlapping: Words = np.ndarray((len(text) - WORD + 1,), dtype="<u8", buffer=text.data, strides=(1,))
    words = []
    for word in range(-(-int(lengths.max(initial=0)) // WORD)):
        kept = np.clip(lengths - WORD * word, 0, WORD)
        words.append(overlapping[begins + WORD * word] & _MASKS[kept])
    return words


def _hash(words: list[Words], turn: int) -> Words:
    mixed = np.zeros_like(words[0])
    for place, word in enumerate(words):
        factor = _ODD * (2 * (turn * MOST_WORDS + place) + 1) % 2**64
        mixed ^= (word ^ (word >> np.uint64(29))) * np.uint64(factor)
    return mixed


def _known(text: _Text, begins: Ints, ends: Ints, ids: Sequence[str]) -> Places:
    """The project number of every item. Not plain when an item is no id."""
    lengths = ends - begins
    _need(len(ids) > 0 and bool((lengths > 0).all()))
    wanted, found = _id_words(ids), _words(text.bytes, begins, lengths)
    _need(len(found) <= len(wanted))
    found += [np.zeros_like(found[0])] * (len(wanted) - len(found))
    turn, table = _table(wanted)
    projects: Places = table[_hash(found, turn) >> np.uint64(64 - TABLE_BITS)]
    for have, want in zip(found, wanted, strict=True):
        _need(np.array_equal(want[projects], have))
    return projects


def _id_words(ids: Sequence[str]) -> list[Words]:
    names = [name.encode() for name in ids]
    lengths = np.array([len(name) for name in names], dtype=np.int64)
    text = np.frombuffer(b"".join(names) + bytes(WORD * (MOST_WORDS + 1)), dtype=np.uint8)
    return _words(text, np.cumsum(lengths) - lengths, lengths)


def _table(wanted: list[Words]) -> tuple[int, Places]:
    """A table from hash to project number in which no two ids collide, and the turn of the hash that gave it.

    Places that no id owns lead to project 0; the comparison of words tells.
    """
    count = len(wanted[0])
    for turn in range(64):
        places = _hash(wanted, turn) >> np.uint64(64 - TABLE_BITS)
        if len(np.unique(places)) == count:
            table = np.zeros(1 << TABLE_BITS, dtype=np.int32)
            table[places] = np.arange(count, dtype=np.int32)
            return turn, table
    raise _NotPlain


def _repeats(starts: Ints, projects: Places, n_projects: int) -> bool:
    """Whether some ballot names a project twice: mark each ballot's row of a small table and count."""
    lengths = np.diff(starts)
    if int(lengths.max(initial=0)) < 2:
        return False
    rows = max(1, (1 << 20) // n_projects)
    table = np.empty(rows * n_projects, dtype=np.bool_)
    for first in range(0, len(lengths), rows):
        last = min(first + rows, len(lengths))
        low, high = int(starts[first]), int(starts[last])
        row = np.repeat(np.arange(last - first) * n_projects, lengths[first:last])
        table[:] = False
        table[row + projects[low:high]] = True
        if np.count_nonzero(table) != high - low:
            return True
    return False


def _check_voters(text: _Text) -> None:
    """Not plain when a voter id is empty, or two share a hash: the patient reader will compare them."""
    begins, ends = text.span(0)
    lengths = ends - begins
    _need(bool((lengths > 0).all()))
    hashes = np.sort(_hash(_words(text.bytes, begins, lengths), 0))
    _need(not (hashes[1:] == hashes[:-1]).any())


def _points(text: _Text, starts: Ints, column: int) -> Ints:
    """The numbers of the column `points`, digit by digit."""
    own, items = text.items(column)
    _need(np.array_equal(own, starts))
    begins, lengths = text.begins[items], text.ends[items] - text.begins[items]
    _need(bool((lengths > 0).all()) and int(lengths.max()) <= MOST_DIGITS)
    numbers = np.zeros(len(items), dtype=np.int64)
    for place in range(int(lengths.max())):
        inside = place < lengths
        digit = text.bytes[begins + place].astype(np.int64) - ZERO
        _need(bool(((digit >= 0) & (digit <= 9) | ~inside).all()))
        numbers = np.where(inside, numbers * 10 + digit, numbers)
    return numbers
