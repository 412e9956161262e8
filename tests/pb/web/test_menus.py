"""The way around: what stands in which menu, and for whom."""

import re

import pytest
from flask import Flask

from pb.access import Role
from pb.web import navigation
from tests.conftest import Visit
from tests.pages import assert_accessible
from tests.pb.accounts.conftest import Town


def test_every_page_stands_in_one_menu_only() -> None:
    pages = [
        endpoint
        for menu in (navigation.MENU, navigation.MORE, navigation.PERSONAL, navigation.WORK)
        for endpoint, _ in menu
    ]
    assert len(pages) == len(set(pages))


def test_every_page_of_a_menu_is_there(app: Flask) -> None:
    for menu in (navigation.MENU, navigation.MORE, navigation.PERSONAL, navigation.WORK):
        assert {endpoint for endpoint, _ in menu} <= app.view_functions.keys()


def test_officials_see_their_work_and_how_much_of_it_waits(town: Town) -> None:
    assert "My work" not in town.browser().get("/").text
    navigation.count_waiting(town.app, "cycles.listed", lambda: 1234)
    page = town.official(Role.COORDINATOR).get("/").text
    assert "My work" in page
    assert "1,234" in page


def test_the_work_menu_says_where_one_is_also_below_a_page_of_it(town: Town) -> None:
    coordinator = town.official(Role.COORDINATOR)
    for path in ("/roll", "/roll/letters"):
        assert lit(coordinator.get(path).text) == ["/roll"]
    assert "/cycles" not in lit(coordinator.get("/cycle").text)


def lit(page: str) -> list[str]:
    return re.findall(r'href="([^"]+)" aria-current="page"', page)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_on_a_phone_the_menu_unfolds_by_keyboard(visit: Visit, language: str) -> None:
    page = visit("/", width=320, language=language)
    menu = page.locator("#menu")
    assert not menu.is_visible()
    page.focus(".menu-button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".menu-button[aria-expanded=true]")
    assert menu.is_visible()
    assert_accessible(page)
    assert visit("/", width=320, javascript=False).locator("#menu").is_visible()
