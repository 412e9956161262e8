"""Many ballots within a millisecond of the end, from workers whose clocks differ: one clock decides."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from ballots import log
from pb.cycles.models import PhaseTime
from pb.voting import rules
from pb.voting.box import casting
from pb.voting.box.models import BoxEntry
from pb.voting.errors import VotingClosed
from pb.voting.rules import GRACE
from tests.pb.voting.conftest import Vote, now

MARKED = (0, 1, 2)
CASTS, WORKERS = 60, (timedelta(seconds=-5), timedelta(), timedelta(seconds=5))


class TooLate(Exception):
    """A ballot counts that came after the last moment, or one is missing that came before it."""


@dataclass(frozen=True)
class Sent:
    """What a worker read from its own clock when the ballot came, and whether the voter has a receipt."""

    entry: bytes
    at: datetime
    taken: bool


def send_around(vote: Vote, last: datetime, casts: int) -> list[Sent]:
    """Each ballot within a millisecond of the last moment by the clock of the worker that it meets."""
    chance, voters = random.Random(casts), [vote.admitted(number) for number in range(20)]
    sent = []
    for number in range(casts):
        voter = voters[number % len(voters)]
        at = last + timedelta(microseconds=chance.randint(-1000, 1000)) + chance.choice(WORKERS)
        blob, taken = voter.seal(MARKED), True
        try:
            with vote.rows() as rows:
                casting.cast(rows, vote.hall, blob, at)
            voter.revision, voter.last = voter.revision + 1, log.leaf_hash(blob)
        except VotingClosed:
            taken = False
        sent.append(Sent(log.leaf_hash(blob), at, taken))
    return sent


def check(vote: Vote, sent: Sequence[Sent], last: datetime) -> None:
    """Raises TooLate."""
    with vote.rows() as rows:
        wanted = select(BoxEntry.hash, BoxEntry.at).where(BoxEntry.kind == "cast").order_by(BoxEntry.position)
        found = {row.hash: row.at for row in rows.execute(wanted)}
    if {one.entry for one in sent if one.taken} != found.keys():
        raise TooLate("a receipt without a ballot, or a ballot without a receipt")
    if any(at >= last for at in found.values()) or list(found.values()) != sorted(found.values()):
        raise TooLate("the box's own time is past the end, or ran back")
    if any(one.taken != (one.at < last) for one in sent):
        raise TooLate("taken after the last moment, or refused before it")


@pytest.fixture
def last(vote: Vote) -> datetime:
    """The first moment that is too late, by the written grace rule."""
    ends = now() + timedelta(minutes=30)
    with vote.rows() as rows:
        rows.execute(update(PhaseTime).where(PhaseTime.phase == "voting").values(ends=ends))
    return ends + GRACE


def test_no_ballot_counts_that_came_after_the_last_moment_and_none_is_lost_before_it(
    vote: Vote, last: datetime
) -> None:
    sent = send_around(vote, last, CASTS)
    assert {one.taken for one in sent} == {True, False}
    check(vote, sent, last)


@pytest.mark.parametrize(
    "broken",
    [
        lambda at, ends: ends is None or at < ends + GRACE + timedelta(milliseconds=1),
        lambda at, ends: ends is None or at < ends + GRACE - timedelta(milliseconds=1),
    ],
    ids=["a millisecond late", "a millisecond early"],
)
def test_a_box_that_closes_at_another_moment_is_caught(
    vote: Vote, last: datetime, monkeypatch: pytest.MonkeyPatch, broken: Callable[[datetime, datetime], bool]
) -> None:
    monkeypatch.setattr(rules, "is_in_time", broken)
    with pytest.raises(TooLate):
        check(vote, send_around(vote, last, CASTS), last)
