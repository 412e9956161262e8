"""The disk is full, the database hangs up: nobody gets a receipt for nothing, and it heals by itself."""

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
import structlog
from flask import Response, g
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from ballots import log, receipt
from pb.db.session import RequestSession, keep_or_forget
from pb.voting.box.models import BoxEntry
from tests.pb.accounts.conftest import Browser
from tests.pb.voting.conftest import Vote

MARKED = (0, 1, 2)
FULL = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
CREATE TRIGGER no_room BEFORE INSERT ON box_entries FOR EACH ROW EXECUTE FUNCTION no_room();
"""


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """What the app says about each refusal is written as on a terminal here, with all that was in memory."""
    with structlog.testing.capture_logs():
        yield


class FalseReceipt(Exception):
    """Somebody was told that a ballot is in the box, and it is not there."""


def cast(vote: Vote, browser: Browser, blob: bytes) -> TestResponse:
    """Raises FalseReceipt."""
    answer = browser.client.post(f"/vote/{vote.election}/cast", data=blob)
    answer.close()
    if answer.status_code == 200:
        assert receipt.decode(answer.data).entry == log.leaf_hash(blob)
        if copies(vote, blob) != 1:
            raise FalseReceipt
    return answer


def copies(vote: Vote, blob: bytes) -> int:
    with vote.rows() as rows:
        wanted = sa.select(sa.func.count()).where(BoxEntry.hash == log.leaf_hash(blob))
        return rows.scalars(wanted).one()


def fill_disk(vote: Vote) -> Callable[[], None]:
    """SQLite really runs out of pages; PostgreSQL says what it says then. Calling the result makes room."""
    engine = vote.town.database.engine
    if engine.dialect.name == "sqlite":

        def limit(connection: sa.Connection) -> None:
            # The database cannot shrink below what it has, so that the next page is one too many.
            connection.exec_driver_sql("PRAGMA max_page_count = 1")

        sa.event.listen(engine, "begin", limit)

        def room() -> None:
            sa.event.remove(engine, "begin", limit)
            engine.dispose()

        return room
    with engine.begin() as connection:
        connection.exec_driver_sql(FULL)

    def make_room() -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP FUNCTION no_room CASCADE")

    return make_room


def test_a_full_disk_gives_no_receipt_and_the_same_ballot_is_taken_when_there_is_room(vote: Vote) -> None:
    browser = vote.town.browser()
    blobs = [vote.admitted(number).seal(MARKED) for number in range(12)]
    make_room = fill_disk(vote)
    answers = [cast(vote, browser, blob) for blob in blobs]
    refused = [
        (blob, answer) for blob, answer in zip(blobs, answers, strict=True) if answer.status_code != 200
    ]
    assert refused
    for blob, answer in refused:
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
        assert copies(vote, blob) == 0
    make_room()
    assert [cast(vote, browser, blob).status_code for blob in blobs] == [200] * 12


def hang_up(session: Session) -> None:
    """What the driver says when the database is gone."""
    raise OperationalError("COMMIT", None, Exception("server closed the connection unexpectedly"))


def from_elsewhere(engine: sa.Engine, statement: str) -> None:
    other = sa.create_engine(engine.url)
    with other.connect() as connection:
        connection.exec_driver_sql(statement)
    other.dispose()


def kill_before_commit(session: Session) -> None:
    """On PostgreSQL the connection is really cut, on SQLite there is none."""
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        hang_up(session)
    number = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    from_elsewhere(connection.engine, f"SELECT pg_terminate_backend({number})")


@pytest.mark.parametrize(
    ("moment", "cut", "kept"),
    [("before_commit", kill_before_commit, 0), ("after_commit", hang_up, 1)],
    ids=["before", "in doubt"],
)
def test_a_connection_that_dies_at_the_commit_leaves_no_doubt_for_whoever_asks_again(
    vote: Vote, moment: str, cut: Callable[[Session], None], kept: int
) -> None:
    browser, blob = vote.town.browser(), vote.admitted(0).seal(MARKED)
    sa.event.listen(RequestSession, moment, cut)
    try:
        answer = cast(vote, browser, blob)
    finally:
        sa.event.remove(RequestSession, moment, cut)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert b"promise" not in answer.data
    assert copies(vote, blob) == kept
    first, again = cast(vote, browser, blob), cast(vote, browser, blob)
    assert first.status_code == again.status_code == 200
    assert first.data == again.data


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_connections_that_died_while_nobody_used_them_are_not_noticed(vote: Vote) -> None:
    """SQLite has none that somebody else could end."""
    engine = vote.town.database.engine
    browser, blob = vote.town.browser(), vote.admitted(0).seal(MARKED)
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    from_elsewhere(engine, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
    assert cast(vote, browser, blob).status_code == 200


def careless(answer: Response) -> Response:
    """Acknowledges whatever comes of the commit."""
    session: Session | None = g.get("session")
    if session is not None:
        try:
            session.commit()
        except OperationalError:
            session.rollback()
    return answer


def test_a_server_that_does_not_wait_for_the_commit_is_caught(vote: Vote) -> None:
    hooks = vote.town.app.after_request_funcs[None]
    hooks[hooks.index(keep_or_forget)] = careless
    browser, blob = vote.town.browser(), vote.admitted(0).seal(MARKED)
    sa.event.listen(RequestSession, "before_commit", hang_up)
    try:
        with pytest.raises(FalseReceipt):
            cast(vote, browser, blob)
    finally:
        sa.event.remove(RequestSession, "before_commit", hang_up)
