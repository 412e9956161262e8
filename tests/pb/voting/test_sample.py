"""The practice ballot: what it shows, what it says to each wrong mark, and that it keeps nothing."""

import gzip
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from pb.cycles.models import PhaseTime
from pb.db import Base
from pb.projects.models import Bulletin
from tests.pb.accounts.conftest import Town
from tests.pb.voting.ballots_on_show import ballot_on_show, with_photos
from tools.dev import ROOT

PAGE = "/ballot/sample"
WHOLE = "whole-town"
WELFARE = "administration-and-welfare"
MOST_BYTES = 100_000


def shown(town: Town, preset: str, projects: int = 12, photos: bool = False, **limits: int) -> int:
    with town.app.test_request_context(), town.database.transaction() as rows:
        cycle = ballot_on_show(rows, preset, projects, **limits)
        if photos:
            with_photos(rows, cycle)
        return cycle.id


def rank(number: int) -> str:
    """The field of one project where each has its own."""
    return f"{WHOLE}.P{number}"


def order(page: str) -> list[str]:
    return re.findall(r'data-code="(P\d+)"', page)


def rows_of_everything(town: Town) -> dict[str, int]:
    with town.database.transaction() as rows:
        tables = Base.metadata.sorted_tables
        return {
            table.name: rows.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in tables
            if table.name != "rate_counts"
        }


def test_without_a_published_ballot_the_page_says_when_there_will_be_one(town: Town) -> None:
    answer = town.browser().get(PAGE)
    assert answer.status_code == 200
    assert "There is no ballot to try now." in answer.text
    number = shown(town, "exactly-3")
    with town.database.transaction() as rows:
        rows.execute(sa.delete(Bulletin).where(Bulletin.cycle_id == number))
    assert "There is no ballot to try now." in town.browser().get(PAGE).text


def test_the_order_differs_between_visitors_and_stays_for_each(town: Town) -> None:
    shown(town, "exactly-3", 18)
    one, other = town.browser(), town.browser()
    first, again, theirs = (order(b.get(PAGE).text) for b in (one, one, other))
    assert first == again
    assert sorted(first) == sorted(theirs)
    assert first != theirs
    assert "in a random order" in one.get(PAGE).text


@pytest.mark.parametrize(
    ("preset", "limits", "typed", "said"),
    [
        ("exactly-3", {}, {WHOLE: ["P1", "P2", "P3"]}, ""),
        ("exactly-3", {}, {WHOLE: ["P1", "P2"]}, "2 projects are marked. At least 3 are needed."),
        (
            "exactly-3",
            {},
            {WHOLE: ["P1", "P2", "P3", "P4"]},
            "4 projects are marked. At most 3 are allowed.",
        ),
        ("exactly-3", {}, {WHOLE: ["P1", "P2", "P99"]}, "At least 3 are needed."),
        ("knapsack", {}, {}, ""),
        ("ranked", {}, {rank(3): ["1"], rank(5): ["２"]}, ""),
        (
            "ranked",
            {},
            {rank(3): ["1"], rank(5): ["1"]},
            "Each rank is given once, from 1 on",
        ),
        ("ranked", {}, {rank(3): ["2"]}, "Each rank is given once, from 1 on"),
        ("ranked", {}, {rank(3): ["one"]}, "is not a number."),
        ("points", {}, {rank(1): ["5"], rank(2): ["5"]}, ""),
        (
            "points",
            {},
            {rank(1): ["5"], rank(2): ["5"], rank(3): ["1"]},
            "11 points are given, but there are",
        ),
        ("points", {}, {rank(1): ["6"]}, "has more than 5 points."),
        ("points", {}, {rank(1): ["9" * 40]}, "is not a number."),
        ("yes-no", {}, {WHOLE: ["no"]}, ""),
        ("yes-no", {}, {WHOLE: ["maybe"]}, "Mark yes or no."),
    ],
)
def test_the_server_explains_each_wrong_mark(
    town: Town, preset: str, limits: dict[str, int], typed: dict[str, list[str]], said: str
) -> None:
    shown(town, preset, **limits)
    before = rows_of_everything(town)
    browser = town.browser()
    answer = browser.client.post(PAGE, data=typed, headers={"Accept-Language": "en"})
    assert answer.status_code == (400 if said else 200)
    assert (said or "This ballot would be valid.") in answer.text
    assert rows_of_everything(town) == before


def test_the_money_is_the_limit_of_a_knapsack(town: Town) -> None:
    shown(town, "knapsack", 60)
    all_of_them = {WHOLE: [f"P{number}" for number in range(1, 61)]}
    answer = town.browser().client.post(PAGE, data=all_of_them, headers={"Accept-Language": "en"})
    assert answer.status_code == 400
    assert "than the ₩2,000,000,000 there is." in answer.text
    assert answer.text.count("checked") >= 60


def test_each_section_has_its_own_limit_and_may_be_left_out(town: Town) -> None:
    shown(town, "four-fields", 5)
    typed = {WELFARE: ["P1", "P2", "P3"], "culture-and-education": ["P6"]}
    answer = town.browser().client.post(PAGE, data=typed, headers={"Accept-Language": "en"})
    assert answer.status_code == 400
    assert answer.text.count("At least 3 are needed.") == 1
    assert '<a href="#culture-and-education">Culture and education</a>' in answer.text
    answer = town.browser().client.post(
        PAGE, data={WELFARE: typed[WELFARE]}, headers={"Accept-Language": "en"}
    )
    assert answer.status_code == 200


def test_each_district_sees_its_own_list(town: Town) -> None:
    shown(town, "town-and-district", 5)
    browser = town.browser()
    page = browser.get(PAGE).text
    assert "Whose ballot do you want to see?" in page
    lists = {district: set(order(browser.get(f"{PAGE}?district={district}").text)) for district in (1, 2, 3)}
    town_wide = {f"P{number}" for number in range(1, 6)}
    for found in lists.values():
        assert town_wide < found
        assert len(found) == 10
    assert len(set.union(*lists.values())) == 20
    assert set(order(browser.get(f"{PAGE}?district=77").text)) in lists.values()


@pytest.mark.parametrize("preset", ["exactly-8", "knapsack", "ranked", "points"])
def test_sixty_projects_stay_under_a_hundred_kilobytes(town: Town, preset: str) -> None:
    shown(town, preset, 60, photos=True)
    page = town.browser().client.get(PAGE, headers={"Accept-Language": "ko"}).data
    assert page.count(b'loading="lazy"') == 30
    assert page.count(b"data-pin=") == 60
    assert len(page) < MOST_BYTES
    files = [ROOT / "static" / "dist" / name for name in ("app.css", "app.js", "marking.js")]
    together = [page, *(path.read_bytes() for path in files)]
    assert sum(len(gzip.compress(part)) for part in together) < MOST_BYTES


def test_each_card_has_the_first_photo_of_its_project_or_a_drawing_of_its_kind(town: Town) -> None:
    shown(town, "exactly-3", 12, photos=True)
    browser = town.browser()
    page = browser.get(PAGE).text
    photos = re.findall(r'<img class="pick-picture" src="([^"]+)" alt="" loading="lazy"', page)
    assert len(photos) == page.count('<use href="#d-') == 6
    assert browser.get(photos[0]).mimetype == "image/webp"
    assert all(int(re.findall(r"photos/(\d+)/", each)[0]) % 2 for each in photos)
    drawn = set(re.findall(r'<use href="#(d-[a-z]+)"', page))
    assert all(page.count(f'<symbol id="{name}"') == 1 for name in drawn)
    assert "dist/map.js" in page
    assert '<script type="module" src="/static/dist/map.js' not in page


def test_after_voting_there_is_nothing_to_practise(town: Town) -> None:
    number = shown(town, "exactly-3")
    with town.database.transaction() as rows:
        voting = rows.get_one(PhaseTime, (number, "voting"))
        voting.ends = voting.starts + timedelta(hours=1)
    assert "There is no ballot to try now." in town.browser().get(PAGE).text
