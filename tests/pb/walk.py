"""Every page that can be asked for by its address, asked for by everybody: what is found in the answers."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from urllib.parse import quote

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from pb.access import ACCESS, PUBLIC

# Every name that a page reads from the query (a test holds the list), each with a value.
ASKED = {
    "as": "csv",
    "back": "/",
    "ballot": "approval",
    "but": "1",
    "call": "1",
    "chart": "support",
    "cycle": "1",
    "district": "1",
    "draft": "1",
    "merged": "1",
    "next": "/",
    "page": "1",
    "part": "all",
    "q": "사업",
    "sort": "support",
    "stance": "for",
    "title": "사업",
    "topic": "cycle:1",
    "view": "map",
}
MOST_ADDRESSES = 60
PART = re.compile(r"<(?:any\(([^)]*)\):|[a-z]+:)?([a-z_]+)>")


@dataclass(frozen=True)
class Secret:
    """What nobody may read yet: numbers that occur nowhere else, bytes of the files that hold the counts."""

    numbers: frozenset[int]
    pieces: frozenset[bytes]

    def found_in(self, blob: bytes) -> list[str]:
        found = []
        for part in opened(blob):
            found += [str(number) for number in self.numbers & numbers_of(part)]
            found += [repr(piece[:40]) for piece in self.pieces if piece in part]
        return found


def opened(blob: bytes) -> Iterator[bytes]:
    """The answer, and if it is a zip, every file in it."""
    yield blob
    if zipfile.is_zipfile(io.BytesIO(blob)):
        with zipfile.ZipFile(io.BytesIO(blob)) as archive:
            for name in archive.namelist():
                yield archive.read(name)


def numbers_of(blob: bytes) -> set[int]:
    """All numbers of five digits and more, however they are written: 1234567, 1,234,567, 123만 4567."""
    text = blob.decode(errors="replace").replace("만 ", "").replace("만", "")
    plain = re.sub(r"(?<=\d)[,._\u00a0\u202f](?=\d{3})", "", text)
    return {int(each) for each in re.findall(r"\d{5,18}", plain)}


def addresses(
    app: Flask, values: Mapping[str, Iterable[str]], guarded: bool = False, method: str = "GET"
) -> Iterator[str]:
    """Every address that the rules of the app allow, with these values for the parts of an address; or only
    those that not everyone may open.
    """
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        is_public = getattr(app.view_functions[rule.endpoint], ACCESS) == PUBLIC
        if method in (rule.methods or ()) and rule.endpoint != "static" and not (guarded and is_public):
            yield from addresses_of(rule, values)


def addresses_of(rule: Rule, values: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """At most so many; where the rule itself lists the words, all of them."""
    parts = PART.findall(rule.rule)
    choices = [
        re.findall(r"[\w-]+", words) if words else list(values.get(name, ())) or ["1"]
        for words, name in parts
    ]
    shape = PART.sub("{}", rule.rule)
    for chosen in islice(product(*choices), MOST_ADDRESSES):
        yield shape.format(*map(quote, chosen))


def walk(
    client: FlaskClient, paths: Iterable[str], secret: Secret, query: Mapping[str, str]
) -> dict[str, list[str]]:
    """What is found at which address."""
    found = {}
    for path in paths:
        answer = client.get(path, query_string=query, headers={"Accept-Language": "en"})
        told = [*secret.found_in(answer.data), *secret.found_in(str(answer.headers).encode())]
        answer.close()
        if told:
            found[path] = told
    return found
