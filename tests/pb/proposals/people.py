"""Residents who write, and a cycle that is open for them."""

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from pb.accounts.models import Account
from pb.accounts.roll.basis import Basis
from pb.accounts.roll.models import RollEntry
from pb.cycles import actions as cycles
from pb.cycles.presets import PRESETS
from pb.cycles.rules import day
from pb.proposals.models import Proposal
from tests.pb.accounts.conftest import Browser, Town

lines = itertools.count()
ANSWERS: dict[str, dict[str, str]] = {
    "title": {"title": "학교 가는 길의 그늘나무"},
    "problem": {"problem": "여름에 학교 가는 길에 그늘이 없어요."},
    "idea": {"idea": "나무 스무 그루를 심어 주세요."},
    "people": {"beneficiaries": "초등학생 300명"},
    "place": {"place": "성산로4길 건널목에서 교문까지"},
    "cost": {"cost": "24,000,000"},
}


def call_open(town: Town, begun: int = 10) -> int:
    """A published cycle whose call began some days ago and lasts eight weeks."""
    plan = PRESETS["exactly-3"].plan(2028, day(datetime.now(UTC)) - timedelta(days=begun))
    with town.database.transaction() as rows:
        cycle = cycles.draft(rows, plan)
        cycle.published = plan.spans[0].starts - timedelta(days=5)
        return cycle.id


def person_of(town: Town, email: str) -> int:
    with town.database.transaction() as rows:
        return rows.scalars(sa.select(Account.person_id).where(Account.email == email)).one()


def make_resident(town: Town, email: str, basis: Basis = Basis.ADDRESS, born: date | None = None) -> None:
    person = person_of(town, email)
    with town.database.transaction() as rows:
        digest = f"{next(lines):064}"
        rows.add(
            RollEntry(
                line_digest=digest,
                name_digest=digest,
                district="성산동",
                code_digest=None,
                person_id=person,
                claimed=datetime.now(UTC),
                basis=basis.value,
                born=born,
            )
        )


def resident(town: Town, email: str = "kim@example.kr") -> Browser:
    """Signed in with an account, residence shown."""
    browser = town.member(email)
    make_resident(town, email)
    return browser


def seen(page: str) -> str:
    """What the page says it has shown."""
    return page.partition('name="seen" type="hidden" value="')[2].partition('"')[0]


def answer(browser: Browser, number: int, step: str, **typed: str) -> Any:
    """Open a question and answer it."""
    path = f"/proposals/{number}/write/{step}"
    return browser.send(path, **({"seen": seen(browser.get(path).text), "way": "next"} | typed))


def begun(browser: Browser) -> int:
    """An empty draft."""
    return int(browser.send("/proposals/new").location.split("/")[2])


def drafted(browser: Browser) -> int:
    """A draft with an answer to every question in words."""
    number = begun(browser)
    for step, typed in ANSWERS.items():
        assert answer(browser, number, step, **typed).status_code == 302
    return number


def submitted(browser: Browser) -> int:
    number = drafted(browser)
    assert browser.send(f"/proposals/{number}/send", consent="y").status_code == 302
    return number


def state_of(town: Town, number: int) -> str:
    with town.database.transaction() as rows:
        return rows.get_one(Proposal, number).state
