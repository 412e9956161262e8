"""Appeals are decided by votes by name, and scores become a signed sheet that anyone can check."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from ballots import canonical, signing
from pb.access import Role
from pb.cycles.models import PhaseTime
from pb.proposals.models import Proposal, State
from pb.reviews import queries
from pb.reviews.committee.models import Vote
from pb.reviews.committee.rules import Measure, has_quorum, outcome, scores
from tests.pb.accounts.conftest import Browser
from tests.pb.reviews.conftest import WHY, ReviewOffice
from tests.pb.reviews.forms import infeasible


@pytest.mark.parametrize(
    ("votes", "result"),
    [
        ("uphold uphold dismiss", Vote.UPHOLD),
        ("uphold dismiss", Vote.DISMISS),
        ("return uphold", Vote.DISMISS),
        ("return return uphold dismiss", Vote.RETURN),
        ("abstain abstain uphold", Vote.UPHOLD),
        ("abstain", Vote.DISMISS),
    ],
)
def test_most_votes_decide_and_in_a_tie_the_decision_stands(votes: str, result: Vote) -> None:
    assert outcome([Vote(one) for one in votes.split()]) is result


def test_half_of_the_members_are_a_quorum() -> None:
    assert [has_quorum(5, there) for there in (0, 2, 3)] == [False, False, True]
    assert has_quorum(4, 2)


def test_scores_are_exact_means_over_a_common_denominator() -> None:
    measures = [Measure(1, "필요", 3, 10), Measure(2, "효과", 1, 10)]
    given = {7: {1: {1: 10, 2: 0}, 2: {1: 5, 2: 5}}, 8: {1: {1: 1, 2: 1}, 2: {1: 1}, 3: {2: 1}}}
    # 7: (30 + 20) / 2 = 25 = 150/6; 8: (4 + 3 + 1) / 3 = 8/3 = 16/6
    assert scores(measures, given) == ({7: 150, 8: 16}, 6)
    assert scores(measures, {}) == ({}, 1)


def enter_appeals(office: ReviewOffice) -> None:
    """Move the dates so that the phase of appeals runs now."""
    now = datetime.now(UTC)
    with office.town.database.transaction() as rows:
        review = rows.get_one(PhaseTime, (office.cycle, "review"))
        appeal = rows.get_one(PhaseTime, (office.cycle, "appeal"))
        review.ends = appeal.starts = now - timedelta(minutes=1)
        appeal.ends = now + timedelta(days=20)


def refused_proposal(office: ReviewOffice) -> tuple[int, Browser]:
    """A proposal found not feasible, and the coordinator who signed."""
    number = office.proposal()
    office.give(number, 0)
    one = office.reviewer(0, "park@example.kr")
    boss = office.town.official(Role.COORDINATOR, "boss@example.kr")
    for who in (one, boss):
        who.send(f"/reviews/{number}/declare", conflict="no")
    one.send(f"/reviews/{number}/form", **infeasible(), way="submit")
    boss.send(f"/reviews/{number}/sign", way="confirm")
    return number, boss


def signed_in(office: ReviewOffice, email: str) -> Browser:
    browser = office.town.browser()
    assert browser.sign_in(email).status_code == 302
    return browser


def seated(office: ReviewOffice, boss: Browser, *emails: str) -> list[Browser]:
    """A committee with these members, number 1."""
    boss.send("/reviews/committees", name_ko="안전 분과", name_en="Safety", reason=WHY)
    found = []
    for place, email in enumerate(emails, 1):
        office.town.account(email)
        typed = {"email": email, "name": f"위원 {place}", "reason": WHY}
        assert boss.send("/reviews/committees/1", **typed).status_code == 302
        found.append(signed_in(office, email))
    return found


def state(office: ReviewOffice, number: int) -> str:
    with office.town.database.transaction() as rows:
        return rows.get_one(Proposal, number).state


def test_an_appeal_is_decided_by_members_who_are_there_and_free(office: ReviewOffice) -> None:
    number, boss = refused_proposal(office)
    proposer = signed_in(office, "kim@example.kr")
    path = f"/proposals/{number}/appeal"
    assert "You cannot object to this decision now." in proposer.send(path, words="길을 다시 재 주세요.").text
    enter_appeals(office)
    assert "Object to the decision" in proposer.get(f"/proposals/{number}").text
    assert "Object to the decision" not in office.town.browser().get(f"/proposals/{number}").text
    office.town.account("stranger@example.kr")
    assert signed_in(office, "stranger@example.kr").get(path).status_code == 403
    assert proposer.send(path, words="").status_code == 400
    assert proposer.send(path, words="길을 다시 재 주세요.").status_code == 302
    assert "You cannot object to this decision now." in proposer.send(path, words="한 번 더").text
    one, two, three, four = seated(office, boss, *(f"{name}@example.kr" for name in "abcd"))
    later = (datetime.now() + timedelta(days=2)).strftime("%Y-%m-%dT10:00")
    meeting = boss.send("/reviews/committees/1/meetings", at=later, place="구청 3층").location
    assert "길을 다시 재 주세요." in office.town.browser().get(meeting).text
    ballot = f"{meeting}/appeals/1/vote"
    assert "Only members who are there vote." in one.send(ballot, vote="uphold").text
    assert proposer.send(ballot, vote="uphold").status_code == 403
    closing = {"minutes": "현장을 다시 살펴보았습니다.", "reason": "인도 폭이 충분함"}
    assert "Fewer than half" in boss.send(f"{meeting}/close", **closing).text
    there = [str(office.person(f"{name}@example.kr")) for name in "abcd"]
    boss.client.post(f"{meeting}/attendance", data={"present": there}).close()
    assert "Nobody has voted" in boss.send(f"{meeting}/close", **closing).text
    said_by = ((one, "dismiss"), (one, "uphold"), (two, "uphold"), (three, "conflict"), (four, "dismiss"))
    for who, said in said_by:
        assert who.send(ballot, vote=said).status_code == 302
    end = f"/reviews/committees/1/seats/{there[3]}/end"
    assert "위원 4" in boss.get(end).text
    assert boss.send(end, reason="").status_code == 400
    assert boss.send(end, reason="이사로 자격을 잃음").status_code == 302
    assert "Former members" in boss.get("/reviews/committees/1").text
    assert boss.send(end, reason="한 번 더").status_code == 404
    assert four.send(ballot, vote="uphold").status_code == 403
    assert 'value="20,000,000"' in boss.get(meeting).text
    assert "write the cost" in boss.send(f"{meeting}/close", **closing, cost_1="").text
    assert state(office, number) == State.INFEASIBLE
    assert "위원 1" not in office.town.browser().get(meeting).text.split("Who is there")[0]
    assert boss.send(f"{meeting}/close", **closing, cost_1="2,500만").status_code == 400
    assert boss.send(f"{meeting}/close", **closing, cost_1="25,000,000").status_code == 302
    assert state(office, number) == State.FEASIBLE
    page = office.town.browser().get(meeting).text
    assert "현장을 다시 살펴보았습니다." in page
    assert "Conflict of interest, no vote" in page
    assert "위원 4" not in page
    assert "₩25,000,000" in page
    assert "₩25,000,000" in office.town.browser().get(f"/proposals/{number}").text
    assert "is closed" in one.send(ballot, vote="dismiss").text
    letter = office.town.mailbox.to("kim@example.kr")[-1].get_content()
    assert "The committee found it feasible" in letter
    assert "₩25,000,000" in letter
    with office.town.database.transaction() as rows:
        assert queries.cost_of(rows, number) == 25_000_000
    entries = office.town.browser().get("/journal/journal.json").get_json()["entries"]
    (decided,) = [entry for entry in entries if entry["kind"] == "appeal.decided"]
    assert decided["facts"] == {"proposal": str(number), "outcome": "uphold", "votes": "uphold 2"}
    assert decided["reason"] == "인도 폭이 충분함"
    told = {entry["kind"]: entry["facts"] for entry in entries}
    assert told["appeal.cost-stated"] == {"proposal": str(number), "cost": "25000000"}
    assert told["committee.seat-ended"]["name"] == "안전 분과"


def test_points_on_published_criteria_become_a_signed_sheet(office: ReviewOffice) -> None:
    boss = office.town.official(Role.COORDINATOR, "boss@example.kr")
    numbers = [office.proposal(f"사업 {place}", state=State.FEASIBLE) for place in (1, 2)]
    one, two = seated(office, boss, "a@example.kr", "b@example.kr")
    path = "/reviews/committees/1"
    typed = {"name_ko_1": "필요성", "weight_1": "3", "most_1": "10", "name_ko_2": "효과", "weight_2": "1"}
    assert boss.send(f"{path}/criteria", **typed, most_2="10", reason=WHY).status_code == 302
    first, second = (f"points_{number}_1" for number in numbers)
    also, too = (f"points_{number}_2" for number in numbers)
    assert "from 0 to 10" in one.send(f"{path}/points", **{first: "11"}).text
    assert "has no points yet" in boss.send(f"{path}/sign", reason=WHY).text
    assert one.send(f"{path}/points", **{first: "10", also: "0", second: "5", too: "5"}).status_code == 302
    assert two.send(f"{path}/points", **{first: "4", also: "3"}).status_code == 302
    assert "given points already" in boss.send(f"{path}/criteria", **typed, reason=WHY).text
    assert signed_in(office, "a@example.kr").get(f"{path}/scores").status_code == 200
    assert "The signed scores" not in office.town.browser().get(f"{path}/scores").text
    assert boss.send(f"{path}/sign", reason=WHY).status_code == 302
    file = office.town.browser().get(f"{path}/scores.json")
    signing.verify(
        bytes.fromhex(file.headers["X-Key"]), file.data, bytes.fromhex(file.headers["X-Signature"])
    )
    read = canonical.decode(file.data)
    # 1: (30 + 15) / 2, 2: 20 / 1, both over 2
    assert read["scores"] == {str(numbers[0]): 45, str(numbers[1]): 40}
    assert read["divisor"] == 2
    assert "위원" not in re.sub("분과위원회", "", file.text)
    with office.town.database.transaction() as rows:
        assert queries.score_sheet(rows, office.cycle) == {numbers[0]: 45, numbers[1]: 40}
    assert "The score sheet is signed." in one.send(f"{path}/points", **{first: "1"}).text
    assert "The score sheet is signed." in boss.send(f"{path}/sign", reason=WHY).text
