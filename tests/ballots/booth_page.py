"""The booth's script in a real browser, on an empty page with the app's own content policy."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from pb.web.headers import CONTENT_POLICY
from tests.ballots import every_kind
from tests.ballots.every_kind import World
from tools.dev import ROOT

SCRIPT = ROOT / "static" / "dist" / "booth.js"
EMPTY = b"<!doctype html><html lang=ko><title>booth</title>"
# What the booth refuses comes back as {"refused": code}; any other error fails the test.
AROUND = """async given => {
  const booth = await import('/booth.js');
  const hex = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
  const bytes = text => Uint8Array.from(text.match(/../g) ?? [], pair => parseInt(pair, 16));
  const text = bytes => new TextDecoder().decode(bytes);
  const ofText = text => new TextEncoder().encode(text);
  const attempt = work => Promise.resolve().then(work).catch(error => {
    if (error.name !== 'Refusal') throw error;
    return {refused: error.code};
  });
  return attempt(async () => {
    const election = new booth.Election(bytes(given.manifest), bytes(given.ceremony));
    BODY
  });
}"""


@dataclass(frozen=True)
class Booth:
    """A page with the script. `do` runs a few lines in it; `election` stands for `world` there."""

    page: Page
    world: World

    def do(self, body: str, **given: Any) -> Any:
        frozen = {"manifest": self.world.manifest.blob.hex(), "ceremony": self.world.ceremony.hex()}
        return self.page.evaluate(AROUND.replace("BODY", body), {**frozen, **given})


class Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        is_script = self.path == "/booth.js"
        self.send_header("Content-Type", "text/javascript" if is_script else "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", CONTENT_POLICY)
        self.end_headers()
        self.wfile.write(SCRIPT.read_bytes() if is_script else EMPTY)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def address() -> Iterator[str]:
    """Serves the script as long as the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def booth_address() -> Iterator[str]:
    with address() as found:
        yield found


@pytest.fixture(scope="session")
def booth_world() -> World:
    return every_kind.make("booth")


@pytest.fixture
def booth(browser: Browser, booth_address: str, booth_world: World) -> Iterator[Booth]:
    """A fresh browser on the empty page; an error in its console fails the test."""
    complaints: list[str] = []
    browser_context = browser.new_context()
    page = browser_context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(booth_address)
    yield Booth(page, booth_world)
    browser_context.close()
    assert complaints == []
