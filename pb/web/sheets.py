"""Tables as CSV files that a spreadsheet opens without running anything that stands in them."""

import csv
import io
from collections.abc import Iterable, Sequence

# What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Excel reads UTF-8 only behind this mark.
MARK = "\ufeff"


def plain(cell: str) -> str:
    """The cell as text: an apostrophe before whatever would be a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    out.write(MARK)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([plain(cell) for cell in row] for row in rows)
    return out.getvalue()
