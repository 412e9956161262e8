"""A proposal in a running cycle, and residents who talk about it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from pb.access import Role
from pb.accounts.models import Account
from pb.accounts.roll.models import RollEntry
from pb.cycles import actions, rules
from pb.cycles.presets import PRESETS
from pb.proposals.models import Proposal, ProposalVersion, State
from tests.pb.accounts.conftest import Browser, Town, mailbox, settings, town
from tests.pb.accounts.live import chromium_page, live

__all__ = ["chromium_page", "live", "mailbox", "settings", "town"]

KIM, LEE, OFFICE = "kim@example.kr", "lee@example.kr", "gongmuwon@example.kr"
TITLE = "버스 정류장 그늘나무"
WHY = "토론 규칙에 따름"


def proposed(town: Town, begun: int = 10, state: State = State.RECEIVED, title: str = TITLE) -> int:
    """A proposal in a cycle whose call began some days ago and lasts eight weeks."""
    now = datetime.now(UTC)
    plan = PRESETS["exactly-3"].plan(2028, rules.day(now) - timedelta(days=begun))
    with town.database.transaction() as rows:
        person = rows.scalar(sa.text("insert into persons default values returning id"))
        cycle = actions.draft(rows, plan)
        cycle.published = now - timedelta(days=400)
        proposal = Proposal(
            cycle_id=cycle.id,
            person_id=person,
            state=state.value,
            made=now,
            submitted=None if state is State.DRAFT else now,
            version=1,
        )
        rows.add(proposal)
        rows.flush()
        version = {"problem": "덥다", "idea": "나무", "beneficiaries": "모두", "place": "정류장"}
        rows.add(
            ProposalVersion(
                proposal_id=proposal.id, number=1, at=now, person_id=person, title=title, cost=None, **version
            )
        )
        return proposal.id


def settle(town: Town, email: str, district: str = "성산동") -> int:
    """The account's person is a resident from now on."""
    with town.database.transaction() as rows:
        person = rows.scalars(sa.select(Account.person_id).where(Account.email == email)).one()
        digest = f"{person:064}"
        rows.add(
            RollEntry(
                line_digest=digest,
                name_digest=digest,
                district=district,
                code_digest=None,
                person_id=person,
                claimed=datetime.now(UTC),
            )
        )
        return person


def resident(town: Town, email: str = KIM, district: str = "성산동") -> Browser:
    """With an account, signed in."""
    browser = town.member(email)
    settle(town, email, district)
    return browser


def say(
    browser: Browser,
    number: int,
    text: str = "그늘이 꼭 필요합니다",
    stance: str = "for",
    name: str = "별이네",
) -> int:
    """A new thread; its number."""
    answer = browser.send(f"/proposals/{number}/discussion/write", stance=stance, text=text, pen_name=name)
    assert answer.status_code == 302, answer.text
    found = re.fullmatch(r"/discussion/\d+#post-(\d+)", answer.location)
    assert found is not None
    return int(found.group(1))


def moderator(town: Town, email: str = OFFICE, role: Role = Role.COORDINATOR) -> Browser:
    return town.official(role, email)


def hide(browser: Browser, post: int, ground: str = "insult", reason: str = WHY) -> int:
    given = {"hide-ground": ground, "hide-reason": reason}
    return browser.send(f"/discussion/{post}/hide", **given).status_code


@pytest.fixture
def number(town: Town) -> int:
    return proposed(town)
