"""A resident writes a proposal in a real browser, on a phone in Korean and at a desk in English."""

import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page

from pb.accounts.models import SignedIn
from pb.proposals.models import Proposal, ProposalVersion
from pb.proposals.writing.models import Author
from pb.town.costs.models import UnitCost
from pb.town.models import Category, District
from pb.town.outlines import read
from tests.pages import in_each_view, press
from tests.pb.accounts.conftest import PASSWORD, Town
from tests.pb.accounts.live import Live, look, sign_in
from tests.pb.proposals.people import call_open, make_resident
from tests.pb.proposals.test_attached import jpeg
from tests.pb.town.test_town import TWO

KIM, LEE = "kim@example.kr", "lee@example.kr"
TITLE = "성산초등학교 가는 길에 그늘나무 심기"
PROBLEM = "건널목에서 학교까지 400미터에 그늘이 없습니다.\n7월이면 아이들이 뙤약볕을 걸어야 합니다."
IDEA = "빨리 그늘이 지는 나무 스무 그루를 심고 그 아래 의자 네 개를 놓아 주세요."


SAVED = re.compile("저장했습니다|Saved ·")


def furnish(town: Town) -> None:
    """Two districts, two kinds of ideas, two unit costs, an open call."""
    with town.database.transaction() as rows:
        for one in read(TWO.encode()):
            rows.add(District(name_ko=one.name_ko, name_en=one.name_en, outline=one.text()))
        for ko, en in (("공원·녹지", "Parks and green"), ("교통·안전", "Traffic and safety")):
            rows.add(Category(name_ko=ko, name_en=en))
        rows.add(UnitCost(name_ko="가로수 심기", name_en="Planting a tree", unit="그루", won=800_000))
        rows.add(UnitCost(name_ko="긴 의자", name_en="Bench", unit="개", won=1_500_000))
    call_open(town)


def question(page: Page, step: str, name: str) -> None:
    """The page of one question, looked at as it first stands."""
    page.wait_for_url(f"**/write/{step}")
    look(page, f"wizard-{step}-{name}")


def typed(page: Page, field: str, text: str) -> None:
    """By keyboard alone; waits until it is saved."""
    page.focus(f"#{field}")
    page.keyboard.insert_text(text)
    page.locator(".saved", has_text=SAVED).wait_for()


def on(page: Page) -> None:
    press(page, "main button[value=next]:not(.default-button)")


@in_each_view
def test_from_the_year_s_page_to_a_proposal_that_two_have_written(
    live: Live, width: int, language: str
) -> None:
    furnish(live.town)
    for email in (KIM, LEE):
        live.town.account(email)
        make_resident(live.town, email)
    page, name = live.open(live.url, width, language), f"{width}-{language}"
    page.goto(f"{live.url}/cycle")
    press(page, "main a[href='/proposals/new']")
    look(page, f"wizard-new-visitor-{name}")
    sign_in(page, live.url, KIM)
    page.goto(f"{live.url}/proposals/new")
    look(page, f"wizard-new-{name}")
    press(page, "main form button[type=submit]")
    question(page, "title", name)
    typed(page, "title", TITLE)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    question(page, "problem", name)
    typed(page, "problem", PROBLEM)
    on(page)
    lose_the_session_and_find_the_text_again(page, live)
    question(page, "idea", name)
    on(page)
    question(page, "people", name)
    typed(page, "beneficiaries", "초등학생 300명과 시장에 가시는 어르신들")
    on(page)
    put_the_pin(page, name)
    question(page, "category", name)
    page.focus("input[name=category] >> nth=0")
    page.keyboard.press("Space")
    on(page)
    work_the_cost_out(page, name)
    page.set_input_files("#photo", {"name": "길.jpg", "mimeType": "image/jpeg", "buffer": jpeg((1200, 800))})
    look(page, f"wizard-pictures-{name}")
    on(page)
    page.fill("input[name=alt_1]", "그늘이 없는 학교 앞길")
    look(page, f"wizard-pictures-added-{name}")
    on(page)
    page.fill("#pen_name", "바람개비")
    page.fill("#email", LEE)
    press(page, "main button[value=stay]")
    look(page, f"wizard-authors-{name}")
    on(page)
    page.wait_for_url("**/send")
    look(page, f"wizard-send-{name}")
    page.focus("#consent")
    page.keyboard.press("Space")
    press(page, "main form button[type=submit]")
    page.wait_for_url("**/proposals/1?sent=1")
    look(page, f"proposal-{name}")
    agree(live, width, language)
    see_the_map(page, live, name)
    change(page, live, name)
    with live.town.database.transaction() as rows:
        kept = rows.get_one(ProposalVersion, (1, 1))
        assert (kept.title, kept.problem, kept.idea, kept.cost) == (TITLE, PROBLEM, IDEA, 22_000_000)
        assert rows.get_one(Proposal, 1).latitude == pytest.approx(37.55, abs=0.06)
        assert rows.scalars(sa.select(Author.pen_name).order_by(Author.since)).all() == ["바람개비", "바다"]


def lose_the_session_and_find_the_text_again(page: Page, live: Live) -> None:
    with live.town.database.transaction() as rows:
        rows.execute(sa.delete(SignedIn))
    page.focus("#idea")
    page.keyboard.insert_text(IDEA)
    page.wait_for_selector(".again:not([hidden])")
    press(page, ".again a")
    page.fill("#email", KIM)
    sign_in_here(page)
    page.wait_for_url("**/write/idea")
    assert page.input_value("#idea") == ""
    page.click(".take")
    assert page.input_value("#idea") == IDEA
    page.locator(".saved", has_text=SAVED).wait_for()
    assert page.evaluate("localStorage.length") == 0


def sign_in_here(page: Page) -> None:
    page.fill("#password", PASSWORD)
    with page.expect_navigation():
        page.press("#password", "Enter")


def put_the_pin(page: Page, name: str) -> None:
    page.wait_for_url("**/write/place")
    page.select_option("#district", index=1)
    page.fill("#place", "성산로4길 건널목에서 교문까지")
    page.focus("main summary >> nth=0")
    page.keyboard.press("Enter")
    page.fill("#latitude", "37.55")
    page.fill("#longitude", "126.95")
    question(page, "place", name)
    on(page)


def work_the_cost_out(page: Page, name: str) -> None:
    page.wait_for_url("**/write/cost")
    page.fill("#of_1", "20")
    page.fill("#of_2", "４")
    assert "22,000,000" in page.inner_text(".total")
    question(page, "cost", name)
    press(page, ".add-up")
    assert page.input_value("#cost") == "22,000,000"
    on(page)
    page.wait_for_url("**/pictures")


def agree(live: Live, width: int, language: str) -> None:
    """The invited one opens the link in the mail."""
    page = live.open(live.url, width, language)
    sign_in(page, live.url, LEE)
    page.goto(live.url + live.town.mailbox.link(LEE))
    look(page, f"invitation-{width}-{language}")
    page.fill("#pen_name", "바다")
    press(page, "main form button[type=submit] >> nth=0")
    page.wait_for_url("**/proposals/1")
    assert "바람개비, 바다" in page.inner_text("main")


def see_the_map(page: Page, live: Live, name: str) -> None:
    page.goto(f"{live.url}/proposals/1")
    press(page, "main .where a")
    page.wait_for_selector(".map-canvas .pin")
    look(page, f"proposal-map-{name}")


def change(page: Page, live: Live, name: str) -> None:
    page.goto(f"{live.url}/proposals/1/edit")
    look(page, f"proposal-edit-{name}")
    page.fill("#idea", IDEA.replace("스무", "서른"))
    press(page, "main form button[type=submit]")
    page.goto(f"{live.url}/proposals/1/versions")
    look(page, f"proposal-versions-{name}")
    page.goto(f"{live.url}/proposals/1/withdraw")
    look(page, f"proposal-withdraw-{name}")
