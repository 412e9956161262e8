"""The officials' pages in a real browser: how they look, and the whole inbox by keyboard alone."""

from datetime import datetime, timedelta

from playwright.sync_api import Page

from pb.access import Role
from pb.proposals.models import State
from tests.pages import in_each_view, press
from tests.pb.accounts.live import Live, look, set_up, sign_in
from tests.pb.reviews.conftest import ReviewOffice, opened, today
from tests.pb.reviews.forms import EXPLANATION
from tests.pb.reviews.test_committee import enter_appeals, refused_proposal, seated

TWENTY = 20


def enter(live: Live, page: Page, email: str) -> None:
    """Sign in with the second factor set up on the way."""
    sign_in(page, live.url, email)
    set_up(page, page.locator("main code").first.inner_text().replace(" ", ""))


def filled_office(live: Live, proposals: int) -> ReviewOffice:
    office = opened(live.town)
    live.town.account("park@example.kr", Role.REVIEWER)
    live.town.account("boss@example.kr", Role.COORDINATOR)
    office.seat(0, "park@example.kr")
    for place in range(proposals):
        number = office.proposal(f"{place + 1}번째 그늘나무 심기", spot=(37.03 + place / 1000, 127.05))
        office.give(number, 0, today() + timedelta(days=place - 2))
    return office


@in_each_view
def test_every_page_of_the_review_is_accessible(live: Live, width: int, language: str) -> None:
    office = filled_office(live, 3)
    waits = office.proposal("골목 가로등 밝히기")
    office.give(office.proposal("빗물받이 청소", kind=1), 1)
    office.proposal("보도블록 고치기", kind=2)
    page, place = live.open(live.url, width, language), f"{width}-{language}"
    enter(live, page, "boss@example.kr")
    for name, path in (
        ("waiting", "/reviews/waiting"),
        ("assign", f"/reviews/{waits}/assign"),
        ("workload", "/reviews/workload"),
        ("seats", "/reviews/departments"),
        ("inbox", "/reviews"),
        ("reassign", "/reviews/1/reassign"),
        ("committees", "/reviews/committees"),
    ):
        page.goto(live.url + path)
        look(page, f"review-{name}-{place}")
    seat_and_unseat(live, page, place)
    page.goto(f"{live.url}/reviews/1")
    page.check("input[name=conflict][value=no]")
    press(page, "main form:has([name=conflict]) button")
    other = live.open(live.url, width, language)
    enter(live, other, "park@example.kr")
    other.goto(f"{live.url}/reviews/1")
    look(other, f"review-declare-{place}")
    other.check("input[name=conflict][value=no]")
    press(other, "main form:has([name=conflict]) button")
    other.wait_for_selector(".pane .pin-here")
    look(other, f"review-form-{place}")
    office.author(1)
    let_the_proposer_amend(live, other, width, language)
    write_infeasible(other)
    press(other, "button[value=submit]")
    look(other, f"review-submitted-{place}")
    page.goto(f"{live.url}/reviews/1")
    look(page, f"review-sign-{place}")
    press(page, "button[value=confirm]")
    look(page, f"review-decided-{place}")
    for name, path in (("public", "/proposals/1"), ("statistics", "/reviews/statistics")):
        page.goto(live.url + path)
        look(page, f"review-{name}-{place}")


def seat_and_unseat(live: Live, page: Page, place: str) -> None:
    """A committee founded, a member seated, and the seat ended."""
    for name, typed in (("name_ko", "안전 분과"), ("name_en", "Safety"), ("reason", "운영 조례 제7조")):
        page.fill(f"[name={name}]", typed)
    press(page, "main form button[type=submit]")
    for name, typed in (("email", "park@example.kr"), ("name", "박위원"), ("reason", "공개 모집")):
        page.fill(f"[name={name}]", typed)
    press(page, "main form:has([name=email]) button[type=submit]")
    look(page, f"review-committee-{place}")
    press(page, "main td a")
    look(page, f"review-end-seat-{place}")
    page.fill("[name=reason]", "이사로 자격을 잃음")
    press(page, "main form button[type=submit]")
    look(page, f"review-former-{place}")


def let_the_proposer_amend(live: Live, reviewer: Page, width: int, language: str) -> None:
    """Asked, changed on the proposer's own page, and read anew with what changed marked."""
    press(reviewer, "a[href='/reviews/1/ask']")
    reviewer.fill("[name=reason]", "나무를 심을 자리를 더 자세히 적어 주세요.")
    look(reviewer, f"review-ask-{width}-{language}")
    press(reviewer, "main form button[type=submit]")
    proposer = live.open(live.url, width, language)
    sign_in(proposer, live.url, "kim@example.kr")
    proposer.goto(f"{live.url}/proposals/1")
    look(proposer, f"review-asked-{width}-{language}")
    press(proposer, "a[href='/proposals/1/edit']")
    proposer.fill("[name=idea]", "정류장 옆 화단에 느티나무를 심어요.")
    press(proposer, "main form button[type=submit]")
    reviewer.reload()
    assert "느티나무" in "".join(reviewer.locator(".dossier ins").all_inner_texts())
    look(reviewer, f"review-amended-{width}-{language}")
    press(reviewer, "form[action$='/read'] button")


def write_infeasible(page: Page) -> None:
    for criterion in ("competence", "technique", "site", "cost", "schedule", "equity", "safety"):
        page.check(f"[name=light_{criterion}][value=ok]")
    page.check("[name=light_law][value=no]")
    page.fill("[name=words_law]", "도로법에 따라 심을 수 없습니다.")
    page.fill("[name=item_1]", "느티나무")
    page.fill("[name=quantity_1]", "10")
    page.fill("[name=unit_1]", "그루")
    page.fill("[name=unit_cost_1]", "2,000,000")
    page.fill("[name=yearly_1]", "300,000")
    page.check("[name=verdict][value=infeasible]")
    page.select_option("[name=ground]", "law")
    page.fill("[name=legal_basis]", "도로법 제61조")
    page.fill("[name=explanation]", EXPLANATION)
    page.fill("[name=note]", "내부에서만 보는 메모")


def test_a_whole_inbox_of_twenty_by_keyboard_alone(live: Live) -> None:
    filled_office(live, TWENTY)
    page = live.open(live.url, 1280, "en")
    enter(live, page, "park@example.kr")
    page.goto(f"{live.url}/reviews")
    seen = []
    for _ in range(TWENTY):
        with page.expect_navigation():
            page.keyboard.press("Alt+n")
        seen.append(page.locator("h1").inner_text())
        page.focus("[name=conflict][value=no]")
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.focus("[name=explanation]")
        page.keyboard.type("It stands on our own ground.")
        with page.expect_navigation():
            page.keyboard.press("Alt+s")
        assert page.input_value("[name=explanation]") == "It stands on our own ground."
    assert len(set(seen)) == TWENTY
    with page.expect_navigation():
        page.keyboard.press("Alt+p")
    assert page.locator("h1").inner_text() == seen[-2]


def test_what_is_typed_is_saved_by_itself_and_a_second_writer_is_told(live: Live) -> None:
    office = filled_office(live, 1)
    live.town.account("lee@example.kr", Role.REVIEWER)
    office.seat(0, "lee@example.kr")
    pages = []
    for email in ("park@example.kr", "lee@example.kr"):
        page = live.open(live.url, 1280, "en")
        enter(live, page, email)
        page.goto(f"{live.url}/reviews/1")
        page.check("input[name=conflict][value=no]")
        press(page, "main form:has([name=conflict]) button")
        pages.append(page)
    one, two = pages
    one.fill("[name=explanation]", "What the first one wrote.")
    one.wait_for_selector(".autosaved:has-text('Saved at')")
    two.fill("[name=explanation]", "What the second one wrote.")
    two.wait_for_selector(".autosaved:has-text('Somebody else saved this form meanwhile.')")
    press(two, "button[value=save]")
    assert two.input_value("[name=explanation]") == "What the second one wrote."
    assert "What the first one wrote." in two.locator(".kept").first.inner_text()
    one.reload()
    assert one.input_value("[name=explanation]") == "What the first one wrote."


@in_each_view
def test_an_appeal_from_the_proposer_to_the_committee(live: Live, width: int, language: str) -> None:
    # What leads up to it is sent without the browser, and so without its proof of origin.
    live.town.app.config["WTF_CSRF_ENABLED"] = False
    office = opened(live.town)
    number, boss = refused_proposal(office)
    enter_appeals(office)
    place = f"{width}-{language}"
    page = live.open(live.url, width, language)
    sign_in(page, live.url, "kim@example.kr")
    page.goto(f"{live.url}/proposals/{number}")
    press(page, f"a[href='/proposals/{number}/appeal']")
    look(page, f"review-appeal-{place}")
    page.fill("[name=words]", "길을 다시 재 주세요.")
    press(page, "main form button[type=submit]")
    look(page, f"review-appealed-{place}")
    seated(office, boss, "a@example.kr", "b@example.kr")
    later = (datetime.now() + timedelta(days=2)).strftime("%Y-%m-%dT10:00")
    meeting = boss.send("/reviews/committees/1/meetings", at=later, place="구청 3층").location
    there = [str(office.person(f"{name}@example.kr")) for name in "ab"]
    boss.client.post(f"{meeting}/attendance", data={"present": there}).close()
    for email in ("a@example.kr", "b@example.kr"):
        member = live.open(live.url, width, language)
        sign_in(member, live.url, email)
        member.goto(live.url + meeting)
        look(member, f"review-vote-{place}")
        member.check("[name=vote][value=return]")
        press(member, "main form:has([name=vote]) button")
    boss.send(f"{meeting}/close", minutes="현장을 다시 살펴보았습니다.", reason="인도 폭이 충분함")
    typed = {
        "name_ko_1": "필요성",
        "name_en_1": "Need",
        "weight_1": "3",
        "most_1": "10",
        "reason": "위원회 의결",
    }
    boss.send("/reviews/committees/1/criteria", **typed)
    office.proposal("벤치 놓기", state=State.FEASIBLE)
    page.goto(live.url + meeting)
    look(page, f"review-minutes-{place}")
    member.goto(f"{live.url}/reviews/committees/1/scores")
    look(member, f"review-points-{place}")
    member.fill("main table input", "7")
    press(member, "main form button[type=submit]")
    boss.send("/reviews/committees/1/sign", reason="위원회 의결")
    page.goto(f"{live.url}/reviews/committees/1/scores")
    look(page, f"review-scores-{place}")
    page.goto(f"{live.url}/proposals/{number}")
    look(page, f"review-returned-{place}")
