"""The same mail server, people and browser as for the accounts, and something that happens."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from pb.notices.actions import tell
from pb.notices.event import Event
from pb.notices.kinds import Happened
from pb.notices.topics import Topic
from pb.town.models import District
from tests.pb.accounts.conftest import Town, mailbox, settings, town
from tests.pb.accounts.live import chromium_page, live

__all__ = ["chromium_page", "live", "mailbox", "settings", "town"]

SQUARE = '{"type": "Polygon", "coordinates": [[[127, 37], [127.1, 37], [127.1, 37.1], [127, 37]]]}'
Happen = Callable[..., int]


def with_district(town: Town, name_ko: str = "성산동", name_en: str = "Seongsan-dong") -> int:
    with town.database.transaction() as rows:
        district = District(name_ko=name_ko, name_en=name_en, outline=SQUARE, retired=None)
        rows.add(district)
        rows.flush()
        return district.id


def happens(town: Town, subject: str = "그늘나무", district: int = 1, at: datetime | None = None) -> int:
    """A proposal in a district is handed in."""
    topics = (Topic.DISTRICT.of(district), Topic.PROPOSAL.of(12))
    event = Event(Happened.PROPOSAL_RECEIVED, subject, "/proposals/12", topics, "버스 정류장에 나무를")
    with town.app.test_request_context(), town.database.transaction() as rows:
        return tell(rows, event, at or datetime.now(UTC)).id


@pytest.fixture
def happen(town: Town) -> Happen:
    def now(subject: str = "그늘나무", district: int = 1, at: datetime | None = None) -> int:
        return happens(town, subject, district, at)

    return now
