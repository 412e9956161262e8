"""From an idea to a published result, with votes cast in every way there is; then a stranger verifies it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from pb import clock, jobs
from pb.access import Role
from pb.accounts.roll.models import RollEntry
from pb.config import Settings
from pb.projects.models import Project
from pb.voting.models import Election, Slot, State
from tests.conftest import JOURNAL_KEY, SECRET, migrated, run
from tests.pages import press
from tests.pb.accounts.conftest import Mailbox, mailbox
from tests.pb.accounts.live import chromium_page, look, served
from tests.pb.results.test_publishing import recounted, settled, verified
from tests.pb.voting.test_booth import cast
from tests.pb.voting.test_paper import batches_in_box
from tests.postgres import DURABLE, Postgres
from tests.year.before import (
    CLERKS,
    LEE,
    ON_PAPER,
    OTHERS,
    TITLE,
    WHY,
    compose,
    live_here,
    plan,
    prepare,
    propose,
    prove,
    review,
)
from tests.year.people import Clock, Scene, Somebody, Trustee, Year, open_box

__all__ = ["chromium_page", "mailbox"]


@pytest.fixture(params=["sqlite", "postgresql"])
def year(
    request: pytest.FixtureRequest,
    chromium_page: Callable[..., Page],
    mailbox: Mailbox,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Iterator[Year]:
    """An empty town whose database takes care for power cuts, as the app demands before it opens a vote.

    On SQLite everyone reads Korean, on PostgreSQL English.
    """
    server = Postgres(DURABLE) if request.param == "postgresql" else None
    url = f"sqlite:///{tmp_path / 'pb.sqlite'}"
    if server:
        run(server.url(), "CREATE DATABASE town")
        url = server.url("town")
    migrated(url)
    ahead = Clock()
    monkeypatch.setattr(clock, "now", ahead.now)
    with served(Settings(tmp_path, SECRET, JOURNAL_KEY, url), mailbox, chromium_page) as live:
        yield Year(Scene(live, ahead, "en" if server else "ko"), tmp_path)
    if server:
        server.stop()


@pytest.mark.timeout(1800)
def test_a_year_ends_in_what_the_voters_meant_and_a_stranger_verifies_it(year: Year) -> None:
    coordinator = year.somebody("coordinator", Role.COORDINATOR)
    kim = year.somebody("kim", width=390)
    plan(year, coordinator)
    year.clock.set_to(year.live, "call")
    live_here(year, coordinator, kim)
    propose(kim)
    year.clock.set_to(year.live, "review")
    review(year, coordinator)
    year.clock.set_to(year.live, "bulletin")
    compose(year, coordinator)
    year.clock.set_to(year.live, "voting")
    trustees = prepare(year, coordinator)
    vote_online(year, kim)
    vote_without_account(year)
    vote_on_paper(year)
    year.clock.set_to(year.live, "counting")
    unseal(year, coordinator, trustees[0])
    publish(year, coordinator)
    verify(year)


def mark(page: Page, *titles: str) -> None:
    expect(page.locator(".tally")).to_be_visible()
    for title in titles:
        page.locator(".pick", has=page.get_by_role("heading", name=title)).locator(".mark").click()


def vote_online(year: Year, kim: Somebody) -> None:
    """Kim votes on a phone and changes the vote at a desk; a crowd of devices votes as well."""
    other = Somebody(year.scene, kim.email)
    for device in (kim, other):
        device.sign_in()
    mark(kim.go("/vote"), *OTHERS[:3])
    kim.show("booth")
    cast(kim.page)
    kim.show("cast")
    chosen = (TITLE, *OTHERS[:2])
    mark(other.go("/vote"), *chosen)
    cast(other.page)
    year.meant.update(chosen)
    vote = year.vote()
    with vote.rows() as rows:
        crowd = select(Slot.number).join(RollEntry).where(RollEntry.line_digest.like("line %"))
        numbers = list(rows.scalars(crowd.order_by(Slot.number)))
    for place, number in enumerate(numbers):
        marked = tuple(sorted((place % 5, (place + 1) % 5, (place + 3) % 5)))
        voter = vote.admitted(number)
        with vote.rows() as rows:
            voter.cast(rows, marked, at=clock.now())
        year.meant.update(titles_of(year)[each] for each in marked)


def titles_of(year: Year) -> list[str]:
    with year.live.town.database.transaction() as rows:
        return list(rows.scalars(select(Project.title_ko).order_by(Project.number)))


def vote_without_account(year: Year) -> None:
    """Lee has only the code, and no account."""
    page = year.live.open(year.live.url, 390, year.scene.language)
    page.goto(f"{year.live.url}/residence")
    prove(year, page, LEE, 2)
    page.goto(f"{year.live.url}/vote")
    chosen = (OTHERS[1], OTHERS[2], OTHERS[3])
    mark(page, *chosen)
    cast(page)
    year.meant.update(chosen)


def vote_on_paper(year: Year) -> None:
    """Three get a paper ballot at the desk; one of the papers is spoiled; two clerks type the stack."""
    one, two = (Somebody(year.scene, f"{name}@example.kr") for name in CLERKS)
    for name, born in ON_PAPER:
        page = one.go("/desk")
        page.fill("#name", name)
        page.fill("#birth", born)
        press(page, "main form button[type=submit]")
        one.show("desk")
        press(page, "main form button[type=submit]")
    page = one.go("/desk/paper/new")
    page.select_option("#kind", index=0)
    page.fill("#papers", "3")
    press(page, "main form button[type=submit]")
    titles = titles_of(year)
    papers = [titles[:3], titles[2:5]]
    lines = "\n".join(" ".join(str(1 + titles.index(title)) for title in paper) for paper in papers)
    one.go("/desk/paper/1")
    one.show("paper")
    for clerk in (one, two):
        clerk.act("/desk/paper/1", lines=lines, spoiled="1")
    assert len(batches_in_box(year.vote())) == 1
    for paper in papers:
        year.meant.update(paper)


def unseal(year: Year, coordinator: Somebody, trustee: Trustee) -> None:
    """The server mixes; one of the two trustees is away, as may happen."""
    coordinator.act("/elections/1/close", reason=WHY)
    jobs.all_done(year.live.town.app)
    open_box(trustee)
    with year.live.town.database.transaction() as rows:
        assert rows.get_one(Election, 1).state == State.UNSEALED
    coordinator.go("/elections/1")
    coordinator.show("opened")


def publish(year: Year, coordinator: Somebody) -> None:
    """One begins the count, two press."""
    page = coordinator.go("/results/1/publish")
    page.fill("main [name=count-reason]", WHY)
    press(page, "main form[action$='/count'] button")
    jobs.all_done(year.live.town.app)
    assert settled(year.live.town).state == "ready"
    coordinator.go("/results/1/publish")
    coordinator.show("gate")
    for one in (coordinator, year.somebody("head", Role.ADMINISTRATOR)):
        page = one.go("/results/1/publish")
        page.fill("main form[action$='/press'] [name=reason]", WHY)
        press(page, "main form[action$='/press'] button")


def verify(year: Year) -> None:
    """What is published is what was meant; the auditor's two commands say so without the town."""
    page = year.live.open(year.live.url, 390, year.scene.language)
    page.goto(f"{year.live.url}/results")
    look(page, f"year-results-390-{year.scene.language}")
    visitor = year.live.town.browser()
    (section,) = visitor.get("/results/1/files/result.json").get_json()["sections"]
    titles = {f"P{number}": title for number, title in enumerate(titles_of(year), 1)}
    assert {titles[one["id"]]: int(one["votes"]) for one in section["projects"]} == dict(year.meant)
    assert [one["funded"] for one in section["projects"]].count(True) == 3
    verified(year.live.town, year.home)
    recounted(year.live.town, year.home)
