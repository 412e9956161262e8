"""Rows of a .pb file with their line numbers, and the text that they are read from."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from tallying.pabulib.leniency import Leniency, Tolerance

SPACES = " \t\u00a0\u3000"
_CSV_ERRORS = {
    "field larger": "cell-too-long",
    "unexpected end": "unclosed-quote",
    "new-line character": "bare-cr",
    "expected after": "stray-quote",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins on, its cells, and the place of the byte after it."""

    line: int
    cells: list[str]
    end: int


def text_of(data: bytes, tolerance: Tolerance) -> bytes:
    """The file as UTF-8 without byte order mark. Raises BadFile with the line of the first wrong byte."""
    if not data:
        tolerance.refuse("empty", None)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        tolerance.refuse("utf16", 1)
    if b"\0" in data:
        tolerance.refuse("nul-byte", 1 + data.count(b"\n", 0, data.index(b"\0")))
    if not data.isascii():
        data = _utf8(data, tolerance)
    if data.startswith(b"\xef\xbb\xbf"):
        tolerance.meet(Leniency.BOM, "bom", 1)
        data = data[3:]
    return data


def _utf8(data: bytes, tolerance: Tolerance) -> bytes:
    try:
        data.decode()
    except UnicodeDecodeError as wrong:
        line = 1 + data.count(b"\n", 0, wrong.start)
        try:
            korean = data.decode("cp949")
        except UnicodeDecodeError:
            tolerance.refuse("not-utf8", line)
        tolerance.meet(Leniency.CP949, "cp949", line)
        return korean.encode()
    return data


def csv_code(wrong: csv.Error) -> str:
    """Our code for what the csv module complains about."""
    return next((code for text, code in _CSV_ERRORS.items() if text in str(wrong)), "stray-quote")


class Rows(Iterator[Row]):
    """The rows of `data` one by one, so that a section is read no further than its end.

    `start` is the byte to begin at, `line` the line it is on. Blank lines and spaces around cells are
    deviations.
    """

    def __init__(self, data: bytes, tolerance: Tolerance, start: int = 0, line: int = 1) -> None:
        self._data, self._tolerance, self._end, self._line = data, tolerance, start, line
        self._reader = csv.reader(self._lines(), delimiter=";", strict=True)

    def _lines(self) -> Iterator[str]:
        while self._end < len(self._data):
            start, self._end = self._end, (self._data.find(b"\n", self._end) + 1) or len(self._data)
            yield self._data[start : self._end].decode()

    def __next__(self) -> Row:
        while True:
            line = self._line + self._reader.line_num
            cells = self._cells(line)
            if cells and cells != [""]:
                return Row(line, self._trimmed(cells, line), self._end)
            self._tolerance.meet(Leniency.BLANK_LINES, "blank-line", line)

    def _cells(self, line: int) -> list[str]:
        try:
            return next(self._reader)
        except csv.Error as wrong:
            code = csv_code(wrong)
        return self._tolerance.refuse(code, line)

    def _trimmed(self, cells: list[str], line: int) -> list[str]:
        trimmed = [cell.strip(SPACES) for cell in cells]
        if trimmed != cells:
            cell = next(old for old, new in zip(cells, trimmed, strict=True) if old != new)
            self._tolerance.meet(Leniency.SPACES, "spaces", line, cell=repr(cell))
        return trimmed


def fitted(row: Row, columns: int, tolerance: Tolerance) -> list[str]:
    """The cells of a row, as many as there are columns. Raises BadFile when there are more or fewer."""
    if len(row.cells) == columns:
        return row.cells
    tolerance.meet(Leniency.RAGGED_ROWS, "ragged", row.line, found=len(row.cells), wanted=columns)
    return row.cells[:columns] + [""] * (columns - len(row.cells))
