"""Reading a sheet: a line for each project, with its number on the ballot and its points."""

import csv
import io
from collections.abc import Iterator, Mapping

from flask_babel import gettext as _

from pb.accounts.roll.reading import Unreadable, decoded
from pb.web.texts import neat

NUMBER = ("번호", "사업번호", "number")
POINTS = ("점수", "points", "score")
MOST_BYTES = 1 << 20
LONGEST = 7


class BadSheet(ValueError):
    """`wrong` has a sentence for each mistake."""

    def __init__(self, wrong: list[str]) -> None:
        super().__init__(*wrong)
        self.wrong = wrong


def read(blob: bytes, top: int, numbers: frozenset[int]) -> dict[int, int]:
    """Points by the number of the project; a project without a line has none. Raises BadSheet."""
    lines = list(csv_lines(blob))
    found: dict[int, int] = {}
    wrong = [said for line, cells in lines for said in mistakes(line, cells, top, numbers, found)]
    if wrong or not found:
        raise BadSheet(wrong or [_("There is no project in this file.")])
    return found


def csv_lines(blob: bytes) -> Iterator[tuple[int, tuple[str, str]]]:
    try:
        for line, row in enumerate(csv.DictReader(io.StringIO(decoded(blob), newline="")), start=2):
            yield line, (cell(row, NUMBER), cell(row, POINTS))
    except (Unreadable, csv.Error):
        raise BadSheet(
            [_("This file cannot be read. Save it as CSV (UTF-8) with the columns 번호 and 점수.")]
        ) from None


def cell(row: Mapping[str, str], titles: tuple[str, ...]) -> str:
    """Raises Unreadable where the column is not there."""
    for title, value in row.items():
        if title and neat(title).replace(" ", "").casefold() in titles:
            return neat(value)
    raise Unreadable


def mistakes(
    line: int, cells: tuple[str, str], top: int, numbers: frozenset[int], found: dict[int, int]
) -> Iterator[str]:
    """What is wrong with a line; if nothing is, its points are in `found`."""
    if not all(each.isascii() and each.isdigit() and len(each) <= LONGEST for each in cells):
        yield _("Line %(line)s: the number and the points are whole numbers.", line=line)
        return
    number, points = (int(each) for each in cells)
    if number not in numbers:
        yield _("Line %(line)s: there is no project %(number)s on the ballot.", line=line, number=number)
    elif number in found:
        yield _("Line %(line)s: project %(number)s stands twice.", line=line, number=number)
    elif points > top:
        yield _(
            "Line %(line)s: %(points)s points are more than the %(top)s there can be.",
            line=line,
            points=points,
            top=top,
        )
    else:
        found[number] = points


def written(scores: Mapping[int, int]) -> str:
    """The points as a form carries them from the preview to the signature; `read` takes them back."""
    return "number,points\n" + "".join(f"{number},{points}\n" for number, points in sorted(scores.items()))
