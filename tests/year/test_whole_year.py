"""From an idea to a published result, with votes cast in every way there is; then a stranger verifies it."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from pb import clock, jobs
from pb.access import Role
from pb.accounts.models import Account
from pb.accounts.roll.models import RollEntry
from pb.config import Settings
from pb.projects.models import Project
from pb.reviews.assigning.models import DepartmentSeat
from pb.town import outlines
from pb.town.models import Category, Department, District
from pb.voting import hall as halls
from pb.voting.backup import actions as backups
from pb.voting.models import Election, Slot, State
from tests.conftest import JOURNAL_KEY, SECRET, migrated, run
from tests.pages import press
from tests.pb.accounts.conftest import Mailbox, mailbox
from tests.pb.accounts.live import chromium_page, look, served
from tests.pb.projects import year as towns
from tests.pb.proposals.test_attached import jpeg
from tests.pb.results.test_publishing import recounted, settled, verified
from tests.pb.reviews.forms import EXPLANATION
from tests.pb.town.test_town import TWO
from tests.pb.voting.conftest import Vote, residents
from tests.pb.voting.test_booth import cast
from tests.pb.voting.test_paper import batches_in_box
from tests.postgres import DURABLE, Postgres
from tests.year.people import Clock, Scene, Somebody, Trustee, make_key, open_box

__all__ = ["chromium_page", "mailbox"]

WHY = "주민참여예산위원회 의결"
KIM, LEE = ("김하늘", "1990-01-31"), ("이바다", "1985-03-02")
ON_PAPER = (("박순자", "1941-05-16"), ("최영수", "1950-11-20"), ("한미숙", "1948-07-07"))
ROLL = "이름,생년월일,동,주소\n" + "".join(
    f"{name},{born},성산동,성산로 {number}\n" for number, (name, born) in enumerate((KIM, LEE, *ON_PAPER), 1)
)
TITLE = "학교 가는 길에 그늘나무 심기"
OTHERS = ("시장 앞 쉼터", "작은 도서관", "골목 보안등", "빗물받이 청소")
LOT = "7-12-23-31-39-44"
CLERKS = ("clerk-one", "clerk-two")
CROWD = 9


@pytest.fixture(params=["sqlite", "postgresql"])
def year(
    request: pytest.FixtureRequest,
    chromium_page: Callable[..., Page],
    mailbox: Mailbox,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Iterator["Year"]:
    """An empty town whose database takes care for power cuts, as the app demands before it opens a vote.

    On SQLite everyone reads Korean, on PostgreSQL English.
    """
    server = Postgres(DURABLE) if request.param == "postgresql" else None
    url = f"sqlite:///{tmp_path / 'pb.sqlite'}"
    if server:
        run(server.url(), "CREATE DATABASE town")
        url = server.url("town")
    migrated(url)
    ahead = Clock()
    monkeypatch.setattr(clock, "now", ahead.now)
    with served(Settings(tmp_path, SECRET, JOURNAL_KEY, url), mailbox, chromium_page) as live:
        yield Year(Scene(live, ahead, "en" if server else "ko"), tmp_path)
    if server:
        server.stop()


@dataclass
class Year:
    """The town, and what its voters meant: a count of choices by title."""

    scene: Scene
    home: Path

    def __post_init__(self) -> None:
        self.live, self.clock = self.scene.live, self.scene.clock
        self.meant: Counter[str] = Counter()

    def somebody(self, name: str, *roles: Role, width: int = 1280) -> Somebody:
        email = f"{name}@example.kr"
        self.live.town.account(email, *roles)
        return Somebody(self.scene, email, width)

    def vote(self) -> Vote:
        with self.live.town.app.test_request_context(), self.live.town.database.transaction() as rows:
            return Vote(self.live.town, 1, halls.of(rows, rows.get_one(Election, 1)), {})


@pytest.mark.timeout(1800)
def test_a_year_ends_in_what_the_voters_meant_and_a_stranger_verifies_it(year: Year) -> None:
    coordinator = year.somebody("coordinator", Role.COORDINATOR)
    kim = year.somebody("kim", width=390)
    plan(year, coordinator)
    year.clock.set_to(year.live, "call")
    live_here(year, coordinator, kim)
    propose(kim)
    year.clock.set_to(year.live, "review")
    review(year, coordinator)
    year.clock.set_to(year.live, "bulletin")
    compose(year, coordinator)
    year.clock.set_to(year.live, "voting")
    trustees = prepare(year, coordinator)
    vote_online(year, kim)
    vote_without_account(year)
    vote_on_paper(year)
    year.clock.set_to(year.live, "counting")
    unseal(year, coordinator, trustees[0])
    publish(year, coordinator)
    verify(year)


def plan(year: Year, coordinator: Somebody) -> None:
    """The town, and a published plan by an example."""
    with year.live.town.database.transaction() as rows:
        for one in outlines.read(TWO.encode()):
            rows.add(District(name_ko=one.name_ko, name_en=one.name_en, outline=one.text()))
        rows.add(Category(name_ko="공원·녹지", name_en="Parks and green"))
        rows.add(Department(name_ko="공원녹지과", name_en="Parks"))
    page = coordinator.go("/cycles")
    press(page, "button[value=exactly-3]")
    coordinator.show("plan")
    coordinator.act("/cycles/1/publish", reason=WHY)


def live_here(year: Year, coordinator: Somebody, kim: Somebody) -> None:
    """The roll is taken in; a clerk gives Kim a code, and Kim shows the residence with it."""
    page = coordinator.go("/roll")
    file = {"name": "명부.csv", "mimeType": "text/csv", "buffer": ROLL.encode()}
    page.set_input_files("main input[type=file]", file)
    page.fill("main [name=reason]", "주민등록 담당 명부")
    press(page, "main form button[type=submit] >> nth=0")
    coordinator.show("roll")
    kim.sign_in()
    prove(year, kim.go("/residence"), KIM, 1)


def prove(year: Year, page: Page, who: tuple[str, str], number: int) -> None:
    code = code_from_the_desk(year, who, number)
    page.fill("#name", who[0])
    page.fill("#birth", who[1])
    page.fill("#code", code)
    with page.expect_navigation():
        page.press("#code", "Enter")
    assert page.locator(".alert-success, [role=status]").count(), page.inner_text("main")


def code_from_the_desk(year: Year, who: tuple[str, str], number: int) -> str:
    clerk = year.somebody(f"clerk-for-{number}", Role.CLERK)
    page = clerk.go("/desk/code")
    page.fill("#name", who[0])
    page.fill("#birth", who[1])
    page.fill("#address", f"성산로 {number}")
    page.fill("#reason", "주민등록증 확인")
    press(page, "main form button[type=submit]")
    return page.locator("main code").first.inner_text()


def propose(kim: Somebody) -> None:
    """Question by question, with a pin and a photo."""
    page = kim.go("/proposals/new")
    press(page, "main form button[type=submit]")
    for field, text in (
        ("title", TITLE),
        ("problem", "여름에 학교 가는 길에 그늘이 없어요."),
        ("idea", "나무 스무 그루를 심어 주세요."),
        ("beneficiaries", "초등학생 300명"),
    ):
        page.fill(f"#{field}", text)
        onward(page)
    page.select_option("#district", index=1)
    page.fill("#place", "성산로4길 건널목에서 교문까지")
    page.click("main summary >> nth=0")
    page.fill("#latitude", "37.55")
    page.fill("#longitude", "126.95")
    onward(page)
    page.check("input[name=category] >> nth=0", force=True)
    onward(page)
    page.fill("#cost", "24,000,000")
    onward(page)
    page.set_input_files("#photo", {"name": "길.jpg", "mimeType": "image/jpeg", "buffer": jpeg((1200, 800))})
    onward(page)
    page.fill("input[name=alt_1]", "그늘이 없는 학교 앞길")
    onward(page)
    onward(page)
    page.wait_for_url("**/send")
    page.check("#consent", force=True)
    press(page, "main form button[type=submit]")
    page.wait_for_url("**/proposals/1?sent=1")


def onward(page: Page) -> None:
    press(page, "main button[value=next]:not(.default-button)")


def review(year: Year, coordinator: Somebody) -> None:
    """The coordinator gives it to the department, one reviewer writes, another signs."""
    page = coordinator.go("/reviews/1/assign")
    page.select_option("#department", index=1)
    page.fill("main [name=due]", str((clock.now().date()).replace(day=28)))
    page.fill("main [name=reason]", "업무 분장에 따름")
    press(page, "main form button[type=submit]")
    writer, signer = (seated(year, name) for name in ("writer", "signer"))
    for one in (writer, signer):
        page = one.go("/reviews/1")
        page.check("input[name=conflict][value=no]", force=True)
        press(page, "main form:has([name=conflict]) button")
    page = writer.go("/reviews/1")
    for light in page.locator("[name^=light_][value=ok]").all():
        light.check(force=True)
    for field, text in (
        ("item_1", "느티나무"),
        ("quantity_1", "20"),
        ("unit_1", "그루"),
        ("unit_cost_1", "1,200,000"),
    ):
        page.fill(f"[name={field}]", text)
    page.check("[name=verdict][value=feasible]", force=True)
    page.fill("[name=explanation]", EXPLANATION)
    press(page, "button[value=submit]")
    press(signer.go("/reviews/1"), "button[value=confirm]")
    for title in OTHERS:
        towns.feasible(year.live.town, 1, title)


def seated(year: Year, name: str) -> Somebody:
    official = year.somebody(name, Role.REVIEWER)
    with year.live.town.database.transaction() as rows:
        person = rows.scalars(select(Account.person_id).where(Account.email == official.email)).one()
        department = rows.scalars(select(Department.id)).one()
        rows.add(DepartmentSeat(person_id=person, department_id=department, since=clock.now()))
    return official


def compose(year: Year, coordinator: Somebody) -> None:
    for number in range(1, 2 + len(OTHERS)):
        page = coordinator.go(f"/ballots/1/pick/{number}")
        for language in ("ko", "en"):
            title = page.input_value("[name=title_ko]")
            page.fill(f"[name=title_{language}]", title)
            page.fill(f"[name=text_{language}]", f"{title}: 만들기")
        page.fill("[name=cost]", "600,000,000")
        press(page, "main form button[type=submit]")
        assert page.url.endswith("/ballots/1"), page.inner_text("main")
    coordinator.show("ballot")
    coordinator.act("/ballots/1/publish", reason=WHY)
    coordinator.act("/cycles/1/lot", lot=LOT, reason="의회 현관에서 공 여섯 개를 뽑음")


def prepare(year: Year, coordinator: Somebody) -> list[Trustee]:
    """From the roll to the open box: slots, key, frozen rules, backup, opening."""
    with year.live.town.database.transaction() as rows:
        residents(rows, CROWD)
    trustees = [
        Trustee(year.somebody(name, Role.TRUSTEE), year.home / name) for name in ("chair", "citizens")
    ]
    for one in trustees:
        one.person.sign_in()
    for name in CLERKS:
        year.live.town.account(f"{name}@example.kr", Role.CLERK)
    page = coordinator.go("/elections")
    page.check("[name=kind][value=real]", force=True)
    page.fill("[name=smallest]", "5")
    page.fill("[name=reason]", WHY)
    press(page, "main form button[type=submit]")
    for act in ("draw", "key"):
        coordinator.act(f"/elections/1/{act}", reason=WHY)
    coordinator.go("/elections/1")
    coordinator.show("key")
    trustees[0].person.go("/trustees/1")
    trustees[0].person.show("trustee")
    make_key(trustees)
    coordinator.act("/elections/1/freeze", reason=WHY)
    with year.live.town.app.test_request_context():
        backups.make(halls.settings(), year.live.town.database, clock.now())
    coordinator.go("/elections/1")
    coordinator.show("opening")
    coordinator.act("/elections/1/open", reason=WHY)
    return trustees


def mark(page: Page, *titles: str) -> None:
    expect(page.locator(".tally")).to_be_visible()
    for title in titles:
        page.locator(".pick", has=page.get_by_role("heading", name=title)).locator(".mark").click()


def vote_online(year: Year, kim: Somebody) -> None:
    """Kim votes on a phone and changes the vote at a desk; a crowd of devices votes as well."""
    other = Somebody(year.scene, kim.email)
    for device in (kim, other):
        device.sign_in()
    mark(kim.go("/vote"), *OTHERS[:3])
    kim.show("booth")
    cast(kim.page)
    kim.show("cast")
    chosen = (TITLE, *OTHERS[:2])
    mark(other.go("/vote"), *chosen)
    cast(other.page)
    year.meant.update(chosen)
    vote = year.vote()
    with vote.rows() as rows:
        crowd = select(Slot.number).join(RollEntry).where(RollEntry.line_digest.like("line %"))
        numbers = list(rows.scalars(crowd.order_by(Slot.number)))
    for place, number in enumerate(numbers):
        marked = tuple(sorted((place % 5, (place + 1) % 5, (place + 3) % 5)))
        voter = vote.admitted(number)
        with vote.rows() as rows:
            voter.cast(rows, marked, at=clock.now())
        year.meant.update(titles_of(year)[each] for each in marked)


def titles_of(year: Year) -> list[str]:
    with year.live.town.database.transaction() as rows:
        return list(rows.scalars(select(Project.title_ko).order_by(Project.number)))


def vote_without_account(year: Year) -> None:
    """Lee has only the code, and no account."""
    page = year.live.open(year.live.url, 390, year.scene.language)
    page.goto(f"{year.live.url}/residence")
    prove(year, page, LEE, 2)
    page.goto(f"{year.live.url}/vote")
    chosen = (OTHERS[1], OTHERS[2], OTHERS[3])
    mark(page, *chosen)
    cast(page)
    year.meant.update(chosen)


def vote_on_paper(year: Year) -> None:
    """Three get a paper ballot at the desk; one of the papers is spoiled; two clerks type the stack."""
    one, two = (Somebody(year.scene, f"{name}@example.kr") for name in CLERKS)
    for name, born in ON_PAPER:
        page = one.go("/desk")
        page.fill("#name", name)
        page.fill("#birth", born)
        press(page, "main form button[type=submit]")
        one.show("desk")
        press(page, "main form button[type=submit]")
    page = one.go("/desk/paper/new")
    page.select_option("#kind", index=0)
    page.fill("#papers", "3")
    press(page, "main form button[type=submit]")
    titles = titles_of(year)
    papers = [titles[:3], titles[2:5]]
    lines = "\n".join(" ".join(str(1 + titles.index(title)) for title in paper) for paper in papers)
    one.go("/desk/paper/1")
    one.show("paper")
    for clerk in (one, two):
        clerk.act("/desk/paper/1", lines=lines, spoiled="1")
    assert len(batches_in_box(year.vote())) == 1
    for paper in papers:
        year.meant.update(paper)


def unseal(year: Year, coordinator: Somebody, trustee: Trustee) -> None:
    """The server mixes; one of the two trustees is away, as may happen."""
    coordinator.act("/elections/1/close", reason=WHY)
    jobs.all_done(year.live.town.app)
    open_box(trustee)
    with year.live.town.database.transaction() as rows:
        assert rows.get_one(Election, 1).state == State.UNSEALED
    coordinator.go("/elections/1")
    coordinator.show("opened")


def publish(year: Year, coordinator: Somebody) -> None:
    """One begins the count, two press."""
    page = coordinator.go("/results/1/publish")
    page.fill("main [name=count-reason]", WHY)
    press(page, "main form[action$='/count'] button")
    jobs.all_done(year.live.town.app)
    assert settled(year.live.town).state == "ready"
    coordinator.go("/results/1/publish")
    coordinator.show("gate")
    for one in (coordinator, year.somebody("head", Role.ADMINISTRATOR)):
        page = one.go("/results/1/publish")
        page.fill("main form[action$='/press'] [name=reason]", WHY)
        press(page, "main form[action$='/press'] button")


def verify(year: Year) -> None:
    """What is published is what was meant; the auditor's two commands say so without the town."""
    page = year.live.open(year.live.url, 390, year.scene.language)
    page.goto(f"{year.live.url}/results")
    look(page, f"year-results-390-{year.scene.language}")
    visitor = year.live.town.browser()
    (section,) = visitor.get("/results/1/files/result.json").get_json()["sections"]
    titles = {f"P{number}": title for number, title in enumerate(titles_of(year), 1)}
    assert {titles[one["id"]]: int(one["votes"]) for one in section["projects"]} == dict(year.meant)
    assert [one["funded"] for one in section["projects"]].count(True) == 3
    verified(year.live.town, year.home)
    recounted(year.live.town, year.home)
