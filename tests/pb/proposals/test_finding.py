"""The list of proposals: searching, filtering, sorting, the map, files, and that it stays quick."""

import csv
import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask

from pb.proposals.finding.rules import drawing_of, drawn_by_lot, searched
from pb.proposals.models import Proposal, ProposalVersion, State
from tests.pages import in_each_view, press
from tests.pb.accounts.conftest import Browser, Town
from tests.pb.accounts.live import Live, look
from tests.pb.proposals.crowd import crowd
from tests.pb.proposals.people import call_open

HOSTILE = "<img src=x onerror=window.hit=1>"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("놀이터를", ("놀이터",)),
        ("공원에서 산책로까지", ("공원", "산책로")),
        ("마을 가을", ("마을", "가을")),
        ("나무가 도로와", ("나무", "도로")),
        ("ＣＣＴＶ를 CCTV", ("cctv", "cctv")),
        ("  ", ()),
    ],
)
def test_a_particle_behind_a_word_hides_nothing(typed: str, words: tuple[str, ...]) -> None:
    assert searched(typed) == words


def test_a_lot_orders_for_itself_and_a_newcomer_moves_nobody() -> None:
    first, other = drawn_by_lot(range(1, 100), 5), drawn_by_lot(range(1, 100), 6)
    assert sorted(first) == list(range(1, 100))
    assert first != other
    assert [number for number in drawn_by_lot(range(1, 101), 5) if number != 100] == first


def test_every_place_is_as_likely_for_each_proposal() -> None:
    """Over 2,000 lots each of five comes first about 400 times; 5 sigma is 90."""
    firsts = [drawn_by_lot((11, 12, 13, 14, 15), lot * 7919)[0] for lot in range(2000)]
    assert all(310 < firsts.count(number) < 490 for number in (11, 12, 13, 14, 15))


def test_a_kind_is_drawn_by_its_name() -> None:
    assert drawing_of("공원·녹지") == "tree"
    assert drawing_of("어린이 공원") == "play"
    assert drawing_of("그 밖") == "idea"


def titles(page: str) -> list[str]:
    return re.findall(r'<h2 class="idea-title"><a href="/proposals/\d+">([^<]*)</a>', page)


def numbers(page: str) -> list[int]:
    return [int(found) for found in re.findall(r'class="idea-title"><a href="/proposals/(\d+)"', page)]


def write(town: Town, number: int, **changed: str | int | None) -> None:
    """Change what a proposal says or where it stands."""
    own = {name: value for name, value in changed.items() if hasattr(Proposal, name) and name != "version"}
    said = {name: value for name, value in changed.items() if name not in own}
    with town.database.transaction() as rows:
        if own:
            rows.execute(sa.update(Proposal).where(Proposal.id == number).values(**own))
        if said:
            rows.execute(
                sa.update(ProposalVersion).where(ProposalVersion.proposal_id == number).values(**said)
            )


def test_a_search_finds_words_in_title_problem_and_idea_whatever_follows_them(town: Town) -> None:
    crowd(town, 5)
    write(town, 1, title="반려견 놀이터를 넓혀요", problem="x", idea="x")
    write(town, 2, title="x", problem="어린이 집 앞이 위험합니다", idea="x")
    write(town, 3, title="x", problem="x", idea="무인 Library 를 만들어요 100%")
    guest = town.browser()
    for typed, number in (
        ("놀이터가", 1),
        ("어린이집", 2),
        ("library", 3),
        ("100%", 3),
        ("반려견 놀이터", 1),
    ):
        assert numbers(guest.client.get("/proposals", query_string={"q": typed}).text) == [number], typed
    for typed in ("_", "%x", "없는말"):
        page = guest.client.get(
            "/proposals", query_string={"q": typed}, headers={"Accept-Language": "en"}
        ).text
        assert numbers(page) == []
        assert "Nothing fits all of this." in page


def test_filters_stand_in_the_address_and_can_be_taken_away(town: Town) -> None:
    crowd(town, 60)
    write(town, 1, state=State.WITHDRAWN.value)
    guest = town.browser()
    with town.database.transaction() as rows:
        wanted = rows.scalars(
            sa.select(Proposal.id).where(Proposal.district_id == 1, Proposal.category_id == 2)
        ).all()
    page = guest.get("/proposals?district=1&category=2").text
    assert set(numbers(page)) == set(wanted) - {1}
    assert 'href="/proposals?category=2"' in page
    assert 'href="/proposals?district=1"' in page
    assert numbers(guest.get("/proposals?state=withdrawn").text) == [1]
    assert "59 proposals" in guest.get("/proposals").text


@pytest.mark.parametrize(
    "asked",
    ["district=abc&page=-4", "state=draft&sort=loud", "cycle=99&page=999999999", "district=" + "9" * 40],
)
def test_an_odd_address_still_shows_a_list(town: Town, asked: str) -> None:
    crowd(town, 30)
    answer = town.browser().get(f"/proposals?{asked}")
    assert answer.status_code == 200
    assert "30 proposals" in answer.text


def test_a_draft_is_on_no_list(town: Town) -> None:
    crowd(town, 3)
    with town.database.transaction() as rows:
        rows.execute(sa.update(Proposal).where(Proposal.id == 2).values(state="draft", submitted=None))
    guest = town.browser()
    assert sorted(numbers(guest.get("/proposals").text)) == [1, 3]
    assert guest.get("/proposals?state=draft").text.count('class="idea"') == 2
    assert len(guest.get("/proposals/pins.json").get_json()) == 2
    assert len(guest.get("/proposals/proposals.json").get_json()["proposals"]) == 2


def walk(guest: Browser, query: str) -> list[int]:
    found: list[int] = []
    for page in (1, 2, 3):
        found += numbers(guest.get(f"/proposals?page={page}{query}").text)
    return found


def test_the_drawn_order_stays_from_page_to_page_and_differs_between_visitors(town: Town) -> None:
    crowd(town, 60)
    guest, other = town.browser(), town.browser()
    assert "drawn by lot" in guest.get("/proposals").text
    once = walk(guest, "")
    assert sorted(once) == list(range(1, 61))
    assert walk(guest, "") == once
    assert walk(other, "") != once


def test_each_order_is_what_it_says(town: Town) -> None:
    crowd(town, 60)
    guest = town.browser()
    with town.database.transaction() as rows:
        liked = dict(rows.execute(sa.select(Proposal.id, Proposal.supports)).all())
        costs = dict(rows.execute(sa.select(ProposalVersion.proposal_id, ProposalVersion.cost)).all())
    assert walk(guest, "&sort=newest") == list(range(60, 0, -1))
    found = [liked[number] for number in walk(guest, "&sort=supports")]
    assert found == sorted(found, reverse=True)
    dear = [costs[number] for number in walk(guest, "&sort=cost")]
    assert dear == sorted(dear, key=lambda cost: (cost is None, cost))


def test_files_hold_the_same_list_and_no_formula(town: Town) -> None:
    crowd(town, 30)
    write(town, 3, title="=HYPERLINK(1)")
    guest = town.browser()
    lines = list(
        csv.DictReader(io.StringIO(guest.get("/proposals/proposals.csv").text.removeprefix("\ufeff")))
    )
    assert [line["number"] for line in lines] == [str(number) for number in range(1, 31)]
    assert lines[2]["title"] == "'=HYPERLINK(1)"
    told = guest.get("/proposals/proposals.json?district=2").get_json()["proposals"]
    assert {line["district"] for line in told} == {lines[told[0]["number"] - 1]["district"]}
    assert told[0]["address"] == f"https://pb.example/proposals/{told[0]['number']}"


def test_before_any_plan_and_before_any_proposal_the_page_says_what_comes_next(town: Town) -> None:
    guest = town.browser()
    assert "has not published its plan" in guest.get("/proposals").text
    assert 'href="/proposals"' not in guest.get("/").text
    for path in ("pins.json", "proposals.csv", "proposals.json"):
        assert guest.get(f"/proposals/{path}").status_code == 200
    call_open(town)
    page = guest.get("/proposals").text
    assert "Be the first" in page
    assert 'href="/proposals/new"' in page
    assert 'href="/proposals"' in guest.get("/").text


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements sent to the database meanwhile."""
    sent: list[str] = []

    def note(*told: object) -> None:
        sent.append(str(told[2]))

    engine = app.extensions["pb.db"].engine
    sa.event.listen(engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    "path", ["", "?q=공원&sort=cost", "?district=1", "?view=map", "/pins.json", "/proposals.csv"]
)
def test_no_page_asks_the_database_more_often_for_more_proposals(town: Town, path: str) -> None:
    crowd(town, 30)
    guest = town.browser()
    with counted(town.app) as few:
        guest.get(f"/proposals{path}")
    with town.database.transaction() as rows:
        rows.execute(sa.update(Proposal).where(Proposal.id > 4).values(state="withdrawn"))
    with counted(town.app) as fewer:
        guest.get(f"/proposals{path}")
    assert len(few) == len(fewer) < 30


@in_each_view
def test_the_list_is_accessible_empty_filled_searched_and_as_a_map(
    live: Live, width: int, language: str
) -> None:
    page, place = live.open(live.url, width, language), f"{width}-{language}"
    page.goto(f"{live.url}/proposals")
    look(page, f"proposals-no-plan-{place}")
    crowd(live.town, 60)
    write(live.town, 7, title=HOSTILE)
    page.goto(f"{live.url}/proposals?sort=newest")
    page.click("details.more summary")
    look(page, f"proposals-filters-{place}")
    page.goto(f"{live.url}/proposals")
    look(page, f"proposals-{place}")
    page.fill("#q", "없는 말")
    press(page, ".finder button")
    look(page, f"proposals-nothing-{place}")
    page.goto(f"{live.url}/proposals?view=map")
    page.wait_for_selector(".map-mark .cluster")
    look(page, f"proposals-map-{place}")
    while page.locator(".map-mark a.pin").count() == 0:
        page.locator(".map-mark .cluster").first.click()
        page.wait_for_timeout(400)
    assert page.locator(".map-mark a.pin").first.get_attribute("href", timeout=5000)
    look(page, f"proposals-map-close-{place}")
    assert page.evaluate("window.hit") is None


def test_pins_in_one_place_are_listed_under_the_map_by_keyboard(live: Live) -> None:
    crowd(live.town, 3)
    for number in (1, 2, 3):
        write(live.town, number, latitude=37.55, longitude=126.95, title=f"{HOSTILE}{number}")
    page = live.open(live.url, 1280, "ko")
    page.goto(f"{live.url}/proposals?view=map")
    page.locator(".map-mark .cluster").focus()
    page.keyboard.press("Enter")
    assert page.locator("[data-list] a").count() == 3
    assert page.evaluate("document.activeElement.textContent").startswith(HOSTILE)
    look(page, "proposals-map-together")
    assert page.evaluate("window.hit") is None


def test_map_data_is_an_array_for_each_pin(town: Town) -> None:
    crowd(town, 2)
    found = json.loads(town.browser().get("/proposals/pins.json").text)
    assert [len(pin) for pin in found] == [4, 4]
    assert found[0][3] == "/proposals/1"
