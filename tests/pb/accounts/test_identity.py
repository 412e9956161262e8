"""A residence shown through a real identity service on loopback."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
import requests
import sqlalchemy as sa

from pb.access import Role
from pb.accounts.roll.reading import Resident
from pb.config import BadSetting, Settings
from pb.town.models import District
from tests.pb.accounts.conftest import Browser, Town
from tests.pb.accounts.test_roll import codes

PATIENCE = 60
KIM = Resident(2, "김하늘", date(1990, 1, 31), "성산동", "성산로 1")
HOME = {"name": KIM.name, "birthdate": "1990-01-31", "address": {"formatted": KIM.address}}
WORK = {"name": "최새벽", "birthdate": "19850505", "residence_basis": "직장"}
PEOPLE: tuple[dict[str, object], ...] = (
    {"sub": "kim", **HOME},
    {"sub": "kim-again", **HOME},
    {"sub": "stranger", "name": "이바다", "birthdate": "1980-02-02", "address": {"formatted": "먼길 9"}},
    {"sub": "silent", "name": "박노을"},
    {"sub": "worker", "district": "성산동", **WORK},
    {"sub": "elsewhere", "district": "없는동", **WORK},
)


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A provider in a process of its own, with the people above."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    people = [part for one in PEOPLE for part in ("--user-claims", json.dumps(one))]
    command = (sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *people)
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    until = time.monotonic() + PATIENCE
    while not answers(address) and time.monotonic() < until:
        time.sleep(0.1)
    yield address
    server.terminate()
    server.wait(PATIENCE)


def answers(address: str) -> bool:
    try:
        return requests.get(f"{address}/.well-known/openid-configuration", timeout=PATIENCE).ok
    except requests.ConnectionError:
        return False


@pytest.fixture
def settings(settings: Settings, issuer: str) -> Settings:
    return replace(settings, oidc_issuer=issuer, oidc_client="town", oidc_secret="s" * 32)


def through(browser: Browser, subject: str, start: str = "/residence/identity") -> str:
    """To the service and back as somebody: where it leads, or the words of the page."""
    away = browser.get(start).location
    there = requests.post(away, data={"sub": subject}, allow_redirects=False, timeout=PATIENCE)
    back = there.headers["Location"]
    assert back.startswith("https://pb.example/residence/identity/back?")
    answer = browser.get(back.removeprefix("https://pb.example"))
    return answer.location or answer.text


def kinds(town: Town) -> list[str]:
    return [one["kind"] for one in town.browser().get("/journal/journal.json").get_json()["entries"]]


def bases(town: Town) -> list[str]:
    """On what the claimed places of the roll stand."""
    with town.database.transaction() as rows:
        return list(rows.scalars(sa.text("select basis from roll_entries where person_id is not null")))


def test_the_service_shows_a_residence_once_and_the_same_person_comes_back(town: Town) -> None:
    codes(town, KIM)
    assert "With the identity service instead" in town.browser().get("/residence").text
    guest = town.browser()
    assert through(guest, "kim", "/residence/identity?next=/proposals") == "/residence?next=/proposals"
    again = town.browser()
    assert through(again, "kim") == "/residence?next=/"
    for browser in (guest, again):
        assert "성산동" in browser.get("/residence").text
    member = town.member("kim@example.kr")
    assert through(member, "kim") == "/residence"
    assert "성산동" in member.get("/account").text
    assert through(town.browser(), "kim") == "/account"
    assert bases(town) == ["address"]


def test_a_second_claim_is_refused_and_stands_in_the_journal(town: Town) -> None:
    codes(town, KIM)
    assert through(town.member("kim@example.kr"), "kim") == "/residence"
    for other, subject in ((town.browser(), "kim-again"), (town.member("lee@example.kr"), "kim")):
        assert "Somebody has shown this residence before." in through(other, subject)
        assert "성산동" not in other.get("/residence").text
    assert kinds(town).count("claim.refused") == 2


def test_whoever_the_service_cannot_place_is_told_what_else_to_do(town: Town) -> None:
    codes(town, KIM)
    with town.database.transaction() as rows:
        rows.add(District(name_ko="성산동", name_en="Seongsan-dong", outline="[]", retired=None))
    browser = town.browser()
    assert "do not fit together" in through(browser, "stranger")
    assert "did not tell your name" in through(browser, "silent")
    assert "do not fit together" in through(browser, "elsewhere")
    for answer in ("code=x&state=y", "error=access_denied", ""):
        assert "did not confirm who you are" in browser.get(f"/residence/identity/back?{answer}").text
    assert bases(town) == []
    assert through(browser, "worker") == "/residence?next=/"
    assert bases(town) == ["work"]
    assert kinds(town).count("roll.extended") == 2


def test_an_official_who_comes_by_the_service_still_needs_the_second_factor(town: Town) -> None:
    codes(town, KIM)
    official = town.official(Role.REVIEWER, "park@example.kr")
    assert through(official, "kim") == "/residence"
    assert official.get("/reviews").status_code == 200
    elsewhere = town.browser()
    assert through(elsewhere, "kim").startswith("/sign-in/code")
    assert elsewhere.get("/reviews").status_code == 302


@pytest.mark.parametrize(
    ("name", "text"),
    [("PB_OIDC_ISSUER", "http://id.example"), ("PB_OIDC_SECRET", ""), ("PB_OIDC_CLAIMS", "shoe=size")],
)
def test_a_service_that_makes_no_sense_is_named(settings: Settings, name: str, text: str) -> None:
    known = {"PB_OIDC_ISSUER": "https://id.example", "PB_OIDC_CLIENT": "town", "PB_OIDC_SECRET": "s"}
    environment = {"PB_INSTANCE": str(settings.instance), **known}
    found = Settings.from_environment(environment | {"PB_OIDC_CLAIMS": "birth=birthday"})
    assert (found.oidc_claims["birth"], found.oidc_claims["name"]) == ("birthday", "name")
    with pytest.raises(BadSetting, match=name):
        Settings.from_environment(environment | {name: text})


def test_where_there_is_no_service_nothing_is_shown(town: Town) -> None:
    town.app.extensions.pop("pb.accounts.identity")
    browser = town.browser()
    assert "instead" not in browser.get("/residence").text + browser.get("/sign-in").text
    for path in ("/residence/identity", "/residence/identity/back"):
        assert browser.get(path).status_code == 404
