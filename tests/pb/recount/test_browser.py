"""The recount in a real browser: at every width, by keyboard, without JavaScript, with an own file."""

from pathlib import Path

import pytest

from tests.conftest import Visit
from tests.pages import assert_accessible, in_each_view, press
from tests.pb.recount.test_pages import SMALL

PAGES = ("/recount/", "/recount/examples/exactly-3-of-18", "/recount/examples/jury-and-online?ways=none")


@in_each_view
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_at_every_width_in_both_languages(
    visit: Visit, path: str, width: int, language: str
) -> None:
    page = visit(path, width=width, language=language)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert_accessible(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_file_of_one_s_own_is_counted_and_its_report_saved(
    visit: Visit, tmp_path: Path, javascript: bool
) -> None:
    (tmp_path / "small.pb").write_text(SMALL)
    page = visit("/recount/", width=390, language="en", javascript=javascript)
    page.get_by_label("The vote", exact=True).set_input_files(tmp_path / "small.pb")
    press(page, "main form button[type=submit]")
    page.get_by_role("heading", name="Side by side").wait_for()
    page.wait_for_load_state("networkidle")
    with page.expect_download() as saved:
        # By key: while pictures find their size, a press with the mouse may hit what stood there before.
        page.get_by_role("link", name="PDF report (Most votes first)").press("Enter")
    assert saved.value.suggested_filename == "small-greedy.pdf"
    assert saved.value.path().read_bytes().startswith(b"%PDF")


def test_a_bad_file_puts_the_focus_on_what_is_wrong(visit: Visit, tmp_path: Path) -> None:
    (tmp_path / "bad.pb").write_text(SMALL.replace("3;tree", "3;house"))
    page = visit("/recount/", width=390, language="en")
    page.get_by_label("The vote", exact=True).set_input_files(tmp_path / "bad.pb")
    page.get_by_role("button", name="Count the vote").click()
    page.locator("#mistakes").get_by_role("link", name="bad.pb:16").wait_for()
    page.wait_for_selector("#mistakes:focus")
    assert_accessible(page)


def test_an_example_can_be_counted_another_way_by_keyboard_alone(visit: Visit) -> None:
    page = visit("/recount/examples/exactly-3-of-18", width=1280, language="en")
    page.get_by_role("checkbox", name="Phragmén").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Count the vote").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Phragmén").wait_for()
