"""A running server with its people, looked at in a real browser."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page
from pyotp import TOTP
from werkzeug.serving import make_server

from pb.app import create_app
from pb.config import Settings
from tests.conftest import JOURNAL_KEY, PATIENCE, REPORT_REFUSALS, SECRET
from tests.pages import assert_accessible
from tests.pb.accounts.conftest import PASSWORD, Mailbox, Town

SHOTS = Path(__file__).resolve().parents[2] / ".shots"


@dataclass
class Live:
    """A running server with a member and an administrator."""

    url: str
    town: Town
    open: Callable[..., Page]


@pytest.fixture
def live(
    chromium_page: Callable[..., Page],
    migrated_sqlite: Path,
    mailbox: Mailbox,
    compiled: FileSystemBytecodeCache,
    tmp_path: Path,
) -> Iterator[Live]:
    shutil.copy(migrated_sqlite, tmp_path / "live.sqlite")
    settings = Settings(tmp_path, SECRET, JOURNAL_KEY, f"sqlite:///{tmp_path / 'live.sqlite'}")
    with served(settings, mailbox, chromium_page) as live:
        live.town.app.jinja_env.bytecode_cache = compiled
        yield live


@contextmanager
def served(settings: Settings, mailbox: Mailbox, open_page: Callable[..., Page]) -> Iterator[Live]:
    """The town of these settings, with its letters in the mailbox, listening on a port of its own."""
    smtp = f"smtp://127.0.0.1:{mailbox.port}"
    app = create_app(replace(settings, smtp_url=smtp, public_url="https://pb.example"))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Live(f"http://127.0.0.1:{server.server_port}", Town(app, mailbox), open_page)
    server.shutdown()
    thread.join()
    app.extensions["pb.db"].engine.dispose()


@pytest.fixture
def chromium_page(browser: Chromium) -> Iterator[Callable[..., Page]]:
    """Opens a page whose refused scripts and styles fail the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_page(url: str, width: int, language: str) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, locale=language)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(REPORT_REFUSALS)
        context.add_cookies([{"name": "language", "value": language, "url": url}])
        page = context.new_page()
        page.on("console", lambda said: errors.append(said.text) if "policy" in said.text else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


def sign_in(page: Page, url: str, email: str) -> None:
    page.goto(f"{url}/sign-in")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(lambda address: "/sign-in" not in address)


def look(page: Page, name: str) -> None:
    """Ask axe about the page; with `PB_SHOTS` set, keep a picture of it too."""
    assert_accessible(page)
    if "PB_SHOTS" in os.environ:
        SHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


def set_up(page: Page, secret: str) -> None:
    page.fill("#code", TOTP(secret).now())
    page.fill("#present", PASSWORD)
    page.press("#present", "Enter")
    page.wait_for_selector(".codes")
