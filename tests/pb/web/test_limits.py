from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from limits.storage import Storage

from pb import clock
from pb.access import public
from pb.app import create_app
from pb.config import Settings
from pb.db import Database
from pb.web import limits
from pb.web.limits import DatabaseStorage, ProcessStorage
from pb.web.models import RateCount


@pytest.fixture(params=[DatabaseStorage, ProcessStorage])
def storage(request: pytest.FixtureRequest, database_url: str) -> Storage:
    if request.param is ProcessStorage:
        return ProcessStorage()
    return DatabaseStorage(database=Database(database_url))


def test_tries_are_counted_key_by_key(storage: Storage) -> None:
    assert [storage.incr("a", 60), storage.incr("a", 60), storage.incr("b", 60, amount=3)] == [1, 2, 3]
    assert (storage.get("a"), storage.get("b"), storage.get("c")) == (2, 3, 0)


def test_a_count_starts_anew_when_its_time_is_over(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    start = datetime(2026, 5, 1, 12, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: start)
    storage.incr("a", 60)
    storage.incr("old", 60)
    assert storage.get_expiry("a") == start.timestamp() + 60
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(seconds=61))
    assert storage.get("a") == 0
    assert storage.incr("a", 60) == 1
    assert kept(storage) == ["a"]


def kept(storage: Storage) -> list[str]:
    if isinstance(storage, ProcessStorage):
        return list(storage.storage)
    assert isinstance(storage, DatabaseStorage)
    with storage.database.transaction() as session:
        return list(session.scalars(sa.select(RateCount.key)))


def test_counts_can_be_cleared(storage: Storage) -> None:
    storage.incr("a", 60)
    storage.incr("b", 60)
    storage.clear("a")
    assert (storage.get("a"), storage.get("b")) == (0, 1)
    assert storage.reset() == 1
    assert storage.check()


def test_no_try_is_lost_when_many_come_at_once(storage: Storage) -> None:
    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(lambda _: storage.incr("a", 60), range(80)))
    assert sorted(seen) == list(range(1, 81))


def test_who_comes_too_often_is_told_when_to_come_back(settings: Settings) -> None:
    app = create_app_with_limited_page(settings)
    client = app.test_client()
    answers = [client.get("/often") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"] == "60"
    assert client.get("/often", environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 200


def create_app_with_limited_page(settings: Settings) -> Flask:
    app = create_app(settings)
    app.add_url_rule("/often", view_func=limits.limited("2 per minute")(public(often)))
    limits.init_app(app)
    return app


def often() -> str:
    return "often"


def test_counting_an_address_writes_no_row_and_knows_no_address(settings: Settings) -> None:
    app = create_app_with_limited_page(settings)
    app.test_client().get("/often", environ_base={"REMOTE_ADDR": "203.0.113.9"})
    counted = [key for one in app.extensions["limiter"] for key in one.limiter.storage.storage]
    assert counted
    assert not [key for key in counted if "203.0.113.9" in key]
    with app.extensions["pb.db"].transaction() as session:
        assert not session.scalars(sa.select(RateCount.key)).all()
