"""The app as a whole: what it refuses to start with, what it answers, what it never tells."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, abort, request
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from pb import access
from pb.access import GRANTS, Permission, Role, Undeclared, public, requires
from pb.app import create_app
from pb.config import Settings
from tests.conftest import JOURNAL_KEY


def test_every_page_of_the_menu_opens(client: FlaskClient) -> None:
    assert client.get("/").status_code == 200
    assert client.get("/checked").status_code == 200


def test_the_style_page_is_not_public(client: FlaskClient) -> None:
    assert client.get("/style").status_code == 404


def test_a_route_without_an_access_line_stops_the_app() -> None:
    app = Flask("small", static_folder=None)
    app.add_url_rule("/", endpoint="open", view_func=public(lambda: ""))
    app.add_url_rule("/forgotten", endpoint="forgotten", view_func=lambda: "")
    with pytest.raises(Undeclared, match="forgotten"):
        access.init_app(app)


def test_a_page_that_needs_a_permission_is_closed_to_other_roles(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Flask("small", static_folder=None)
    app.add_url_rule("/desk", view_func=requires(Permission.RECOUNT)(desk))
    access.init_app(app)
    assert app.test_client().get("/desk").status_code == 200
    monkeypatch.setitem(GRANTS, Permission.RECOUNT, frozenset({Role.CLERK}))
    assert app.test_client().get("/desk").status_code == 403


def desk() -> str:
    return "the desk"


def test_every_permission_is_granted_to_someone() -> None:
    assert set(GRANTS) == set(Permission)
    assert all(GRANTS.values())


@pytest.fixture
def failing(app: Flask) -> FlaskClient:
    """The app with pages that fail in every way that has a page of its own."""

    @app.get("/fail/<int:code>")
    @public
    def fail(code: int) -> str:
        abort(code)

    @app.get("/broken")
    @public
    def broken() -> str:
        raise RuntimeError("the secret word is swordfish")

    @app.get("/gone")
    @public
    def gone() -> str:
        raise OperationalError("select 1", {}, Exception("the secret word is swordfish"))

    return app.test_client()


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("code", [400, 403, 404, 405, 413, 429, 500, 503])
def test_each_error_has_a_page_that_says_what_to_do_next(
    failing: FlaskClient, code: int, language: str
) -> None:
    failing.set_cookie("language", language)
    answer = failing.get(f"/fail/{code}")
    assert answer.status_code == code
    assert f'<html lang="{language}"' in answer.text
    assert 'href="/"' in answer.text


def test_an_unforeseen_error_tells_nothing_and_gives_a_number(failing: FlaskClient) -> None:
    answer = failing.get("/broken")
    assert answer.status_code == 500
    assert "swordfish" not in answer.text
    assert answer.headers["X-Request-Id"] in answer.text


def test_a_lost_database_is_a_pause_and_not_a_fault(failing: FlaskClient) -> None:
    answer = failing.get("/gone")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "swordfish" not in answer.text


def test_a_form_from_elsewhere_is_refused(settings: Settings) -> None:
    app = create_app(settings)

    @app.post("/receive")
    @public
    def receive() -> str:
        return "taken"

    assert app.test_client().post("/receive").status_code == 400


def test_a_request_that_is_too_large_is_refused(app: Flask) -> None:
    @app.post("/receive")
    @public
    def receive() -> dict[str, int]:
        return {"received": len(request.form)}

    app.config["MAX_CONTENT_LENGTH"] = 100
    assert app.test_client().post("/receive", data={"a": "x" * 10}).json == {"received": 1}
    answer = app.test_client().post("/receive", data={"a": "x" * 101})
    assert answer.status_code == 413
    assert '<html lang="ko"' in answer.text


def test_a_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    answer = client.post("/checked")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_only_the_town_s_own_host_names_are_answered(settings: Settings) -> None:
    client = create_app(replace(settings, hosts=("town.example",))).test_client()
    assert client.get("/", base_url="http://town.example").status_code == 200
    refused = client.get("/", base_url="http://elsewhere.example")
    assert refused.status_code == 400
    assert "Content-Security-Policy" in refused.headers
    assert "elsewhere" not in refused.text


def test_health_says_that_the_records_can_be_read(client: FlaskClient) -> None:
    assert client.get("/health").json == {"status": "ok"}


def test_cookies_are_hidden_from_scripts_and_kept_to_this_site(app: Flask) -> None:
    assert app.config["SESSION_COOKIE_HTTPONLY"]
    assert app.config["SESSION_COOKIE_SAMESITE"] == "Lax"


def test_with_tls_cookies_are_bound_to_the_host(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'pb.sqlite'}"
    app = create_app(
        Settings(instance=tmp_path, secret_key="s", journal_key=JOURNAL_KEY, database_url=url, https=True)
    )
    assert app.config["SESSION_COOKIE_NAME"] == "__Host-session"
    assert app.config["SESSION_COOKIE_SECURE"]
    assert "max-age" in app.test_client().get("/nowhere").headers["Strict-Transport-Security"]
