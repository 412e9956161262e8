"""An election as spreadsheets: projects.csv and ballots.csv, with meta.csv for what a .pb file has in META.

Columns are those of a .pb file (Korean headings are understood too). In a ballot's cell the projects are
separated by commas, semicolons, bars or spaces. UTF-8, with or without byte order mark, or CP949, as Excel in
Korea saves. What is exported cannot become a formula: a cell that begins with = + - @ gets an apostrophe,
which import takes off.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from itertools import islice

from tallying.badfile import BadFile
from tallying.election import Election
from tallying.pabulib import STRICT, USUAL, Leniency, Reading, parse, write
from tallying.pabulib.leniency import Notice, Tolerance
from tallying.pabulib.rows import SPACES, csv_code, text_of

HEADINGS: dict[str, str] = {
    "사업번호": "project_id",
    "번호": "project_id",
    "id": "project_id",
    "사업명": "name",
    "비용": "cost",
    "사업비": "cost",
    "분야": "category",
    "동": "neighborhood",
    "투표자": "voter_id",
    "투표자번호": "voter_id",
    "voter": "voter_id",
    "선택": "vote",
    "투표": "vote",
    "projects": "vote",
    "점수": "points",
    "집단": "group",
    "날짜": "date",
    "나이": "age",
    "성별": "sex",
}
_FORMULA = re.compile(r"[=+\-@\t\r]")
_LISTS = {"vote", "points"}
_SEPARATORS = re.compile(r"[,;| ]+")
MOST_ROWS = 2_000_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file of the pair: its name and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class _Table:
    """Cells and, for each row, the line it stands on."""

    columns: list[str]
    rows: list[list[str]]
    lines: list[int]


def read_pair(
    projects: Sheet, ballots: Sheet, meta: Mapping[str, str], lenient: Iterable[Leniency] = STRICT
) -> Reading:
    """The election in two sheets. `meta` must give `budget`, and `vote_type` unless it is approval.

    Raises BadFile with the sheet's own file and line. A byte order mark and CP949 are no deviation here.
    """
    offered, cast = _table(projects), _table(ballots)
    full = {"vote_type": "approval", **meta}
    full |= {"num_projects": str(len(offered.rows)), "num_votes": str(len(cast.rows))}
    origins: list[tuple[str, int | None]] = [("META", None)] * (len(full) + 3)
    origins += [(projects.name, 1), *((projects.name, line) for line in offered.lines), (ballots.name, 1)]
    origins += [(ballots.name, 1), *((ballots.name, line) for line in cast.lines)]
    try:
        reading = parse(_pb(full, offered, cast), projects.name, lenient)
    except BadFile as wrong:
        raise _moved(wrong, origins) from None
    notices = tuple(Notice(n.leniency, n.times, _moved(n.first, origins)) for n in reading.notices)
    return Reading(reading.election, notices)


def _moved(wrong: BadFile, origins: list[tuple[str, int | None]]) -> BadFile:
    if wrong.line is None:
        return wrong
    return wrong.at(*origins[min(wrong.line, len(origins)) - 1])


def _table(sheet: Sheet) -> _Table:
    tolerance = Tolerance(sheet.name, USUAL | {Leniency.CP949})
    text = text_of(sheet.data, tolerance).decode()
    reader = csv.reader(StringIO(text, newline=""), strict=True, delimiter=_delimiter(text))
    lines, rows = [], []
    try:
        for cells in islice(reader, MOST_ROWS):
            if any(cell.strip(SPACES) for cell in cells):
                lines.append(reader.line_num)
                rows.append([_plain(cell) for cell in cells])
    except csv.Error as wrong:
        raise BadFile(sheet.name, reader.line_num, csv_code(wrong)) from None
    if not rows:
        raise BadFile(sheet.name, None, "empty")
    columns = [HEADINGS.get(cell.replace(" ", "").lower(), cell) for cell in rows[0]]
    lists = [place for place, column in enumerate(columns) if column in _LISTS]
    for row in rows[1:]:
        for place in lists:
            if place < len(row):
                row[place] = _SEPARATORS.sub(",", row[place].strip(",;| "))
    return _Table(columns, rows[1:], lines[1:])


def _delimiter(text: str) -> str:
    """Comma, or what the heading has more of: Excel in some countries writes semicolons."""
    heading = text.split("\n", 1)[0]
    return max(",;\t", key=heading.count)


def _plain(cell: str) -> str:
    """A cell on one line, without the apostrophe that keeps a spreadsheet from calculating."""
    cell = " ".join(cell.split()) if any(c in cell for c in "\r\n\t") else cell.strip(SPACES)
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell[1:]) else cell


def _pb(meta: Mapping[str, str], projects: _Table, ballots: _Table) -> bytes:
    """The pair as a .pb file in which each row is one line."""
    out = StringIO()
    rows = csv.writer(out, delimiter=";", lineterminator="\n")
    rows.writerows([("META",), ("key", "value"), *((k, " ".join(v.split())) for k, v in meta.items())])
    rows.writerows([("PROJECTS",), *_leading("project_id", projects)])
    rows.writerows([("VOTES",), *_leading("voter_id", ballots)])
    return out.getvalue().encode()


def _leading(first: str, table: _Table) -> Iterator[list[str]]:
    """Heading and rows with the column `first` in front (numbered when the sheet has none of voters)."""
    if first not in table.columns:
        number = first == "voter_id"
        yield [first, *table.columns] if number else table.columns
        for place, row in enumerate(table.rows, 1):
            yield [str(place), *row] if number else row
        return
    at = table.columns.index(first)
    for row in (table.columns, *table.rows):
        yield [row[at], *row[:at], *row[at + 1 :]] if at < len(row) else row


def write_pair(election: Election, encoding: str = "utf-8-sig") -> dict[str, bytes]:
    """projects.csv, ballots.csv and meta.csv; "utf-8-sig" opens rightly in Excel, "cp949" in old programs."""
    sections = _sections(write(election, standard=False).decode())
    names = {"META": "meta.csv", "PROJECTS": "projects.csv", "VOTES": "ballots.csv"}
    return {name: _csv(sections[section]).encode(encoding, "replace") for section, name in names.items()}


def _sections(text: str) -> dict[str, list[list[str]]]:
    sections: dict[str, list[list[str]]] = {}
    for row in csv.reader(StringIO(text, newline=""), delimiter=";"):
        if len(row) == 1 and row[0] in ("META", "PROJECTS", "VOTES"):
            current = sections.setdefault(row[0], [])
        else:
            current.append(row)
    return sections


def _csv(rows: list[list[str]]) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue()


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) or (cell[:1] == "'" and _FORMULA.match(cell[1:])) else cell


def read_meta(sheet: Sheet) -> dict[str, str]:
    """META from meta.csv (key,value). Raises BadFile."""
    table = _table(sheet)
    if table.columns[:2] != ["key", "value"]:
        raise BadFile(sheet.name, 1, "meta-header", cell=",".join(table.columns))
    return {row[0]: row[1] for row in table.rows if len(row) > 1 and row[0]}
