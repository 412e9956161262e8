"""From the first word to a proposal that everyone reads, by real requests on both databases."""

import threading

import pytest
import sqlalchemy as sa

from pb.notices.models import Following, News, NewsTopic
from pb.proposals.models import Proposal
from pb.proposals.writing.models import Author
from pb.town.costs.models import UnitCost
from tests.pb.accounts.conftest import PASSWORD, Town
from tests.pb.proposals.people import (
    ANSWERS,
    answer,
    begun,
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
    assert 'href="/residence' in member.get("/proposals/new").text
    assert member.send("/proposals/new").status_code == 400
    make_resident(town, "lee@example.kr")
    assert member.send("/proposals/new").status_code == 302


def test_going_back_and_stopping_keep_what_was_typed(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = begun(kim)
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
    number = begun(kim)
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
    number = begun(kim)
    assert answer(kim, number, "cost", cost="２４,０００,０００원").status_code == 302
    assert "24,000,000" in kim.get(f"/proposals/{number}/write/cost").text


def test_the_second_of_two_windows_is_told_and_overwrites_nothing(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = begun(kim)
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
    number = begun(kim)
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
    number = begun(kim)
    hostile = "<script>alert(1)</script>"
    for step, typed in ANSWERS.items():
        if step != "cost":
            answer(kim, number, step, **dict.fromkeys(typed, hostile))
    kim.send(f"/proposals/{number}/send", consent="y")
    page = town.browser().get(f"/proposals/{number}").text
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert") >= len(ANSWERS) - 1


def test_leaving_takes_names_and_drafts_along_and_leaves_what_was_handed_in(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number, draft, shared = submitted(kim), drafted(kim), drafted(kim)
    for one in (number, draft, shared):
        kim.send(f"/proposals/{one}/authors", pen_name="바람")
    kim.send(f"/proposals/{shared}/authors", pen_name="바람", email="lee@example.kr")
    lee = resident(town, "lee@example.kr")
    lee.send(town.mailbox.link("lee@example.kr"), pen_name="바다")
    told = kim.get("/account/data.json").get_json()
    assert [(one["number"], one["pen_name"]) for one in told["proposals"]] == [
        (one, "바람") for one in (number, draft, shared)
    ]
    assert [one["topic"] for one in told["follows"]] == [f"proposal:{number}"]
    assert "바람" in town.browser().get(f"/proposals/{number}").text
    kim.send("/account/delete", present=PASSWORD)
    page = town.browser().get(f"/proposals/{number}").text
    assert ANSWERS["title"]["title"] in page
    assert "a resident" in page
    assert "바람" not in page
    assert "바다" in lee.get(f"/proposals/{shared}/send").text
    sea = person_of(town, "lee@example.kr")
    with town.database.transaction() as rows:
        assert rows.get(Proposal, draft) is None
        assert rows.scalars(sa.select(Author.pen_name).order_by(Author.proposal_id)).all() == ["", "바다"]
        assert rows.scalars(sa.select(Following.person_id)).all() == [sea]


def test_what_is_typed_is_saved_on_the_way(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = begun(kim)
    path = f"/proposals/{number}/write/idea"
    shown = seen(kim.get(path).text)
    saved = kim.send(f"{path}/save", seen=shown, idea="halb fertig")
    assert saved.status_code == 200
    assert "halb fertig" in kim.get(path).text
    assert kim.send(f"{path}/save", seen=saved.get_json()["seen"], idea="fertig").status_code == 200
    late = kim.send(f"{path}/save", seen=shown, idea="aus dem andern Fenster")
    assert late.status_code == 409
    assert "Somebody changed this answer meanwhile" in late.get_json()["mistakes"][0]
    wrong = kim.send(f"{path}/save", seen=saved.get_json()["seen"], idea="900131-1234567")
    assert wrong.status_code == 400
    assert "1234567" not in wrong.text
    assert town.browser().send(f"{path}/save", idea="x").status_code == 403
    assert resident(town, "lee@example.kr").send(f"{path}/save", idea="x").status_code == 404
    assert kim.send(f"/proposals/{number}/write/send/save").status_code == 404


def test_the_cost_is_added_up_from_the_town_s_list(town: Town) -> None:
    call_open(town)
    with town.database.transaction() as rows:
        for name, won in (("나무", 600_000), ("의자", 1_500_000)):
            rows.add(UnitCost(name_ko=name, name_en=f"{name} (en)", unit="개", won=won))
    kim = resident(town)
    number = drafted(kim)
    kim.send(f"/proposals/{number}/send", consent="")
    added = answer(kim, number, "cost", of_1="２０", of_2="4", cost="7", way="add-up")
    assert added.location.endswith("/write/cost")
    page = kim.get(f"/proposals/{number}/write/cost").text
    assert 'value="18,000,000"' in page
    assert 'value="20"' in page
    preview = kim.get(f"/proposals/{number}/send").text
    assert "How the rough cost was worked out" in preview
    with town.database.transaction() as rows:
        rows.execute(sa.update(UnitCost).values(won=1))
    assert "₩12,000,000" in kim.get(f"/proposals/{number}/send").text
    answer(kim, number, "cost", of_1="20", of_2="4", cost="5,000,000")
    assert "How the rough cost was worked out" not in kim.get(f"/proposals/{number}/send").text
    refused = answer(kim, number, "cost", of_1="viele", of_2="1000000", cost="1")
    assert refused.status_code == 400
    assert "Type a whole number" in refused.text
    assert "Type a number up to 100,000." in refused.text
    answer(kim, number, "cost", of_1="", of_2="", cost="")
    assert "Not known yet" in kim.get(f"/proposals/{number}/send").text


@pytest.mark.parametrize(
    ("latitude", "longitude", "said"),
    [
        ("37.5", "", "A pin needs both numbers, or none."),
        ("", "126.9", "A pin needs both numbers, or none."),
        ("91", "126.9", "This is no place on the earth."),
        ("nan", "126.9", "This is no place on the earth."),
        ("여기", "126.9", "Not a valid float value."),
    ],
)
def test_a_pin_is_whole_and_on_the_earth(town: Town, latitude: str, longitude: str, said: str) -> None:
    call_open(town)
    kim = resident(town)
    number = begun(kim)
    refused = answer(
        kim, number, "place", district="", place="교문 앞", latitude=latitude, longitude=longitude
    )
    assert refused.status_code == 400
    assert said in refused.text
    assert "교문 앞" in refused.text
    assert answer(kim, number, "place", latitude="３７.５", longitude="126.9").status_code == 302
    with town.database.transaction() as rows:
        assert (rows.get_one(Proposal, number).latitude) == 37.5


def test_the_way_in_stands_on_the_year_s_page_while_the_call_is_open(town: Town) -> None:
    for path in ("/", "/cycle"):
        assert "/proposals/new" not in town.browser().get(path).text
    call_open(town)
    for path in ("/", "/cycle"):
        assert "/proposals/new" in town.browser().get(path).text
