"""Who may open which page of a discussion, by role and by ownership."""

import re

from flask import Flask

from pb.access import ACCESS, GRANTS, PUBLIC, Role
from tests.pb.accounts.conftest import Town
from tests.pb.discussion.conftest import KIM, hide, resident, say

EVERYONE, MEMBERS = frozenset(Role), frozenset({Role.MEMBER})
ANSWERING = frozenset({Role.REVIEWER, Role.COORDINATOR})
MODERATING = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})
ACCESS_TABLE = {
    "discussion.of_proposal": EVERYONE,
    "discussion.thread": EVERYONE,
    "discussion.summary_versions": EVERYONE,
    "discussion.public_figures": EVERYONE,
    "discussion.write": MEMBERS,
    "discussion.reply": MEMBERS,
    "discussion.edit": MEMBERS,
    "discussion.delete": MEMBERS,
    "discussion.appeal": MEMBERS,
    "discussion.useful": frozenset({Role.RESIDENT}),
    "discussion.report": frozenset({Role.MEMBER, Role.RESIDENT}),
    "discussion.answer": ANSWERING,
    "discussion.summarise": ANSWERING,
    "discussion.queue": MODERATING,
    "discussion.case": MODERATING,
    "discussion.hide": MODERATING,
    "discussion.keep": MODERATING,
    "discussion.decide": MODERATING,
    "discussion.restore": MODERATING,
    "discussion.expert_list": frozenset({Role.COORDINATOR}),
    "discussion.withdraw": frozenset({Role.COORDINATOR}),
}
OWN = ("discussion.edit", "discussion.delete", "discussion.appeal")


def address(app: Flask, endpoint: str) -> tuple[str, str]:
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    return ("GET" if "GET" in (rule.methods or ()) else "POST"), re.sub(r"<int:\w+>", "1", str(rule))


def test_every_page_stands_in_the_table(app: Flask) -> None:
    rooms = {endpoint for endpoint in app.view_functions if endpoint.startswith("discussion.")}
    assert rooms == set(ACCESS_TABLE)
    for endpoint, allowed in ACCESS_TABLE.items():
        needed = getattr(app.view_functions[endpoint], ACCESS)
        assert (EVERYONE if needed == PUBLIC else GRANTS[needed]) == allowed


def test_every_page_opens_to_exactly_the_roles_of_the_table_and_to_its_owner(town: Town, number: int) -> None:
    """Each person × each page by real requests; the post is Kim's."""
    kim = resident(town)
    assert say(kim, number) == 1
    people = {
        Role.VISITOR: (town.browser(), {Role.VISITOR}),
        Role.RESIDENT: (kim, {Role.MEMBER, Role.RESIDENT}),
    }
    for role in (Role.REVIEWER, Role.COORDINATOR, Role.CLERK, Role.TRUSTEE, Role.ADMINISTRATOR):
        people[role] = (town.official(role, f"{role.value}@example.kr"), {Role.MEMBER, role})
    for endpoint, allowed in ACCESS_TABLE.items():
        method, path = address(town.app, endpoint)
        for role, (browser, held) in people.items():
            answer = browser.client.open(path, method=method)
            refused = answer.status_code == 403 or (answer.location or "").startswith("/sign-in?next=")
            may = bool(allowed & held) or allowed == EVERYONE
            if endpoint in OWN:
                may = browser is kim
            assert refused != may, (endpoint, role, answer.status_code, answer.location)


def test_nobody_reads_what_is_hidden_but_its_writer_and_the_moderators(town: Town, number: int) -> None:
    kim, office = resident(town), town.official(Role.COORDINATOR)
    post = say(kim, number, "가릴 글입니다")
    hide(office, post)
    reviewer, lee = town.official(Role.REVIEWER, "review@example.kr"), resident(town, "lee@example.kr")
    shown = (f"/discussion/{post}", f"/proposals/{number}/discussion", "/", "/news", "/news.atom", "/my-news")
    for browser in (town.browser(), lee, reviewer, kim, office):
        for path in shown:
            assert "가릴 글입니다" not in browser.get(path).text
    assert "가릴 글입니다" in kim.get(f"/discussion/{post}/appeal").text
    assert "가릴 글입니다" in office.get(f"/discussion/{post}/case").text
    for browser in (lee, reviewer):
        for form in ("edit", "delete", "appeal"):
            assert browser.get(f"/discussion/{post}/{form}").status_code == 403
        for form in ("reply", "report"):
            assert "가릴 글입니다" not in browser.get(f"/discussion/{post}/{form}").text
    assert KIM not in office.get(f"/discussion/{post}/case").text
