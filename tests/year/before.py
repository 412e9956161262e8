"""From the plan to the open box: what a town does before anybody votes."""

from playwright.sync_api import Page
from sqlalchemy import select

from pb import clock
from pb.access import Role
from pb.accounts.models import Account
from pb.reviews.assigning.models import DepartmentSeat
from pb.town import outlines
from pb.town.models import Category, Department, District
from pb.voting import hall as halls
from pb.voting.backup import actions as backups
from tests.pages import press
from tests.pb.projects import year as towns
from tests.pb.proposals.test_attached import jpeg
from tests.pb.reviews.forms import EXPLANATION
from tests.pb.town.test_town import TWO
from tests.pb.voting.conftest import residents
from tests.year.people import Somebody, Trustee, Year, make_key

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
    assert "성산동" in page.inner_text("main")


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
