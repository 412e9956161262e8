"""Calls of departments: posted, answered, corrected, closed; by real requests."""

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from pb.access import ACCESS, GRANTS, PUBLIC, Permission, Role
from pb.calls.models import Call
from pb.calls.rules import Standing, standing
from pb.cycles.rules import day
from pb.notices.models import News
from pb.proposals.actions import move
from pb.proposals.models import Proposal, State
from pb.proposals.writing.models import Author
from pb.reviews.assigning.models import DepartmentSeat
from pb.town.models import Department, District
from pb.town.outlines import read
from tests.pb.accounts.conftest import Browser, Town
from tests.pb.proposals.people import (
    ANSWERS,
    answer,
    call_open,
    drafted,
    make_resident,
    person_of,
    resident,
    state_of,
    submitted,
)
from tests.pb.proposals.test_support import end_supports
from tests.pb.town.test_town import TWO

EVERYONE = frozenset(Role)
POSTING = GRANTS[Permission.POST_CALL]
ACCESS_TABLE = {
    "calls.listed": EVERYONE,
    "calls.one": EVERYONE,
    "calls.write": POSTING,
    "calls.edit": POSTING,
    "calls.post": POSTING,
    "calls.discard": POSTING,
    "calls.correct": POSTING,
    "calls.close": POSTING,
}
WHY = "도시계획위원회 심의 결과에 따름"
TODAY = day(datetime.now(UTC))


def days(ahead: int) -> str:
    return (TODAY + timedelta(days=ahead)).isoformat()


TERMS = {
    "title": "비 오는 날 물이 고이는 골목",
    "problem": "장마철마다 골목에 물이 고여요.",
    "wanted": "물이 빠지게 하는 값싼 방법을 찾습니다.",
    "budget": "50,000,000원",
    "prize": "온누리상품권 20만 원",
    "criterion_1": "효과",
    "weight_1": "60",
    "criterion_2": "유지관리",
    "weight_2": "40",
    "who": "주민 누구나",
    "opens": days(0),
    "closes": days(20),
    "decides": days(40),
    "legal_basis": "주민참여예산 조례 제12조",
}


def departments(town: Town) -> tuple[int, int]:
    with town.database.transaction() as rows:
        found = [Department(name_ko="치수과", name_en="Water"), Department(name_ko="공원과", name_en="Parks")]
        rows.add_all(found)
        rows.flush()
        return found[0].id, found[1].id


def kept_as_draft(town: Town, **other: str) -> tuple[int, Browser]:
    """A draft of the first department, and the coordinator who wrote it."""
    call_open(town)
    first, _ = departments(town)
    coordinator = town.official(Role.COORDINATOR)
    answered = coordinator.send("/calls/new", department=str(first), **TERMS | other)
    assert answered.status_code == 302, answered.text
    return int(answered.location.rsplit("/", 1)[1]), coordinator


def posted(town: Town, **other: str) -> tuple[int, Browser]:
    """The same, posted."""
    call, coordinator = kept_as_draft(town, **other)
    assert coordinator.send(f"/calls/{call}/post", reason=WHY).location == f"/calls/{call}"
    return call, coordinator


def answering(town: Town, browser: Browser, call: int) -> int:
    """A whole draft that answers the call."""
    number = int(browser.send(f"/proposals/new?call={call}").location.split("/")[2])
    for step, typed in ANSWERS.items():
        assert answer(browser, number, step, **typed).status_code == 302
    return number


def acts(town: Town) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = town.browser().get("/journal/journal.json").get_json()["entries"]
    return [entry for entry in entries if entry["kind"].startswith("call.")]


def kinds_of_news(town: Town) -> list[str]:
    with town.database.transaction() as rows:
        return list(rows.scalars(sa.select(News.kind).where(News.kind.startswith("call.")).order_by(News.id)))


def end(town: Town) -> None:
    """Let every call have closed an hour ago."""
    with town.database.transaction() as rows:
        for call in rows.scalars(sa.select(Call)):
            call.opens = datetime.now(UTC) - timedelta(days=2)
            call.closes = datetime.now(UTC) - timedelta(hours=1)


def test_every_page_is_open_to_exactly_these_roles(town: Town) -> None:
    views = {name: view for name, view in town.app.view_functions.items() if name.startswith("calls.")}
    assert views.keys() == ACCESS_TABLE.keys()
    for name, view in views.items():
        needed = getattr(view, ACCESS)
        assert (EVERYONE if needed == PUBLIC else GRANTS[needed]) == ACCESS_TABLE[name], name


def test_a_call_is_open_between_its_days_unless_closed_earlier() -> None:
    start, finish = datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 4, 1, tzinfo=UTC)
    second = timedelta(seconds=1)
    for moment, expected in (
        (start - second, Standing.COMING),
        (start, Standing.OPEN),
        (finish - second, Standing.OPEN),
        (finish, Standing.OVER),
    ):
        assert standing(start, start, finish, None, moment) is expected
        assert standing(None, start, finish, None, moment) is Standing.DRAFT
    assert standing(start, start, finish, start + second, start + second) is Standing.OVER


def test_a_posted_call_is_there_for_everyone_and_in_the_journal(town: Town) -> None:
    call, _ = posted(town)
    guest = town.browser()
    for page in (guest.get("/calls").text, guest.get(f"/calls/{call}").text):
        assert TERMS["title"] in page
        assert "Open for answers" in page
        assert "Water" in page
    for said in ("₩50,000,000", TERMS["prize"], TERMS["who"], TERMS["legal_basis"], "효과", ">60<"):
        assert said in page
    assert f"/proposals/new?call={call}" in page
    assert guest.get("/calls/99").status_code == 404
    (act,) = acts(town)
    assert act["facts"] == {
        "call": str(call),
        "name": TERMS["title"],
        "department": "치수과",
        "closes": days(20),
    }
    assert kinds_of_news(town) == ["call.posted"]
    assert "Departments look for answers" in guest.get("/proposals/new").text


def test_a_draft_is_seen_by_those_who_may_post_it_only_and_looks_as_it_will(town: Town) -> None:
    call, coordinator = kept_as_draft(town)
    kim = resident(town)
    for stranger in (town.browser(), kim, town.official(Role.REVIEWER, "reviewer@example.kr")):
        assert stranger.get(f"/calls/{call}").status_code == 404
        assert TERMS["title"] not in stranger.get("/calls").text
        assert TERMS["title"] not in stranger.get(f"/proposals/new?call={call}").text
        assert TERMS["title"] not in stranger.get("/proposals").text
    assert kim.send(f"/following/change?topic=call:{call}").status_code in (400, 404, 405)
    page = coordinator.get(f"/calls/{call}").text
    for said in ("A draft: only your department", TERMS["title"], TERMS["wanted"], "유지관리"):
        assert said in page
    assert TERMS["title"] in coordinator.get("/calls").text
    assert acts(town) == []
    assert kinds_of_news(town) == []
    for path in ("correct", "close"):
        assert coordinator.get(f"/calls/{call}/{path}").location == f"/calls/{call}"
    changed = coordinator.send(f"/calls/{call}/edit", department="2", **TERMS | {"title": "새 제목"})
    assert changed.location == f"/calls/{call}"
    refused = coordinator.send(f"/calls/{call}/post", reason="")
    assert (refused.status_code, "the journal needs a reason" in refused.text) == (400, True)
    coordinator.send(f"/calls/{call}/post", reason=WHY)
    assert "새 제목" in town.browser().get(f"/calls/{call}").text
    for path in ("edit", "post", "discard"):
        assert coordinator.send(f"/calls/{call}/{path}", reason=WHY).location == f"/calls/{call}"
    assert [act["kind"] for act in acts(town)] == ["call.posted"]


def test_a_draft_is_thrown_away_without_a_trace(town: Town) -> None:
    call, coordinator = kept_as_draft(town)
    assert coordinator.send(f"/calls/{call}/discard").location == "/calls"
    assert coordinator.get(f"/calls/{call}").status_code == 404
    assert acts(town) == []


def test_only_those_whom_it_asks_answer_a_call(town: Town) -> None:
    with town.database.transaction() as rows:
        for one in read(TWO.encode()):
            rows.add(District(name_ko=one.name_ko, name_en=one.name_en, outline=one.text()))
    call, coordinator = posted(town, districts="2", opens=days(1))
    assert "Residents of these districts only: Yeonnam-dong." in town.browser().get(f"/calls/{call}").text
    corrected = TERMS | {"department": "1", "reason": WHY, "districts": "2", "youth": "y"}
    assert coordinator.send(f"/calls/{call}/correct", **corrected).status_code == 302
    kim = resident(town)
    for path in (f"/calls/{call}", f"/proposals/new?call={call}"):
        page = kim.get(path).text
        assert "This call asks residents of Yeonnam-dong only" in page
        assert "Begin" not in page
    assert kim.send(f"/proposals/new?call={call}").status_code == 409
    corrected["districts"] = "1"
    assert coordinator.send(f"/calls/{call}/correct", **corrected).status_code == 302
    assert "who are not yet 20" in kim.send(f"/proposals/new?call={call}").text
    young = town.member("young@example.kr")
    make_resident(town, "young@example.kr", born=TODAY - timedelta(days=365 * 15))
    number, grown = answering(town, young, call), person_of(town, "kim@example.kr")
    with town.database.transaction() as rows:
        author = {"person_id": grown, "pen_name": "", "since": datetime.now(UTC)}
        rows.add(Author(proposal_id=number, **author))
    page = kim.send(f"/proposals/{number}/send", consent="y")
    assert page.status_code == 400
    assert "who are not yet 20" in page.text
    assert young.send(f"/proposals/{number}/send", consent="y").status_code == 302
    line = town.browser().get("/proposals/proposals.json").get_json()["proposals"][0]
    assert line["call"] == TERMS["title"]


WRONG: tuple[tuple[dict[str, str], str], ...] = (
    ({"budget": "", "prize": ""}, "a budget or a prize"),
    ({"weight_2": "30"}, "The weights make 90 together."),
    ({"weight_2": ""}, "A criterion needs a name and a weight."),
    ({"criterion_2": "효과"}, "Two criteria have the same name."),
    ({"criterion_1": "", "weight_1": "", "criterion_2": "", "weight_2": ""}, "at least one thing"),
    ({"closes": days(-1)}, "The last day is before the first."),
    ({"closes": days(300), "decides": days(300)}, "in which the year takes proposals"),
    ({"decides": days(19)}, "cannot come before the last day"),
    ({"budget": "오천만"}, "Type a whole number"),
    ({"title": "가" * 101}, "This is too long."),
    ({"problem": "900101-1234567 번"}, "Never type a resident registration number here."),
    ({"department": "99"}, "Not a valid choice"),
    ({"districts": "99"}, "not a valid choice"),
)


def test_what_is_not_in_order_is_said_at_the_field_and_nothing_typed_is_lost(town: Town) -> None:
    call_open(town)
    first, _ = departments(town)
    coordinator = town.official(Role.COORDINATOR)
    for other, why in WRONG:
        refused = coordinator.send("/calls/new", **{"department": str(first)} | TERMS | other)
        assert refused.status_code == 400, why
        assert why in refused.text
        assert TERMS["wanted"] in refused.text
        assert "1234567" not in refused.text
    assert acts(town) == []


def test_full_width_digits_and_units_are_read(town: Town) -> None:
    call, _ = posted(town, budget="５０,０００,０００원", weight_1="６０점".removesuffix("점"))
    with town.database.transaction() as rows:
        assert rows.get_one(Call, call).budget == 50_000_000


def test_a_reviewer_posts_for_the_own_department_only(town: Town) -> None:
    call, _ = posted(town)
    with town.database.transaction() as rows:
        _, other = rows.scalars(sa.select(Department.id).order_by(Department.id)).all()
    reviewer = town.official(Role.REVIEWER, "reviewer@example.kr")
    assert "You work in no department yet." in reviewer.get("/calls/new").text
    person = person_of(town, "reviewer@example.kr")
    with town.database.transaction() as rows:
        rows.add(DepartmentSeat(person_id=person, department_id=other, since=datetime.now(UTC)))
    page = reviewer.get("/calls/new").text
    assert "Parks" in page
    assert "Water" not in page
    assert reviewer.send("/calls/new", department="1", **TERMS).status_code == 400
    assert reviewer.send("/calls/new", department=str(other), **TERMS).status_code == 302
    for path in ("correct", "close"):
        assert reviewer.get(f"/calls/{call}/{path}").status_code == 404
        assert reviewer.send(f"/calls/{call}/{path}", **TERMS).status_code == 404
    assert "Correct it" not in reviewer.get(f"/calls/{call}").text


def test_an_answer_is_bound_to_its_call_from_the_first_press_to_the_review(town: Town) -> None:
    call, _ = posted(town)
    kim = resident(town)
    begin = kim.get(f"/proposals/new?call={call}").text
    assert f"You answer a call: {TERMS['title']}" in begin
    number = answering(town, kim, call)
    assert TERMS["title"] in kim.get(f"/proposals/{number}/write/idea").text
    assert kim.send(f"/proposals/{number}/send", consent="y").status_code == 302
    open_one = submitted(kim)
    guest = town.browser()
    assert f"/calls/{call}" in guest.get(f"/proposals/{number}").text
    assert f"/calls/{call}" not in guest.get(f"/proposals/{open_one}").text
    page = guest.get(f"/calls/{call}").text
    assert "1 answer<" in page
    assert f"/proposals/{number}" in page
    listed = guest.get(f"/proposals?call={call}").text
    assert f'href="/proposals/{number}"' in listed
    assert f'href="/proposals/{open_one}"' not in listed
    assert "Answers to a call" in listed
    with town.database.transaction() as rows:
        move(rows.get_one(Proposal, number), State.IN_REVIEW)
    dossier = town.official(Role.COORDINATOR, "lee@example.kr").get(f"/reviews/{number}").text
    assert "It answers a call" in dossier
    assert "유지관리" in dossier


def test_after_the_last_day_a_draft_is_handed_in_without_its_call_only(town: Town) -> None:
    call, _ = posted(town)
    kim = resident(town)
    number = answering(town, kim, call)
    end(town)
    page = kim.get(f"/proposals/{number}/send").text
    assert "The call does not take it as an answer" in page
    assert kim.send(f"/proposals/{number}/send", consent="y").status_code == 400
    assert state_of(town, number) == "draft"
    done = kim.send(f"/proposals/{number}/send", consent="y", way="without-call")
    assert done.status_code == 302
    with town.database.transaction() as rows:
        proposal = rows.get_one(Proposal, number)
        assert (proposal.state, proposal.call_id) == ("received", None)
    refused = kim.send(f"/proposals/new?call={call}")
    assert refused.status_code == 409
    assert "This call is closed." in refused.text
    assert "This call is closed." in town.browser().get(f"/calls/{call}").text
    assert kim.send("/proposals/new?call=99").status_code == 302
    end_supports(town)
    assert "this year takes no more proposals" in town.browser().get(f"/calls/{call}").text


def test_a_call_that_opens_later_cannot_be_answered_yet(town: Town) -> None:
    call, _ = posted(town, opens=days(3))
    assert "Opens soon" in town.browser().get(f"/calls/{call}").text
    refused = resident(town).send(f"/proposals/new?call={call}")
    assert "This call is not open yet." in refused.text


def test_a_correction_stays_noted_with_its_reason_and_followers_are_told(town: Town) -> None:
    call, coordinator = posted(town)
    path = f"/calls/{call}/correct"
    shown = coordinator.get(path).text
    assert 'value="50,000,000"' in shown
    assert f'value="{days(20)}"' in shown
    unchanged = TERMS | {"department": "1", "reason": WHY}
    assert "Nothing is different" in coordinator.send(path, **unchanged).text
    # The two criteria change places.
    other = {
        "criterion_1": "유지관리",
        "criterion_2": "효과",
        "closes": days(25),
        "reason": "마감일 오기 정정",
    }
    assert coordinator.send(path, **unchanged | other).location == f"/calls/{call}"
    page = town.browser().get(f"/calls/{call}").text
    assert "By what answers are judged, Last day to answer" in page
    assert "마감일 오기 정정" in page
    act = acts(town)[0] if acts(town)[0]["kind"] == "call.corrected" else acts(town)[-1]
    assert act["facts"]["parts"] == "criteria, closes"
    assert kinds_of_news(town) == ["call.posted", "call.corrected"]


def test_closed_early_it_takes_no_more_answers_and_is_not_closed_twice(town: Town) -> None:
    call, coordinator = posted(town)
    kim = resident(town)
    number = answering(town, kim, call)
    path = f"/calls/{call}/close"
    assert coordinator.send(path, reason="").status_code == 400
    assert coordinator.send(path, reason=WHY).location == f"/calls/{call}"
    page = town.browser().get(f"/calls/{call}").text
    assert "The department closed it early on" in page
    assert WHY in page
    assert f"/proposals/new?call={call}" not in page
    assert coordinator.get(path).status_code == 302
    assert coordinator.send(f"/calls/{call}/correct", department="1", **TERMS).status_code == 302
    assert "This call is closed." in kim.send(f"/proposals/{number}/send", consent="y").text
    assert [act["kind"] for act in acts(town)].count("call.closed") == 1
    drafted(kim)


def test_whoever_answers_follows_the_call(town: Town) -> None:
    call, coordinator = posted(town)
    kim = resident(town)
    answering(town, kim, call)
    assert TERMS["title"] in kim.get("/following").text
    assert "You get news of it. Stop" in kim.get(f"/calls/{call}").text
    assert coordinator.get("/calls").status_code == 200
