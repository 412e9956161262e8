from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlalchemy.orm import Session

from pb import db
from pb.access import public
from pb.db import Database
from pb.web.models import RateCount

# Far enough in the future that no limiter clears these rows away.
NOON = datetime(2126, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def database(app: Flask) -> Database:
    found = app.extensions["pb.db"]
    assert isinstance(found, Database)
    return found


def keys(database: Database) -> list[str]:
    with database.transaction() as session:
        ours = ~RateCount.key.startswith("LIMITER")
        return list(session.scalars(sa.select(RateCount.key).where(ours)))


def test_a_row_is_kept_when_the_answer_is_good_and_forgotten_when_not(app: Flask, database: Database) -> None:
    @app.post("/keep/<int:status>")
    @public
    def keep(status: int) -> tuple[dict[str, str], int]:
        db.session().add(RateCount(key=str(status), tries=1, expires=NOON))
        return {}, status

    for status in (200, 302, 400, 503):
        app.test_client().post(f"/keep/{status}")
    assert sorted(keys(database)) == ["200", "302"]


def test_a_commit_that_fails_is_an_error_and_not_a_confirmation(app: Flask, database: Database) -> None:
    @app.post("/impossible")
    @public
    def impossible() -> dict[str, str]:
        db.session().add(RateCount(key="a", tries=0, expires=NOON))
        return {"status": "kept"}

    answer = app.test_client().post("/impossible")
    assert answer.status_code == 500
    assert "kept" not in answer.text
    assert keys(database) == []


def test_the_database_itself_refuses_what_breaks_a_rule(database: Database) -> None:
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.add(RateCount(key="none", tries=0, expires=NOON))


def test_moments_come_back_as_utc_whatever_zone_they_went_in_with(database: Database) -> None:
    seoul = timezone(timedelta(hours=9))
    with database.transaction() as session:
        session.add(RateCount(key="seoul", tries=1, expires=datetime(2126, 5, 1, 21, tzinfo=seoul)))
    with database.transaction() as session:
        found = session.get_one(RateCount, "seoul").expires
    assert found == NOON
    assert found.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="time zone"), database.transaction() as session:
        session.add(RateCount(key="naive", tries=1, expires=NOON.replace(tzinfo=None)))


def test_sqlite_keeps_what_it_acknowledges(migrated_sqlite: str) -> None:
    with Database(f"sqlite:///{migrated_sqlite}").engine.connect() as connection:
        told = {
            name: connection.scalar(sa.text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous")
        }
        assert told == {"journal_mode": "wal", "synchronous": 2}
        assert connection.scalar(sa.text("PRAGMA foreign_keys")) == 1
        assert connection.scalar(sa.text("PRAGMA busy_timeout")) == 10_000


def test_a_database_that_is_gone_at_the_commit_is_no_fault_of_the_asker(
    app: Flask, database: Database
) -> None:
    def gone(_: Session) -> None:
        raise OperationalError("COMMIT", None, Exception("server closed the connection unexpectedly"))

    @app.post("/gone")
    @public
    def lost() -> dict[str, str]:
        db.session().add(RateCount(key="a", tries=1, expires=NOON))
        sa.event.listen(db.session(), "before_commit", gone)
        return {"status": "kept"}

    answer = app.test_client().post("/gone")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "kept" not in answer.text
    assert keys(database) == []


def test_a_row_that_several_parts_of_a_page_ask_for_is_read_once(app: Flask, database: Database) -> None:
    with database.transaction() as session:
        session.add(RateCount(key="a", tries=1, expires=NOON))
    asked = []
    sa.event.listen(database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    @app.get("/twice")
    @public
    def twice() -> dict[str, int]:
        return {"tries": sum(db.session().get_one(RateCount, "a").tries for _ in range(2))}

    assert app.test_client().get("/twice").json == {"tries": 2}
    assert len([one for one in asked if "rate_counts" in one]) == 1


def test_writers_take_turns_and_none_waits_for_ever(app: Flask, database: Database) -> None:
    def write(number: int) -> None:
        with database.transaction() as session:
            session.add(RateCount(key=str(number), tries=1, expires=NOON))
            session.flush()

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(write, range(200)))
    assert len(keys(database)) == 200


def test_a_writer_that_broke_lets_the_next_one_in(database: Database) -> None:
    for _ in range(3):
        with pytest.raises(IntegrityError), database.transaction() as session:
            session.add(RateCount(key="none", tries=0, expires=NOON))
    with database.transaction() as session:
        session.add(RateCount(key="fine", tries=1, expires=NOON))
    assert keys(database) == ["fine"]
