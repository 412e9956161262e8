"""Looks at every page that a test touches, and asks a real browser what people with poor eyes would meet."""

import os
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import product
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask.testing import FlaskClient
from playwright.sync_api import Page
from werkzeug.test import TestResponse

from tests.validity import VALIDATOR

WIDTHS = (320, 768, 1280)
LANGUAGES = ("ko", "en")
EVERYTHING = "PB_WALKS" in os.environ
# What a phone in Korean and a desk in English do not show is rare: `make walks` looks for it.
VIEWS = tuple(product(WIDTHS, LANGUAGES)) if EVERYTHING else ((320, "ko"), (1280, "en"))
NEEDS_LABEL = frozenset(("input", "select", "textarea"))
LABELLED_BY_ITSELF = frozenset(("hidden", "submit", "button"))
# Every rule but those that are only advice. What would be loaded beforehand serves none of them.
AXE = {"resultTypes": ["violations"], "preload": False}
# Four fifths of the time go into contrast, and a colour is the same in both languages and on every screen.
WITHOUT_CONTRAST = AXE | {"rules": {"color-contrast": {"enabled": False}}}


def in_each_view(test: Callable[..., None]) -> Callable[..., None]:
    """Run a test of pages, which takes `width` and `language`, in each of `VIEWS`."""
    return pytest.mark.views(pytest.mark.parametrize(("width", "language"), VIEWS)(test))


class Outline(HTMLParser):
    """What a page is made of, as far as the checks need to know."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.labels: set[str] = set()
        self.fields: list[dict[str, str]] = []
        self.faults: list[str] = []
        self.language = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self.tags[tag] += 1
        if "id" in given:
            self.ids[given["id"]] += 1
        if tag == "html":
            self.language = given.get("lang", "")
        if tag == "label" and "for" in given:
            self.labels.add(given["for"])
        if tag in NEEDS_LABEL and given.get("type") not in LABELLED_BY_ITSELF:
            self.fields.append(given)
        self.faults += inline_faults(tag, given)

    def check(self) -> list[str]:
        faults = list(self.faults)
        if self.language not in LANGUAGES:
            faults.append(f"the page does not say its language: {self.language!r}")
        faults += [f"{count} of <{tag}>" for tag, count in self._once() if count != 1]
        faults += [f"id {name!r} is there {count} times" for name, count in self.ids.items() if count > 1]
        return faults + [
            f"a field without a label: {field}" for field in self.fields if not self._named(field)
        ]

    def _once(self) -> list[tuple[str, int]]:
        return [(tag, self.tags[tag]) for tag in ("h1", "main")] + [("title", min(self.tags["title"], 1))]

    def _named(self, field: dict[str, str]) -> bool:
        return field.get("id") in self.labels or "aria-label" in field or "aria-labelledby" in field


def inline_faults(tag: str, given: dict[str, str]) -> list[str]:
    """What the content policy would refuse, or what a screen reader could not tell."""
    faults = []
    if tag == "script" and "src" not in given and given.get("type") != "application/json":
        faults.append("a script inside the page")
    if tag == "style" or "style" in given:
        faults.append(f"style inside the page, at <{tag}>")
    faults += [f"{name} at <{tag}>" for name in given if name.startswith("on")]
    if tag == "img" and "alt" not in given:
        faults.append(f"a picture without a description: {given.get('src', '')}")
    return faults


class CheckingClient(FlaskClient):
    """A test client that fails the test when any page it gets is not in order."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code not in range(300, 400):
            text = response.get_data(as_text=True)
            faults = Outline(text).check() + VALIDATOR.faults(text)
            assert not faults, f"{response.request.path}: {faults}"
        return response


def press(page: Page, selector: str) -> None:
    """Click what leads to another page, and wait until that page is there: `click` alone does not wait."""
    with page.expect_navigation():
        page.click(selector)


def assert_accessible(page: Page) -> None:
    """No violation of any axe rule, nothing to scroll sideways, nothing too small to touch."""
    found = Axe().run(page, options=WITHOUT_CONTRAST if is_second_view(page) else AXE)
    assert found.violations_count == 0, found.generate_report()
    assert too_wide(page) == []
    assert too_small(page) == []


def is_second_view(page: Page) -> bool:
    """Whether the page was looked at already, on a phone in Korean."""
    size = page.viewport_size
    assert size is not None
    return not EVERYTHING and (size["width"], page.get_attribute("html", "lang")) == VIEWS[1]


def too_wide(page: Page) -> list[str]:
    """The elements that make the page scroll sideways."""
    wide: list[str] = page.evaluate(
        """() => document.documentElement.scrollWidth <= window.innerWidth ? [] :
        [...document.querySelectorAll('body *')]
          .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1)
          .filter(e => !e.closest('.table-frame, .chart-picture, pre'))
          .map(e => e.outerHTML.slice(0, 120)).slice(0, 5).concat('page')"""
    )
    return wide


def too_small(page: Page) -> list[str]:
    """The targets under 24 × 24 px, but for links within a sentence (WCAG 2.2, 2.5.8)."""
    small: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, summary')]
          .filter(e => e.checkVisibility({opacityProperty: true, visibilityProperty: true}))
          .filter(e => !(e.tagName === 'A' && getComputedStyle(e).display === 'inline'))
          .filter(e => !e.labels || ![...e.labels].some(l => l.getBoundingClientRect().height >= 24))
          .filter(e => e.getBoundingClientRect().width > 1)
          .filter(e => Math.min(e.getBoundingClientRect().width, e.getBoundingClientRect().height) < 24)
          .map(e => e.outerHTML.slice(0, 160))"""
    )
    return small
