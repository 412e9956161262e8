"""From the council to completion: by real requests, on both databases, and looked at in a browser."""

import io
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from pb.access import ACCESS, GRANTS, PUBLIC, Role
from pb.accounts.models import Account
from pb.delivery.models import CouncilOutcome, Milestone, SpendingEntry
from pb.projects.models import Project
from pb.reviews.assigning.models import DepartmentSeat
from tests.pb.accounts.conftest import Browser, Town
from tests.pb.accounts.live import Live, look
from tests.pb.delivery.made import VOTED, proposer, published
from tests.pb.projects.year import today
from tests.pb.proposals.test_attached import jpeg

COUNCIL, DELIVERY = 28, 40
CUT = 6_000_000
WHY = "의회가 조명 공사를 뺐습니다."
HOSTILE = "<script>alert(1)</script> 착공"
REPORTERS = frozenset({Role.REVIEWER, Role.COORDINATOR})
ACCESS_TABLE = {
    "delivery.listed": REPORTERS,
    "delivery.project": REPORTERS,
    "delivery.milestones": REPORTERS,
    "delivery.milestone": REPORTERS,
    "delivery.spending": REPORTERS,
    "delivery.completion": REPORTERS,
    "delivery.photos": REPORTERS,
    "delivery.photo": REPORTERS,
    "delivery.council": frozenset({Role.COORDINATOR}),
}


def send(browser: Browser, form: str, path: str, **typed: str) -> tuple[int, str]:
    """Fill in one of the page's forms of project 1: the code of the answer and its text."""
    answer = browser.send(f"/delivery/1/{path}", **{f"{form}-{name}": value for name, value in typed.items()})
    return answer.status_code, answer.text


def approved(town: Town, won: int = CUT) -> None:
    """The council has decided on project 1."""
    with town.database.transaction() as rows:
        at = sa.func.now()
        values = {"project_id": 1, "voted": VOTED, "approved": won, "reason": WHY, "at": at}
        rows.execute(sa.insert(CouncilOutcome).values(**values))


def day(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


def test_a_cut_is_published_with_its_reason_and_told_to_the_proposer(town: Town) -> None:
    published(town, COUNCIL)
    proposer(town, "kim@example.kr")
    official = town.official(Role.COORDINATOR)
    assert "What became of it" not in town.browser().get("/projects/1").text
    assert "has not decided yet" in official.get("/delivery").text
    code, page = send(official, "council", "council", approved="6,000,000", reason="")
    assert code == 400
    assert 'value="6,000,000"' in page
    assert "the journal needs a reason" in page
    assert send(official, "council", "council", approved="-1", reason=WHY)[0] == 400
    assert send(official, "council", "council", approved="6,000,000", reason=WHY)[0] == 302
    page = town.browser().get("/projects/1").text
    assert all(words in page for words in ("₩10,000,000", "₩6,000,000", "₩4,000,000", WHY))
    assert "What became of it" not in town.browser().get("/projects/2").text
    entry = town.browser().get("/journal/journal.json").get_json()["entries"]
    assert [one["reason"] for one in entry if one["kind"] == "council.decided"] == [WHY]
    assert WHY in town.mailbox.to("kim@example.kr")[-1].get_content()
    assert "approved less" in town.browser().get("/news").text
    assert send(official, "milestone", "milestones", what="착공", planned=day(9), reason=WHY)[0] == 400


def test_milestones_spending_and_completion_stand_on_the_project(town: Town) -> None:
    published(town, DELIVERY)
    approved(town)
    official = town.official(Role.COORDINATOR)
    code, page = send(official, "milestone", "milestones", what=HOSTILE, planned="", reason=WHY)
    assert code == 400
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 착공" in page
    assert send(official, "milestone", "milestones", what=HOSTILE, planned=day(-3), reason=WHY)[0] == 302
    page = official.get("/delivery").text
    assert "Overdue" in page
    assert "<script>alert" not in page
    late = send(official, "change", "milestones/1", what="착공", planned=day(-3), done=day(2), reason=WHY)
    assert (late[0], "still to come" in late[1]) == (400, True)
    done = {"what": "착공", "planned": day(-3), "done": day(-1), "reason": WHY}
    assert send(official, "change", "milestones/1", **done)[0] == 302
    paid = {"day": day(-1), "won": "4,500,000", "reason": "공사 선금"}
    assert send(official, "spending", "spending", **paid)[0] == 302
    code, page = send(official, "spending", "spending", **paid | {"won": "5,000,000", "back": "y"})
    assert (code, "more than was noted" in page, 'value="5,000,000"' in page) == (400, True, True)
    assert send(official, "spending", "spending", **paid | {"won": "500,000", "back": "y"})[0] == 302
    assert send(official, "spending", "spending", **paid | {"day": day(1)})[0] == 400
    assert send(official, "completion", "completion", day=day(0), reason="의자 열 개를 놓았습니다.")[0] == 302
    assert "as completed before" in send(official, "completion", "completion", day=day(0), reason=WHY)[1]
    page = town.browser().get("/projects/1").text
    assert all(
        w in page for w in ("₩4,000,000 of ₩6,000,000", "착공", "공사 선금", "의자 열 개", "Completed on")
    )
    kinds = [e["kind"] for e in town.browser().get("/journal/journal.json").get_json()["entries"]]
    assert [kinds.count(k) for k in ("milestone.set", "spending.noted", "project.completed")] == [2, 2, 1]
    late = send(official, "council", "council", approved="1", reason=WHY)
    assert (late[0], "does not allow this now" in late[1]) == (400, True)


def test_photos_of_what_was_built_are_for_everyone_and_can_be_taken_away(town: Town) -> None:
    published(town, DELIVERY)
    approved(town)
    official, visitor = town.official(Role.COORDINATOR), town.browser()
    sent = {"photo-day": day(-1), "photo-reason": "새 의자 <b>열 개</b>"}

    def upload(blob: bytes, **other: str) -> tuple[int, str]:
        file = {"photo-file": (io.BytesIO(blob), "의자.jpg")}
        data, english = {**sent, **other, **file}, {"Accept-Language": "en"}
        answer = official.client.post("/delivery/1/photos", data=data, headers=english)
        return answer.status_code, answer.text

    code, page = upload(b"no photo")
    assert (code, "no photo that we can read" in page, "새 의자" in page) == (400, True, True)
    assert "still to come" in upload(jpeg((640, 480), with_place=True), **{"photo-day": day(1)})[1]
    assert upload(jpeg((640, 480), with_place=True))[0] == 302
    assert 'alt="새 의자 &lt;b&gt;열 개&lt;/b&gt;"' in visitor.get("/projects/1").text
    picture = visitor.get("/projects/1/photos/1/small.webp")
    assert (picture.mimetype, picture.data[:4], b"GPS" in picture.data) == ("image/webp", b"RIFF", False)
    (told,) = [p for p in visitor.get("/open-data/1/delivery.json").get_json()["projects"] if p["id"] == 1]
    assert told["photos"][0]["url"].endswith("/projects/1/photos/1/large.webp")
    assert (told["voted"], told["approved"], told["cut"], told["reason"]) == (VOTED, CUT, VOTED - CUT, WHY)
    lines = visitor.get("/open-data/1/delivery.csv").text.splitlines()
    assert (len(lines), lines[1].split(",")[-1]) == (3, "1")
    assert send(official, "completion", "completion", day=day(0), reason="의자 열 개를 놓았습니다.")[0] == 302
    assert "/projects/1/photos/1/small.webp" in visitor.get("/").text
    assert visitor.get("/projects/2/photos/1/small.webp").status_code == 404
    assert official.get("/delivery/1/photos/2").status_code == 404
    assert official.send("/delivery/1/photos/1", **{"away-reason": ""}).status_code == 400
    assert official.send("/delivery/1/photos/1", **{"away-reason": "얼굴이 보임"}).status_code == 302
    assert visitor.get("/projects/1/photos/1/small.webp").status_code == 404
    entries = visitor.get("/journal/journal.json").get_json()["entries"]
    kinds = [entry["kind"] for entry in entries if entry["kind"].startswith("delivery-photo.")]
    assert sorted(kinds) == ["delivery-photo.removed", "delivery-photo.shown"]


def test_nothing_is_reported_of_a_project_without_money(town: Town) -> None:
    published(town, DELIVERY)
    official = town.official(Role.COORDINATOR)
    assert "no money" in send(official, "milestone", "milestones", what="착공", planned=day(9), reason=WHY)[1]
    approved(town, 0)
    assert "no money" in send(official, "spending", "spending", day=day(0), won="1", reason=WHY)[1]
    assert official.get("/delivery/3").status_code == 404
    assert official.get("/delivery/99").status_code == 404
    assert official.get("/delivery/of/9").status_code == 404
    assert official.get("/delivery/1/milestones/7").status_code == 404


def test_before_the_publication_nothing_is_shown(town: Town) -> None:
    assert "no published result" in town.official(Role.COORDINATOR).get("/delivery").text


def test_a_department_reports_on_its_own_projects_only(town: Town) -> None:
    published(town, DELIVERY)
    approved(town)
    reviewer = town.official(Role.REVIEWER)
    step = {"what": "착공", "planned": day(9), "reason": WHY}
    assert send(reviewer, "milestone", "milestones", **step)[0] == 403
    assert send(reviewer, "council", "council", approved="1", reason=WHY)[0] == 403
    with town.database.transaction() as rows:
        person = rows.scalars(
            sa.select(Account.person_id).where(Account.email == "gongmuwon@example.kr")
        ).one()
        rows.add(DepartmentSeat(department_id=1, person_id=person, since=rows.get_one(CouncilOutcome, 1).at))
        rows.get_one(Project, 1).department_id = 1
    assert send(reviewer, "milestone", "milestones", **step)[0] == 302
    assert "착공" in town.browser().get("/projects/1").text


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (CouncilOutcome, {"project_id": 2, "voted": 5, "approved": 4, "reason": ""}),
        (CouncilOutcome, {"project_id": 2, "voted": 5, "approved": -1, "reason": WHY}),
        (SpendingEntry, {"project_id": 1, "won": 0, "what": WHY}),
        (SpendingEntry, {"project_id": 2, "won": 1, "what": WHY}),
        (Milestone, {"project_id": 1, "place": 0, "what": "착공"}),
    ],
)
def test_the_database_keeps_the_rules_too(
    town: Town, table: type[CouncilOutcome | SpendingEntry | Milestone], values: dict[str, object]
) -> None:
    published(town, DELIVERY)
    approved(town)
    own = {"at": sa.func.now(), "day": today(), "planned": today()}
    filled = {name: own[name] for name in own if name in table.__table__.columns} | values
    with pytest.raises(IntegrityError), town.database.transaction() as rows:
        rows.execute(sa.insert(table).values(**filled))


def test_the_access_table_is_what_the_views_say(town: Town) -> None:
    views = town.app.view_functions.items()
    asked = {name: getattr(view, ACCESS) for name, view in views if name.startswith("delivery.")}
    assert asked.pop("delivery.picture") == PUBLIC
    assert {name: GRANTS[permission] for name, permission in asked.items()} == ACCESS_TABLE


def test_the_pages_can_be_read_on_a_phone_and_a_desk(live: Live) -> None:
    town = live.town
    town.app.config["WTF_CSRF_ENABLED"] = False
    published(town, DELIVERY)
    approved(town)
    official = town.official(Role.COORDINATOR)
    for what, days in (("설계 용역 계약", -40), ("착공", -3), ("준공 검사", 60)):
        send(official, "milestone", "milestones", what=what, planned=day(days), reason=WHY)
    send(official, "change", "milestones/1", what="설계", planned=day(-40), done=day(-35), reason=WHY)
    send(official, "spending", "spending", day=day(-30), won="2,400,000", reason="설계 용역비")
    for width, language in ((320, "ko"), (1280, "en")):
        page = live.open(live.url, width, language)
        page.context.add_cookies(
            [{"name": "session", "value": official.client.get_cookie("session").value, "url": live.url}]
        )
        for path in ("/projects/1", "/delivery", "/delivery/1", "/delivery/1/milestones/2"):
            answer = page.goto(f"{live.url}{path}")
            assert answer is not None
            assert answer.status == 200
            for more in page.query_selector_all("details.more"):
                more.evaluate("e => e.open = true")
            look(page, f"delivery{path.replace('/', '-')}-{width}")
