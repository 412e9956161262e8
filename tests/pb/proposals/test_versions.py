"""What was handed in: new versions, differences, taking back."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from pb.access import Role
from pb.notices.models import News
from pb.proposals.actions import move
from pb.proposals.filing import Filing
from pb.proposals.models import Proposal, State
from pb.proposals.queries import text_of
from pb.proposals.rules import NotFromHere
from pb.proposals.text import Text
from pb.proposals.versions.actions import amend, ask_to_amend
from pb.proposals.versions.difference import Piece, compare
from pb.proposals.versions.rules import Closed, may_amend
from pb.town.models import Category
from tests.pb.accounts.conftest import Town
from tests.pb.proposals.people import call_open, person_of, resident, state_of, submitted
from tests.pb.town.test_maps import draw

EDIT = {
    "base": "1",
    "title": "더 넓은 그늘",
    "problem": "여름에 그늘이 없어요.",
    "idea": "나무 서른 그루를 심어 주세요.",
}
REASON = "실제 위치는 옆 동이고 안전 분야입니다"
LATER = datetime.now(UTC) + timedelta(days=3)


def test_the_difference_is_told_word_by_word() -> None:
    assert compare("나무 스무 그루", "나무 서른 그루") == [
        Piece("same", "나무 "),
        Piece("out", "스무"),
        Piece("in", "서른"),
        Piece("same", " 그루"),
    ]
    assert compare("", "a") == [Piece("in", "a")]
    assert compare("a", "") == [Piece("out", "a")]
    assert compare("", "") == []


@pytest.mark.parametrize(
    ("old", "new"), [("가 나\n다", "가\n라 다!"), ("x " * 3000, "y " * 3000), ("", "\n \n")]
)
def test_both_texts_can_be_put_together_from_the_pieces(old: str, new: str) -> None:
    found = compare(old, new)
    assert "".join(piece.text for piece in found if piece.kind != "in") == old
    assert "".join(piece.text for piece in found if piece.kind != "out") == new


def test_it_may_be_changed_until_the_review_begins_or_when_a_reviewer_asked() -> None:
    now = datetime.now(UTC)
    may = {state for state in State if may_amend(state, None, now)}
    assert may == {State.RECEIVED}
    assert {state for state in State if may_amend(state, LATER, now)} == {State.RECEIVED, State.IN_REVIEW}
    assert not may_amend(State.IN_REVIEW, now, now)


def test_a_change_makes_a_version_that_everyone_can_compare(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = submitted(kim)
    assert kim.send(f"/proposals/{number}/edit", **EDIT).location == f"/proposals/{number}"
    page = town.browser().get(f"/proposals/{number}").text
    assert "더 넓은 그늘" in page
    assert f"/proposals/{number}/versions" in page
    page = town.browser().get(f"/proposals/{number}/versions").text
    assert "스무" in page.partition("<del>")[2]
    assert "서른" in page
    first = town.browser().get(f"/proposals/{number}/versions?old=1&new=1").text
    assert "학교 가는 길의 그늘나무" in first
    assert "서른" not in first
    for odd in ("?old=x&new=99", "?old=-1&new=0", "?old=2&new=1"):
        assert town.browser().get(f"/proposals/{number}/versions{odd}").status_code == 200
    with town.database.transaction() as rows:
        assert rows.scalars(sa.select(News.kind).order_by(News.id)).all() == [
            "proposal.received",
            "proposal.changed",
        ]


def test_the_second_of_two_edits_is_told_and_overwrites_nothing(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = submitted(kim)
    kim.send(f"/proposals/{number}/edit", **EDIT)
    refused = kim.send(f"/proposals/{number}/edit", **EDIT | {"idea": "아무것도 하지 마세요."})
    assert refused.status_code == 409
    assert "Somebody changed the proposal meanwhile." in refused.text
    assert "아무것도 하지 마세요." in refused.text
    assert "<del>" in refused.text
    assert 'name="base" type="hidden" value="2"' in refused.text
    assert (
        kim.send(f"/proposals/{number}/edit", **EDIT | {"base": "2", "idea": "그래도요."}).status_code == 302
    )
    same = kim.send(f"/proposals/{number}/edit", **EDIT | {"base": "3", "idea": "그래도요."})
    assert "Nothing is different" in same.text


def test_of_many_edits_at_once_one_becomes_the_next_version(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = submitted(kim)
    cookie = kim.client.get_cookie("session")
    assert cookie is not None
    answers: list[int] = []

    def edit(place: int) -> None:
        browser = town.browser()
        browser.client.set_cookie("session", cookie.value)
        answers.append(
            browser.send(f"/proposals/{number}/edit", **EDIT | {"title": f"제목 {place}"}).status_code
        )

    threads = [threading.Thread(target=edit, args=(place,)) for place in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [302, 409, 409, 409, 409]
    with town.database.transaction() as rows:
        assert rows.get_one(Proposal, number).version == 2


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("title", "", "This must not stay empty."),
        ("title", "가" * 101, "This is too long: at most 100 letters."),
        ("problem", "", "This must not stay empty."),
        ("idea", "나" * 4001, "This is too long: at most 4000 letters."),
        ("beneficiaries", "900131-1234567", "Never type a resident registration number"),
        ("place", "다" * 201, "This is too long: at most 200 letters."),
        ("cost", "많이", "Type a whole number"),
        ("cost", "0", "Type an amount between"),
    ],
)
def test_a_wrong_change_is_refused_and_stays(town: Town, field: str, typed: str, said: str) -> None:
    call_open(town)
    kim = resident(town)
    number = submitted(kim)
    refused = kim.send(f"/proposals/{number}/edit", **EDIT | {field: typed})
    assert refused.status_code == 400
    assert said in refused.text
    assert "1234567" not in refused.text
    if field != "title":
        assert "더 넓은 그늘" in refused.text
    with town.database.transaction() as rows:
        assert rows.get_one(Proposal, number).version == 1


def test_in_review_the_text_stays_unless_a_reviewer_asks(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = submitted(kim)
    person, now = person_of(town, "kim@example.kr"), datetime.now(UTC)
    with town.app.test_request_context(), town.database.transaction() as rows:
        proposal = rows.get_one(Proposal, number)
        with pytest.raises(NotFromHere):
            ask_to_amend(rows, proposal, LATER)
        move(proposal, State.IN_REVIEW)
        with pytest.raises(Closed):
            amend(rows, proposal, Text(title="zu spät"), Filing(), person, now)
    assert kim.get(f"/proposals/{number}/edit").location == f"/proposals/{number}"
    assert kim.send(f"/proposals/{number}/edit", **EDIT).location == f"/proposals/{number}"
    assert "Change the proposal" not in kim.get(f"/proposals/{number}").text
    with town.database.transaction() as rows:
        ask_to_amend(rows, rows.get_one(Proposal, number), LATER)
    assert "Change the proposal" in kim.get(f"/proposals/{number}").text
    assert kim.send(f"/proposals/{number}/edit", **EDIT).status_code == 302
    with town.database.transaction() as rows:
        assert text_of(rows, rows.get_one(Proposal, number)).title == EDIT["title"]


def test_its_first_author_takes_it_back_with_a_reason_and_it_stays_to_be_read(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = submitted(kim)
    lee = resident(town, "lee@example.kr")
    assert lee.send(f"/proposals/{number}/withdraw", reason="weg damit").status_code == 404
    for reason in ("", "짧다", "900131-1234567"):
        assert kim.send(f"/proposals/{number}/withdraw", reason=reason).status_code == 400
    assert kim.get(f"/proposals/{number}/withdraw").status_code == 200
    assert (
        kim.send(f"/proposals/{number}/withdraw", reason="<b>더 좋은 제안</b>이 있습니다.").status_code == 302
    )
    assert state_of(town, number) == "withdrawn"
    page = town.browser().get(f"/proposals/{number}").text
    assert "Its authors took it back" in page
    assert "&lt;b&gt;더 좋은 제안" in page
    assert "ended here" in page
    assert kim.send(f"/proposals/{number}/withdraw", reason="noch einmal").status_code == 302
    assert kim.send(f"/proposals/{number}/edit", **EDIT).status_code == 302
    assert len(town.mailbox.to("kim@example.kr")) == 2


def test_after_a_decision_nothing_is_taken_back(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = submitted(kim)
    with town.database.transaction() as rows:
        proposal = rows.get_one(Proposal, number)
        move(proposal, State.IN_REVIEW)
        move(proposal, State.FEASIBLE)
    assert kim.send(f"/proposals/{number}/withdraw", reason="doch nicht").location == f"/proposals/{number}"
    assert state_of(town, number) == "feasible"


def test_versions_of_a_draft_are_nobody_s_business(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = int(kim.send("/proposals/new").location.split("/")[2])
    assert kim.get(f"/proposals/{number}/versions").status_code == 404


def kinds(town: Town) -> tuple[str, str]:
    """The numbers of two kinds of ideas, as a form sends them."""
    with town.database.transaction() as rows:
        found = [Category(name_ko="공원·녹지", name_en="Parks"), Category(name_ko="안전", name_en="Safety")]
        rows.add_all(found)
        rows.flush()
        return str(found[0].id), str(found[1].id)


def filing_of(town: Town, number: int) -> Filing:
    with town.database.transaction() as rows:
        return Filing.of(rows.get_one(Proposal, number))


def test_its_authors_move_it_to_another_district_kind_and_pin_and_the_versions_show_it(town: Town) -> None:
    call_open(town)
    districts, (parks, _) = draw(town), kinds(town)
    kim = resident(town)
    number = submitted(kim)
    place = {"district": str(districts[0]), "category": parks, "latitude": "37.56", "longitude": "126.91"}
    half = kim.send(f"/proposals/{number}/edit", **EDIT | place | {"longitude": ""})
    assert (half.status_code, "A pin needs both numbers" in half.text) == (400, True)
    assert kim.send(f"/proposals/{number}/edit", **EDIT | place).status_code == 302
    assert filing_of(town, number) == Filing(districts[0], int(parks), 37.56, 126.91)
    page = kim.get(f"/proposals/{number}/edit").text
    assert f'<option selected value="{districts[0]}">' in page
    assert 'value="126.91"' in page
    page = town.browser().get(f"/proposals/{number}/versions").text
    assert "37" in page.partition("Pin on the map")[2].partition("<ins>")[2]
    assert "Parks" in page.partition("Kind of idea")[2].partition("<ins>")[2]
    first = town.browser().get(f"/proposals/{number}/versions?old=1&new=1").text
    assert "Pin on the map" not in first
    listed = town.browser().get(f"/proposals?category={parks}").text
    assert EDIT["title"] in listed


def test_the_coordinator_files_it_elsewhere_with_a_reason_for_everyone(town: Town) -> None:
    call_open(town)
    districts, (parks, safety) = draw(town), kinds(town)
    number = submitted(resident(town))
    coordinator = town.official(Role.COORDINATOR)
    path, wanted = f"/proposals/{number}/refile", {"district": str(districts[1]), "category": safety}
    assert "File elsewhere" in coordinator.get(f"/proposals/{number}").text
    assert "Say why: the journal needs a reason." in coordinator.send(path, **wanted, reason="").text
    assert "Nothing is different" in coordinator.send(path, reason=REASON).text
    assert coordinator.send(path, **wanted, reason=REASON).location == f"/proposals/{number}"
    assert filing_of(town, number) == Filing(districts[1], int(safety))
    page = town.browser().get(f"/proposals/{number}/versions").text
    assert "The town filed version 2 elsewhere" in page
    assert REASON in page
    (act,) = [
        one
        for one in town.browser().get("/journal/journal.json").get_json()["entries"]
        if one["kind"] == "proposal.refiled"
    ]
    assert act["reason"] == REASON
    assert act["facts"]["filed_before"] == "지역 전체 · 분야 없음"
    assert act["facts"]["filed"].endswith(" · 안전")
    letter = town.mailbox.to("kim@example.kr")[-1].get_content()
    assert REASON in letter
    with town.database.transaction() as rows:
        rows.get_one(Proposal, number).state = State.ON_BALLOT.value
    assert "has moved on meanwhile" in coordinator.send(path, category=parks, reason=REASON).text
    assert "File elsewhere" not in coordinator.get(f"/proposals/{number}").text
