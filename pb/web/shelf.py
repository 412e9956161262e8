"""Public pages are kept for a moment, and sent small.

On the last evening thousands read the same few pages while others vote. Whoever shows no cookie but those of
language, contrast and size of text gets the same page as everyone else with these choices; so each process
renders it about once a second and hands it out again, before the app itself has anything to do with it.

The same pages, and no others, are compressed. How small an answer gets tells about what stands in it
(BREACH), and a page for somebody who is known holds a token, a name or a slot; a page for everyone holds
nothing to be guessed.
"""

import gzip
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Self

import structlog
from flask import Flask, Request, Response, current_app, request, session

from pb import clock
from pb.access import ACCESS, PUBLIC
from pb.web.limits import LIMIT
from pb.web.preferences import CHOICES, Preferences

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

EXTENSION, ADDRESS = "pb.shelf", "pb.shelf.address"
MOST_PAGES, MOST_BYTES, WORTH_IT, EFFORT, LONGEST = 200, 150_000, 500, 6, 3
# What belongs to one answer and not to the page.
OWN = frozenset(("Content-Length", "X-Request-Id"))
Header = tuple[str, str]


@dataclass(frozen=True)
class Address:
    """All that decides what a page for everyone says."""

    scheme: str
    host: str
    path: str
    query: str
    chosen: Preferences


@dataclass
class Page:
    """`small` is the same with gzip. It was made `at`; since `renewing` somebody makes a new one."""

    plain: bytes
    small: bytes
    headers: tuple[Header, ...]
    at: datetime
    renewing: datetime
    handed_out: int = 0

    @classmethod
    def of(cls, answer: Response) -> Self:
        """What the app is about to answer; every other hook has had its word."""
        plain = answer.get_data()
        small = gzip.compress(plain, EFFORT, mtime=0)
        answer.vary.add("Accept-Encoding")
        headers = tuple((name, value) for name, value in answer.headers.items() if name not in OWN)
        now = clock.now()
        return cls(plain, small, headers, now, now)

    def sent(self, encodings: str) -> tuple[list[Header], bytes]:
        """Headers and body in the form that this browser understands."""
        if not is_small_understood(encodings):
            return [*self.headers, ("Content-Length", str(len(self.plain)))], self.plain
        coded = ("Content-Length", str(len(self.small))), ("Content-Encoding", "gzip")
        return [*self.headers, *coded], self.small


@dataclass
class Shelf:
    lasts: timedelta
    pages: dict[Address, Page] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, address: Address) -> Page | None:
        """The page, or nothing for the one request that is to make it anew.

        Those who come while it is being made get the old one, up to three times as old: else a crowd would
        make the same page many times at once. A clock that was set back makes no page last longer.
        """
        now = clock.now()
        with self.lock:
            found = self.pages.get(address)
            if found is None or not found.at <= now < found.at + LONGEST * self.lasts:
                return None
            if now < found.renewing + self.lasts:
                found.handed_out += 1
                return found
            found.renewing = now
            return None

    def keep(self, address: Address, page: Page) -> int:
        """The oldest make room. How often the page before this one was handed out."""
        with self.lock:
            before = self.pages.pop(address, None)
            self.pages[address] = page
            while len(self.pages) > MOST_PAGES:
                del self.pages[next(iter(self.pages))]
        return before.handed_out if before else 0


class Counter:
    """A WSGI layer that hands out what lies on the shelf; all else goes on to the app."""

    def __init__(self, inner: "WSGIApplication", shelf: Shelf) -> None:
        self.inner = inner
        self.shelf = shelf

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        address = environ[ADDRESS] = address_of(environ)
        found = self.shelf.find(address) if address else None
        if found is None:
            return self.inner(environ, start_response)
        headers, body = found.sent(environ.get("HTTP_ACCEPT_ENCODING", ""))
        start_response("200 OK", headers)
        return (body,)


def init_app(app: Flask, seconds: int) -> Shelf:
    """Must come before everything that has a word in an answer: what is registered first speaks last."""
    kept = app.extensions[EXTENSION] = Shelf(timedelta(seconds=seconds))
    app.after_request(keep)
    return kept


def keep(answer: Response) -> Response:
    """Put the page on the shelf and send it small, if it is one for everyone."""
    address: Address | None = request.environ.get(ADDRESS)
    if address is None or not is_for_everyone() or not is_same_for_everyone(answer):
        return answer
    shelf: Shelf = current_app.extensions[EXTENSION]
    page = Page.of(answer)
    if len(page.plain) <= MOST_BYTES and shelf.lasts:
        note(shelf.keep(address, page))
    if is_small_understood(request.headers.get("Accept-Encoding", "")):
        answer.set_data(page.small)
        answer.content_encoding = "gzip"
    return answer


def note(handed_out: int) -> None:
    """Pages from the shelf have no line each in the log: whoever makes the next one says how many."""
    if handed_out:
        structlog.get_logger().info("shelf", page=request.endpoint, handed_out=handed_out)


def address_of(environ: "WSGIEnvironment") -> Address | None:
    """None if somebody in particular asks, or for more than to read. The host is as the app will check it."""
    if environ["REQUEST_METHOD"] != "GET" or "HTTP_AUTHORIZATION" in environ:
        return None
    chosen = choices(environ.get("HTTP_COOKIE", ""), environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    if chosen is None:
        return None
    return Address(
        environ["wsgi.url_scheme"],
        environ.get("HTTP_HOST", ""),
        environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", ""),
        environ.get("QUERY_STRING", ""),
        chosen,
    )


@lru_cache(maxsize=512)
def choices(cookies: str, languages: str) -> Preferences | None:
    """What the app will read out of these two headers; None if there is any other cookie."""
    read = Request({"HTTP_COOKIE": cookies, "HTTP_ACCEPT_LANGUAGE": languages})
    return Preferences.of(read) if read.cookies.keys() <= CHOICES.keys() else None


@lru_cache(maxsize=512)
def is_small_understood(encodings: str) -> bool:
    return Request({"HTTP_ACCEPT_ENCODING": encodings}).accept_encodings.quality("gzip") > 0


def is_for_everyone() -> bool:
    """Whether it is a page that anyone may open as often as they like."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, ACCESS, None) == PUBLIC and not hasattr(view, LIMIT)


def is_same_for_everyone(answer: Response) -> bool:
    """A page that gives its reader a cookie is that reader's own."""
    return (
        answer.status_code == 200
        and answer.mimetype == "text/html"
        and not answer.is_streamed
        and not session.modified
        and "Set-Cookie" not in answer.headers
        and len(answer.get_data()) >= WORTH_IT
    )
