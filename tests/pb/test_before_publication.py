"""Nobody learns before the publication what was counted: every page, export and feed, asked by everybody."""

import io
import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, request
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

import pb
from ballots import receipt
from pb import jobs
from pb.access import OFFICES, Permission, Role, public, requires
from pb.config import Settings
from pb.cycles.models import Cycle
from pb.results import actions
from pb.results.models import ResultCount
from pb.results.places import Place
from pb.voting import folder
from pb.voting.box import checkpoints
from pb.voting.models import Election, State
from tests.conftest import postgres_database
from tests.pb.accounts.conftest import Town, mailbox, settings, town
from tests.pb.discussion.conftest import resident
from tests.pb.results.made import Honest, honest, opened
from tests.pb.voting.conftest import frozen, now, pen
from tests.pb.voting.test_secrecy import MARKINGS, everything_logged, telling
from tests.pb.walk import ASKED, Secret, addresses, walk

__all__ = ["honest", "mailbox", "settings", "town"]

NOBODY, ALL = "nobody", "all"
PLANTED, PIECE, LONG_ENOUGH = 900_000_000, 60, 12
ARGUMENT = re.compile(r'request\.args(?:\.get\(|\[)\s*"([^"]+)"')
SLOW = pytest.mark.timeout(1200)
pytestmark = pytest.mark.walks


# What is looked for lies in files and answers, whatever database keeps the rows: so one of them is enough in
# the suite. `make walks` asks on both.
DATABASES = ("sqlite", "postgresql") if "PB_WALKS" in os.environ else ("sqlite",)


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, migrated_sqlite: Path, tmp_path: Path) -> Iterator[str]:
    if request.param == "postgresql":
        address = request.getfixturevalue("postgres")
        urls = postgres_database(address, request.getfixturevalue("migrated_postgres"))
    else:
        shutil.copy(migrated_sqlite, tmp_path / "pb.sqlite")
        urls = iter([f"sqlite:///{tmp_path / 'pb.sqlite'}"])
    yield next(urls)
    next(urls, None)


def everybody(town: Town) -> dict[str, FlaskClient]:
    """A browser for each kind of person there is, and one for somebody who holds every office."""
    town.app.test_client_class = FlaskClient
    people = {NOBODY: town.browser(), "member": town.member("member@example.kr")}
    people["resident"] = resident(town, "resident@example.kr")
    for role in sorted(OFFICES):
        people[role] = town.official(role, f"{role}@example.kr")
    town.account("all@example.kr", *sorted(OFFICES))
    everything = town.browser()
    everything.sign_in("all@example.kr")
    everything.set_up_factor()
    return {name: browser.client for name, browser in people.items()} | {ALL: everything.client}


def values(town: Town, election: int) -> dict[str, list[str]]:
    """What stands in the parts of an address, names of files that are not to be had among them."""
    of_town: Settings = town.app.extensions["pb.settings"]
    files = list(Place.of(of_town, election).folder.glob("*"))
    bundle = folder.of(of_town, election)
    inside = [str(path.relative_to(bundle)) for path in bundle.rglob("*") if path.is_file()]
    return {
        "file": [*(path.name for path in files), *inside, "..%2fbundle%2fresult.json"],
        "rest": [
            "0/000",
            "entries/000",
            *(name.removeprefix("log/tile/") for name in inside if "tile" in name),
        ],
        "kind": ["cycle", "proposal", "project"],
        "name": ["town", "exactly-3-of-18"],
    }


def counted(town: Town, honest: Honest) -> Secret:
    """The count is done and waits for two officials. Its numbers are made unlike any others: whatever page
    reads one of these files, it tells a planted number.
    """
    cycle = opened(town, honest)
    of_town: Settings = town.app.extensions["pb.settings"]
    with town.app.test_request_context(), town.database.transaction() as rows:
        actions.begin(pen(rows), rows.get_one(Cycle, cycle), rows.get_one(Election, 1))
    jobs.all_done(town.app)
    with Session(town.database.engine) as rows:
        row = rows.get_one(ResultCount, 1)
        assert row.state == "ready", row.words
    place = Place.of(of_town, 1)
    planted = {number for path in sorted(place.folder.glob("*.json")) for number in plant(path)}
    assert len(planted) > 50
    return Secret(frozenset(planted), frozenset(pieces(of_town)))


def plant(path: Path) -> set[int]:
    """Put a number that is found nowhere else in the place of each number of votes."""
    planted: set[int] = set()

    def other(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: number() if is_count(key, each) else other(each) for key, each in value.items()}
        return [other(each) for each in value] if isinstance(value, list) else value

    def number() -> int:
        planted.add(PLANTED + sum(path.name.encode()) * 1_000 + len(planted))
        return max(planted)

    path.write_text(json.dumps(other(json.loads(path.read_bytes())), ensure_ascii=False))
    return planted


def is_count(key: str, value: Any) -> bool:
    return key == "votes" and isinstance(value, int | str)


def pieces(of_town: Settings) -> Iterator[bytes]:
    """Some bytes of every file that tells a count, and the opened ballots of a few voters, also in a zip."""
    for path in Place.of(of_town, 1).folder.iterdir():
        blob = path.read_bytes()
        if len(blob) >= 4 * PIECE and path.suffix != ".zip":
            yield blob[len(blob) // 2 :][:PIECE]
    for path in (folder.of(of_town, 1) / "plaintexts").iterdir():
        yield b"".join(path.read_bytes().splitlines(keepends=True)[:3])


def asked_by_all(
    app: Flask, people: dict[str, FlaskClient], of: dict[str, list[str]], secret: Secret
) -> dict[str, dict[str, list[str]]]:
    """What is found by whom. Nobody in particular and somebody with every office ask for everything, also
    with all that can stand in a query; the others for everything, and each office for what is not public.
    """
    every, guarded = list(addresses(app, of)), list(addresses(app, of, guarded=True))
    assert len(every) > 150 > len(guarded) > 50
    found = {}
    for name, client in people.items():
        found[name] = walk(client, guarded if name in OFFICES else every, secret, {})
        if name in (NOBODY, ALL):
            found[f"{name}, asking more"] = walk(client, every, secret, ASKED)
    return {name: told for name, told in found.items() if told}


def leaking(app: Flask, mark: Callable[..., Any], tell: Callable[[], bytes]) -> str:
    """The fault of a control: one more page, which tells too much."""
    path = f"/leak-{len(list(app.url_map.iter_rules()))}"
    app.view_functions[path] = mark(lambda: Response(tell()))
    app.url_map.add(Rule(path, endpoint=path, methods=["GET"]))
    return path


@SLOW
def test_nobody_learns_a_count_before_its_publication(town: Town, honest: Honest) -> None:
    """The ballots are opened and counted; two officials have still to press."""
    secret, people = counted(town, honest), everybody(town)
    with everything_logged() as said:
        assert asked_by_all(town.app, people, values(town, 1), secret) == {}
    assert secret.found_in(said.getvalue().encode()) == []
    controls(town.app, people, secret)


def controls(app: Flask, people: dict[str, FlaskClient], secret: Secret) -> None:
    """Pages that tell too much, each in another way, are all found, and by those who may open them."""
    place, number = Place.of(app.extensions["pb.settings"], 1), max(secret.numbers)
    file = place.path("town-ko.csv").read_bytes()
    whole = leaking(app, public, lambda: place.path("result.json").read_bytes())
    written = leaking(app, public, lambda: f"<p>{number:,}표</p>".encode())
    zipped = leaking(app, requires(Permission.HOLD_KEY), lambda: archive_of(max(secret.pieces)))
    asked = leaking(app, public, lambda: file if request.args.get("as") else b"")
    paths, visitor = [whole, written, zipped, asked], people[NOBODY]
    assert list(walk(visitor, paths, secret, {})) == [whole, written]
    assert list(walk(visitor, paths, secret, ASKED)) == [whole, written, asked]
    assert list(walk(people[Role.TRUSTEE], paths, secret, {})) == [whole, written, zipped]


def archive_of(blob: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("plaintexts", blob)
    return out.getvalue()


@SLOW
def test_nobody_learns_a_marking_while_voting_is_open(town: Town) -> None:
    vote, known = frozen(town), set[bytes]()
    with vote.rows() as rows:
        election = rows.get_one(Election, vote.election)
        election.state, election.began = State.OPEN.value, now()
    for number in range(12):
        voter, ballot = vote.admitted(number), MARKINGS[number % len(MARKINGS)]
        known |= {written for written in telling(vote, voter.style, ballot) if len(written) >= LONG_ENOUGH}
        with vote.rows() as rows:
            given = voter.cast(rows, *ballot)
    with vote.rows() as rows:
        checkpoints.sign(rows, vote.hall, now())
    secret = Secret(frozenset(), frozenset(known))
    people, of = everybody(town), values(town, vote.election) | {"written": [receipt.tracker(given.entry)]}
    some = {name: people[name] for name in (NOBODY, "resident", ALL)}
    with everything_logged() as said:
        assert asked_by_all(town.app, some, of, secret) == {}
    assert secret.found_in(said.getvalue().encode()) == []
    leak = leaking(town.app, public, lambda: max(known))
    assert list(walk(people[NOBODY], [leak], secret, {})) == [leak]


def test_every_word_of_a_query_is_asked() -> None:
    house = Path(pb.__file__).parent
    used = {name for path in house.rglob("*.py") for name in ARGUMENT.findall(path.read_text())}
    assert used <= ASKED.keys()
