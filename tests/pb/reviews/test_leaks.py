"""Nothing internal leaves the office, and every page opens to exactly whom it is for."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from werkzeug.routing import Rule

from pb.access import ACCESS, GRANTS, PUBLIC, Role
from tests.pb.accounts.conftest import Browser
from tests.pb.reviews.conftest import ReviewOffice, today
from tests.pb.reviews.forms import CANARY, EXPLANATION, feasible, infeasible

ALL = frozenset(Role)
MEMBERS = frozenset({Role.MEMBER})
OFFICIALS = frozenset({Role.REVIEWER, Role.COORDINATOR})
COORDINATORS = frozenset({Role.COORDINATOR})
ACCESS_TABLE = {
    "reviews.inbox": OFFICIALS,
    "reviews.dossier": OFFICIALS,
    "reviews.pins": OFFICIALS,
    "reviews.declare": OFFICIALS,
    "reviews.write": OFFICIALS,
    "reviews.autosave": OFFICIALS,
    "reviews.read_anew": OFFICIALS,
    "reviews.sign": OFFICIALS,
    "reviews.answer": OFFICIALS,
    "reviews.consult": OFFICIALS,
    "reviews.ask": OFFICIALS,
    "reviews.waiting": COORDINATORS,
    "reviews.assign": COORDINATORS,
    "reviews.reassign": COORDINATORS,
    "reviews.reopen": COORDINATORS,
    "reviews.workload": COORDINATORS,
    "reviews.seats": frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
    "reviews.unseat": frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
    "reviews.committees": COORDINATORS,
    "reviews.committee": COORDINATORS,
    "reviews.end_seat": COORDINATORS,
    "reviews.call_meeting": COORDINATORS,
    "reviews.attendance": COORDINATORS,
    "reviews.close": COORDINATORS,
    "reviews.set_measures": COORDINATORS,
    "reviews.sign_scores": COORDINATORS,
    "reviews.judge": OFFICIALS,
    "reviews.decide_call": OFFICIALS,
    "reviews.appeal": MEMBERS,
    "reviews.vote": MEMBERS,
    "reviews.give_points": MEMBERS,
    "reviews.meeting": ALL,
    "reviews.scores_page": ALL,
    "reviews.scores_file": ALL,
    "reviews.statistics": ALL,
    "reviews.statistics_csv": ALL,
}
# What stands for the parts of an address, so that every public page is opened somehow.
PARTS = {"int": ("1", "2"), "default": ("1", "call", "ko", "x"), "path": ("1",), "any": ("categories",)}


def test_every_page_is_in_the_table_with_its_roles(office: ReviewOffice) -> None:
    views = office.town.app.view_functions
    rooms = {endpoint for endpoint in views if endpoint.startswith("reviews.")}
    assert rooms == set(ACCESS_TABLE)
    for endpoint, allowed in ACCESS_TABLE.items():
        needed = getattr(views[endpoint], ACCESS)
        assert (ALL if needed == PUBLIC else GRANTS[needed]) == allowed, endpoint


# Who (department, declaration) gets which answer: dossier, form saved, signature on a submitted form.
PEOPLE = {
    ("mine", "none"): (200, 400, 400),
    ("mine", "no"): (200, 302, 302),
    ("mine", "yes"): (200, 400, 400),
    ("other", "none"): (403, 403, 403),
    ("other", "no"): (403, 403, 403),
    ("boss", "none"): (200, 400, 400),
    ("boss", "no"): (200, 400, 302),
    ("boss", "yes"): (200, 400, 400),
    ("clerk", "none"): (403, 403, 403),
    ("nobody", "none"): (302, 403, 403),
}


@pytest.mark.parametrize(("who", "declared"), PEOPLE)
def test_who_may_open_write_and_sign_by_department_and_conflict(
    office: ReviewOffice, who: str, declared: str
) -> None:
    one, two = office.proposal(), office.proposal("둘째")
    for number in (one, two):
        office.give(number, 0)
    writer = office.reviewer(0, "writer@example.kr")
    writer.send(f"/reviews/{two}/declare", conflict="no")
    writer.send(f"/reviews/{two}/form", **feasible(), way="submit")
    browser = somebody(office, who)
    if declared != "none":
        for number in (one, two):
            browser.send(f"/reviews/{number}/declare", conflict=declared)
    answers = (
        browser.get(f"/reviews/{one}").status_code,
        browser.send(f"/reviews/{one}/form", **feasible()).status_code,
        browser.send(f"/reviews/{two}/sign", way="confirm").status_code,
    )
    assert answers == PEOPLE[who, declared]


def somebody(office: ReviewOffice, who: str) -> Browser:
    if who in ("mine", "other"):
        return office.reviewer(0 if who == "mine" else 1, "park@example.kr")
    if who == "nobody":
        return office.town.browser()
    return office.town.official(Role.COORDINATOR if who == "boss" else Role.CLERK, "park@example.kr")


def addresses(rules: Iterator[Rule]) -> Iterator[str]:
    """Every address of these rules, each part filled in every way that PARTS knows."""
    for rule in rules:
        found = [""]
        for converter, arguments, variable in pieces(rule):
            if converter is None:
                found = [address + variable for address in found]
            else:
                values = arguments or PARTS.get(converter, PARTS["default"])
                found = [address + value for address in found for value in values]
        yield from found


def pieces(rule: Rule) -> Iterator[tuple[str | None, tuple[str, ...], str]]:
    """(converter, its own values, name) for a part in <>, (None, (), text) for what stands between."""
    rest = rule.rule
    while rest:
        text, _, behind = rest.partition("<")
        if text:
            yield None, (), text
        inside, _, rest = behind.partition(">")
        if inside:
            kind, _, _name = inside.rpartition(":")
            name, _, values = kind.partition("(")
            own = tuple(one.strip() for one in values.rstrip(")").split(",") if values and "=" not in one)
            yield name or "default", own if name == "any" else (), inside


def test_no_note_no_draft_and_no_address_of_an_official_stands_in_any_public_page(
    office: ReviewOffice,
) -> None:
    decided, draft = office.proposal(), office.proposal("둘째 제안")
    for number in (decided, draft):
        office.give(number, 0)
    one = office.reviewer(0, "secret-official@example.kr")
    roads = office.reviewer(1, "road-official@example.kr")
    boss = office.town.official(Role.COORDINATOR, "boss-official@example.kr")
    for number in (decided, draft):
        for who in (one, boss):
            who.send(f"/reviews/{number}/declare", conflict="no")
    due = str(today() + timedelta(days=4))
    asked = {"department": str(office.departments[1]), "due": due, "reason": "인도 폭이 얼마인가요?"}
    one.send(f"/reviews/{decided}/form", **feasible())
    one.send(f"/reviews/{decided}/consult", **asked)
    roads.send(f"/reviews/{decided}/declare", conflict="no")
    roads.send(f"/reviews/{decided}/answer", answer=CANARY)
    one.send(f"/reviews/{decided}/form", **feasible(2), way="submit")
    boss.send(f"/reviews/{decided}/sign", way="give-back", why=CANARY)
    one.send(f"/reviews/{decided}/form", **feasible(4), way="submit")
    boss.send(f"/reviews/{decided}/sign", way="confirm")
    secret = infeasible(explanation=f"{CANARY} 아직 정해지지 않은 설명", words_law=CANARY)
    one.send(f"/reviews/{draft}/form", **secret | {"changes": CANARY, "item_1": CANARY}, way="submit")
    with office.town.database.transaction() as rows:
        kept = rows.scalar(sa.text("select count(*) from reviews where stage in ('submitted', 'confirmed')"))
        assert kept == 2
    public = [
        rule
        for rule in office.town.app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and rule.endpoint != "static"
        and getattr(office.town.app.view_functions[rule.endpoint], ACCESS) == PUBLIC
    ]
    told, opened = [], 0
    guest = office.town.browser()
    for address in dict.fromkeys(addresses(iter(public))):
        answer = guest.client.get(address)
        opened += answer.status_code == 200
        for secret_word in (CANARY, "secret-official", "road-official", "boss-official"):
            assert secret_word.encode() not in answer.data, f"{secret_word} at {address}"
        if EXPLANATION.encode() in answer.data:
            told.append(address)
    assert f"/proposals/{decided}" in told  # the walk does find what is public
    assert opened > 20
    letters = [mail.get_content() for mail in office.town.mailbox.to("kim@example.kr")]
    assert any(EXPLANATION in letter for letter in letters)
    assert not any(CANARY in letter for letter in letters)
    assert CANARY in boss.get(f"/reviews/{draft}").text  # and what is internal is really there
    assert CANARY in one.get(f"/reviews/{decided}").text
