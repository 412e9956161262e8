"""A newcomer's way by keyboard alone: from the home page to a proposal that was merged with a neighbour's.

In CI on a phone in Korean (SQLite) and at a desk in English (PostgreSQL); `make walks` walks the other two
pairs as well.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page
from pyotp import TOTP
from sqlalchemy import select

from pb.access import Role
from pb.accounts.models import Account
from pb.config import Settings
from pb.proposals.merging.models import Merger
from pb.proposals.models import Proposal
from pb.proposals.queries import text_of
from pb.proposals.support.models import Support
from pb.proposals.writing.models import Author
from tests.keyboard import Keyboard
from tests.pages import EVERYTHING
from tests.pb.accounts.conftest import PASSWORD, Town, mailbox, settings, town
from tests.pb.accounts.live import Live, chromium_page, look, served
from tests.pb.accounts.test_roll import send_file
from tests.pb.proposals.people import make_resident, person_of, resident, submitted
from tests.pb.proposals.test_attached import jpeg
from tests.pb.proposals.test_wizard import furnish

__all__ = ["chromium_page", "mailbox", "settings", "town"]

CHOI, KIM, LEE, PARK, OFFICE = (f"{name}@example.kr" for name in ("choi", "kim", "lee", "park", "office"))
ROLL = """성명,생년월일,행정동,주소,이메일
김하늘,1990-01-31,성산동,성산로 1,kim@example.kr
박순자,1941-05-16,성산동,성산로 3,park@example.kr
"""
TITLE = "학교 가는 길에 나무 그늘 만들기"
QUESTION = "제가 낸 제안과 무엇이 다른가요?"
ANSWER = "심는 자리가 같아서 함께 검토하겠습니다."
WHY = "같은 길에 같은 나무를 심자는 제안입니다."
PHONE, DESK = ("sqlite", 390, "ko"), ("postgresql", 1280, "en")
PAIRS = [PHONE, DESK]
if EVERYTHING:
    PAIRS += [("sqlite", 390, "en"), ("postgresql", 1280, "ko")]


@dataclass
class Someone:
    """Sits at a keyboard and reads the mail of one address."""

    live: Live
    email: str
    width: int
    language: str
    keys: Keyboard = field(init=False)

    def __post_init__(self) -> None:
        self.page = self.live.open(self.live.url, self.width, self.language)
        self.keys = Keyboard(self.page)
        self.page.goto(self.live.url)

    @property
    def on_phone(self) -> bool:
        return self.width < 700

    def menu(self, address: str) -> None:
        """By the menu, which a phone folds."""
        if self.on_phone:
            self.keys.reach(".menu-button")
            self.page.keyboard.press("Enter")
        self.keys.press(f".menu a[href='{address}']")

    def letter(self, about: str = "") -> str:
        """The newest mail with these words in it. Mails leave after the page was answered: wait for it."""
        for _moment in range(600):
            for mail in reversed(self.live.town.mailbox.to(self.email)):
                if about in mail["Subject"] + mail.get_content():
                    return str(mail.get_content())
            self.page.wait_for_timeout(100)
        raise AssertionError(f"no mail about {about!r} to {self.email}")

    def open_link(self, letter: str) -> None:
        """As a program for mail does, in a page of its own."""
        found = re.search(r"https://pb\.example(/\S+)", letter)
        assert found is not None
        self.page.goto("about:blank")
        self.page.goto(self.live.url + found.group(1))

    def sign_in(self) -> None:
        self.keys.type("#email", self.email)
        self.keys.type("#password", PASSWORD)
        self.keys.press("#password")

    def look(self, name: str) -> None:
        look(self.page, f"newcomer-{name}-{self.width}-{self.language}")

    def is_at(self, path: str) -> None:
        """A redirect keeps the fragment, which here is that of the skip link."""
        assert self.page.url.partition("#")[0] == self.live.url + path

    def told(self) -> str:
        return self.page.inner_text("main")


@pytest.fixture
def live(settings: Settings, town: Town, chromium_page: Callable[..., Page]) -> Iterator[Live]:
    """A server on the database of the town that others have furnished."""
    with served(settings, town.mailbox, chromium_page) as live:
        yield live


@pytest.mark.views
@pytest.mark.parametrize(("database_url", "width", "language"), PAIRS, indirect=["database_url"])
def test_a_newcomer_s_idea_goes_on_together_with_a_neighbour_s(
    live: Live, town: Town, width: int, language: str
) -> None:
    prepare(town)
    kim, park, choi, office = (Someone(live, email, width, language) for email in (KIM, PARK, CHOI, OFFICE))
    sign_up(kim)
    show_residence(kim, "김하늘", "1990-01-31")
    propose(kim)
    agree(Someone(live, LEE, width, language))
    support_without_account(park)
    ask(choi)
    answer(office)
    hear_the_answer(choi)
    merge(office)
    hear_of_the_merger(kim)
    kept(live.town)


def prepare(town: Town) -> None:
    """A running call, a neighbour's proposal, codes sent by mail; Lee has an account, Kim has nothing."""
    furnish(town)
    submitted(resident(town, CHOI))
    town.account(LEE)
    make_resident(town, LEE)
    keeper = town.official(Role.COORDINATOR, "roll@example.kr")
    send_file(keeper, "/roll", ROLL)
    assert "2 codes" in send_file(keeper, "/roll/letters", ROLL, way="mail").text
    town.account(OFFICE, Role.COORDINATOR)


def sign_up(kim: Someone) -> None:
    """From the big button of the home page; the mail leads back to where the idea waits."""
    kim.keys.press("main a[href='/proposals/new']")
    kim.keys.press("main a[href^='/sign-up']")
    kim.keys.type("#email", KIM)
    kim.keys.press("#email")
    kim.open_link(kim.letter("/welcome/"))
    kim.keys.type("#password", PASSWORD)
    kim.keys.press("#password")
    kim.is_at("/proposals/new")


def show_residence(one: Someone, name: str, born: str) -> None:
    """With the code from the town's mail; then back to where one came from."""
    code = re.search(r"\n([0-9A-Z]{4}(?:-[0-9A-Z]{4})+)\n", one.letter("/residence"))
    assert code is not None
    one.keys.press("main a[href^='/residence']")
    one.keys.type("#name", name)
    one.keys.type("#birth", born)
    one.keys.type("#code", code.group(1))
    one.keys.press("#code")
    assert "성산동" in one.told()
    one.look("resident")
    one.keys.press("main a.primary")


def propose(kim: Someone) -> None:
    """Question by question, with a pin, a photo and a co-author."""
    keys = kim.keys
    keys.press("main form button[type=submit]")
    for name, text in (
        ("title", TITLE),
        ("problem", "여름이면 아이들이 뙤약볕을 걸어요."),
        ("idea", "그늘이 넓은 나무 스무 그루를 심어 주세요."),
        ("beneficiaries", "초등학생 300명"),
    ):
        keys.type(f"#{name}", text)
        onward(kim)
    keys.choose("#district")
    keys.type("#place", "성산로4길 건널목에서 교문까지")
    keys.reach(".map-canvas")
    kim.page.keyboard.press("ArrowUp")
    kim.page.locator(".map-mark").wait_for()
    onward(kim)
    keys.tick("input[name=category]")
    onward(kim)
    keys.type("#cost", "24000000")
    onward(kim)
    keys.attach("#photo", "길.jpg", "image/jpeg", jpeg((1200, 800)))
    onward(kim)
    keys.type("input[name^=alt_]", "그늘이 없는 학교 앞길")
    onward(kim)
    keys.type("#pen_name", "바람개비")
    keys.type("#email", LEE)
    keys.press("main button[value=stay]")
    onward(kim)
    kim.is_at("/proposals/2/send")
    keys.tick("#consent")
    keys.press("main form button[type=submit]")
    kim.is_at("/proposals/2?sent=1")


def onward(kim: Someone) -> None:
    kim.keys.press("main button[value=next]:not(.default-button)")


def agree(lee: Someone) -> None:
    """The invited neighbour has an account, and comes by the mail."""
    lee.open_link(lee.letter("/invitation/"))
    lee.sign_in()
    lee.keys.type("#pen_name", "바다")
    lee.keys.press("main form button[type=submit]")
    assert "바람개비, 바다" in lee.told()


def support_without_account(park: Someone) -> None:
    """Found by searching; a code from the mail is enough."""
    park.menu("/proposals")
    park.keys.type("#q", "나무 그늘 만들기")
    park.keys.press("#q")
    park.keys.press("main a[href='/proposals/2']")
    show_residence(park, "박순자", "1941-05-16")
    park.keys.press("#support button[type=submit]")
    park.keys.reach("#support button[value=take-back]")


def ask(choi: Someone) -> None:
    choi.page.goto(f"{choi.live.url}/proposals/2")
    choi.keys.press("main a[href$='stance=question']")
    choi.sign_in()
    choi.keys.type("#text", QUESTION)
    choi.keys.press("main form button[type=submit]")
    assert QUESTION in choi.told()


def answer(office: Someone) -> None:
    """An official signs in for the first time, sets the second factor up, and answers."""
    office.menu("/sign-in")
    office.sign_in()
    secret = office.page.locator("main code").first.inner_text().replace(" ", "")
    office.keys.type("#code", TOTP(secret).now())
    office.keys.type("#present", PASSWORD)
    office.keys.press("#present")
    office.menu("/proposals")
    office.keys.press("main a[href='/proposals/2']")
    office.keys.press("main a[href$='/answer']")
    office.keys.type("#text", ANSWER)
    office.keys.press("main form button[type=submit]")
    assert ANSWER in office.page.locator(".post-official").inner_text()


def hear_the_answer(choi: Someone) -> None:
    choi.open_link(choi.letter(ANSWER))
    assert ANSWER in choi.page.locator(".post-official").inner_text()


def merge(office: Someone) -> None:
    office.menu("/proposals")
    office.keys.press("main a[href='/proposals/2']")
    office.keys.press("main a[href$='/merge']")
    office.keys.tick("input[name=into][value='1']")
    office.keys.type("#reason", WHY)
    office.look("merge")
    office.keys.press("main form[method=post] button[type=submit]")


def hear_of_the_merger(kim: Someone) -> None:
    """By mail, in the news, and at the old address, which leads on; what was there can still be read."""
    kim.open_link(kim.letter(WHY))
    for said in ("바람개비", "바다", TITLE):
        assert said in kim.told()
    kim.menu("/my-news")
    assert WHY in kim.told()
    kim.look("my-news")
    kim.page.goto(f"{kim.live.url}/proposals/2")
    kim.is_at("/proposals/1?merged=2")
    kim.look("merged")
    kim.keys.press("main a[href='/proposals/2?old=1']")
    assert WHY in kim.told()
    kim.look("as-it-was")
    kim.keys.press("main a[href='/proposals/2/discussion']")
    for said in (QUESTION, ANSWER):
        assert said in kim.told()


def kept(town: Town) -> None:
    """The proposal that goes on has the authors, the support and the history of both."""
    for email in (KIM, LEE, CHOI):
        assert any(WHY in mail.get_content() for mail in town.mailbox.to(email)), email
    kim, lee, choi = (person_of(town, email) for email in (KIM, LEE, CHOI))
    with town.database.transaction() as rows:
        one, into = rows.get_one(Proposal, 2), rows.get_one(Proposal, 1)
        assert (one.state, one.merged_into_id, into.supports) == ("merged", 1, 1)
        assert text_of(rows, one).title == TITLE
        authors = {
            number: set(rows.scalars(select(Author.person_id).where(Author.proposal_id == number)))
            for number in (1, 2)
        }
        assert authors == {1: {kim, lee, choi}, 2: {kim, lee}}
        (supporter,) = rows.scalars(select(Support.person_id).where(Support.proposal_id == 1))
        assert supporter not in rows.scalars(select(Account.person_id)).all()
        assert rows.get_one(Merger, 2).reason == WHY
