"""Proposals get their departments, nothing is overdue unseen, and who works where is kept in the journal."""

import re
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from pb import jobs
from pb.access import Role
from pb.proposals.models import Proposal, State
from pb.reviews.assigning import reminders
from pb.reviews.assigning.rules import Past, Suggestion, Urgency, suggest, urgency
from tests.pb.reviews.conftest import WHY, ReviewOffice, today

DAY = date(2027, 6, 10)


@pytest.mark.parametrize(
    ("due", "near"),
    [
        (date(2027, 6, 9), Urgency.LATE),
        (date(2027, 6, 10), Urgency.TODAY),
        (date(2027, 6, 13), Urgency.SOON),
        (date(2027, 6, 14), Urgency.CALM),
    ],
)
def test_how_near_a_due_date_is(due: date, near: Urgency) -> None:
    assert urgency(due, DAY) is near


def test_the_same_place_counts_before_the_same_kind_and_no_case_suggests_nobody() -> None:
    past = [Past(1, 7, 3), Past(2, 7, 4), Past(2, 7, 4), Past(9, 8, 3)]
    assert suggest(past, 7, 3) == Suggestion(1, 1, 1, same_place=True)
    assert suggest(past, 7, 5) == Suggestion(2, 2, 3, same_place=False)
    assert suggest(past, 7, None) == Suggestion(2, 2, 3, same_place=False)
    assert suggest(past, 6, 3) is None
    assert suggest(past, None, 3) is None
    assert suggest([Past(5, 7, 3), Past(4, 7, 3)], 7, 3) == Suggestion(4, 1, 2, same_place=True)


def state(office: ReviewOffice, number: int) -> str:
    with office.town.database.transaction() as rows:
        return rows.get_one(Proposal, number).state


def acts(office: ReviewOffice, *kinds: str) -> list[dict[str, object]]:
    found = office.town.browser().get("/journal/journal.json").get_json()["entries"]
    return [entry for entry in found if entry["kind"] in kinds]


def test_the_coordinator_gives_a_proposal_to_a_lead_and_asks_others(office: ReviewOffice) -> None:
    number = office.proposal()
    coordinator = office.town.official(Role.COORDINATOR)
    assert "No earlier case is like it." in coordinator.get("/reviews/waiting").text
    due = str(today() + timedelta(days=9))
    parks, roads, _ = office.departments
    answer = coordinator.send(
        f"/reviews/{number}/assign", department=str(parks), consulted=str(parks), due=due, reason=WHY
    )
    assert answer.status_code == 400
    assert "cannot be asked as well" in answer.text
    assert state(office, number) == State.RECEIVED
    answer = coordinator.send(
        f"/reviews/{number}/assign", department=str(parks), consulted=str(roads), due=due, reason=WHY
    )
    assert answer.location == "/reviews/waiting"
    assert state(office, number) == State.IN_REVIEW
    given, asked = acts(office, "review.assigned", "review.consulted")
    assert given["facts"] == {"proposal": str(number), "department": "공원녹지과", "due": due}
    assert asked["facts"] == {"proposal": str(number), "department": "도로과", "due": due}
    page = office.town.browser().get(f"/proposals/{number}").text
    assert "Parks examines this proposal." in page
    assert "Roads" in page
    letter = office.town.mailbox.to("kim@example.kr")[-1].get_content()
    assert f"공원녹지과에서 {due}까지 검토합니다." in letter
    assert f"/proposals/{number}" in letter


def test_ticked_proposals_go_to_whom_earlier_cases_suggest(office: ReviewOffice) -> None:
    for kind in (0, 0, 1):
        office.give(office.proposal(kind=kind, district=1), kind)
    new = [office.proposal(title=f"제안 {kind}", kind=kind) for kind in (0, 1, 2)]
    coordinator = office.town.official(Role.COORDINATOR)
    page = coordinator.get("/reviews/waiting").text
    assert "2 of 2 proposals about “Parks” went to Parks." in page
    due = str(today() + timedelta(days=9))

    def tick(*numbers: int, department: str = "") -> int:
        typed = {"proposal": [str(n) for n in numbers], "due": due, "reason": WHY, "department": department}
        answer = coordinator.client.post("/reviews/waiting", data=typed)
        answer.close()
        return answer.status_code

    assert tick() == 400
    assert tick(*new) == 400  # nothing is known about welfare
    assert {state(office, number) for number in new} == {State.RECEIVED}
    assert tick(*new[:2]) == 302
    assert tick(new[2], department=str(office.departments[2])) == 302
    assert {state(office, number) for number in new} == {State.IN_REVIEW}
    assert [act["facts"]["department"] for act in acts(office, "review.assigned")] == [  # type: ignore[index]
        "공원녹지과",
        "도로과",
        "복지과",
    ]
    assert "Every proposal has its department." in coordinator.get("/reviews/waiting").text


def test_reassigning_needs_a_reason_and_keeps_the_former_department_in_the_history(
    office: ReviewOffice,
) -> None:
    number = office.proposal()
    office.give(number, 0)
    coordinator = office.town.official(Role.COORDINATOR)
    due = str(today() + timedelta(days=3))
    path = f"/reviews/{number}/reassign"
    roads = str(office.departments[1])
    assert "Say why" in coordinator.send(path, department=roads, due=due, reason="").text
    yesterday = str(today() - timedelta(days=1))
    assert "This day is over" in coordinator.send(path, department=roads, due=yesterday, reason=WHY).text
    assert coordinator.send(path, department=roads, due=due, reason=WHY).status_code == 302
    (act,) = acts(office, "review.reassigned")
    facts = {"proposal": str(number), "department_before": "공원녹지과", "department": "도로과", "due": due}
    assert act["facts"] == facts
    assert "Roads examines this proposal." in office.town.browser().get(f"/proposals/{number}").text


def test_outside_the_review_nothing_is_given_away(office: ReviewOffice) -> None:
    number = office.proposal()
    coordinator = office.town.official(Role.COORDINATOR)
    coordinator.send(f"/cycles/{office.cycle}/review/stop", reason=WHY)
    due = str(today() + timedelta(days=3))
    parks = str(office.departments[0])
    answer = coordinator.send(f"/reviews/{number}/assign", department=parks, due=due, reason=WHY)
    assert "The review does not run now." in answer.text
    assert state(office, number) == State.RECEIVED


def test_who_works_where_stands_in_the_journal_and_decides_what_is_seen(office: ReviewOffice) -> None:
    with office.town.database.transaction() as rows:
        # Somebody without an account, so that persons and accounts are numbered differently.
        rows.execute(sa.text("insert into persons default values"))
    coordinator = office.town.official(Role.COORDINATOR)
    reviewer = office.town.official(Role.REVIEWER, "park@example.kr")
    number = office.proposal("벤치 놓기")
    office.give(number, 0)
    assert "You are in no department yet." in reviewer.get("/reviews").text
    assert reviewer.get(f"/reviews/{number}").status_code == 403
    parks = str(office.departments[0])
    office.town.account("only@example.kr")
    refused = coordinator.send("/reviews/departments", email="only@example.kr", department=parks, reason=WHY)
    assert "does not hold the office of a reviewer" in refused.text
    typed = {"email": "park@example.kr", "department": parks, "reason": WHY}
    assert coordinator.send("/reviews/departments", **typed).status_code == 302
    assert "works in this department already" in coordinator.send("/reviews/departments", **typed).text
    assert "벤치 놓기" in reviewer.get("/reviews").text
    assert reviewer.get(f"/reviews/{number}").status_code == 200
    (out,) = re.findall(r"/reviews/departments/\d+/\d+/leave", coordinator.get("/reviews/departments").text)
    assert "Take a reviewer out" in coordinator.get(out).text
    coordinator.send(out, reason=WHY)
    assert reviewer.get(f"/reviews/{number}").status_code == 403
    assert [act["kind"] for act in acts(office, "seat.given", "seat.taken")] == ["seat.given", "seat.taken"]


def test_reminders_go_out_once_each_and_overdue_ones_to_the_coordinator_too(office: ReviewOffice) -> None:
    office.town.account("boss@example.kr", Role.COORDINATOR)
    for email in ("park@example.kr", "lee@example.kr"):
        office.town.account(email, Role.REVIEWER)
        office.seat(0, email)
    for days in (-1, 0, 3, 4):
        office.give(office.proposal(f"기한 {days}"), 0, today() + timedelta(days=days))
    office.give(office.proposal("아무도 없는 부서"), 2, today() + timedelta(days=2))
    jobs.all_done(office.town.app)
    with office.town.app.app_context(), office.town.app.test_request_context():
        assert reminders.remind_now() is False
    with office.town.database.transaction() as rows:
        found = rows.execute(sa.text("select recipient, text from waiting_mails"))
        letters = {row.recipient: row.text for row in found}
    assert set(letters) == {"boss@example.kr", "park@example.kr", "lee@example.kr"}
    told = [days for days in (-1, 0, 3, 4) if f"기한 {days}," in letters["park@example.kr"]]
    assert told == [-1, 0, 3]
    assert "기한 -1," in letters["boss@example.kr"]
    assert "기한 0," not in letters["boss@example.kr"]
    assert "아무도 없는 부서" in letters["boss@example.kr"]


def test_a_proposal_has_one_lead_and_no_department_twice(office: ReviewOffice) -> None:
    number = office.proposal()
    office.give(number, 0)
    with pytest.raises(IntegrityError):
        office.give(number, 1)
    with pytest.raises(IntegrityError):
        office.give(number, 0, part="consulted")


@pytest.mark.parametrize(
    "statement",
    [
        "update assignments set part = 'boss'",
        "update assignments set outcome = 'decided'",
        "update assignments set ended = since",
        "update assignments set ended = since, outcome = 'answered'",
        "update assignments set ended = since, outcome = 'lost'",
        "update assignments set answered_by_id = 1",
        "insert into assignment_reminders values (1, 'soon', '2027-01-01')",
    ],
)
def test_the_database_itself_refuses_an_unlawful_assignment(office: ReviewOffice, statement: str) -> None:
    office.give(office.proposal(), 0)
    with pytest.raises(IntegrityError), office.town.database.transaction() as rows:
        rows.execute(sa.text(statement))


def test_the_workload_shows_who_has_how_much(office: ReviewOffice) -> None:
    for days in (-2, 1, 9):
        office.give(office.proposal(), 0, today() + timedelta(days=days))
    page = office.town.official(Role.COORDINATOR).get("/reviews/workload").text
    assert "3 open" in page
    assert "1 overdue" in page
    assert "2 days late" in page
