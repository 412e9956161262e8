"""From the conflict of interest to the decision: two people, one form, and what everyone reads."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from pb.access import Role
from pb.proposals.models import Proposal, State
from tests.pb.accounts.conftest import Browser
from tests.pb.reviews.conftest import ReviewOffice, today
from tests.pb.reviews.forms import CANARY, EXPLANATION, feasible, infeasible

Given = tuple[ReviewOffice, int]


@pytest.fixture
def given(office: ReviewOffice) -> Given:
    """A proposal that the first department has."""
    number = office.proposal()
    office.give(number, 0)
    return office, number


def state(office: ReviewOffice, number: int) -> str:
    with office.town.database.transaction() as rows:
        return rows.get_one(Proposal, number).state


def free(browser: Browser, number: int) -> Browser:
    """The same browser, after saying that there is no conflict."""
    assert browser.send(f"/reviews/{number}/declare", conflict="no").status_code == 302
    return browser


def kinds(office: ReviewOffice) -> list[str]:
    found = office.town.browser().get("/journal/journal.json").get_json()["entries"]
    return [
        entry["kind"] for entry in found if entry["kind"].split(".")[0] in ("review", "conflict", "amendment")
    ]


def test_two_people_decide_and_everyone_reads_it(given: Given) -> None:
    office, number = given
    one = office.reviewer(0, "park@example.kr")
    two = office.reviewer(0, "lee@example.kr")
    page = one.get(f"/reviews/{number}").text
    assert "Do you have a conflict of interest?" in page
    assert "light_law" not in page
    assert "First say whether" in one.send(f"/reviews/{number}/form", **feasible()).text
    free(one, number)
    answer = one.send(f"/reviews/{number}/form", **feasible(verdict=""), way="submit")
    assert answer.status_code == 400
    assert "There is no verdict yet." in answer.text
    assert 'value="느티나무"' in answer.text
    assert one.send(f"/reviews/{number}/form", **feasible(), way="submit").status_code == 302
    assert state(office, number) == State.IN_REVIEW
    public = office.town.browser().get(f"/proposals/{number}").text
    assert EXPLANATION not in public
    assert "You submitted this form yourself" in one.send(f"/reviews/{number}/sign", way="confirm").text
    assert "First say whether" in two.send(f"/reviews/{number}/sign", way="confirm").text
    free(two, number)
    assert CANARY in two.get(f"/reviews/{number}").text
    assert two.send(f"/reviews/{number}/sign", way="confirm").status_code == 302
    assert state(office, number) == State.FEASIBLE
    public = office.town.browser().get(f"/proposals/{number}").text
    assert EXPLANATION in public
    assert "₩20,000,000" in public
    assert "₩300,000" in public
    assert CANARY not in public
    assert kinds(office) == ["review.submitted", "review.decided"]
    letter = office.town.mailbox.to("kim@example.kr")[-1]
    assert "Found feasible" in letter.get_content()
    assert EXPLANATION in letter.get_content()


def test_an_infeasible_decision_names_ground_law_and_the_day_to_object(
    given: Given,
) -> None:
    office, number = given
    one = free(office.reviewer(0, "park@example.kr"), number)
    boss = free(office.town.official(Role.COORDINATOR, "boss@example.kr"), number)
    bare = infeasible() | {"ground": "", "legal_basis": ""}
    assert "needs its ground" in one.send(f"/reviews/{number}/form", **bare, way="submit").text
    one.send(f"/reviews/{number}/form", **infeasible(), way="submit")
    assert boss.send(f"/reviews/{number}/sign", way="confirm").status_code == 302
    assert state(office, number) == State.INFEASIBLE
    public = office.town.browser().get(f"/proposals/{number}").text
    assert "Laws or ordinances do not allow it" in public
    assert "도로법 제61조" in public
    assert "The proposer can object until" in public
    assert "you can object until" in office.town.mailbox.to("kim@example.kr")[-1].get_content()


def test_two_who_write_at_once_are_told_and_nothing_is_overwritten(given: Given) -> None:
    office, number = given
    one = free(office.reviewer(0, "park@example.kr"), number)
    two = free(office.reviewer(0, "lee@example.kr"), number)
    assert one.send(f"/reviews/{number}/form", **feasible(0, explanation="첫째가 쓴 설명")).status_code == 302
    late = two.send(f"/reviews/{number}/form", **feasible(1, explanation="둘째가 쓴 설명"))
    assert late.status_code == 409
    assert "Somebody else saved this form meanwhile." in late.text
    assert "둘째가 쓴 설명" in late.text
    assert "첫째가 쓴 설명" in late.text
    answer = two.client.post(f"/reviews/{number}/autosave", data=feasible(1))
    assert answer.status_code == 409
    answer = two.client.post(f"/reviews/{number}/autosave", data=feasible(2))
    assert answer.get_json() == {"stand": 3}
    assert (
        two.client.post(f"/reviews/{number}/autosave", data=feasible(3, quantity_1="많이")).status_code == 400
    )


def test_who_declared_a_conflict_does_not_decide_and_another_takes_over(
    given: Given,
) -> None:
    office, number = given
    one = office.reviewer(0, "park@example.kr")
    two = free(office.reviewer(0, "lee@example.kr"), number)
    boss = office.town.official(Role.COORDINATOR, "boss@example.kr")
    two.send(f"/reviews/{number}/form", **feasible())
    one.send(f"/reviews/{number}/declare", conflict="yes")
    assert "Somebody else decides" in one.get(f"/reviews/{number}").text
    assert "Somebody else decides" in one.send(f"/reviews/{number}/form", **feasible(2)).text
    one.send(f"/reviews/{number}/declare", conflict="no")
    assert "Somebody else decides" in one.send(f"/reviews/{number}/form", **feasible(2)).text
    assert "reassign" not in office.town.mailbox.to("boss@example.kr")[-1].get_content()
    two.send(f"/reviews/{number}/form", **feasible(2), way="submit")
    two.send(f"/reviews/{number}/declare", conflict="yes")
    assert "please reassign it" in office.town.mailbox.to("boss@example.kr")[-1].get_content()
    free(boss, number)
    assert "Somebody else decides" in boss.send(f"/reviews/{number}/sign", way="confirm").text
    assert state(office, number) == State.IN_REVIEW
    with pytest.raises(IntegrityError), office.town.database.transaction() as rows:
        rows.execute(
            sa.text("update reviews set stage = 'confirmed', confirmed = saved, confirmer_id = :boss"),
            {"boss": office.person("boss@example.kr")},
        )
    assert kinds(office).count("conflict.declared") == 2


def test_a_decision_is_corrected_only_by_a_new_one_with_a_reason(given: Given) -> None:
    office, number = given
    one = free(office.reviewer(0, "park@example.kr"), number)
    boss = free(office.town.official(Role.COORDINATOR, "boss@example.kr"), number)
    one.send(f"/reviews/{number}/form", **infeasible(), way="submit")
    boss.send(f"/reviews/{number}/sign", way="confirm")
    assert one.send(f"/reviews/{number}/form", **feasible(2)).status_code == 400
    due = str(today() + timedelta(days=5))
    parks = str(office.departments[0])
    path = f"/reviews/{number}/reopen"
    assert "Say why" in boss.send(path, department=parks, due=due, reason="").text
    assert boss.send(path, department=parks, due=due, reason="측량을 다시 함").status_code == 302
    assert state(office, number) == State.IN_REVIEW
    public = office.town.browser().get(f"/proposals/{number}").text
    assert "It is examined anew: 측량을 다시 함" in public
    assert "which no longer counts" in public
    one.send(f"/reviews/{number}/form", **feasible(), way="submit")
    boss.send(f"/reviews/{number}/sign", way="confirm")
    assert state(office, number) == State.FEASIBLE
    public = office.town.browser().get(f"/proposals/{number}").text
    assert public.index(EXPLANATION) < public.index("도로법 제61조")
    decided = ["review.submitted", "review.decided"]
    assert kinds(office) == [*decided, "review.reopened", *decided]


@pytest.mark.parametrize(
    "statement",
    [
        "update reviews set explanation = '다른 말'",
        "update reviews set stage = 'draft', submitted = null, submitter_id = null, confirmed = null, "
        "confirmer_id = null",
        "delete from reviews",
        "update review_findings set light = 'no'",
        "delete from review_findings",
        "update review_cost_lines set unit_cost = 1",
        "insert into review_cost_lines values (1, 2, '벤치', 1, '개', 5, 0)",
    ],
)
def test_the_database_itself_keeps_a_confirmed_decision(given: Given, statement: str) -> None:
    office, number = given
    one = free(office.reviewer(0, "park@example.kr"), number)
    boss = free(office.town.official(Role.COORDINATOR, "boss@example.kr"), number)
    one.send(f"/reviews/{number}/form", **feasible(), way="submit")
    with pytest.raises(IntegrityError), office.town.database.transaction() as rows:
        rows.execute(
            sa.text("update reviews set stage = 'confirmed', confirmed = saved, confirmer_id = submitter_id")
        )
    boss.send(f"/reviews/{number}/sign", way="confirm")
    with pytest.raises(IntegrityError), office.town.database.transaction() as rows:
        rows.execute(sa.text(statement))


def test_a_form_is_given_back_with_words_for_officials_alone(given: Given) -> None:
    office, number = given
    one = free(office.reviewer(0, "park@example.kr"), number)
    boss = free(office.town.official(Role.COORDINATOR, "boss@example.kr"), number)
    one.send(f"/reviews/{number}/form", **feasible(), way="submit")
    assert one.send(f"/reviews/{number}/form", **feasible(2)).status_code == 400
    boss.send(f"/reviews/{number}/sign", way="give-back", why=CANARY)
    page = one.get(f"/reviews/{number}").text
    assert "The second signer gave it back:" in page
    assert CANARY in page
    assert "does not wait for a second signature" in boss.send(f"/reviews/{number}/sign", way="confirm").text
    assert CANARY not in office.town.browser().get(f"/proposals/{number}").text


def test_the_dossier_shows_what_lies_near_on_a_map_and_in_a_list(office: ReviewOffice) -> None:
    number, without = office.proposal(spot=(37.05, 127.06)), office.proposal("핀 없는 제안")
    for each in (number, without):
        office.give(each, 0)
    one = office.reviewer(0, "park@example.kr")
    assert "put no pin on the map" in one.get(f"/reviews/{without}").text
    assert "Nothing else lies within a kilometre." in one.get(f"/reviews/{number}").text
    office.proposal("길 건너 벤치", kind=1, spot=(37.052, 127.06))
    office.proposal("작년의 놀이터", kind=1, state=State.FUNDED, spot=(37.05, 127.061))
    office.proposal("먼 다리", spot=(37.06, 127.06))
    page = one.get(f"/reviews/{number}").text
    near = re.findall(r"(\d+) m away", page)
    # 0.001 degrees of longitude at 37.05 degrees north, and 0.002 of latitude
    assert near == ["89", "223"]
    pins = one.get(f"/reviews/{number}/pins.json").get_json()
    assert [(pin[2], pin[4]) for pin in pins] == [
        ("그늘나무 심기", "here"),
        ("작년의 놀이터", "past"),
        ("길 건너 벤치", ""),
    ]
    assert office.reviewer(1, "road@example.kr").get(f"/reviews/{number}/pins.json").status_code == 403


def test_another_department_is_asked_and_its_answer_stands_in_the_dossier(
    given: Given,
) -> None:
    office, number = given
    one = free(office.reviewer(0, "park@example.kr"), number)
    roads = office.reviewer(1, "road@example.kr")
    assert roads.get(f"/reviews/{number}").status_code == 403
    due = str(today() + timedelta(days=4))
    asked = {"department": str(office.departments[1]), "due": due, "reason": "인도 폭이 얼마인가요?"}
    assert one.send(f"/reviews/{number}/consult", **asked).status_code == 302
    assert "Roads has not answered yet." in one.get(f"/reviews/{number}").text
    assert "인도 폭이 얼마인가요?" in free(roads, number).get(f"/reviews/{number}").text
    assert roads.send(f"/reviews/{number}/form", **feasible()).status_code == 400
    assert roads.send(f"/reviews/{number}/answer", answer=f"3미터입니다. {CANARY}").status_code == 302
    assert CANARY in one.get(f"/reviews/{number}").text
    # What stays inside the office waits until somebody says that they have no conflict of interest.
    undeclared = office.reviewer(0, "lee@example.kr")
    assert CANARY not in undeclared.get(f"/reviews/{number}").text
    assert CANARY in free(undeclared, number).get(f"/reviews/{number}").text
    assert "Department that was asked has answered" in undeclared.get(f"/reviews/{number}").text
    assert CANARY not in office.town.browser().get(f"/proposals/{number}").text


def test_the_figures_meet_and_every_answer_is_counted_once(given: Given) -> None:
    office, number = given
    office.proposal("둘째 제안")
    one = free(office.reviewer(0, "park@example.kr"), number)
    boss = free(office.town.official(Role.COORDINATOR, "boss@example.kr"), number)
    one.send(f"/reviews/{number}/form", **infeasible(), way="submit")
    boss.send(f"/reviews/{number}/sign", way="confirm")
    page = office.town.browser().get("/reviews/statistics").text
    assert "The sum does not meet." not in page
    lines = office.town.browser().get("/reviews/statistics.csv").text.splitlines()
    assert {"received,2", "infeasible,1", "open,1", "infeasible:law,1"} <= set(lines)
    assert "median_days:공원녹지과,5" in lines
    with office.town.database.transaction() as rows:
        rows.get_one(Proposal, number + 1).state = State.FEASIBLE.value
    assert "The sum does not meet." in office.town.browser().get("/reviews/statistics").text


def test_a_changed_text_is_examined_anew_with_the_difference_marked(given: Given) -> None:
    office, number = given
    one = free(office.reviewer(0, "park@example.kr"), number)
    path, form = f"/reviews/{number}/ask", f"/reviews/{number}/form"
    one.send(form, **feasible())
    why = "나무 종류를 정해 주세요."
    for days in (2, 22):
        refused = one.send(path, due=str(today() + timedelta(days=days)), reason=why)
        assert "Give the proposer between 3 and 21 days." in refused.text
    due = str(today() + timedelta(days=7))
    assert one.send(path, due=due, reason=why).status_code == 302
    assert "was asked and may still answer" in one.send(path, due=due, reason=why).text
    assert "was asked and may still answer" in one.send(form, **feasible(2), way="submit").text
    assert why in office.town.browser().get(f"/proposals/{number}").text
    letter = office.town.mailbox.to("kim@example.kr")[-1].get_content()
    assert why in letter
    assert f"{due}까지 내용을 고칠 수 있습니다." in letter
    amend(office, number, "정류장 옆에 느티나무를 심어요.")
    page = one.get(f"/reviews/{number}").text
    assert "<ins>느티나무를</ins>" in page
    assert "<del>나무를</del>" in page
    assert "Answered with version 2" in page
    assert "has changed the text" in one.send(form, **feasible(2), way="submit").text
    assert one.send(f"/reviews/{number}/read").status_code == 302
    assert "<input checked" not in one.get(f"/reviews/{number}").text
    assert one.send(form, **feasible(3), way="submit").status_code == 302


def amend(office: ReviewOffice, number: int, idea: str) -> None:
    """The proposer writes another version, on the page for it."""
    office.author(number)
    proposer = office.town.browser()
    proposer.sign_in("kim@example.kr")
    typed = {
        "title": "그늘나무 심기",
        "problem": "여름에 너무 덥습니다.",
        "beneficiaries": "버스를 기다리는 모두",
    }
    typed |= {"idea": idea, "place": "시장 앞 정류장", "cost": "30,000,000", "base": "1"}
    assert proposer.send(f"/proposals/{number}/edit", **typed).status_code == 302
