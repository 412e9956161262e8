"""The made-up town: a believable year, anybody in it in one press, and its end in another."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from pb import jobs
from pb.app import create_app
from pb.config import Settings
from pb.db import Database, migrate
from pb.demo import finishing, seeding
from pb.demo.content import ideas
from pb.demo.people import PARTS
from pb.demo.voting import VOTERS
from pb.journal.verify import Verifier
from pb.proposals.models import Proposal, State
from tests.conftest import JOURNAL_KEY, SECRET
from tests.pages import CheckingClient

ENGLISH = {"Accept-Language": "en"}
LAST_YEAR, THIS_YEAR = 1, 2


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A town of its own for all tests of this file: making it takes a while."""
    folder = tmp_path_factory.mktemp("demo")
    url = f"sqlite:///{folder / 'pb.sqlite'}"
    database = Database(url)
    migrate.upgrade(database.engine)
    app = create_app(Settings(folder, SECRET, JOURNAL_KEY, url, demo=True))
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = CheckingClient
    assert seeding.seed(app)
    yield app
    app.extensions["pb.db"].engine.dispose()
    database.engine.dispose()


def rows_of(app: Flask) -> Session:
    return Session(app.extensions["pb.db"].engine)


def states_of(app: Flask, cycle: int) -> list[str]:
    with rows_of(app) as rows:
        return list(rows.scalars(sa.select(Proposal.state).where(Proposal.cycle_id == cycle)))


def test_the_town_is_made_once(demo: Flask) -> None:
    assert not seeding.seed(demo)


def test_every_idea_became_a_proposal_and_got_its_answer(demo: Flask) -> None:
    states = states_of(demo, THIS_YEAR)
    assert len(states) == len(ideas()) >= 60
    assert not {State.DRAFT, State.RECEIVED, State.IN_REVIEW} & set(states)
    assert states.count(State.ON_BALLOT) == sum(bool(idea.title_en) for idea in ideas())


def test_last_year_was_counted_published_and_mostly_built(demo: Flask) -> None:
    assert set(states_of(demo, LAST_YEAR)) == {State.FUNDED, State.NOT_FUNDED}
    visitor = demo.test_client()
    told = visitor.get(f"/open-data/{LAST_YEAR}/delivery.json").get_json()["projects"]
    assert [bool(one["completed"]) for one in told] == [True] * (len(told) - 1) + [False]
    assert [one["cut"] > 0 for one in told].count(True) == 1
    assert all(one["spent"] <= one["approved"] and one["photos"] for one in told)
    photo = told[0]["photos"][0]["url"].partition("8000")[2]
    assert visitor.get(photo).mimetype == "image/webp"
    assert "Completed" in visitor.get("/results", headers=ENGLISH).text
    assert "What residents chose now stands there" in visitor.get("/", headers=ENGLISH).text
    assert visitor.get("/turnout").status_code == 200


def test_two_departments_posted_calls_and_each_has_answers(demo: Flask) -> None:
    with rows_of(demo) as rows:
        counts = sa.select(sa.func.count()).where(Proposal.call_id.is_not(None)).group_by(Proposal.call_id)
        assert rows.scalars(counts).all() == [3, 3]


def test_its_journal_holds_and_no_letter_waits(demo: Flask) -> None:
    public = demo.extensions["pb.journal"].public
    with rows_of(demo) as rows:
        assert [found.fault for found in Verifier(rows, public).findings()] == ["", "", ""]
        assert rows.scalar(sa.text("select count(*) from waiting_mails")) == 0


def test_one_press_makes_a_visitor_anybody(demo: Flask) -> None:
    for part in PARTS:
        visitor = demo.test_client()
        assert part.email in visitor.get("/try", headers=ENGLISH).text
        assert visitor.post("/try", data={"who": part.email}, headers=ENGLISH).status_code == 302
        home = visitor.get("/", headers=ENGLISH).text
        assert "My work" in home
        assert '<aside class="demo-strip"' in home
    assert demo.test_client().post("/try", data={"who": "nobody"}).status_code == 400


def test_a_resident_can_go_straight_to_the_booth(demo: Flask) -> None:
    visitor = demo.test_client()
    answer = visitor.post("/try", data={"who": "resident"})
    assert answer.location == "/vote"
    assert visitor.get("/vote").status_code == 200


def test_a_town_that_is_real_has_no_such_page(demo: Flask, tmp_path: Path) -> None:
    real = replace(demo.extensions["pb.settings"], demo=False)
    assert create_app(real).test_client().get("/try").status_code == 404


def test_the_year_ends_in_a_bundle_that_anyone_can_verify(demo: Flask, tmp_path: Path) -> None:
    visitor = demo.test_client()
    assert visitor.post("/try/finish").location == "/try/finish"
    assert visitor.get("/try/finish").headers["Refresh"] == "2"
    jobs.all_done(demo)
    with demo.test_request_context(), rows_of(demo) as rows:
        assert finishing.stage(rows) == finishing.LAST
    page = visitor.get("/try/finish", headers=ENGLISH)
    assert "The year is finished." in page.text
    assert "Refresh" not in page.headers
    result = visitor.get("/results", headers=ENGLISH)
    assert result.status_code == 200
    address = next(part for part in result.text.split('"') if part.endswith("bundle.zip"))
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(visitor.get(address).data)
    done = subprocess.run(
        [sys.executable, "-m", "ballots", "verify", str(bundle)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    states = states_of(demo, THIS_YEAR)
    assert 0 < states.count(State.FUNDED) < VOTERS
    assert State.ON_BALLOT not in states
