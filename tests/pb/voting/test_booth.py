"""The voter's whole way in a real browser, with everything that can break in between."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from pb.accounts.models import Account
from pb.accounts.roll.models import RollEntry
from pb.voting.box.models import BoxEntry
from pb.voting.models import Election, State
from tests.pages import in_each_view, press
from tests.pb.accounts.live import Live, look, sign_in
from tests.pb.voting.conftest import Vote, frozen, now

EMAIL = "voter@example.kr"
IN_THE_BOX = {"ko": "투표용지가 투표함에 들어갔습니다", "en": "Your ballot is in the box"}


@dataclass
class Booth:
    """A town in which voting is open, and one voter who has an account."""

    live: Live
    vote: Vote

    def voter(self, width: int = 360, language: str = "ko") -> Page:
        page = self.live.open(self.live.url, width, language)
        sign_in(page, self.live.url, EMAIL)
        page.goto(f"{self.live.url}/vote")
        expect(page.locator(".tally")).to_be_visible()
        return page

    def kinds(self) -> list[str]:
        with self.vote.rows() as rows:
            return list(rows.scalars(select(BoxEntry.kind).order_by(BoxEntry.position)))


@pytest.fixture
def booth(live: Live) -> Iterator[Booth]:
    vote = frozen(live.town)
    with vote.rows() as rows:
        election = rows.scalars(select(Election)).one()
        election.state, election.began = State.OPEN.value, now()
    live.town.account(EMAIL)
    with vote.rows() as rows:
        account = rows.scalars(select(Account)).one()
        entry = rows.scalars(select(RollEntry).order_by(RollEntry.id).limit(1)).one()
        entry.person_id = account.person_id
    return Booth(live, vote)


def mark(page: Page, *places: int) -> None:
    for place in places:
        page.locator(".pick .mark").nth(place).click()


def cast(page: Page) -> str:
    """Review and the one press; the tracker of the page that says so."""
    page.click(".tally-check")
    page.click("#cast")
    page.wait_for_url("**/tracker/*")
    return page.url.split("/tracker/")[1].split("?")[0]


@in_each_view
def test_one_press_puts_the_ballot_into_the_box(booth: Booth, width: int, language: str) -> None:
    place = f"{width}-{language}"
    page = booth.voter(width, language)
    look(page, f"booth-{place}")
    mark(page, 0, 1)
    page.click(".tally-check")
    look(page, f"booth-missing-{place}")
    page.click("#review [data-close]")
    mark(page, 2)
    page.click(".tally-check")
    look(page, f"booth-review-{place}")
    page.click("#review [data-close]")
    cast(page)
    expect(page.locator("h1")).to_contain_text(
        "투표함에 들어갔습니다" if language == "ko" else "is in the box"
    )
    page.wait_for_timeout(2600)
    look(page, f"booth-done-{place}")
    assert booth.kinds() == ["admit", "cast"]
    assert page.evaluate("JSON.stringify({...localStorage})") == "{}"
    page.goto(f"{booth.live.url}/vote")
    look(page, f"booth-again-{place}")
    letters = booth.live.town.mailbox.to(EMAIL)
    assert len(letters) == 1
    assert "사업" not in letters[0].get_content()


def cut_reply_once(page: Page, address: str) -> list[str]:
    """The first request to this address reaches the town, and its answer gets lost."""
    lost: list[str] = []

    def cut(route: Route) -> None:
        if not lost:
            route.fetch()
            lost.append(route.request.post_data or "")
            route.abort()
        else:
            route.continue_()

    page.route(f"**{address}", cut)
    return lost


def test_a_lost_reply_is_asked_for_again_with_the_same_bytes_and_counts_once(booth: Booth) -> None:
    page = booth.voter()
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.post_data or "") if "/cast" in asked.url else None)
    lost = cut_reply_once(page, "/vote/1/cast")
    mark(page, 0, 1, 2)
    cast(page)
    assert len(lost) == 1
    assert len(sent) == 2
    assert len(set(sent)) == 1
    assert booth.kinds() == ["admit", "cast"]


def test_without_a_network_the_sealed_ballot_waits_and_goes_by_itself(booth: Booth) -> None:
    page = booth.voter()
    mark(page, 0, 1, 2)
    page.route("**/vote/1/cast", lambda route: route.abort())
    page.click(".tally-check")
    page.click("#cast")
    expect(page.locator(".casting-step")).to_contain_text("인터넷이 끊겼어요.")
    look(page, "booth-waiting-360-ko")
    assert booth.kinds() == ["admit"]
    # The battery dies; later the voter opens the page again.
    page.close()
    page = page.context.new_page()
    page.goto(f"{booth.live.url}/vote")
    page.wait_for_url("**/tracker/*")
    assert booth.kinds() == ["admit", "cast"]


def test_a_tab_that_was_closed_finds_its_choices_again(booth: Booth) -> None:
    page = booth.voter()
    mark(page, 1, 3)
    chosen = page.locator(".is-picked h3").all_inner_texts()
    context = page.context
    page.close()
    page = context.new_page()
    page.goto(f"{booth.live.url}/vote")
    expect(page.locator("#said")).to_contain_text("전에 고른 것을 다시 불러왔어요.")
    assert page.locator(".is-picked h3").all_inner_texts() == chosen
    expect(page.locator(".tally-state")).to_have_text("3개 중 2개 고름")
    look(page, "booth-restored-360-ko")


def test_whoever_is_signed_out_meanwhile_signs_in_and_goes_on(booth: Booth) -> None:
    page = booth.voter()
    mark(page, 0, 1, 2)
    page.context.clear_cookies(name="session")
    page.click(".tally-check")
    page.click("#cast")
    expect(page.locator(".casting-step")).to_contain_text("로그인이 풀렸어요.")
    look(page, "booth-signed-out-360-ko")
    press(page, "#sign-in")
    assert "/sign-in" in page.url
    sign_in(page, booth.live.url, EMAIL)
    page.goto(f"{booth.live.url}/vote")
    expect(page.locator(".tally-state")).to_have_text("3개 중 3개 고름")
    cast(page)
    assert booth.kinds() == ["admit", "cast"]


def test_a_second_device_changes_the_vote_and_the_first_tracker_says_so(booth: Booth) -> None:
    phone, desk = booth.voter(), booth.voter(1280, "en")
    mark(phone, 0, 1, 2)
    first = cast(phone)
    mark(desk, 3, 4, 5)
    second = cast(desk)
    assert booth.kinds() == ["admit", "cast", "readmit", "cast"]
    phone.goto(f"{booth.live.url}/tracker/{first}")
    expect(phone.locator(".lead")).to_contain_text("새 투표용지를 셉니다")
    look(phone, "tracker-replaced-360-ko")
    phone.goto(f"{booth.live.url}/tracker/{second}")
    expect(phone.locator(".lead")).to_contain_text("이 투표용지를 셉니다")


def test_a_keyboard_alone_casts_a_vote_and_a_shared_device_forgets_it(booth: Booth) -> None:
    page = booth.voter(1280, "en")
    for place in (0, 1, 2):
        page.locator(".pick input").nth(place).focus()
        page.keyboard.press("Space")
    page.locator(".tally-check").focus()
    page.keyboard.press("Enter")
    page.locator("#shared").focus()
    page.keyboard.press("Space")
    page.locator("#cast").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/tracker/*")
    expect(page.locator("main")).to_contain_text("Nothing of your vote stays on this device.")
    left = "[Object.keys(localStorage).length, Object.keys(sessionStorage).length]"
    assert page.evaluate(left) == [0, 0]


def test_an_opened_ballot_shows_another_device_what_was_sealed_and_is_never_cast(booth: Booth) -> None:
    page = booth.voter()
    mark(page, 0, 1, 2)
    titles = page.locator(".is-picked h3").all_inner_texts()
    page.click(".tally-check")
    page.click("#review summary")
    page.click("#check-device")
    page.wait_for_selector("#checking:not([hidden])")
    tracker = page.inner_text("#checking-tracker")
    page.click("#open-ballot")
    text = page.input_value("#opened-text")
    other = booth.live.open(booth.live.url, 360, "ko")
    other.goto(f"{booth.live.url}/check-device")
    other.fill("#text", text)
    other.click(".checking button")
    expect(other.locator("#verdict")).to_contain_text("보이는 그대로 봉인했습니다")
    shown = other.locator("#verdict li").all_inner_texts()
    assert sorted(shown) == sorted(titles)
    assert other.inner_text("#verdict .hash") == tracker
    look(other, "check-device-360-ko")
    other.fill("#text", text.replace('"marking":{"whole-town":["P', '"marking":{"whole-town":["PX'))
    other.click(".checking button")
    expect(other.locator("#verdict")).to_contain_text("이 투표의 연 투표용지가 아닙니다.")
    assert booth.kinds() == ["admit"]
    page.click("#review [data-close]")
    cast(page)
    assert booth.kinds() == ["admit", "cast"]


def test_without_a_script_the_page_says_why_and_offers_the_polling_place(booth: Booth) -> None:
    context = booth.voter().context.browser
    assert context is not None
    plain = context.new_context(java_script_enabled=False, locale="ko")
    page = plain.new_page()
    sign_in(page, booth.live.url, EMAIL)
    page.goto(f"{booth.live.url}/vote")
    expect(page.locator("#needs-script")).to_contain_text("현장투표소로 와 주세요")
    expect(page.locator("form.marking")).to_be_hidden()
    plain.close()
