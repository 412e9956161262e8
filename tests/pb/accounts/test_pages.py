"""The account pages in a real browser, and who may open which."""

import re
from pathlib import Path

from flask import Flask

from pb.access import ACCESS, GRANTS, PUBLIC, Role
from tests.pages import in_each_view, press
from tests.pb.accounts.conftest import PASSWORD, Town
from tests.pb.accounts.live import Live, chromium_page, live, look, set_up, sign_in

__all__ = ["chromium_page", "live"]

SIGNED_OUT = ["/sign-in", "/sign-up", "/forgotten"]
OWN = [
    "/account",
    "/account/password",
    "/account/address",
    "/account/second-factor",
    "/account/second-factor/codes",
    "/account/second-factor/off",
    "/account/delete",
]
OFFICIAL = ["/officials", "/officials/1/administrator/take", "/journal", "/journal/0"]

# For every page of these rooms: who gets in. Everyone else is sent to sign in (GET) or refused.
EVERYONE = frozenset(Role)
ACCESS_TABLE = {
    "accounts.sign_up": EVERYONE,
    "accounts.forgotten": EVERYONE,
    "accounts.welcome": EVERYONE,
    "accounts.reset": EVERYONE,
    "accounts.sign_in": EVERYONE,
    "accounts.code": EVERYONE,
    "accounts.sign_out": EVERYONE,
    "accounts.new_address": EVERYONE,
    "accounts.overview": frozenset({Role.MEMBER}),
    "accounts.end_browser": frozenset({Role.MEMBER}),
    "accounts.end_everywhere": frozenset({Role.MEMBER}),
    "accounts.change_password": frozenset({Role.MEMBER}),
    "accounts.change_address": frozenset({Role.MEMBER}),
    "accounts.data": frozenset({Role.MEMBER}),
    "accounts.delete": frozenset({Role.MEMBER}),
    "accounts.second_factor": frozenset({Role.MEMBER}),
    "accounts.new_codes": frozenset({Role.MEMBER}),
    "accounts.second_factor_off": frozenset({Role.MEMBER}),
    "accounts.officials": frozenset({Role.ADMINISTRATOR}),
    "accounts.take": frozenset({Role.ADMINISTRATOR}),
    "accounts.residence": EVERYONE,
    "accounts.identity": EVERYONE,
    "accounts.identified": EVERYONE,
    "accounts.desk_code": frozenset({Role.CLERK}),
    "accounts.desk_consent": frozenset({Role.CLERK}),
    "accounts.reads": frozenset({Role.PROTECTOR}),
    "accounts.roll": frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
    "accounts.roll_letters": frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
    "journal.entries": EVERYONE,
    "journal.entry": EVERYONE,
    "journal.as_csv": EVERYONE,
    "journal.as_json": EVERYONE,
    "journal.checkpoint": EVERYONE,
}


def address(app: Flask, endpoint: str) -> tuple[str, str]:
    """A method and an address of the page, with something in every gap."""
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    path = re.sub(r"<int:\w+>", "1", str(rule))
    path = path.replace("<role>", "clerk").replace("<token>", "no-such-token")
    return ("GET" if "GET" in (rule.methods or ()) else "POST"), path


def test_every_page_of_these_rooms_stands_in_the_table(app: Flask) -> None:
    rooms = {endpoint for endpoint in app.view_functions if endpoint.split(".")[0] in ("accounts", "journal")}
    assert rooms == set(ACCESS_TABLE)
    for endpoint, allowed in ACCESS_TABLE.items():
        needed = getattr(app.view_functions[endpoint], ACCESS)
        assert (EVERYONE if needed == PUBLIC else GRANTS[needed]) == allowed


def test_every_page_opens_to_exactly_the_roles_of_the_table(town: Town) -> None:
    """Each person × each page by real requests; a member is what every official is too."""
    people = {
        Role.VISITOR: (town.browser(), {Role.VISITOR}),
        Role.MEMBER: (town.member(), {Role.MEMBER}),
        Role.CLERK: (town.official(Role.CLERK, "clerk@example.kr"), {Role.MEMBER, Role.CLERK}),
        Role.COORDINATOR: (
            town.official(Role.COORDINATOR, "budget@example.kr"),
            {Role.MEMBER, Role.COORDINATOR},
        ),
        Role.ADMINISTRATOR: (
            town.official(Role.ADMINISTRATOR, "boss@example.kr"),
            {Role.MEMBER, Role.ADMINISTRATOR},
        ),
    }
    ending = ("accounts.end_browser", "accounts.sign_out", "accounts.end_everywhere")
    for endpoint in sorted(ACCESS_TABLE, key=lambda name: name in ending):
        method, path = address(town.app, endpoint)
        for role, (browser, held) in people.items():
            answer = browser.client.open(path, method=method)
            refused = answer.status_code == 403 or (answer.location or "").startswith("/sign-in?next=")
            allowed = bool(ACCESS_TABLE[endpoint] & held) or ACCESS_TABLE[endpoint] == EVERYONE
            if endpoint not in ending or role is Role.VISITOR:
                assert refused != allowed, (endpoint, role, answer.status_code, answer.location)


@in_each_view
def test_every_account_page_is_accessible_empty_and_with_mistakes(
    live: Live, language: str, width: int
) -> None:
    page = live.open(live.url, width, language)
    for path in SIGNED_OUT:
        page.goto(live.url + path)
        look(page, f"{path.strip('/')}-{width}-{language}")
        press(page, "main button[type=submit]")
        assert page.locator("#mistakes").is_visible()
        look(page, f"{path.strip('/')}-mistaken-{width}-{language}")
    live.town.account("boss@example.kr", Role.ADMINISTRATOR)
    sign_in(page, live.url, "boss@example.kr")
    look(page, f"second-factor-{width}-{language}")
    secret = page.locator("main code").first.inner_text().replace(" ", "")
    set_up(page, secret)
    look(page, f"recovery-codes-{width}-{language}")
    for path in [*OWN, *OFFICIAL]:
        page.goto(live.url + path)
        look(page, f"{path.strip('/').replace('/', '-')}-{width}-{language}")


@in_each_view
def test_every_residence_page_is_accessible_in_each_state(
    live: Live, tmp_path: Path, width: int, language: str
) -> None:
    page, place = live.open(live.url, width, language), f"{width}-{language}"
    live.town.account("boss@example.kr", Role.COORDINATOR, Role.CLERK)
    sign_in(page, live.url, "boss@example.kr")
    set_up(page, page.locator("main code").first.inner_text().replace(" ", ""))
    file = tmp_path / "명부.csv"
    file.write_text(
        "성명,생년월일,행정동,주소\n김하늘,1990-01-31,성산동,성산로 1\n이바다,어제,연남동,연남로 2\n", "utf-8"
    )
    page.goto(f"{live.url}/roll")
    look(page, f"roll-{place}")
    for button in ("check", None):
        page.set_input_files("#file", file)
        page.fill("#reason", "11월 1일 기준 명부")
        press(page, f"button[value={button}]" if button else "main button[type=submit]")
        page.wait_for_selector("main .alert")
        look(page, f"roll-{button or 'taken'}-{place}")
    page.goto(f"{live.url}/roll/letters")
    look(page, f"roll-letters-{place}")
    page.goto(f"{live.url}/desk/consent")
    look(page, f"desk-consent-{place}")
    page.goto(f"{live.url}/desk/code")
    look(page, f"desk-{place}")
    press(page, "main button[type=submit]")
    look(page, f"desk-mistaken-{place}")
    for name, typed in (
        ("name", "김하늘"),
        ("birth", "1990-01-31"),
        ("address", "성산로 1"),
        ("reason", "주민등록증"),
    ):
        page.fill(f"#{name}", typed)
    press(page, "main button[type=submit]")
    code = page.locator(".big-code code").inner_text()
    look(page, f"desk-code-{place}")
    guest = live.open(live.url, width, language)
    guest.goto(f"{live.url}/residence")
    look(guest, f"residence-{place}")
    press(guest, "main button[type=submit]")
    look(guest, f"residence-mistaken-{place}")
    for name, typed in (("name", "김하늘"), ("birth", "1990-01-31"), ("code", code)):
        guest.fill(f"#{name}", typed)
    press(guest, "main button[type=submit]")
    guest.wait_for_selector("main .alert-success")
    look(guest, f"resident-{place}")


def test_a_newcomer_signs_up_and_sets_a_second_factor_up_by_keyboard_alone(live: Live) -> None:
    page = live.open(live.url, 390, "ko")
    page.goto(f"{live.url}/sign-up")
    page.focus("#email")
    page.keyboard.type("kim@example.kr")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('전자우편을 확인해 주세요')")
    page.goto(live.url + live.town.mailbox.link("kim@example.kr"))
    page.focus("#password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=kim@example.kr")
    assert page.url == f"{live.url}/account"
