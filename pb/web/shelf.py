"""Public pages are kept for a moment, and sent small.

On the last evening thousands read the same few pages while others vote. Whoever shows no cookie but those of
language, contrast and size of text gets the same page as everyone else with these choices; so each process
renders it about once a second and hands it out again.

The same pages, and no others, are compressed. How small an answer gets tells about what stands in it
(BREACH), and a page for somebody who is known holds a token, a name or a slot; a page for everyone holds
nothing to be guessed.
"""

import gzip
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self

from flask import Flask, Response, current_app, g, request, session

from pb import clock
from pb.access import ACCESS, PUBLIC
from pb.web.furniture import preferences
from pb.web.limits import LIMIT
from pb.web.preferences import CHOICES, Preferences

EXTENSION = "pb.shelf"
MOST_PAGES, MOST_BYTES, WORTH_IT, EFFORT, LONGEST = 200, 150_000, 500, 6, 3
Address = tuple[str, str, Preferences]


@dataclass
class Page:
    """`small` is the same with gzip. It was made `at`; since `renewing` somebody makes a new one."""

    plain: bytes
    small: bytes
    headers: tuple[tuple[str, str], ...]
    at: datetime
    renewing: datetime

    @classmethod
    def of(cls, answer: Response) -> Self:
        plain = answer.get_data()
        small = gzip.compress(plain, EFFORT, mtime=0)
        now = clock.now()
        return cls(plain, small, tuple(answer.headers.items()), now, now)

    def answer(self) -> Response:
        """In the form that this browser understands."""
        is_small = request.accept_encodings.quality("gzip") > 0
        found = Response(self.small if is_small else self.plain, headers=list(self.headers))
        if is_small:
            found.content_length, found.content_encoding = len(self.small), "gzip"
        found.vary.add("Accept-Encoding")
        return found


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
                return found
            found.renewing = now
            return None

    def keep(self, address: Address, page: Page) -> None:
        """The oldest make room."""
        with self.lock:
            self.pages.pop(address, None)
            self.pages[address] = page
            while len(self.pages) > MOST_PAGES:
                del self.pages[next(iter(self.pages))]


def init_app(app: Flask, seconds: int) -> None:
    """Must come after everything that has a word in an answer, and before the guard."""
    app.extensions[EXTENSION] = Shelf(timedelta(seconds=seconds))
    app.before_request(hand_out)
    app.after_request(keep)


def hand_out() -> Response | None:
    if not is_for_everyone():
        return None
    found = shelf().find(address())
    g.from_shelf = found is not None
    return found.answer() if found else None


def keep(answer: Response) -> Response:
    if g.get("from_shelf", True) or not is_same_for_everyone(answer):
        return answer
    page = Page.of(answer)
    if len(page.plain) <= MOST_BYTES and shelf().lasts:
        shelf().keep(address(), page)
    return page.answer()


def shelf() -> Shelf:
    found: Shelf = current_app.extensions[EXTENSION]
    return found


def address() -> Address:
    return request.host_url, request.full_path, preferences()


def is_for_everyone() -> bool:
    """Whether it is a page that anyone may open as often as they like, asked for by nobody in particular."""
    view = current_app.view_functions.get(request.endpoint or "")
    return (
        request.method == "GET"
        and getattr(view, ACCESS, None) == PUBLIC
        and not hasattr(view, LIMIT)
        and request.cookies.keys() <= CHOICES.keys()
    )


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
