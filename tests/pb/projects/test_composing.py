"""The ballot is composed of feasible proposals, checked, published once, and never changed again."""

import hashlib
from typing import Any

import pytest
import sqlalchemy as sa

from pb.access import ACCESS, GRANTS, PUBLIC, Role
from pb.projects.models import Project
from pb.proposals.models import Proposal, State
from tests.pages import LANGUAGES, press
from tests.pb.accounts.conftest import Browser, Town
from tests.pb.accounts.live import Live, look, set_up, sign_in
from tests.pb.projects import year

COMPOSERS = frozenset({Role.COORDINATOR})
ACCESS_TABLE = {
    "projects.listed": frozenset(Role),
    "projects.one": frozenset(Role),
    "projects.printed": frozenset(Role),
    "projects.ballots": COMPOSERS,
    "projects.compose": COMPOSERS,
    "projects.pick": COMPOSERS,
    "projects.edit": COMPOSERS,
    "projects.order": COMPOSERS,
    "projects.draw": COMPOSERS,
    "projects.ties": COMPOSERS,
    "projects.untie": COMPOSERS,
    "projects.publish": COMPOSERS,
}
WHY = "분과위원회 의결"
TITLES = ("그늘나무", "쉼터", "도서관", "보안등")


def composed(town: Town, titles: tuple[str, ...] = TITLES) -> Browser:
    """A coordinator with a full ballot, not published yet."""
    cycle = year.running(town, "exactly-3")
    coordinator = town.official(Role.COORDINATOR)
    for title in titles:
        proposal = year.feasible(town, cycle, title)
        answer = coordinator.send(f"/ballots/{cycle}/pick/{proposal}", **year.typed(title))
        assert answer.location == "/ballots/1", answer.text
    return coordinator


def entries(town: Town) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = town.browser().get("/journal/journal.json").get_json()["entries"]
    return [entry for entry in found if entry["kind"].startswith("ballot.")]


def published(town: Town) -> Browser:
    coordinator = composed(town)
    answer = coordinator.send("/ballots/1/publish", reason=WHY)
    assert answer.status_code == 302, answer.text
    return coordinator


def states(town: Town) -> set[str]:
    with town.database.transaction() as rows:
        return set(rows.scalars(sa.select(Proposal.state)))


def test_a_feasible_proposal_becomes_a_project_that_only_officials_see(town: Town) -> None:
    coordinator = composed(town)
    assert "그늘나무" in coordinator.get("/ballots/1").text
    assert coordinator.get("/ballots").location == "/ballots/1"
    assert "is not published yet" in town.browser().get("/projects").text
    assert town.browser().get("/projects/1").status_code == 404
    assert town.browser().get("/projects/of/1/bulletin-ko-normal.pdf").status_code == 404
    assert coordinator.get("/projects/of/1/bulletin-ko-normal.pdf").data.startswith(b"%PDF")
    again = coordinator.send("/ballots/1/pick/1", **year.typed("그늘나무"))
    assert "only once" in again.text
    assert again.status_code == 400
    changed = year.typed("큰 그늘나무", cost="１０,000,000원")
    assert coordinator.send("/ballots/1/project/1", **changed).status_code == 302
    assert "₩10,000,000" in coordinator.get("/ballots/1").text
    assert coordinator.send("/ballots/1/project/1", way="remove").status_code == 302
    assert coordinator.get("/ballots/1/project/1").status_code == 404
    assert states(town) == {State.FEASIBLE}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title_en", "", "This must not stay empty."),
        ("text_ko", "900131-1234567", "Never type a resident registration number"),
        ("cost", "많이", "Type a whole number"),
        ("section", "7", "Not a valid choice"),
    ],
)
def test_a_wrong_field_is_named_and_the_others_stay(town: Town, field: str, value: str, said: str) -> None:
    cycle = year.running(town, "exactly-3")
    proposal = year.feasible(town, cycle, "그늘나무")
    coordinator = town.official(Role.COORDINATOR)
    form = year.typed("그늘나무") | {"place": "큰길", field: value}
    answer = coordinator.send(f"/ballots/{cycle}/pick/{proposal}", **form)
    assert answer.status_code == 400
    assert said in answer.text
    assert 'value="큰길"' in answer.text


def test_each_section_takes_only_what_belongs_to_it(town: Town) -> None:
    cycle = year.running(town, "town-and-district")
    year.districts(town, "성산동")
    nowhere, here = year.feasible(town, cycle, "어디나"), year.feasible(town, cycle, "우리 동", district=1)
    coordinator = town.official(Role.COORDINATOR)
    pick = f"/ballots/{cycle}/pick/"
    refused = coordinator.send(f"{pick}{nowhere}", **year.typed("어디나", section=2))
    assert "belongs to no district" in refused.text
    assert coordinator.send(f"{pick}{nowhere}", **year.typed("어디나", section=1)).status_code == 302
    assert coordinator.send(f"{pick}{here}", **year.typed("우리 동", section=2)).status_code == 302


def test_a_category_belongs_to_one_field(town: Town) -> None:
    cycle = year.running(town, "four-fields")
    year.categories(town, "복지", "문화")
    coordinator = town.official(Role.COORDINATOR)
    ids = [year.feasible(town, cycle, f"복지 {n}", category=1) for n in (1, 2)]
    none = year.feasible(town, cycle, "없음")
    pick = f"/ballots/{cycle}/pick/"
    assert "to no category" in coordinator.send(f"{pick}{none}", **year.typed("없음")).text
    assert coordinator.send(f"{pick}{ids[0]}", **year.typed("복지 1", section=1)).status_code == 302
    assert "one field" in coordinator.send(f"{pick}{ids[1]}", **year.typed("복지 2", section=2)).text
    assert coordinator.send(f"{pick}{ids[1]}", **year.typed("복지 2", section=1)).status_code == 302


def test_a_ballot_that_is_not_in_order_is_refused_with_every_reason(town: Town) -> None:
    coordinator = composed(town, TITLES[:2])
    year.feasible(town, 1, "아직")
    year.feasible(town, 1, "검토 중", state=State.IN_REVIEW)
    coordinator.send("/ballots/1/project/1", **year.typed("그늘나무", cost="99,000,000,000"))
    answer = coordinator.send("/ballots/1/publish", reason=WHY)
    assert answer.status_code == 400
    for said in (
        "costs ₩99,000,000,000, but “Whole town” has only ₩2,000,000,000.",
        "asks for up to 3 choices, but has only 2 projects.",
        "1 proposal still waits for its answer.",
        "1 feasible proposal is not on the ballot.",
    ):
        assert said in answer.text
    assert entries(town) == []
    with town.database.transaction() as rows:
        rows.get_one(Proposal, 2).state = State.WITHDRAWN.value
    assert "behind “2. 쉼터 (en)” is not feasible any more" in coordinator.get("/ballots/1").text


def test_an_empty_section_and_a_district_without_projects_are_named(town: Town) -> None:
    cycle = year.running(town, "town-and-district")
    year.districts(town, "성산동", "망원동")
    page = town.official(Role.COORDINATOR).get(f"/ballots/{cycle}").text
    assert "Section “For everyone” has no project." in page
    assert "망원동 dong” has no project: its voters would have nothing to choose." in page


def test_ties_bind_two_projects_or_one_and_are_checked(town: Town) -> None:
    coordinator = composed(town)
    same = coordinator.send("/ballots/1/ties", kind="conflict", one="1", two="1")
    assert "two different projects" in same.text
    assert coordinator.send("/ballots/1/ties", kind="conflict", one="2", two="1").status_code == 302
    for one in ("1", "2"):
        coordinator.send("/ballots/1/ties", kind="mandatory", one=one, two="3")
    page = coordinator.get("/ballots/1").text
    assert "are both mandatory, but exclude each other" in page
    coordinator.send("/ballots/1/ties/2-2/remove")
    assert "cannot be published yet" not in coordinator.get("/ballots/1").text
    coordinator.send("/ballots/1/project/2", way="remove")
    assert "at most one" not in coordinator.get("/ballots/1").text.split("What binds")[0].split("On the")[1]


def test_a_ballot_too_long_for_one_sealed_message_is_refused(town: Town) -> None:
    cycle = year.running(town, "knapsack")
    year.feasible(town, cycle, "하나")
    coordinator = town.official(Role.COORDINATOR)
    with town.database.transaction() as rows:
        rows.add_all(
            Project(
                cycle_id=cycle,
                section_place=1,
                number=number,
                title_ko=f"{number}",
                title_en=f"{number}",
                text_ko="-",
                text_en="-",
                place="-",
                cost=1_000_000,
            )
            for number in range(1, 246)
        )
    page = coordinator.get(f"/ballots/{cycle}").text
    assert "bits; 240 fit into a sealed ballot" in page


def test_anyone_can_draw_the_order_again_from_the_public_seed(town: Town) -> None:
    coordinator = composed(town)
    assert coordinator.send("/ballots/1/draw", seed="").status_code == 400
    assert coordinator.send("/ballots/1/draw", seed="3 14 15").status_code == 302
    with town.database.transaction() as rows:
        found = list(rows.scalars(sa.select(Project.proposal_id).order_by(Project.number)))
    again = sorted(range(1, 5), key=lambda one: hashlib.sha256(f"3 14 15/{one}".encode()).hexdigest())
    assert found == again
    assert "“3 14 15/”" in coordinator.get("/ballots/1").text
    coordinator.send("/ballots/1/order", place_1="4", place_2="3", place_3="2", place_4="1")
    with town.database.transaction() as rows:
        assert list(rows.scalars(sa.select(Project.id).order_by(Project.number))) == [4, 3, 2, 1]
    assert "The budget office set the order" in coordinator.get("/ballots/1").text


def test_publishing_tells_everyone_and_freezes_everything(town: Town) -> None:
    coordinator = published(town)
    (act,) = entries(town)
    assert (act["kind"], act["reason"]) == ("ballot.published", WHY)
    assert act["facts"]["projects"] == "4"
    assert states(town) == {State.ON_BALLOT}
    with town.database.transaction() as rows:
        assert rows.scalar(sa.text("select count(*) from news")) == 5
    visitor = town.browser()
    assert "그늘나무 (en)" in visitor.get("/projects").text
    assert "Making 그늘나무" in visitor.get("/projects/1").text
    assert visitor.get("/projects/of/7").status_code == 404
    for language in LANGUAGES:
        for size in ("normal", "large"):
            assert visitor.get(f"/projects/of/1/bulletin-{language}-{size}.pdf").data.startswith(b"%PDF")
    before = visitor.get("/projects").text
    tries = [
        ("/ballots/1/project/1", year.typed("다른 이름")),
        ("/ballots/1/project/1", {"way": "remove"}),
        ("/ballots/1/pick/1", year.typed("다시")),
        ("/ballots/1/order", {"place_1": "9"}),
        ("/ballots/1/draw", {"seed": "새 씨앗"}),
        ("/ballots/1/ties", {"kind": "mandatory", "one": "1", "two": "1"}),
        ("/ballots/1/ties/1-2/remove", {}),
        ("/ballots/1/publish", {"reason": WHY}),
    ]
    for path, form in tries:
        assert coordinator.send(path, **form).status_code == 409, path
    assert coordinator.get("/ballots/1/project/1").status_code == 409
    assert visitor.get("/projects").text == before
    assert [entry["kind"] for entry in entries(town)].count("ballot.change-refused") == len(tries)


@pytest.mark.parametrize("weeks", [0, year.VOTING])
def test_nothing_is_composed_before_the_review_or_once_people_vote(town: Town, weeks: int) -> None:
    cycle = year.running(town, "exactly-3", weeks)
    proposal = year.feasible(town, cycle, "그늘나무")
    coordinator = town.official(Role.COORDINATOR)
    assert coordinator.send(f"/ballots/{cycle}/pick/{proposal}", **year.typed("그늘나무")).status_code == 409
    assert entries(town) == []


def test_without_a_published_plan_there_is_nothing_to_compose(town: Town) -> None:
    assert "No plan of a budgeting year" in town.official(Role.COORDINATOR).get("/ballots").text


def test_the_access_table_is_what_the_views_say(town: Town) -> None:
    views = {n: v for n, v in town.app.view_functions.items() if n.startswith("projects.")}
    marks = {name: getattr(view, ACCESS) for name, view in views.items()}
    assert {n: frozenset(Role) if m == PUBLIC else GRANTS[m] for n, m in marks.items()} == ACCESS_TABLE


def test_a_coordinator_composes_and_publishes_in_the_browser(live: Live) -> None:
    town = live.town
    cycle = year.running(town, "exactly-3")
    for title in TITLES:
        year.feasible(town, cycle, title)
    town.account("gongmuwon@example.kr", Role.COORDINATOR)
    page = live.open(live.url, 1280, "ko")
    sign_in(page, live.url, "gongmuwon@example.kr")
    set_up(page, page.locator("main code").first.inner_text().replace(" ", ""))
    page.goto(f"{live.url}/ballots")
    look(page, "ballot-empty-1280-ko")
    for title in TITLES:
        press(page, "tbody a.krds-btn >> nth=0")
        page.check("#section-0")
        page.fill("#title_en", f"{title} in English")
        page.fill("#text_en", "It does good.")
        press(page, "main button[type=submit]")
    page.set_viewport_size({"width": 320, "height": 800})
    look(page, "ballot-320-ko")
    press(page, "main a.primary")
    page.fill("#reason", WHY)
    press(page, "main button[type=submit]")
    for width, language in ((320, "ko"), (1280, "ko"), (320, "en")):
        visitor = live.open(live.url, width, language)
        visitor.goto(f"{live.url}/projects")
        look(visitor, f"projects-{width}-{language}")
        press(visitor, ".project-card h3 a >> nth=0")
        look(visitor, f"project-{width}-{language}")
