"""Answers to a call are judged by its criteria; nobody sees a point before the decision."""

from fractions import Fraction

from pb import clock
from pb.access import ACCESS, GRANTS, Permission, Role
from pb.proposals.actions import move
from pb.proposals.models import Proposal, State
from pb.proposals.writing.models import Author
from pb.reviews.assigning.models import DepartmentSeat
from pb.reviews.judging.rules import total
from tests.pb.accounts.conftest import Browser, Town
from tests.pb.calls.test_calls import WHY, acts, answering, end, kinds_of_news, posted
from tests.pb.proposals.people import person_of, resident

SAID = "효과가 크고 관리하기 쉬운 제안을 골랐습니다."
# By answer and criterion: effect weighs 60, upkeep 40.
POINTS = {"points_1_1": "7", "points_1_2": "９", "points_2_1": "10", "points_2_2": "4"}


def answered(town: Town) -> tuple[int, Browser]:
    """A call that is over, with two answers, and the coordinator who posted it."""
    call, coordinator = posted(town)
    for name in ("kim", "lee"):
        somebody = resident(town, f"{name}@example.kr")
        number = answering(town, somebody, call)
        assert somebody.send(f"/proposals/{number}/send", consent="y").status_code == 302
    return call, coordinator


def test_a_total_is_the_weighted_points_of_100() -> None:
    assert total({1: 60, 2: 40}, {1: 7, 2: 9}) == 78
    assert total({1: 33, 2: 67}, {1: 10, 2: 3}) == Fraction(531, 10)
    assert total({1: 100}, {1: 0}) == 0


def test_points_are_given_in_silence_and_shown_with_the_decision(town: Town) -> None:
    call, coordinator = answered(town)
    path = f"/reviews/calls/{call}"
    assert "still takes answers" in coordinator.get(path).text
    assert coordinator.send(path, **POINTS).status_code == 400
    end(town)
    assert path in coordinator.get(f"/calls/{call}").text
    page = coordinator.send(path, **POINTS | {"points_1_1": "11", "points_2_2": "많이"})
    assert page.status_code == 400
    assert "Type points from 0 to 10." in page.text
    assert 'value="많이"' in page.text
    assert coordinator.send(path, **POINTS | {"points_2_2": ""}).status_code == 302
    refused = coordinator.send(f"{path}/decide", chosen="1", reason=SAID)
    assert (refused.status_code, "Each answer gets points for every one." in refused.text) == (400, True)
    assert SAID in refused.text
    assert coordinator.send(path, **POINTS).status_code == 302
    guest = town.browser()
    for secret in ("Total of 100", path):
        assert secret not in guest.get(f"/calls/{call}").text
    assert coordinator.send(f"{path}/decide", chosen="1", reason="").status_code == 400
    done = coordinator.send(f"{path}/decide", chosen="1", reason=SAID)
    assert done.location == f"/calls/{call}#decided"
    page = guest.get(f"/calls/{call}").text
    for said in (
        SAID,
        "<strong>78.0</strong>",
        "<strong>76.0</strong>",
        "(0–10 × 60)",
        "Chosen by the department",
    ):
        assert said in page
    assert page.index("78.0") < page.index("76.0")
    (act,) = [one for one in acts(town) if one["kind"] == "call.decided"]
    assert (act["reason"], act["facts"]["answers"], act["facts"]["chosen"]) == (SAID, "2", "1")
    assert "call.decided" in kinds_of_news(town)
    for name in ("kim", "lee"):
        assert SAID in town.mailbox.to(f"{name}@example.kr")[-1].get_content()
    assert "for good" in coordinator.send(f"{path}/decide", chosen="2", reason=SAID).text
    assert "for good" in coordinator.send(path, **POINTS).text


def test_who_wrote_an_answer_or_works_elsewhere_does_not_judge(town: Town) -> None:
    call, coordinator = answered(town)
    end(town)
    path = f"/reviews/calls/{call}"
    reviewer = town.official(Role.REVIEWER, "reviewer@example.kr")
    assert reviewer.get(path).status_code == 404
    person = person_of(town, "reviewer@example.kr")
    with town.database.transaction() as rows:
        rows.add(DepartmentSeat(person_id=person, department_id=1, since=clock.now()))
    assert reviewer.send(path, **POINTS).status_code == 302
    with town.database.transaction() as rows:
        rows.add(Author(proposal_id=2, person_id=person, pen_name="", since=clock.now()))
    assert "You wrote one of the answers yourself." in reviewer.get(path).text
    assert reviewer.send(path, **POINTS).status_code == 400
    assert "You wrote one" in reviewer.send(f"{path}/decide", chosen="2", reason=SAID).text
    with town.database.transaction() as rows:
        move(rows.get_one(Proposal, 2), State.WITHDRAWN)
    assert coordinator.send(f"{path}/decide", reason=SAID).status_code == 302
    page = town.browser().get(f"/calls/{call}").text
    assert "78.0" in page
    assert "76.0" not in page


def test_a_call_without_answers_is_decided_with_words_alone(town: Town) -> None:
    call, coordinator = posted(town)
    coordinator.send(f"/calls/{call}/close", reason=WHY)
    assert "Nobody has answered." in coordinator.get(f"/reviews/calls/{call}").text
    assert coordinator.send(f"/reviews/calls/{call}/decide", reason=SAID).status_code == 302
    assert SAID in town.browser().get(f"/calls/{call}").text


def test_only_officials_open_the_pages(town: Town) -> None:
    for name in ("reviews.judge", "reviews.decide_call"):
        assert getattr(town.app.view_functions[name], ACCESS) is Permission.POST_CALL
    assert GRANTS[Permission.POST_CALL] == {Role.COORDINATOR, Role.REVIEWER}
