"""News reach those whom they concern at once."""

from datetime import UTC, datetime

import sqlalchemy as sa

from pb.notices.actions import tell
from pb.notices.event import Event
from pb.notices.kinds import TELLS, Happened
from pb.notices.models import NewsTopic
from pb.notices.topics import Topic
from tests.pb.accounts.conftest import Town


def test_every_kind_of_news_has_its_sentence() -> None:
    assert set(TELLS) == set(Happened)


def test_whom_it_concerns_gets_a_letter_in_both_languages(town: Town) -> None:
    town.account("kim@example.kr")
    topics = (Topic.PROPOSAL.of(12), Topic.DISTRICT.of(3), Topic.PROPOSAL.of(12))
    event = Event(Happened.PROPOSAL_RECEIVED, "그늘나무", "/proposals/12", topics, "words for all")
    with town.app.test_request_context(), town.database.transaction() as rows:
        tell(rows, event, datetime.now(UTC), people=(1,))
        found = set(rows.scalars(sa.select(NewsTopic.topic)))
        letter = rows.execute(sa.text("select recipient, subject, text from waiting_mails")).one()
    assert found == {"proposal:12", "district:3"}
    assert letter.recipient == "kim@example.kr"
    assert "그늘나무" in letter.subject
    assert "New proposal: 그늘나무" in letter.text
    assert "https://pb.example/proposals/12" in letter.text
