"""The files that a visitor takes home: what was counted, as JSON, CSV, .pb and a PDF report."""

from collections.abc import Callable
from dataclasses import dataclass

from pb.recount.actions import Recount
from pb.web.sheets import csv_text
from tallying import figures, pabulib, report
from tallying.asjson import as_json, as_text
from tallying.badfile import Language


@dataclass(frozen=True)
class Kind:
    """One kind of file: its ending, its media type, and how it is made for one way of counting."""

    ending: str
    media: str
    make: Callable[[Recount, str, Language], bytes]


def pdf(recount: Recount, way: str, language: Language) -> bytes:
    return report.pdf(recount.votes.election, recount.outcomes[way], way, language)


def json(recount: Recount, way: str, language: Language) -> bytes:
    return as_text(as_json(recount.votes.election, recount.outcomes[way], language)).encode()


def csv(recount: Recount, way: str, language: Language) -> bytes:
    table = figures.titled(figures.support(recount.votes.election, recount.outcomes[way]), language)
    rows = [[cell_text(cell) for cell in row] for row in table.itertuples(index=False)]
    return csv_text(list(table.columns), rows).encode()


def cell_text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, bool) else str(cell)


def pb(recount: Recount, way: str, language: Language) -> bytes:
    return pabulib.write(recount.votes.election, recount.outcomes[way])


KINDS: dict[str, Kind] = {
    kind.ending: kind
    for kind in (
        Kind("pdf", "application/pdf", pdf),
        Kind("csv", "text/csv; charset=utf-8", csv),
        Kind("json", "application/json", json),
        Kind("pb", "text/plain; charset=utf-8", pb),
    )
}


def file_name(way: str, kind: Kind) -> str:
    """A name that every system can save."""
    return f"{way.replace('/', '-')}.{kind.ending}"
