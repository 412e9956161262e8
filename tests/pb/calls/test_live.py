"""A call in a real browser: an official posts it, a resident begins an answer."""

from pb.access import Role
from tests.pages import press
from tests.pb.accounts.live import Live, look, set_up, sign_in
from tests.pb.calls.test_calls import TERMS, WHY, departments
from tests.pb.proposals.people import call_open, make_resident


def test_an_official_posts_a_call_and_a_resident_answers_it(live: Live) -> None:
    town = live.town
    call_open(town)
    departments(town)
    town.account("budget@example.kr", Role.COORDINATOR)
    page = live.open(live.url, 1280, "en")
    sign_in(page, live.url, "budget@example.kr")
    set_up(page, page.locator("code").first.inner_text().replace(" ", ""))
    page.goto(f"{live.url}/calls/new")
    press(page, "form[novalidate] [type=submit]")
    look(page, "call-wrong-1280-en")
    for name, typed in TERMS.items():
        page.fill(f"#{name}", typed)
    press(page, "form[novalidate] [type=submit]")
    assert "/calls/1" in page.url
    look(page, "call-draft-1280-en")
    press(page, "main a.primary")
    page.fill("#reason", WHY)
    look(page, "call-post-1280-en")
    press(page, "main form [type=submit]")
    look(page, "call-official-1280-en")
    town.account("kim@example.kr")
    make_resident(town, "kim@example.kr")
    page = live.open(live.url, 320, "ko")
    page.goto(f"{live.url}/calls")
    look(page, "calls-320-ko")
    press(page, "h2 a")
    look(page, "call-320-ko")
    sign_in(page, live.url, "kim@example.kr")
    page.goto(f"{live.url}/calls/1")
    press(page, "a.primary")
    look(page, "call-new-320-ko")
    press(page, "form[action*=call] [type=submit]")
    assert TERMS["title"] in page.inner_text("main")
    look(page, "call-wizard-320-ko")
