"""From the first word to a proposal that everyone reads, by real requests on both databases."""

import threading

import pytest
import sqlalchemy as sa

from pb.notices.models import Following, News, NewsTopic
from pb.proposals.models import Proposal
from tests.pb.accounts.conftest import Town
from tests.pb.proposals.people import (
    ANSWERS,
    answer,
    call_open,
    drafted,
    make_resident,
    person_of,
    resident,
    seen,
    state_of,
    submitted,
)


def test_a_resident_writes_hands_in_and_everyone_reads_it(town: Town) -> None:
    cycle = call_open(town)
    kim = resident(town)
    number = drafted(kim)
    for path in (f"/proposals/{number}", f"/proposals/{number}/write/title"):
        assert ANSWERS["title"]["title"] not in town.browser().get(path).text
    assert town.browser().get(f"/proposals/{number}").status_code == 404
    preview = kim.get(f"/proposals/{number}/send").text
    assert all(text in preview for typed in ANSWERS.values() for text in typed.values() if "," not in text)
    assert "₩24,000,000" in preview
    assert kim.send(f"/proposals/{number}/send", consent="y").location == f"/proposals/{number}?sent=1"
    page = town.browser().get(f"/proposals/{number}").text
    assert ANSWERS["problem"]["problem"] in page
    assert "a resident" in page
    assert "kim@example.kr" not in page
    (letter,) = town.mailbox.to("kim@example.kr")
    assert ANSWERS["title"]["title"] in letter["Subject"]
    assert f"https://pb.example/proposals/{number}" in letter.get_content()
    with town.database.transaction() as rows:
        topics = set(rows.scalars(sa.select(NewsTopic.topic)))
        follows = rows.execute(sa.select(Following.person_id, Following.topic)).all()
    assert topics == {f"proposal:{number}", f"cycle:{cycle}"}
    assert follows == [(person_of(town, "kim@example.kr"), f"proposal:{number}")]


def test_whoever_is_not_ready_is_told_what_to_do_next(town: Town) -> None:
    visitor = town.browser()
    assert "No call for proposals is open right now" in visitor.get("/proposals/new").text
    call_open(town)
    page = visitor.get("/proposals/new").text
    assert "/sign-up" in page
    assert "/sign-in?next=/proposals/new" in page
    member = town.member("lee@example.kr")
    assert 'href="/residence"' in member.get("/proposals/new").text
    assert member.send("/proposals/new").status_code == 400
    make_resident(town, "lee@example.kr")
    assert member.send("/proposals/new").status_code == 302


def test_going_back_and_stopping_keep_what_was_typed(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = int(kim.send("/proposals/new").location.split("/")[2])
    for way, leads in (("back", "write/problem"), ("stop", "new")):
        assert answer(kim, number, "idea", idea=f"way {way}", way=way).location.endswith(leads)
        assert f"way {way}" in kim.get(f"/proposals/{number}/write/idea").text
    assert "Without a title yet" in kim.get("/proposals/new").text


@pytest.mark.parametrize(
    ("step", "field", "typed", "said"),
    [
        ("title", "title", "가" * 101, "This is too long: at most 100 letters."),
        ("title", "title", "９００１３１-1234567 나무", "Never type a resident registration number"),
        ("problem", "problem", "가" * 2001, "This is too long: at most 2000 letters."),
        ("idea", "idea", "900131 1234567", "Never type a resident registration number"),
        ("people", "beneficiaries", "나" * 1001, "This is too long: at most 1000 letters."),
        ("place", "place", "다" * 201, "This is too long: at most 200 letters."),
        ("place", "district", "99", "Not a valid choice"),
        ("category", "category", "99", "Not a valid choice"),
        ("cost", "cost", "많이", "Type a whole number, like 2,000,000,000."),
        ("cost", "cost", "9" * 30, "Type a whole number, like 2,000,000,000."),
    ],
)
def test_a_wrong_answer_is_refused_and_stays_on_the_page(
    town: Town, step: str, field: str, typed: str, said: str
) -> None:
    call_open(town)
    kim = resident(town)
    number = int(kim.send("/proposals/new").location.split("/")[2])
    refused = answer(kim, number, step, **{field: typed})
    assert refused.status_code == 400
    assert said in refused.text
    assert "1234567" not in refused.text
    if field not in ("district", "category") and "1234567" not in typed:
        assert typed in refused.text
    assert typed not in kim.get(f"/proposals/{number}/write/{step}").text


def test_full_width_digits_are_a_cost(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = int(kim.send("/proposals/new").location.split("/")[2])
    assert answer(kim, number, "cost", cost="２４,０００,０００원").status_code == 302
    assert "24000000" in kim.get(f"/proposals/{number}/write/cost").text


def test_the_second_of_two_windows_is_told_and_overwrites_nothing(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = int(kim.send("/proposals/new").location.split("/")[2])
    path = f"/proposals/{number}/write/title"
    shown = seen(kim.get(path).text)
    assert kim.send(path, seen=shown, title="첫째 창").status_code == 302
    refused = kim.send(path, seen=shown, title="둘째 창")
    assert refused.status_code == 409
    assert "Somebody changed this answer meanwhile" in refused.text
    assert "둘째 창" in refused.text
    assert "첫째 창" in kim.get(path).text
    assert kim.send(path, seen=seen(refused.text), title="둘째 창").status_code == 302


def test_without_consent_or_with_open_questions_nothing_is_handed_in(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = int(kim.send("/proposals/new").location.split("/")[2])
    refused = kim.send(f"/proposals/{number}/send", consent="y")
    assert refused.status_code == 400
    assert "Something is still missing." in refused.text
    assert f"/proposals/{number}/write/problem" in refused.text
    whole = drafted(kim)
    refused = kim.send(f"/proposals/{whole}/send")
    assert refused.status_code == 400
    assert "if everyone may read it" in refused.text
    assert state_of(town, whole) == "draft"


def test_when_the_call_is_over_the_draft_stays_and_goes_into_the_next_one(town: Town) -> None:
    first = call_open(town)
    kim = resident(town)
    number = drafted(kim)
    with town.database.transaction() as rows:
        rows.execute(
            sa.text("update cycle_phases set starts = :a, ends = :b where phase = 'call'"),
            {"a": "2001-01-01 00:00:00+00:00", "b": "2001-02-01 00:00:00+00:00"},
        )
    page = kim.get(f"/proposals/{number}/send").text
    assert "Your draft stays here." in page
    assert kim.send(f"/proposals/{number}/send", consent="y").status_code == 400
    assert kim.send("/proposals/new").status_code == 409
    assert answer(kim, number, "idea", idea="noch besser").status_code == 302
    second = call_open(town)
    assert kim.send(f"/proposals/{number}/send", consent="y").status_code == 302
    with town.database.transaction() as rows:
        assert first != rows.get_one(Proposal, number).cycle_id == second


def test_a_draft_belongs_to_its_author_alone(town: Town) -> None:
    call_open(town)
    number = drafted(resident(town))
    lee = resident(town, "lee@example.kr")
    for path in ("", "/write/title", "/send", "/discard"):
        assert lee.get(f"/proposals/{number}{path}").status_code == 404
    for path in ("/write/title", "/send", "/discard"):
        assert lee.send(f"/proposals/{number}{path}", consent="y", title="mine").status_code == 404
        assert town.browser().send(f"/proposals/{number}{path}").status_code == 403


def test_a_draft_can_be_thrown_away_and_a_proposal_cannot(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = drafted(kim)
    assert kim.send(f"/proposals/{number}/discard").location == "/proposals/new"
    assert kim.get(f"/proposals/{number}").status_code == 404
    number = submitted(kim)
    for path in ("discard", "write/title", "send"):
        assert kim.send(f"/proposals/{number}/{path}", consent="y", title="다른 제목").status_code == 302
    assert state_of(town, number) == "received"
    assert ANSWERS["title"]["title"] in kim.get(f"/proposals/{number}").text


def test_ten_drafts_are_enough(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    for _ in range(10):
        assert kim.send("/proposals/new").status_code == 302
    refused = kim.send("/proposals/new")
    assert refused.status_code == 409
    assert "You have ten drafts already." in refused.text


def test_of_many_presses_at_once_one_hands_in(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = drafted(kim)
    cookie = kim.client.get_cookie("session")
    assert cookie is not None
    answers: list[int] = []

    def press() -> None:
        browser = town.browser()
        browser.client.set_cookie("session", cookie.value)
        answers.append(browser.send(f"/proposals/{number}/send", consent="y").status_code)

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302] * 6
    with town.database.transaction() as rows:
        assert rows.scalar(sa.select(sa.func.count(News.id))) == 1
        assert rows.scalar(sa.select(sa.func.count()).select_from(Following)) == 1
    assert len(town.mailbox.to("kim@example.kr")) == 1


def test_hostile_answers_are_shown_as_text(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = int(kim.send("/proposals/new").location.split("/")[2])
    hostile = "<script>alert(1)</script>"
    for step, typed in ANSWERS.items():
        if step != "cost":
            answer(kim, number, step, **dict.fromkeys(typed, hostile))
    kim.send(f"/proposals/{number}/send", consent="y")
    page = town.browser().get(f"/proposals/{number}").text
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert") >= len(ANSWERS) - 1
