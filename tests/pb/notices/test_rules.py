"""When a digest is due."""

from datetime import datetime, timedelta

import pytest

from pb.journal.forms import TOWN_TIME
from pb.notices.rules import Rhythm, is_due
from pb.notices.topics import Topic, parted

NOON = datetime(2028, 3, 15, 12, tzinfo=TOWN_TIME)


@pytest.mark.parametrize(
    ("rhythm", "sent", "at", "due"),
    [
        (Rhythm.NEVER, None, NOON, False),
        (Rhythm.AT_ONCE, NOON - timedelta(minutes=1), NOON, True),
        (Rhythm.AT_ONCE, None, NOON.replace(hour=3), True),
        (Rhythm.DAILY, None, NOON, True),
        (Rhythm.DAILY, None, NOON.replace(hour=7, minute=59), False),
        (Rhythm.DAILY, None, NOON.replace(hour=8), True),
        (Rhythm.DAILY, NOON.replace(hour=8), NOON, False),
        (Rhythm.DAILY, NOON - timedelta(days=1), NOON.replace(hour=8), True),
        (Rhythm.WEEKLY, NOON - timedelta(days=6), NOON, False),
        (Rhythm.WEEKLY, NOON - timedelta(days=7), NOON.replace(hour=8), True),
        (Rhythm.WEEKLY, None, NOON, True),
    ],
)
def test_a_digest_is_due_in_its_rhythm_and_never_before_the_morning(
    rhythm: Rhythm, sent: datetime | None, at: datetime, due: bool
) -> None:
    assert is_due(rhythm, sent, at) is due


@pytest.mark.parametrize(
    "topic", ["", "proposal", "proposal:", "proposal:x", "lunch:1", "proposal:９", "cycle:-1"]
)
def test_what_is_no_topic_is_refused(topic: str) -> None:
    with pytest.raises(ValueError, match=topic):
        parted(topic)


def test_every_topic_reads_back() -> None:
    for topic in Topic:
        assert parted(topic.of(7)) == (topic, 7)
