"""Discussions in a real browser: each page in its states, hostile words, a question by keyboard alone."""

import re
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page

from pb.access import Role
from pb.discussion.models import Post
from pb.town.models import Department
from tests.pages import in_each_view, press
from tests.pb.accounts.conftest import PASSWORD
from tests.pb.accounts.live import Live, look, set_up, sign_in
from tests.pb.discussion.conftest import KIM, LEE, TITLE, proposed, settle

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"
BUDGET, BOSS = "budget@example.kr", "boss@example.kr"
WORDS = {
    "for": "정류장에 해가 하루 종일 들어서 어르신들이 힘들어하십니다.\n나무 두 그루면 충분합니다.",
    "against": "나뭇잎이 떨어지면 겨울에 미끄럽습니다. 그늘막이 더 싸고 빠르지 않을까요? https://example.kr/price",
    "question": "나무는 어떤 종류로 심나요? 관리비는 해마다 얼마나 드나요?",
}


def settled(live: Live, email: str) -> None:
    live.town.account(email)
    settle(live.town, email)


def official(live: Live, page: Page, email: str, *roles: Role) -> str:
    """Signed in with the second factor; its secret."""
    live.town.account(email, *roles)
    sign_in(page, live.url, email)
    secret = page.locator("main code").first.inner_text().replace(" ", "")
    set_up(page, secret)
    return secret


def write(page: Page, url: str, stance: str, text: str, name: str = "별이네") -> int:
    page.goto(f"{url}/proposals/1/discussion/write?stance={stance}")
    page.fill("#text", text)
    page.fill("#pen_name", name)
    press(page, "main button[type=submit]")
    found = re.search(r"#post-(\d+)$", page.url)
    assert found is not None
    return int(found.group(1))


def answer(page: Page, url: str, post: int, text: str) -> None:
    page.goto(f"{url}/discussion/{post}/answer")
    page.fill("#text", text)
    page.select_option("#department", index=1)
    press(page, "main button[type=submit]")


def hide(page: Page, url: str, post: int, why: str) -> None:
    page.goto(f"{url}/discussion/{post}/case")
    page.check("input[name=hide-ground][value=insult]")
    page.fill("#hide-reason", why)
    press(page, "form[action$='/hide'] button[type=submit]")


@in_each_view
def test_every_page_is_accessible_in_each_state(live: Live, width: int, language: str) -> None:
    place = f"{width}-{language}"
    assert proposed(live.town) == 1
    with live.town.database.transaction() as rows:
        rows.add(Department(name_ko="공원녹지과", name_en="Parks and Green Spaces", retired=None))
    kim, office, boss = (live.open(live.url, width, language) for _ in range(3))
    page = f"{live.url}/proposals/1/discussion"
    kim.goto(page)
    look(kim, f"talk-empty-{place}")
    settled(live, KIM)
    sign_in(kim, live.url, KIM)
    kim.goto(f"{page}/write?stance=for")
    look(kim, f"talk-write-{place}")
    kim.fill("#pen_name", "")
    press(kim, "main button[type=submit]")
    look(kim, f"talk-write-mistaken-{place}")
    posts = {stance: write(kim, live.url, stance, text) for stance, text in WORDS.items()}
    hostile = write(kim, live.url, "for", HOSTILE, "<b>별</b>")
    bad = write(kim, live.url, "against", "이런 제안을 하는 사람은 바보입니다.", "지나가다")
    official(live, office, BUDGET, Role.COORDINATOR)
    official(live, boss, BOSS, Role.ADMINISTRATOR)
    office.goto(f"{live.url}/discussion/reports")
    look(office, f"talk-queue-empty-{place}")
    answer(office, live.url, posts["question"], "느티나무를 심을 계획이며, 관리비는 한 해 120만 원입니다.")
    answer(office, live.url, hostile, HOSTILE)
    for path in (f"{posts['question']}/answer", f"{posts['question']}/report", "experts", "figures"):
        office.goto(f"{live.url}/discussion/{path}")
        look(office, f"talk-{path.split('/')[-1]}-{place}")
        if office.locator("main form[method=post] button[type=submit]").count():
            press(office, "main form[method=post] button[type=submit]")
            look(office, f"talk-{path.split('/')[-1]}-mistaken-{place}")
    office.goto(f"{page}/summary/write")
    office.fill("#text", "찬성은 더위를, 반대는 낙엽과 비용을 말합니다. 관리비 질문에는 답변이 있습니다.")
    office.fill("#reason", "의견이 모여서")
    look(office, f"talk-summarise-{place}")
    press(office, "main button[type=submit]")
    look(office, f"talk-office-{place}")
    office.goto(f"{page}/summary")
    look(office, f"talk-summaries-{place}")
    boss.goto(f"{live.url}/discussion/{bad}/report")
    boss.check("input[value=insult]")
    press(boss, "main button[type=submit]")
    look(boss, f"talk-reported-{place}")
    for path in ("reports", f"{bad}/case"):
        office.goto(f"{live.url}/discussion/{path}")
        look(office, f"talk-{path.split('/')[-1]}-filled-{place}")
    press(office, "form[action$='/hide'] button[type=submit]")
    look(office, f"talk-case-mistaken-{place}")
    hide(office, live.url, bad, "사람을 모욕하는 표현이 있습니다.")
    kim.goto(page)
    look(kim, f"talk-filled-{place}")
    kim.goto(f"{live.url}/proposals/1")
    look(kim, f"talk-on-proposal-{place}")
    kim.goto(f"{live.url}/discussion/{posts['question']}")
    look(kim, f"talk-thread-{place}")
    for path in (f"{posts['for']}/edit", f"{posts['for']}/delete", f"{posts['for']}/reply", f"{bad}/appeal"):
        kim.goto(f"{live.url}/discussion/{path}")
        look(kim, f"talk-{path.split('/')[-1]}-{place}")
    kim.fill("#words", "농담이었습니다.")
    press(kim, "main button[type=submit]")
    look(kim, f"talk-appealed-{place}")
    for browser in (office, boss):
        browser.goto(f"{live.url}/discussion/{bad}/case")
        look(browser, f"talk-appeal-case-{'own' if browser is office else 'other'}-{place}")
    boss.goto(f"{live.url}/discussion/reports")
    look(boss, f"talk-queue-appealed-{place}")
    kim.goto(live.url)
    look(kim, f"talk-home-{place}")
    kim.goto(f"{live.url}/my-news")
    look(kim, f"talk-my-news-{place}")


def test_a_question_is_asked_answered_and_told_by_keyboard_alone(live: Live) -> None:
    proposed(live.town)
    settled(live, KIM)
    kim = live.open(live.url, 390, "ko")
    kim.goto(f"{live.url}/proposals/1/discussion/write?stance=question")
    for field, typed in (("email", KIM), ("password", PASSWORD)):
        kim.focus(f"#{field}")
        kim.keyboard.type(typed)
    kim.keyboard.press("Enter")
    kim.wait_for_selector("#text")
    assert kim.locator("input[value=question]").is_checked()
    kim.focus("#text")
    kim.keyboard.type("언제 심나요?")
    kim.keyboard.press("Tab")
    assert kim.evaluate("document.activeElement.id") == "pen_name"
    kim.keyboard.press("Tab")
    kim.keyboard.press("Enter")
    kim.wait_for_selector(".post-text:has-text('언제 심나요?')")
    office = live.open(live.url, 1280, "ko")
    official(live, office, BUDGET, Role.REVIEWER)
    office.goto(kim.url)
    office.focus("a:has-text('소관부서로 답변하기')")
    office.keyboard.press("Enter")
    office.wait_for_selector("#text")
    office.focus("#text")
    office.keyboard.type("내년 3월에 심습니다.")
    office.focus("main button[type=submit]")
    office.keyboard.press("Enter")
    office.wait_for_selector(".post-official")
    for _ in range(100):
        if live.town.mailbox.to(KIM):
            break
        office.wait_for_timeout(100)
    mail = live.town.mailbox.to(KIM)[-1]
    assert TITLE in mail["Subject"]
    kim.goto("about:blank")
    kim.goto(live.url + live.town.mailbox.link(KIM))
    assert "내년 3월에 심습니다." in kim.locator(".post-official").inner_text()


def test_hostile_words_are_text_on_every_page(live: Live) -> None:
    """Written past the forms into every stored field; `chromium_page` fails on any script that runs."""
    proposed(live.town, title=HOSTILE[:100])
    live.town.account(LEE)
    person = settle(live.town, LEE, "<b>동</b>")
    with live.town.database.transaction() as rows:
        common = {"proposal_id": 1, "person_id": person, "pen_name": HOSTILE[:30], "district": "<b>동</b>"}
        for stance in ("for", "against", "question"):
            rows.add(Post(**common, stance=stance, standing="resident", text=HOSTILE, at=datetime.now(UTC)))
        rows.flush()
        rows.add(
            Post(
                **common,
                stance="reply",
                parent_id=3,
                standing="expert",
                field=HOSTILE[:60],
                text=HOSTILE,
                at=datetime.now(UTC),
            )
        )
    page = live.open(live.url, 1280, "en")
    page.on("dialog", lambda _: pytest.fail("a script ran"))
    official(live, page, BUDGET, Role.COORDINATOR)
    page.goto(f"{live.url}/discussion/experts")
    for field, typed in (("email", LEE), ("field", HOSTILE[:60]), ("reason", HOSTILE)):
        page.fill(f"#{field}", typed)
    press(page, "main button[type=submit]")
    page.goto(f"{live.url}/proposals/1/discussion/summary/write")
    page.fill("#text", HOSTILE)
    page.fill("#reason", HOSTILE)
    press(page, "main button[type=submit]")
    page.goto(f"{live.url}/discussion/1/report")
    page.check("input[value=other]")
    page.fill("#words", HOSTILE)
    press(page, "main button[type=submit]")
    page.goto(f"{live.url}/discussion/3/answer")
    page.fill("#text", HOSTILE)
    press(page, "main button[type=submit]")
    page.goto(f"{live.url}/discussion/1/case")
    assert page.locator("main li", has_text=HOSTILE).count() == 1
    hide(page, live.url, 1, HOSTILE)
    with live.town.database.transaction() as rows:
        rows.execute(sa.text("update hidings set appeal = :words, appealed = at"), {"words": HOSTILE})
    settle(live.town, BUDGET)
    shown = ("1", "3", "3/reply", "1/case", "2/report", "reports", "experts")
    paths = [f"/discussion/{path}" for path in shown]
    paths += [
        "/proposals/1",
        "/proposals/1/discussion",
        "/proposals/1/discussion/summary",
        "/discussion/experts/3/withdraw",
    ]
    for path in (*paths, "/", "/news", "/news?topic=proposal:1", "/journal", "/discussion/2/answer"):
        page.goto(live.url + path)
        assert page.locator("main script, main img[src=x], main b:has-text('동')").count() == 0
        if path not in ("/discussion/experts/3/withdraw",):
            assert "<script>" in page.inner_text("main"), path
