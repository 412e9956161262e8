"""Every page of the furniture, as a browser shows it."""

import pytest

from tests.conftest import Visit
from tests.pages import LANGUAGES, WIDTHS, assert_accessible, in_each_view, press

PAGES = ("/", "/checked", "/style")


@in_each_view
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_at_every_width_in_both_languages(
    visit: Visit, path: str, width: int, language: str
) -> None:
    assert_accessible(visit(path, width=width, language=language))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_in_high_contrast_and_large_text(visit: Visit, path: str) -> None:
    assert_accessible(visit(path, width=320, contrast="high", text="larger"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_page_is_accessible(visit: Visit, language: str) -> None:
    assert_accessible(visit("/nowhere", width=320, language=language, expect=404))


@pytest.mark.parametrize("width", WIDTHS)
def test_a_refused_form_is_accessible_and_leads_to_each_mistake(visit: Visit, width: int) -> None:
    page = visit("/style", width=width)
    page.get_by_role("button", name="Send").click()
    page.wait_for_selector("#mistakes:focus")
    assert_accessible(page)
    page.get_by_role("link", name="Write a name.").click()
    assert page.evaluate("document.activeElement.id") == "name"
    assert page.locator("#name").get_attribute("aria-describedby") == "name-hint name-mistake"


def test_the_skip_link_is_the_first_stop_of_the_keyboard(visit: Visit) -> None:
    page = visit("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "본문 바로가기"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_pages_work_without_javascript(visit: Visit) -> None:
    page = visit("/", javascript=False)
    press(page, "text=English")
    assert page.locator("h1").inner_text().startswith("The town's budget vote")


def test_a_page_weighs_less_than_100_kb_before_pictures(visit: Visit, live_url: str) -> None:
    for path in PAGES[:2]:
        page = visit("/")
        weights: list[int] = []
        page.on("response", lambda answer, seen=weights: seen.append(len(answer.body())))
        page.goto(live_url + path, wait_until="networkidle")
        assert 0 < sum(weights) < 100_000
