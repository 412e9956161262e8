"""Writing a plan part by part: kept, refused at the field, told to the later of two, frozen at last."""

import re
from collections.abc import Iterator

import pytest

from pb.access import Role
from pb.cycles import queries, rules
from pb.cycles.models import Cycle
from pb.cycles.plan import Ballot, Plan, TieBreak
from pb.cycles.planning.money import divided, equally
from pb.cycles.planning.sections import KINDS
from pb.cycles.presets import PRESETS
from pb.town.models import District
from tests.pages import EVERYTHING, VIEWS, in_each_view, press
from tests.pb.accounts.conftest import Browser, Town
from tests.pb.accounts.live import Live, look, set_up, sign_in
from tests.pb.cycles.test_cycles import WHY, acts, begun, running

PARTS = ("words", "who", "groups", "ties", "dates")


def filled(page: str) -> dict[str, str]:
    """What stands in the fields of a form, ready to be sent."""
    found = dict(inputs(page))
    for name, options in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'selected[^>]*value="([^"]*)"', options)
        found[name] = chosen.group(1) if chosen else ""
    return found


def inputs(page: str) -> Iterator[tuple[str, str]]:
    for one in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="(\w+)"', one), re.search(r'value="([^"]*)"', one)
        ticked = ('type="radio"' not in one and 'type="checkbox"' not in one) or "checked" in one
        if name and value and ticked:
            yield name.group(1), value.group(1)


# part, field, what is typed, what is said
WRONG = (
    ("words", "title_ko", "", "This must not stay empty."),
    ("words", "title_ko", "공" * 81, "This is too long."),
    ("words", "title_en", "900131-1234567", "Never type a resident registration number"),
    ("words", "year", "1999", "Type a number between 2000 and 2,200."),
    ("words", "budget", "많이", "Type a whole number, like 2,000,000,000."),
    ("words", "budget", "0", "Type an amount between 1 won and 1,000 trillion won."),
    ("words", "budget", "9" * 30, "Type a whole number, like 2,000,000,000."),
    ("words", "effect", "maybe", "Not a valid choice"),
    ("who", "minimum_age", "99", "Type a number between 1 and 19."),
    ("who", "minimum_age", "14", "Choose a day."),
    ("who", "bases", "birthplace", "birthplace"),
    ("groups", "weight_1", "101", "Type a number between 1 and 100."),
    ("groups", "name_en_1", "", "This must not stay empty."),
    ("groups", "name_ko_1", "", "At least one group must vote."),
    ("groups", "name_ko_2", "주민", "Another group has this name."),
    ("ties", "tie_2", "votes", "This decides earlier already."),
    ("dates", "first_call", "", "Choose a day."),
    ("dates", "last_call", "2001-01-01", "The last day lies before the first."),
    ("sections/1", "budget", "", "Type an amount in won."),
    ("sections/1", "least", "9", "the least number of choices is above the most."),
    ("sections/1", "name_ko", "우리 동 사업", "Another section has this name."),
    ("sections/1", "rule", "greedy/majority", "Not a valid choice"),
    ("sections/1", "quorum", "0", "Type a number between 1 and 10,000,000."),
    ("divide", "amount_1", "5", "The amounts do not make up the whole budget."),
)


def plan(town: Town, number: int = 1) -> Plan:
    with town.database.transaction() as rows:
        return queries.plan_of(rows.get_one(Cycle, number))


def change(browser: Browser, part: str, **typed: str) -> str:
    """Open a part, change some fields, send it; the text of the answer, or of the page it leads to."""
    path = f"/cycles/1/{part}"
    answer = browser.send(path, **filled(browser.get(path).text) | typed)
    return browser.get(answer.location).text if answer.status_code == 302 else answer.text


def test_every_part_is_changed_and_kept_and_nobody_else_sees_it(town: Town) -> None:
    coordinator = begun(town)
    said = change(coordinator, "words", title_en="Our money", budget="２,800,000,000원", effect="binding")
    assert "Kept." in said
    assert "The result binds the town" in said
    said = change(coordinator, "who", bases="work", minimum_age="11세", age_on="2027-01-01")
    assert "whoever works in the town." in said
    assert "The minimum age is 11, reached on Fri 1 January 2027." in said
    assert "Under 14 a parent or guardian has to agree first." in said
    new = {"name_ko_2": "위원회", "name_en_2": "Committee", "weight_2": "40", "channel_2": "online"}
    assert "Committee 40 (online)" in change(coordinator, "groups", weight_1="60", **new)
    assert "a lot that is drawn" not in change(coordinator, "ties", tie_1="cost", tie_2="lexico", tie_3="")
    change(coordinator, "dates", last_evaluation="2032-12-31")
    found = plan(town)
    assert found.ties == (TieBreak.COST, TieBreak.LEXICO)
    assert [(group.weight, group.channel.value) for group in found.groups] == [(60, "both"), (40, "online")]
    assert (found.minimum_age, found.version) == (11, 6)
    assert str(rules.last_day(found.spans[-1])) == "2032-12-31"
    assert town.browser().get("/cycle/1").status_code == 404
    assert acts(town) == []


def test_a_wrong_field_is_named_and_the_others_stay(town: Town) -> None:
    coordinator, before = begun(town), plan(town)
    pages = {part: filled(coordinator.get(f"/cycles/1/{part}").text) for part, *_ in WRONG}
    for part, field, value, said in WRONG:
        form = pages[part] | {field: value}
        answer = coordinator.send(f"/cycles/1/{part}", **form)
        assert answer.status_code == 400
        assert said in answer.text
        shown = filled(answer.text)
        assert {
            name: shown[name] for name in shown if name not in (field, "csrf_token")
        }.items() <= form.items()
        assert "1234567" not in answer.text
    assert plan(town) == before


def test_sections_are_added_changed_put_in_order_and_taken_away(town: Town) -> None:
    coordinator = begun(town)
    page = "/cycles/1/sections"
    form = filled(coordinator.get(f"{page}/new?ballot=ranked").text)
    form |= {
        "name_ko": "순위",
        "name_en": "Ranks",
        "budget": "1,000",
        "least": "1",
        "most": "5",
        "quorum": "20",
    }
    assert coordinator.send(f"{page}/new?ballot=ranked", **form).location == page
    said = coordinator.get(page).text
    assert "Each voter puts 1 to 5 projects in order" in said
    assert "A project on fewer than 20 ballots is not funded." in said
    assert "The sections have ₩1,000 more than that." in said
    version = str(plan(town).version)
    coordinator.send(page, move="3 up", version=version)
    assert [section.name_en for section in plan(town).sections][1] == "Ranks"
    late = coordinator.send(page, move="1 away", version=version)
    assert late.status_code == 409
    assert "Somebody else has changed this plan" in late.text
    coordinator.send(page, move="2 away", version=str(plan(town).version))
    assert [section.ballot for section in plan(town).sections] == [Ballot.APPROVAL, Ballot.APPROVAL]
    assert coordinator.send(page, move="9 up", version=str(plan(town).version)).status_code == 400
    assert coordinator.get(f"{page}/9").status_code == 404
    assert coordinator.get(f"{page}/1?ballot=shouting").status_code == 404


def test_every_kind_of_ballot_can_be_chosen_with_each_of_its_rules(town: Town) -> None:
    coordinator = begun(town)
    for ballot in KINDS:
        choose_each_rule(town, coordinator, ballot)


def choose_each_rule(town: Town, coordinator: Browser, ballot: Ballot) -> None:
    path = f"/cycles/1/sections/1?ballot={ballot.value}"
    page = coordinator.get(path).text
    form = filled(page) | {"least": "1", "most": "3", "points": "10"}
    for rule in re.findall(r'name="rule"[^>]*value="([^"]+)"', page):
        form |= {"version": str(plan(town).version)}
        assert coordinator.send(path, **form | {"rule": rule}).status_code == 302
        section = plan(town).sections[0]
        assert (section.ballot, section.rule) == (ballot, rule)
    assert rules.faults(plan(town)) == ()
    assert "The projects here are made up." in coordinator.get("/cycles/1/preview").text


def test_of_two_who_change_a_draft_at_once_the_later_is_told_and_overwrites_nothing(town: Town) -> None:
    one = begun(town)
    other = town.official(Role.COORDINATOR, "other@example.kr")
    forms = {part: filled(other.get(f"/cycles/1/{part}").text) for part in (*PARTS, "sections/1", "divide")}
    change(one, "words", title_en="Kept by the first")
    for part, form in forms.items():
        answer = other.send(f"/cycles/1/{part}", **form)
        assert answer.status_code == 409
        assert "Somebody else has changed this plan" in answer.text
    assert plan(town).title_en == "Kept by the first"
    again = filled(other.send("/cycles/1/words", **forms["words"]).text)
    assert other.send("/cycles/1/words", **again).status_code == 302
    assert plan(town).title_en == forms["words"]["title_en"]


def test_after_publication_every_field_is_refused_and_each_try_stands_in_the_journal(town: Town) -> None:
    coordinator = begun(town)
    parts = (*PARTS, "sections/1", "sections/new?ballot=approval", "divide", "sections")
    forms = {part: filled(coordinator.get(f"/cycles/1/{part}").text) for part in parts}
    coordinator.send("/cycles/1/publish", reason=WHY)
    before, tries = plan(town), 0
    for part, form in forms.items():
        for field in form:
            answer = coordinator.send(f"/cycles/1/{part}", **form | {field: "7"})
            assert answer.status_code == 409
            assert "This plan is published." in answer.text
            tries += 1
    assert plan(town) == before
    refused = [act for act in acts(town) if act["kind"] == "change.refused"]
    assert len(refused) == tries > 50
    assert {act["facts"]["part"] for act in refused} == {*PARTS, "sections"}
    assert coordinator.get("/cycles/1/words").location == "/cycles/1"


def test_a_plan_whose_sums_do_not_meet_is_kept_but_cannot_be_published(town: Town) -> None:
    coordinator = begun(town)
    said = "The sections have ₩2,800,000,000 together, but the budget is ₩1."
    assert said in change(coordinator, "words", budget="1")
    answer = coordinator.send("/cycles/1/publish", reason=WHY)
    assert answer.status_code == 400
    assert "The plan is not in order yet." in answer.text
    assert town.browser().get("/cycle/1").status_code == 404


def districts(town: Town, *names: str) -> list[int]:
    with town.database.transaction() as rows:
        made = [District(name_ko=name, name_en=name, retired=None, outline="{}") for name in names]
        rows.add_all(made)
        rows.flush()
        return [one.id for one in made]


def test_money_is_divided_among_districts_by_their_people(town: Town) -> None:
    coordinator, path = begun(town), "/cycles/1/sections/2/divide"
    assert coordinator.get(path).status_code == 404
    ids = districts(town, "가동", "나동", "다동")
    form = filled(coordinator.get(path).text)
    assert "Left to divide: <output data-left>₩1,800,000,000" in coordinator.get(path).text
    answer = coordinator.send(path, **form | {"way": "people", "people_1": "1"})
    assert "Type how many people live there." in answer.text
    people = {"people_1": "10,000명", "people_2": "20000", "people_3": "70000"}
    proposed = filled(coordinator.send(path, **form | people, way="people").text)
    assert proposed["amount_3"] == "1,260,000,000"
    assert plan(town).sections[1].shares == ()
    assert coordinator.send(path, **proposed).status_code == 302
    shares = dict(plan(town).sections[1].shares)
    assert shares == dict(zip(ids, (180_000_000, 360_000_000, 1_260_000_000), strict=True))
    assert rules.money_of(plan(town).sections[1], ids) == shares
    assert coordinator.get("/cycles/1/sections/1/divide").status_code == 404
    change(coordinator, "sections/2", name_en="My dong")
    assert dict(plan(town).sections[1].shares) == shares
    change(coordinator, "sections/2", budget="1,800,000,001")
    assert plan(town).sections[1].shares == ()
    assert list(rules.money_of(plan(town).sections[1], ids).values()) == [
        600_000_001,
        600_000_000,
        600_000_000,
    ]


def test_the_budget_is_divided_equally_among_the_sections(town: Town) -> None:
    coordinator = begun(town)
    form = filled(coordinator.get("/cycles/1/divide").text)
    proposed = filled(coordinator.send("/cycles/1/divide", **form, way="equal").text)
    change(coordinator, "divide", **proposed)
    assert [section.budget for section in plan(town).sections] == [1_400_000_000, 1_400_000_000]


@pytest.mark.parametrize(
    ("total", "parts", "gives"),
    [(10, (1, 1, 1), [4, 3, 3]), (10, (1, 2, 4), [1, 3, 6]), (7, (0, 5), [0, 7]), (7, (0, 0), [0, 0])],
)
def test_money_is_divided_to_the_last_won(total: int, parts: tuple[int, ...], gives: list[int]) -> None:
    assert divided(total, parts) == gives


def test_equal_parts_differ_by_one_won_at_most() -> None:
    assert equally(11, 3) == [4, 4, 3]


@in_each_view
def test_a_coordinator_plans_a_cycle_from_each_example(live: Live, width: int, language: str) -> None:
    page, place = live.open(live.url, width, language), f"{width}-{language}"
    live.town.account("budget@example.kr", Role.COORDINATOR)
    districts(live.town, "가동", "나동")
    sign_in(page, live.url, "budget@example.kr")
    set_up(page, page.locator("main code").first.inner_text().replace(" ", ""))
    examples = tuple(PRESETS) if EVERYTHING else tuple(PRESETS)[VIEWS.index((width, language)) :: len(VIEWS)]
    for number, preset in enumerate(examples, 1):
        page.goto(f"{live.url}/cycles")
        press(page, f"button[value={preset}]")
        press(page, "a[href$='/words']")
        page.fill("#legal_basis", "조례 제7조")
        press(page, "main form button[type=submit]")
        assert "조례 제7조" in page.inner_text("main")
        press(page, "a[href$='/preview']")
        look(page, f"plan-preview-{preset}-{place}") if number % 3 == 1 else None
        page.goto(f"{live.url}/cycles/{number}")
        press(page, "main a[href$='/publish']")
        page.fill("#reason", WHY)
        press(page, "main button[type=submit]")
        page.wait_for_url(f"{live.url}/cycles/{number}")
    page.goto(f"{live.url}/cycles")
    press(page, "button[value=town-and-district]")
    draft = page.url
    look(page, f"plan-overview-{place}")
    for part in ("words", "who", "sections", "groups", "ties", "dates", "sections/new", "sections/2/divide"):
        page.goto(f"{draft}/{part}")
        look(page, f"plan-{part.replace('/', '-')}-{place}")
    page.fill("#amount_1", "800,000,000")
    assert "1,000,000,000" in page.inner_text("output")
    page.goto(f"{draft}/sections/1")
    page.fill("#least", "9")
    press(page, "main form button[type=submit]")
    assert page.locator("#mistakes").is_visible()
    look(page, f"plan-section-mistaken-{place}")
    running(live.town)
