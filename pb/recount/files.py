"""The files that a visitor takes home: what was counted, as JSON, CSV, .pb and a PDF report."""

import shlex
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from pb.recount.actions import Recount, Votes
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
    support = figures.support(recount.votes.election, recount.outcomes[way])
    return figures.as_csv(figures.titled(support, language))


def pb(recount: Recount, way: str, language: Language) -> bytes:
    """As Pabulib knows it; with all columns where weights of groups need them."""
    standard = recount.votes.weights is None
    return pabulib.write(recount.votes.election, recount.outcomes[way], standard=standard)


# Of each way of counting, and of the vote itself, which is much the largest.
OF_A_WAY = (
    Kind("pdf", "application/pdf", pdf),
    Kind("csv", "text/csv; charset=utf-8", csv),
    Kind("json", "application/json", json),
)
VOTE = Kind("pb", "text/plain; charset=utf-8", pb)
KINDS: dict[str, Kind] = {kind.ending: kind for kind in (*OF_A_WAY, VOTE)}


def file_name(votes: Votes, way: str, kind: Kind) -> str:
    """Of the vote and the way of counting, so that files taken home can be told apart."""
    return f"{PurePath(votes.name).stem}-{way.replace('/', '-')}.{kind.ending}"


def inside(media: str, data: bytes) -> str:
    """An address that holds the file itself."""
    return f"data:{media.replace(' ', '')};base64,{b64encode(data).decode()}"


def command(recount: Recount) -> str:
    """The line that counts the first .pb file again at home."""
    way, votes = next(iter(recount.outcomes)), recount.votes
    words = ["python", "-m", "tallying", "count", file_name(votes, way, VOTE), "--rule", way]
    if votes.weights_file is not None:
        words += ["--weights", votes.weights_file.name]
    return shlex.join([*words, "--explain"])
