"""The checks that every page passes would catch a page that is not in order."""

import pytest
from playwright.sync_api import Browser

from tests.conftest import REPORT_REFUSALS, Visit
from tests.pages import Outline, assert_accessible, too_small, too_wide
from tests.validity import Validator

GOOD = '<html lang="ko"><title>t</title><main><h1>h</h1>{}</main>'


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<script>1</script>", "a script inside the page"),
        ("<style>p{}</style>", "style inside the page, at <style>"),
        ('<p style="color:red">', "style inside the page, at <p>"),
        ('<p onclick="x()">', "onclick at <p>"),
        ('<img src="a.png">', "a picture without a description: a.png"),
        ("<h1>again</h1>", "2 of <h1>"),
        ('<p id="a"><p id="a">', "id 'a' is there 2 times"),
        ('<input id="name">', "a field without a label: {'id': 'name'}"),
    ],
)
def test_a_page_that_is_not_in_order_is_found(body: str, fault: str) -> None:
    assert Outline(GOOD.format(body)).check() == [fault]


def test_a_page_in_order_passes() -> None:
    fields = (
        '<label for="a">A</label><input id="a"><input type="hidden" name="token"><script src="x"></script>'
    )
    assert Outline(GOOD.format(fields)).check() == []


def test_a_page_against_the_standard_is_found_each_time_and_a_good_one_looked_at_once() -> None:
    validator, good, text = Validator(), "<p>{}</p>", "<!doctype html>" + GOOD
    for _ in range(2):
        assert validator.faults(text.format("<p><span><div>1</div></span></p>")) != []
        assert validator.faults(text.format('<time datetime="soon"lang="ko">soon</time>')) != []
    assert validator.faults(text.format(good)) == []
    assert not validator.would_look_at(text.format(good.format(2)))


def test_what_sticks_out_or_is_too_small_or_unreadable_is_found(visit: Visit) -> None:
    page = visit("/checked", width=320)
    page.evaluate(
        """() => { const add = (html) => document.querySelector('main').insertAdjacentHTML('beforeend', html);
        add('<table id="wide"><tr><td>' + 'wide'.repeat(100) + '</td></tr></table>');
        add('<button class="tiny"></button>');
        document.querySelector('.tiny').style.cssText = 'width: 10px; height: 10px; padding: 0'; }"""
    )
    assert any("wide" in element for element in too_wide(page))
    assert any("tiny" in element for element in too_small(page))
    with pytest.raises(AssertionError, match="button-name"):
        assert_accessible(page)


def test_a_refused_style_is_reported(browser: Browser, live_url: str) -> None:
    context = browser.new_context()
    context.add_init_script(REPORT_REFUSALS)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{live_url}/checked")
    page.evaluate(
        "document.head.append(Object.assign(document.createElement('style'), {textContent: 'p {}'}))"
    )
    page.wait_for_timeout(200)
    context.close()
    assert any(text.startswith("refused by the content policy: style-src") for text in said)
