"""Both databases, the app, a checking client, a server that listens, and a browser that is watched.

`client`, like all that is built on `database_url`, runs once on SQLite and once on PostgreSQL. `visit` opens
a page of a running server in Chromium; anything that the content policy refuses and any error in the console
fails the test.
"""

import itertools
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as given_settings
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright
from werkzeug.routing import Rule
from werkzeug.serving import make_server

from pb.accounts import secrets
from pb.app import create_app
from pb.config import Settings
from pb.db import Database, migrate
from tests.chromium import FLAGS, find
from tests.pages import CheckingClient
from tests.postgres import Postgres
from tools import dev, translations

SECRET = "only-for-tests"
JOURNAL_KEY = "07" * 32
Visit = Callable[..., Page]
REPORT_REFUSALS = """addEventListener('securitypolicyviolation',
  e => console.error('refused by the content policy: ' + e.violatedDirective + ' ' + e.blockedURI))"""
# The browser reports every page with a status of 400 or more so; `visit` checks the status itself.
EXPECTED = "Failed to load resource: the server responded with a status"
databases = itertools.count()
# What makes a password dear to guess would be a fifth of the work of all tests.
DEAR = {"FOR_RESIDENTS": secrets.FOR_RESIDENTS, "FOR_OFFICIALS": secrets.FOR_OFFICIALS}
secrets.FOR_RESIDENTS, secrets.FOR_OFFICIALS = (PasswordHasher(rounds, 8, 1) for rounds in (1, 2))

# A busy machine is no failure.
PATIENCE = 120_000
expect.set_options(timeout=PATIENCE)
given_settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
given_settings.load_profile("patient")


@pytest.fixture(scope="session", autouse=True)
def built() -> None:
    """The style sheet, the script and the Korean are up to date, also when pytest was started by hand."""
    dev.assets()
    translations.compile_catalog()


@pytest.fixture(scope="session", autouse=True)
def addresses() -> None:
    """Werkzeug writes two functions for each address of each app: a fifth of the time of a small test.

    They depend on nothing else, so all apps of a test run get the same.
    """
    written: dict[object, object] = {}
    write = Rule._compile_builder

    def once(self: Rule, append_unknown: bool = True) -> object:
        key = (tuple(self._trace), repr(self.defaults), append_unknown)
        if key not in written:
            written[key] = write(self, append_unknown)
        return written[key]

    Rule._compile_builder = once


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[str], str]]:
    """The address of a database on a real PostgreSQL server."""
    if "PB_TEST_PG_URL" in os.environ:
        yield lambda name: f"{os.environ['PB_TEST_PG_URL'].rsplit('/', 1)[0]}/{name}"
        return
    server = Postgres()
    yield server.url
    server.stop()


def run(url: str, statement: str) -> None:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()


def migrated(url: str) -> None:
    database = Database(url)
    migrate.upgrade(database.engine)
    database.engine.dispose()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "migrated.sqlite"
    migrated(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Callable[[str], str]) -> str:
    name = f"migrated_{os.getpid()}"
    run(postgres("postgres"), f"CREATE DATABASE {name}")
    migrated(postgres(name))
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite'}"
        return
    yield from postgres_database(request.getfixturevalue("postgres"), "template1")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with the present tables and no rows."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / "pb.sqlite")
        yield f"sqlite:///{tmp_path / 'pb.sqlite'}"
        return
    template = request.getfixturevalue("migrated_postgres")
    yield from postgres_database(request.getfixturevalue("postgres"), template)


def postgres_database(address: Callable[[str], str], template: str) -> Iterator[str]:
    name = f"test_{os.getpid()}_{next(databases)}"
    run(address("postgres"), f"CREATE DATABASE {name} TEMPLATE {template}")
    yield address(name)
    run(address("postgres"), f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(instance=tmp_path, secret_key=SECRET, journal_key=JOURNAL_KEY, database_url=database_url)


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """The templates, compiled once for all the apps of a test run."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("compiled")))


@pytest.fixture
def app(settings: Settings, compiled: FileSystemBytecodeCache) -> Iterator[Flask]:
    app = create_app(settings)
    app.jinja_env.bytecode_cache = compiled
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = CheckingClient
    yield app
    app.extensions["pb.db"].engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def live_url(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running server on SQLite, with the style page."""
    folder = tmp_path_factory.mktemp("live")
    shutil.copy(migrated_sqlite, folder / "pb.sqlite")
    url = f"sqlite:///{folder / 'pb.sqlite'}"
    app = create_app(
        Settings(
            instance=folder,
            secret_key=SECRET,
            journal_key=JOURNAL_KEY,
            database_url=url,
            style_page=True,
        )
    )
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    app.extensions["pb.db"].engine.dispose()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Fails, and never skips, where there is no browser: a page that nobody opened is not tested."""
    chromium = find()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.executable, env=dict(chromium.environment), args=list(FLAGS)
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, live_url: str) -> Iterator[Visit]:
    """`visit("/path", width=320, language="en")` opens a page; errors on it fail the test at its end."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(EXPECTED):
            errors.append(message.text)

    def open_page(
        path: str,
        width: int = 1280,
        language: str = "ko",
        javascript: bool = True,
        expect: int = 200,
        **cookies: str,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, locale=language, java_script_enabled=javascript
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(REPORT_REFUSALS)
        chosen = {"language": language, **cookies}
        context.add_cookies([{"name": n, "value": v, "url": live_url} for n, v in chosen.items()])
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: errors.append(str(error)))
        answer = page.goto(live_url + path)
        assert answer is not None
        assert answer.status == expect
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []
