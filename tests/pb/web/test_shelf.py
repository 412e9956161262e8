import gzip
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import structlog
from flask import Flask, Response, make_response, request, session
from flask.testing import FlaskClient

from pb import clock
from pb.access import Permission, public, requires
from pb.app import create_app
from pb.config import Settings
from pb.web.limits import limited
from pb.web.preferences import Preferences
from pb.web.shelf import Address, Page

NOON = datetime(2126, 5, 1, 12, tzinfo=UTC)
SMALL = {"Accept-Encoding": "gzip"}
Mark = Callable[[Callable[[], Response]], Callable[[], Response]]


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Sets the clock to so many seconds after noon."""

    def to(seconds: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(seconds=seconds))

    to(0)
    return to


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Nothing here asks for rows."""
    return Settings(instance=tmp_path, secret_key="s", journal_key="07" * 32, database_url="sqlite://")


def app_with(
    settings: Settings, mark: Mark = public, cookie: bool = False, token: bool = False, lasts: int = 1
) -> Flask:
    """An app that keeps pages, with one more page: it says how often it was made."""
    app, visits = create_app(replace(settings, keep_pages=lasts)), count(1)

    @app.get("/counted")
    @mark
    def counted() -> Response:
        answer = make_response(f"<p>{next(visits)}.</p>" + "<p>가나다라</p>" * 200)
        if cookie:
            answer.set_cookie("lot", "7")
        if token:
            session["csrf_token"] = "secret"
        return answer

    return app


def visits(app: Flask, cookies: str = "", **given: Any) -> int:
    return int(client_with(app, cookies).get("/counted", **given).text[3:].partition(".")[0])


def client_with(app: Flask, cookies: str) -> FlaskClient:
    client = app.test_client()
    for cookie in filter(None, cookies.split("; ")):
        client.set_cookie(*cookie.split("="))
    return client


def test_a_public_page_is_made_once_a_second(settings: Settings, time: Callable[[float], None]) -> None:
    app = app_with(settings)
    assert [visits(app), visits(app)] == [1, 1]
    time(0.9)
    assert visits(app) == 1
    time(1.1)
    assert visits(app) == 2


def test_while_one_makes_the_page_anew_the_others_get_the_old_one_for_a_while(
    settings: Settings, time: Callable[[float], None]
) -> None:
    shelf = app_with(settings).extensions["pb.shelf"]
    address = Address("http", "localhost", "/", "", Preferences("ko", "normal", "normal"))
    shelf.keep(address, Page.of(Response("old")))
    time(1.1)
    assert [shelf.find(address) is None for _ in range(3)] == [True, False, False]
    time(2.2)
    assert [shelf.find(address) is None for _ in range(3)] == [True, False, False]
    time(3)
    assert [shelf.find(address) is None for _ in range(3)] == [True, True, True]


def test_a_clock_that_was_set_back_keeps_no_page(settings: Settings, time: Callable[[float], None]) -> None:
    app = app_with(settings)
    assert visits(app) == 1
    time(-3600)
    assert visits(app) == 2


def test_every_choice_and_every_address_has_its_own_page(
    settings: Settings, time: Callable[[float], None]
) -> None:
    app = app_with(settings)
    first = visits(app)
    others = [
        visits(app, "language=en"),
        visits(app, "contrast=high"),
        visits(app, headers={"Accept-Language": "en"}, query_string={"page": "2"}),
        visits(app, base_url="http://other.example"),
    ]
    assert len({first, *others}) == 5


@pytest.mark.parametrize("cookie", ["session=x", "lot=7", "language=en; session=x"])
def test_who_shows_any_other_cookie_gets_a_page_of_their_own_and_uncompressed(
    settings: Settings, time: Callable[[float], None], cookie: str
) -> None:
    app = app_with(settings)
    assert visits(app) == 1
    answer = client_with(app, cookie).get("/counted", headers=SMALL)
    assert answer.text.startswith("<p>2.")
    assert "Content-Encoding" not in answer.headers
    assert visits(app) == 1


@pytest.mark.parametrize("cookie", ["session=x", "lot=7", "language=en; session=x"])
def test_the_page_of_somebody_is_never_kept_for_the_next_one(
    settings: Settings, time: Callable[[float], None], cookie: str
) -> None:
    app = app_with(settings)
    assert [visits(app, cookie), visits(app), visits(app, cookie)] == [1, 2, 3]
    assert visits(app, headers={"Authorization": "Basic eDp5"}) == 4
    assert visits(app) == 2


def test_only_reading_is_answered_from_the_shelf(settings: Settings, time: Callable[[float], None]) -> None:
    app = app_with(settings)
    assert visits(app) == 1
    client = app.test_client()
    assert client.head("/counted").data == b""
    assert client.post("/counted").status_code in (400, 405)
    assert visits(app) == 1


def test_a_page_from_the_shelf_costs_the_app_nothing_and_is_counted_in_the_log(
    settings: Settings, time: Callable[[float], None]
) -> None:
    app, asked = app_with(settings), list[str]()
    app.before_request_funcs[None].insert(0, lambda: asked.append(request.path))
    with structlog.testing.capture_logs() as lines:
        assert [visits(app) for _ in range(5)] == [1] * 5
        assert asked == ["/counted"]
        assert [line["event"] for line in lines] == ["request"]
        time(1.1)
        visits(app)
    assert {"event": "shelf", "log_level": "info", "page": "counted", "handed_out": 4} in lines


@pytest.mark.parametrize(
    "given",
    [{"cookie": True}, {"token": True}, {"mark": lambda view: limited("9 per minute")(public(view))}],
    ids=["sets a cookie", "gives a token for forms", "may be opened so often only"],
)
def test_a_page_for_one_reader_is_not_kept_and_not_compressed(
    settings: Settings, time: Callable[[float], None], given: dict[str, bool]
) -> None:
    app = app_with(settings, **given)  # type: ignore[arg-type]
    assert [visits(app), visits(app)] == [1, 2]
    assert "Content-Encoding" not in app.test_client().get("/counted", headers=SMALL).headers


def test_a_page_of_the_office_is_not_handed_out(settings: Settings, time: Callable[[float], None]) -> None:
    app = app_with(settings, mark=requires(Permission.PLAN_CYCLE))
    assert app.test_client().get("/counted").status_code == 302


def test_a_compressed_page_says_the_same_and_says_so(settings: Settings) -> None:
    client = app_with(settings).test_client()
    first, again = client.get("/counted", headers=SMALL), client.get("/counted", headers=SMALL)
    plain = client.get("/counted")
    for small in (first, again):
        assert small.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(small.data) == plain.data
        assert int(small.headers["Content-Length"]) == len(small.data) < len(plain.data)
    assert {"Accept-Encoding", "Cookie"} <= set(plain.vary) & set(first.vary) & set(again.vary)
    ours = [name for name, _ in plain.headers if name not in ("X-Request-Id", "Content-Length")]
    assert [plain.headers[name] for name in ours] == [again.headers[name] for name in ours]


def test_nothing_is_kept_unless_the_operator_says_so(settings: Settings) -> None:
    app = app_with(settings, lasts=0)
    assert [visits(app), visits(app)] == [1, 2]
    assert not app.extensions["pb.shelf"].pages


def test_the_shelf_has_an_end(settings: Settings, time: Callable[[float], None]) -> None:
    app = app_with(settings)
    for number in range(250):
        visits(app, query_string={"page": number})
    assert len(app.extensions["pb.shelf"].pages) == 200


@pytest.mark.parametrize(("spoken", "told"), [("br, gzip", "br"), ("gzip", "gzip"), ("", None)])
def test_a_script_comes_in_the_smallest_form_that_the_browser_understands(
    settings: Settings, spoken: str, told: str | None
) -> None:
    client = create_app(settings).test_client()
    answer = client.get("/static/dist/app.css?v=1", headers={"Accept-Encoding": spoken})
    assert answer.headers.get("Content-Encoding") == told
    assert answer.mimetype == "text/css"
    assert "Accept-Encoding" in answer.vary
    assert "immutable" in answer.headers["Cache-Control"]
    assert (len(answer.data) < 20_000) == (told is not None)


def test_a_static_address_reaches_nothing_outside(settings: Settings) -> None:
    client = create_app(settings).test_client()
    assert client.get("/static/../setup.cfg", headers=SMALL).status_code == 404
    assert client.get("/static/dist", headers=SMALL).status_code == 404
