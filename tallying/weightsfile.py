"""The file that says what the ballots of each voter group weigh, for `--weights FILE`.

CSV: two columns; the first is headed by the voter column that tells the groups apart (`group` for the file's
own groups), the second by `weight`:

    voting_method,weight
    internet,50
    paper,50

JSON: the same, and score sheets besides ballots (a committee's marks: weight * marks / top):

    {"column": "voting_method", "groups": {"internet": 50, "paper": "50%"},
     "sheets": [{"name": "committee", "weight": "1/10", "top": 100, "marks": {"A-1": 87, "A-2": 64}}]}

Weights are exact: whole numbers, decimals, fractions "1/3" or percent "50%".
"""

import csv
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from io import StringIO
from typing import Any

from tallying.badfile import BadFile
from tallying.election import Election
from tallying.pabulib.leniency import USUAL, Leniency, Tolerance
from tallying.pabulib.rows import csv_code, text_of
from tallying.weights import Sheet, Weights

_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,12})?(/[1-9][0-9]{0,11})?(%?)")


@dataclass(frozen=True, slots=True)
class GroupWeights:
    """Weights, and the voter column whose values are the groups."""

    column: str
    weights: Weights


def parse(data: bytes, name: str) -> GroupWeights:
    """Read a weights file, JSON if it begins with a brace. Raises BadFile."""
    text = text_of(data, Tolerance(name, USUAL | {Leniency.CP949})).decode()
    return _json(text, name) if text.lstrip().startswith("{") else _csv(text, name)


def grouped(election: Election, found: GroupWeights, name: str) -> Election:
    """The election with its voters in the groups that the weights speak of. Raises BadFile."""
    if found.column == "group" and election.profile.groups is not None:
        return election
    if found.column not in election.profile.columns:
        raise BadFile(name, None, "no-column", column=found.column)
    return replace(election, profile=election.profile.grouped(election.profile.columns[found.column]))


def _csv(text: str, name: str) -> GroupWeights:
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(row)]
    except csv.Error as wrong:
        raise BadFile(name, reader.line_num, csv_code(wrong)) from None
    if not rows or len(rows[0][1]) != 2 or rows[0][1][1] != "weight":
        raise BadFile(name, 1, "no-column", column="weight")
    groups: dict[str, Fraction] = {}
    for line, row in rows[1:]:
        if len(row) != 2:
            raise BadFile(name, line, "ragged", found=len(row), wanted=2)
        if row[0] in groups:
            raise BadFile(name, line, "repeated-key", cell=row[0])
        groups[row[0]] = _number(row[1], name, line)
    return GroupWeights(rows[0][1][0], Weights(groups))


def _json(text: str, name: str) -> GroupWeights:
    try:
        content = json.loads(text, parse_float=str, parse_int=str)
        groups = _numbers(content.get("groups", {}), name)
        sheets = tuple(_sheet(sheet, name) for sheet in content.get("sheets", []))
        return GroupWeights(str(content.get("column", "group")), Weights(groups, sheets))
    except BadFile:
        raise
    except (ValueError, RecursionError) as wrong:
        raise BadFile(name, getattr(wrong, "lineno", None), "not-json", why=wrong) from None
    except (KeyError, TypeError, AttributeError) as wrong:
        raise BadFile(name, None, "bad-weights", why=f"groups, sheets: {wrong}") from None


def _sheet(sheet: Mapping[str, Any], name: str) -> Sheet:
    top = _number(sheet["top"], name)
    if not top:
        raise BadFile(name, None, "bad-weights", why="top: 0")
    return Sheet(str(sheet["name"]), _number(sheet["weight"], name), _numbers(sheet["marks"], name), top)


def _numbers(cells: Mapping[str, Any], name: str) -> dict[str, Fraction]:
    return {str(key): _number(cell, name) for key, cell in cells.items()}


def _number(cell: object, name: str, line: int | None = None) -> Fraction:
    """A weight of 0 or more, exactly. Raises BadFile."""
    found = _NUMBER.fullmatch(str(cell).replace(" ", ""))
    if not found or (found.group(1) and found.group(2)):
        raise BadFile(name, line, "not-money", column="weight", cell=cell)
    text = str(cell).replace(" ", "")
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)
