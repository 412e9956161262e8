"""Planning, publishing and moving a cycle, by real requests; who may do so; and what everyone sees."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from pb.access import ACCESS, GRANTS, PUBLIC, Role
from pb.accounts.models import Person
from pb.accounts.roll.basis import Basis
from pb.accounts.roll.models import RollEntry
from pb.cycles import actions, eligibility, queries, rules
from pb.cycles.models import Cycle
from pb.cycles.presets import PRESETS
from tests.pages import in_each_view, press
from tests.pb.accounts.conftest import Browser, Town
from tests.pb.accounts.live import Live, look, set_up, sign_in

PLANNERS = frozenset({Role.COORDINATOR})
ACCESS_TABLE = {
    "cycles.page": frozenset(Role),
    "cycles.listed": PLANNERS,
    "cycles.one": PLANNERS,
    "cycles.discard": PLANNERS,
    "cycles.publish": PLANNERS,
    "cycles.extend": PLANNERS,
    "cycles.stop": PLANNERS,
    "cycles.lot": PLANNERS,
    **{
        f"cycles.{page}": PLANNERS
        for page in (
            *("words", "who", "groups", "ties", "dates", "preview"),
            *("sections", "new_section", "section", "divide", "divide_section"),
        )
    },
}
WHY = "주민참여예산위원회 의결"


def today() -> date:
    return rules.day(datetime.now(UTC))


def running(town: Town, begun: int = 10) -> int:
    """A published cycle whose call began some days ago and lasts eight weeks."""
    plan = PRESETS["exactly-3"].plan(2028, today() - timedelta(days=begun))
    with town.database.transaction() as rows:
        cycle = actions.draft(rows, plan)
        cycle.published = plan.spans[0].starts - timedelta(days=5)
        return cycle.id


def typed(page: str) -> dict[str, str]:
    """What stands in the fields of a form, ready to be sent."""
    inputs = re.findall(r"<input[^>]*>", page)
    found = {}
    for one in inputs:
        name, value = re.search(r'name="(\w+)"', one), re.search(r'value="([^"]*)"', one)
        if name and value and ('type="radio"' not in one or "checked" in one):
            found[name.group(1)] = value.group(1)
    return found


def acts(town: Town) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = town.browser().get("/journal/journal.json").get_json()["entries"]
    return [entry for entry in found if entry["kind"].split(".")[0] in ("cycle", "phase", "lot", "change")]


def begun(town: Town) -> Browser:
    """A coordinator with one draft, number 1."""
    coordinator = town.official(Role.COORDINATOR)
    assert coordinator.send("/cycles", preset="town-and-district").location == "/cycles/1"
    return coordinator


@pytest.mark.parametrize("preset", PRESETS)
def test_each_example_becomes_a_draft_in_one_press_and_can_be_published_at_once(
    town: Town, preset: str
) -> None:
    coordinator = town.official(Role.COORDINATOR)
    coordinator.send("/cycles", preset=preset)
    with town.database.transaction() as rows:
        plan = queries.plan_of(rows.get_one(Cycle, 1))
    begins = today() + timedelta(days=14)
    assert plan == PRESETS[preset].plan(begins.year + 1, begins)
    assert coordinator.send("/cycles/1/publish", reason=WHY).status_code == 302
    assert plan.title_en in town.browser().get("/cycle").text


def test_a_plan_that_would_have_begun_already_cannot_be_published(town: Town) -> None:
    coordinator = begun(town)
    form = typed(coordinator.get("/cycles/1/dates").text) | {"first_call": str(today())}
    coordinator.send("/cycles/1/dates", **form)
    assert "would have begun already" in coordinator.send("/cycles/1/publish", reason=WHY).text
    assert acts(town) == []


def test_publishing_needs_a_reason_stands_in_the_journal_and_freezes_the_plan(town: Town) -> None:
    coordinator = begun(town)
    assert "Say why" in coordinator.send("/cycles/1/publish", reason="").text
    with town.database.transaction() as rows:
        name = rows.get_one(Cycle, 1).title_ko
    coordinator.send("/cycles/1/publish", reason=WHY)
    (act,) = acts(town)
    assert (act["kind"], act["office"], act["reason"]) == ("cycle.published", "coordinator", WHY)
    assert act["facts"] == {"name": name, "budget": "2800000000", "effect": "advisory"}
    before = town.browser().get("/cycle").text
    assert "This plan is published." in coordinator.send("/cycles/1/publish", reason=WHY).text
    assert coordinator.send("/cycles/1/discard").location == "/cycles/1"
    assert town.browser().get("/cycle").text == before
    assert len(acts(town)) == 1


def test_a_draft_can_be_thrown_away(town: Town) -> None:
    coordinator = begun(town)
    assert coordinator.send("/cycles/1/discard").location == "/cycles"
    assert coordinator.get("/cycles/1").status_code == 404
    with town.database.transaction() as rows:
        for table in (
            "cycles",
            "cycle_sections",
            "cycle_groups",
            "cycle_ties",
            "cycle_phases",
            "cycle_bases",
        ):
            assert rows.scalar(sa.text(f"select count(*) from {table}")) == 0


def test_everyone_sees_where_the_year_is_only_when_a_plan_is_published(town: Town) -> None:
    guest = town.browser()
    assert "This year" not in guest.get("/").text
    assert "has not published its plan" in guest.get("/cycle").text
    running(town)
    page = guest.get("/cycle").text
    assert "Now: Call for proposals." in page
    assert "D-45" in page  # eight weeks have 56 days, ten are gone, and the last one is D-Day
    assert "Next: Department review, from" in page
    home = guest.get("/").text
    assert "₩2bn" in home
    assert ">Propose something</a>" in home
    assert 'aria-current="step"' in home
    assert "Now: Call for proposals." in home


def test_of_the_roll_those_take_part_whom_the_plan_counts(town: Town) -> None:
    plan = replace(PRESETS["exactly-3"].plan(2028, today()), minimum_age=14, age_on=date(2027, 1, 1))
    lines = ((Basis.ADDRESS, None), (Basis.ADDRESS, date(2013, 1, 2)), (Basis.WORK, None))
    with town.database.transaction() as rows:
        for number, (basis, born) in enumerate(lines):
            person = Person()
            rows.add(person)
            rows.flush()
            digests = {"line_digest": str(number), "name_digest": str(number), "district": "가동"}
            rows.add(
                RollEntry(**digests, basis=basis, born=born, person_id=person.id, claimed=datetime.now(UTC))
            )
            rows.flush()
            why = eligibility.refusal(rows, plan, person.id)
            assert type(why) is type(eligibility.refusal_of(plan, basis, born))
        assert rows.scalar(sa.select(sa.func.count(RollEntry.id)).where(eligibility.of_roll(plan))) == 1


def test_an_extension_moves_what_follows_and_stands_in_the_journal(town: Town) -> None:
    number, coordinator = running(town), town.official(Role.COORDINATOR)
    last = today() - timedelta(days=10) + timedelta(weeks=8, days=-1)
    path = f"/cycles/{number}/call/extend"
    assert "Choose a day after" in coordinator.send(path, last=str(last), reason=WHY).text
    later = last + timedelta(days=7)
    assert coordinator.send(path, last=str(later), reason=WHY).status_code == 302
    (act,) = acts(town)
    assert act["kind"] == "phase.extended"
    assert act["facts"]["phase"] == "call"
    assert act["facts"]["until_before"] == f"{last + timedelta(days=1)}T00:00+09:00"
    assert act["facts"]["until"] == f"{later + timedelta(days=1)}T00:00+09:00"
    assert "D-52" in town.browser().get("/cycle").text
    entry = town.browser().get(f"/journal/{act['position']}").text
    assert "Call for proposals" in entry
    with town.database.transaction() as rows:
        plan = queries.plan_of(rows.get_one(Cycle, number))
        assert rules.faults(plan) == ()
        assert rules.day(plan.spans[1].starts) == later + timedelta(days=1)


def test_a_stopped_phase_ends_at_once_and_what_follows_keeps_its_dates(town: Town) -> None:
    number, coordinator = running(town), town.official(Role.COORDINATOR)
    assert "Say why" in coordinator.send(f"/cycles/{number}/call/stop", reason="").text
    assert coordinator.send(f"/cycles/{number}/call/stop", reason=WHY).status_code == 302
    assert acts(town)[0]["kind"] == "phase.stopped"
    assert "We are between two steps." in town.browser().get("/cycle").text
    assert "does not run now" in coordinator.send(f"/cycles/{number}/call/stop", reason=WHY).text
    with town.database.transaction() as rows:
        spans = queries.plan_of(rows.get_one(Cycle, number)).spans
    assert rules.day(spans[1].starts) == today() - timedelta(days=10) + timedelta(weeks=8)


def test_a_lot_is_typed_in_once_and_everyone_reads_it(town: Town) -> None:
    number, coordinator = running(town), town.official(Role.COORDINATOR)
    path = f"/cycles/{number}/lot"
    assert "is not drawn yet" in coordinator.get(f"/cycles/{number}").text
    assert "4 to 60 small letters" in coordinator.send(path, lot="7 12 23", reason=WHY).text
    assert coordinator.send(path, lot="７-12-Kim", reason=WHY).status_code == 302
    (act,) = acts(town)
    assert (act["kind"], act["facts"]["lot"]) == ("lot.drawn", "7-12-kim")
    assert "The lot that was drawn: 7-12-kim" in town.browser().get("/cycle").text
    late = coordinator.send(path, lot="1-1-1-1", reason=WHY)
    assert late.status_code == 400
    assert "The lot is drawn once" in late.text
    with town.database.transaction() as rows:
        plan = queries.plan_of(rows.get_one(Cycle, number))
    assert rules.tie_breaks(plan) == ("votes", "cost", "lot:7-12-kim")


@pytest.mark.parametrize("verb", ["extend", "stop"])
def test_a_phase_that_does_not_run_cannot_be_moved(town: Town, verb: str) -> None:
    number, coordinator = running(town), town.official(Role.COORDINATOR)
    answer = coordinator.send(f"/cycles/{number}/voting/{verb}", last="2199-01-01", reason=WHY)
    assert answer.status_code == 400
    assert "does not run now" in answer.text
    assert coordinator.get(f"/cycles/{number}/lunch/{verb}").status_code == 404
    assert acts(town) == []


@pytest.mark.parametrize(
    "statement",
    [
        "update cycles set budget = 0",
        "update cycles set year = 1999",
        "update cycle_sections set budget = 0",
        "update cycle_sections set least = 4",
        "update cycle_sections set most = 19, least = 3",
        "update cycle_sections set least = null",
        "update cycle_sections set points = 3",
        "update cycle_sections set ballot = 'loudest'",
        "update cycle_sections set rule = ''",
        "update cycle_sections set quorum = 0",
        "update cycle_ties set name = 'newest' where place = 1",
        "update cycle_ties set name = 'lot'",
        "update cycles set lot = ''",
        "update cycles set version = 0",
        "update cycles set minimum_age = 20, age_on = '2027-01-01'",
        "update cycles set minimum_age = 14",
        "update cycle_bases set basis = 'birthplace'",
        "insert into cycle_shares values (1, 1, 999, 5)",
        "update cycles set lot = '7-12', published = null",
        "update cycle_groups set weight = 101",
        "update cycle_groups set channel = 'shouting'",
        "update cycle_phases set ends = starts",
        "update cycle_phases set phase = 'lunch' where phase = 'call'",
    ],
)
def test_the_database_itself_refuses_an_unlawful_plan(town: Town, statement: str) -> None:
    running(town)
    with pytest.raises(IntegrityError), town.database.transaction() as rows:
        rows.execute(sa.text(statement))


def test_every_page_opens_to_exactly_the_roles_of_the_table(town: Town) -> None:
    rooms = {endpoint for endpoint in town.app.view_functions if endpoint.startswith("cycles.")}
    assert rooms == set(ACCESS_TABLE)
    for endpoint, allowed in ACCESS_TABLE.items():
        needed = getattr(town.app.view_functions[endpoint], ACCESS)
        assert (frozenset(Role) if needed == PUBLIC else GRANTS[needed]) == allowed
    number = running(town)
    coordinator = begun_beside(town)
    others = (
        town.official(Role.CLERK, "clerk@example.kr"),
        town.official(Role.ADMINISTRATOR, "boss@example.kr"),
    )
    paths = (
        "",
        f"/{number}",
        f"/{number + 1}",
        f"/{number + 1}/publish",
        f"/{number}/call/extend",
        f"/{number}/lot",
    )
    for path in (*paths, f"/{number}/call/stop"):
        assert town.browser().get(f"/cycles{path}").location.startswith("/sign-in?next=")
        assert town.browser().send(f"/cycles{path}", reason=WHY).status_code in (403, 405)
        assert coordinator.get(f"/cycles{path}").status_code == 200
        for other in others:
            assert other.get(f"/cycles{path}").status_code == 403
            assert other.send(f"/cycles{path}", reason=WHY).status_code in (403, 405)
    for other in others:
        assert other.send(f"/cycles/{number + 1}/discard").status_code == 403


def begun_beside(town: Town) -> Browser:
    coordinator = town.official(Role.COORDINATOR)
    coordinator.send("/cycles", preset="exactly-8")
    return coordinator


def test_hostile_titles_are_shown_as_text(town: Town) -> None:
    hostile = "<script>alert(1)</script>"
    plan = replace(
        PRESETS["exactly-3"].plan(2028, today() - timedelta(days=10)),
        title_ko=hostile,
        title_en=hostile,
        legal_basis=hostile,
    )
    coordinator = town.official(Role.COORDINATOR)
    with town.database.transaction() as rows:
        number = actions.draft(rows, plan).id
    for path in (f"/cycles/{number}", f"/cycles/{number}/publish", "/cycles"):
        assert "<script>alert" not in coordinator.get(path).text
    with town.database.transaction() as rows:
        rows.get_one(Cycle, number).published = plan.spans[0].starts
    for path in ("/", "/cycle", f"/cycles/{number}", "/cycles"):
        assert "<script>alert" not in coordinator.get(path).text
        assert "&lt;script&gt;alert" in coordinator.get(path).text


@in_each_view
def test_every_page_is_accessible_in_each_state(live: Live, width: int, language: str) -> None:
    page, place = live.open(live.url, width, language), f"{width}-{language}"
    page.goto(f"{live.url}/cycle")
    look(page, f"cycle-empty-{place}")
    live.town.account("budget@example.kr", Role.COORDINATOR)
    sign_in(page, live.url, "budget@example.kr")
    set_up(page, page.locator("main code").first.inner_text().replace(" ", ""))
    page.goto(f"{live.url}/cycles")
    look(page, f"cycles-{place}")
    press(page, "button[value=town-and-district]")
    page.wait_for_url(f"{live.url}/cycles/1")
    page.goto(f"{live.url}/cycles/1/publish")
    press(page, "main button[type=submit]")
    look(page, f"cycle-publish-{place}")
    page.fill("#reason", WHY)
    press(page, "main button[type=submit]")
    page.wait_for_url(f"{live.url}/cycles/1")
    look(page, f"cycle-coming-{place}")
    number = running(live.town)
    for path in ("", f"/{number}", f"/{number}/lot", f"/{number}/call/extend", f"/{number}/call/stop"):
        page.goto(f"{live.url}/cycles{path}")
        look(page, f"cycles{path.replace('/', '-')}-{place}")
    for path in ("/", "/cycle", f"/cycle/{number}"):
        page.goto(live.url + path)
        look(page, f"year{path.replace('/', '-')}-{place}")
