"""A district with too few votes is seen before the rules are frozen, and again before the box is closed."""

import pytest
from flask import current_app
from sqlalchemy import select

from ballots.signing import new_key, public_key
from ballots.trustees import holder
from pb.access import Role
from pb.accounts.roll.models import RollEntry
from pb.cycles.models import Cycle
from pb.projects.models import Project
from pb.town.models import District
from pb.voting import hall as halls
from pb.voting import preparing, sizes, witnessing
from pb.voting.errors import FewerWitnesses, NoSlots, TooFewOnRoll
from pb.voting.models import Election, Kind, State
from pb.voting.naming import naming
from tests.pages import in_each_view, press
from tests.pb.accounts.conftest import Town
from tests.pb.accounts.live import Live, look, set_up, sign_in
from tests.pb.voting.conftest import (
    DISTRICTS,
    SOURCE,
    Vote,
    frozen,
    now,
    on_ballot,
    pen,
    published_cycle,
    residents,
)

WHY = "작은 동도 개표할 수 있도록"


def two_districts(town: Town, large: int, small: int, kind: Kind = Kind.REAL) -> int:
    """A vote in which each of two districts has projects of its own; the key is made."""
    with town.app.test_request_context(), town.database.transaction() as rows:
        rows.add_all(District(name_ko=name, name_en=f"{name} dong", outline="[]") for name in DISTRICTS)
        residents(rows, large + small)
        entries = list(rows.scalars(select(RollEntry).order_by(RollEntry.id)))
        for place, entry in enumerate(entries):
            entry.district = DISTRICTS[0] if place < large else DISTRICTS[1]
        cycle = published_cycle(rows, "own-district")
        on_ballot(rows, cycle, 6)
        districts = list(rows.scalars(select(District.id).order_by(District.id)))
        for project in rows.scalars(select(Project)):
            project.district_id = districts[project.number % 2]
        settings = current_app.extensions["pb.settings"]
        election = preparing.prepare(pen(rows), settings, cycle, kind, 3, 2, 20)
        preparing.draw_slots(pen(rows), election)
        election.ceremony = holder.rehearse(["Town", "Chair", "Citizens"], 2, SOURCE)[0]
        return election.id


def freeze(town: Town, number: int) -> None:
    with town.app.test_request_context(), town.database.transaction() as rows:
        preparing.freeze(pen(rows), current_app.extensions["pb.settings"], rows.get_one(Election, number))


def test_a_district_that_could_never_be_opened_is_refused_until_the_number_fits(town: Town) -> None:
    number, coordinator = two_districts(town, 700, 8), town.official(Role.COORDINATOR)
    page = coordinator.get(f"/elections/{number}/smallest").text
    assert page.count("yes, as it looks") == 1
    assert page.count(">never<") + page.count("never</") >= 1
    with pytest.raises(TooFewOnRoll, match="망원동"):
        freeze(town, number)
    where = f"/elections/{number}/smallest"
    assert coordinator.send(where, smallest="4", reason=WHY).status_code == 400
    assert coordinator.send(where, smallest="5", reason=WHY).location == f"/elections/{number}"
    assert "may get too few votes" in coordinator.get(f"/elections/{number}").text
    freeze(town, number)
    assert coordinator.send(where, smallest="6", reason=WHY).status_code == 400


def test_as_many_witnesses_must_sign_as_the_plan_promises(town: Town) -> None:
    number = two_districts(town, 30, 30)
    with town.app.test_request_context(), town.database.transaction() as rows:
        rows.scalars(select(Cycle)).one().witnesses = 2
    with pytest.raises(FewerWitnesses, match="2"):
        freeze(town, number)
    with town.app.test_request_context(), town.database.transaction() as rows:
        election = rows.get_one(Election, number)
        for name in ("press.example", "citizens.example"):
            witnessing.name_witness(pen(rows), election, name, public_key(new_key(SOURCE)))
        assert election.quorum == 1
        witnessing.set_quorum(pen(rows), election, 2)
    freeze(town, number)


def test_the_turnout_of_the_last_vote_is_what_to_expect(vote: Vote) -> None:
    for number in range(10):
        voter = vote.admitted(number)
        with vote.rows() as rows:
            voter.cast(rows, (0, 1, 2))
    with vote.rows() as rows:
        election = rows.get_one(Election, vote.election)
        election.state, election.ended = State.CLOSED.value, now()
        rows.flush()
        later = Election(id=99, cycle_id=election.cycle_id, kind="rehearsal", smallest=5)
        assert sizes.turnout_before(rows, later) == sizes.Fraction(1, 4)


def test_before_the_box_is_closed_what_is_short_is_named(town: Town) -> None:
    vote, coordinator = frozen(town, voters=10), town.official(Role.COORDINATOR)
    with vote.rows() as rows:
        election = rows.get_one(Election, vote.election)
        election.state, election.began = State.OPEN.value, now()
    where = f"/elections/{vote.election}"
    assert "too few votes to be opened" not in coordinator.get(where).text
    for number in range(5):
        voter = vote.admitted(number)
        with vote.rows() as rows:
            voter.cast(rows, (0, 1, 2))
        short = number < 4
        assert ("too few votes to be opened" in coordinator.get(f"{where}/close").text) is short


def test_two_small_districts_vote_together_on_one_list(town: Town) -> None:
    number, coordinator = two_districts(town, 12, 8), town.official(Role.COORDINATOR)
    zone = {"name_ko": "성산·망원 권역", "name_en": "Seongsan and Mangwon", "reason": WHY}
    address = f"/elections/{number}/zones"
    assert address in coordinator.get(f"/elections/{number}/smallest").text
    assert coordinator.send(address, districts=["1"], **zone).status_code == 400
    assert coordinator.send(address, districts=["1", "2"], **zone).status_code == 302
    again = coordinator.send(address, districts=["1", "2"], **zone | {"name_ko": "다른 이름"})
    assert "votes together with others already" in again.text
    with town.app.test_request_context(), town.database.transaction() as rows:
        election = rows.get_one(Election, number)
        assert sizes.sizes(rows, election) == []
        with pytest.raises(NoSlots):
            preparing.freeze(pen(rows), current_app.extensions["pb.settings"], election)
        preparing.draw_slots(pen(rows), election)
        ((name, slots),) = [(size.name, size.slots) for size in sizes.sizes(rows, election)]
        assert (name, slots) == ("성산·망원 권역", 20)
    freeze(town, number)
    with town.app.test_request_context(), town.database.transaction() as rows:
        hall = halls.of(rows, rows.get_one(Election, number))
        ((style, section),) = zip(hall.manifest.styles, hall.manifest.sections.values(), strict=True)
        assert style.sections == (section.name,)
        assert len(section.projects) == 6
        assert section.title["ko"].endswith(" · 성산·망원 권역")
        assert naming(rows, hall).style(style.name) == "성산·망원 권역"
    assert coordinator.send(address, districts=["1", "2"], **zone).status_code == 400
    assert coordinator.send(f"{address}/1/part", **{"part-reason": WHY}).status_code == 409
    assert (
        "투표를 위해 동을 묶음"
        in town.browser().client.get("/journal", headers={"Accept-Language": "ko"}).text
    )


def test_districts_are_taken_apart_again_until_the_rules_are_frozen(town: Town) -> None:
    number, coordinator = two_districts(town, 700, 300), town.official(Role.COORDINATOR)
    address = f"/elections/{number}/zones"
    zone = {"name_ko": "성산·망원 권역", "name_en": "Seongsan and Mangwon", "reason": WHY}
    assert coordinator.send(address, districts=["1", "2"], **zone).status_code == 302
    assert coordinator.send(f"{address}/1/part", **{"part-reason": ""}).status_code == 400
    assert coordinator.send(f"{address}/9/part", **{"part-reason": WHY}).status_code == 404
    assert coordinator.send(f"{address}/1/part", **{"part-reason": WHY}).status_code == 302
    with town.app.test_request_context(), town.database.transaction() as rows:
        preparing.draw_slots(pen(rows), rows.get_one(Election, number))
    freeze(town, number)
    with town.app.test_request_context(), town.database.transaction() as rows:
        assert len(halls.of(rows, rows.get_one(Election, number)).manifest.styles) == 2


@in_each_view
def test_districts_are_put_together_and_taken_apart_in_a_browser(
    live: Live, width: int, language: str
) -> None:
    number, place = two_districts(live.town, 21, 3), f"{width}-{language}"
    live.town.account("yesan@example.kr", Role.COORDINATOR)
    page = live.open(live.url, width, language)
    sign_in(page, live.url, "yesan@example.kr")
    set_up(page, page.locator("main code").first.inner_text().replace(" ", ""))
    page.goto(f"{live.url}/elections/{number}/zones")
    look(page, f"voting-zones-none-{place}")
    for box in page.locator("[name=districts]").all():
        box.check()
    page.fill("#name_ko", "강변 권역")
    page.fill("#name_en", "Riverside")
    page.fill("#reason", WHY)
    press(page, "main button[type=submit]")
    look(page, f"voting-zones-{place}")
    page.click("details.more summary")
    press(page, "details form button[type=submit]")
    assert page.locator("#mistakes").is_visible()
    assert page.locator("[name=districts]").count() == 2
    look(page, f"voting-zones-mistaken-{place}")
    page.click("details.more summary")
    page.fill("details form [name=part-reason]", WHY)
    press(page, "details form button[type=submit]")
    assert page.locator("details.more form").count() == 0
