"""What the box takes, what it refuses, and that a slot counts once whatever happens at the same time."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from ballots import checkpoint, log, receipt
from ballots.entry import decode
from pb.cycles.models import PhaseTime
from pb.errors import Refused
from pb.voting.box import casting, checkpoints, closing, desk, receipts
from pb.voting.box.models import BoxEntry, SlotStanding
from pb.voting.errors import (
    Barred,
    DeviceTaken,
    NotABallot,
    NothingToVoid,
    OtherDevice,
    OutOfDate,
    TooEarly,
    VotingClosed,
)
from tests.pb.voting.conftest import Vote, Voter, now

MARKED = (0, 1, 2)


def kinds(vote: Vote) -> list[str]:
    with vote.rows() as rows:
        return list(rows.scalars(select(BoxEntry.kind).order_by(BoxEntry.position)))


def test_a_ballot_is_in_the_box_and_its_receipt_proves_it(vote: Vote) -> None:
    voter = vote.admitted(3)
    with vote.rows() as rows:
        promised = voter.cast(rows, MARKED)
    receipt.check(vote.hall.manifest, promised)
    assert promised.proof is None
    with vote.rows() as rows:
        checkpoints.sign(rows, vote.hall, now())
        proven = receipts.receipt_of(rows, vote.hall, promised.entry)
    assert proven is not None
    assert proven.proof is not None
    assert (proven.proof.index, proven.proof.checkpoint.size) == (1, 2)
    receipt.check(vote.hall.manifest, proven)


def test_the_same_bytes_again_get_the_same_receipt_and_are_one_entry(vote: Vote) -> None:
    voter = vote.admitted(0)
    blob = voter.seal(MARKED)
    for _ in range(3):
        with vote.rows() as rows:
            given = casting.cast(rows, vote.hall, blob, now())
            assert given.entry == log.leaf_hash(blob)
    assert kinds(vote) == ["admit", "cast"]


def test_a_second_device_replaces_the_first_and_its_ballot_replaces_the_first_ones(vote: Vote) -> None:
    old = vote.admitted(7)
    with vote.rows() as rows:
        old.cast(rows, MARKED)
    new = vote.admitted(7)
    new.revision, new.last = old.revision, old.last
    with pytest.raises(OtherDevice), vote.rows() as rows:
        old.cast(rows, MARKED)
    with vote.rows() as rows:
        new.cast(rows, (3, 4, 5))
    assert kinds(vote) == ["admit", "cast", "readmit", "cast"]


def test_a_ballot_that_does_not_follow_the_last_one_is_refused(vote: Vote) -> None:
    voter = vote.admitted(1)
    early = voter.seal(MARKED)
    with vote.rows() as rows:
        voter.cast(rows, MARKED)
    with pytest.raises(OutOfDate), vote.rows() as rows:
        casting.cast(
            rows, vote.hall, Voter(vote.hall, 1, voter.style, voter.group, voter.device).seal(MARKED), now()
        )
    with pytest.raises(OutOfDate), vote.rows() as rows:
        casting.cast(rows, vote.hall, early, now())


def test_a_ballot_sealed_for_another_slot_or_altered_is_no_ballot(vote: Vote) -> None:
    voter, other = vote.admitted(1), vote.admitted(2)
    other.slot, mine = 1, other.device
    other.device = voter.device
    blob = other.seal(MARKED)
    for spoilt in (blob[:-1], blob.replace(b'"slot":1', b'"slot":2'), b"{}", b"\xff"):
        with pytest.raises(NotABallot), vote.rows() as rows:
            casting.cast(rows, vote.hall, spoilt, now())
    voter.group, voter.device = 0, mine
    with pytest.raises(OtherDevice), vote.rows() as rows:
        casting.cast(rows, vote.hall, voter.seal(MARKED), now())


def test_a_device_serves_one_slot_only(vote: Vote) -> None:
    voter = vote.admitted(1)
    with pytest.raises(DeviceTaken), vote.rows() as rows:
        casting.admit(rows, vote.hall, 2, voter.public, now())
    with vote.rows() as rows:
        casting.admit(rows, vote.hall, 1, voter.public, now())
    assert kinds(vote) == ["admit"]


def test_paper_handed_out_ends_the_online_vote_and_a_request_takes_a_ballot_back(vote: Vote) -> None:
    voter, other = vote.admitted(4), vote.admitted(5)
    with vote.rows() as rows:
        voter.cast(rows, MARKED)
        other.cast(rows, MARKED)
        desk.void(rows, vote.hall, 4, "desk", now())
        desk.void(rows, vote.hall, 5, "request", now())
    with pytest.raises(Barred), vote.rows() as rows:
        voter.cast(rows, MARKED)
    with pytest.raises(Barred), vote.rows() as rows:
        desk.void(rows, vote.hall, 4, "desk", now())
    with pytest.raises(NothingToVoid), vote.rows() as rows:
        desk.void(rows, vote.hall, 5, "request", now())
    with vote.rows() as rows:
        other.cast(rows, MARKED)


def ends_at(vote: Vote, seconds: float) -> None:
    """Voting ends so many seconds from now, or ended so long ago."""
    with vote.rows() as rows:
        rows.execute(
            update(PhaseTime)
            .where(PhaseTime.phase == "voting")
            .values(ends=now() + timedelta(seconds=seconds))
        )


def test_within_the_minute_of_grace_a_ballot_counts_and_nobody_is_let_in(vote: Vote) -> None:
    voter = vote.admitted(0)
    ends_at(vote, -30)
    with vote.rows() as rows:
        voter.cast(rows, MARKED)
    with pytest.raises(VotingClosed):
        vote.admitted(1)
    with pytest.raises(TooEarly), vote.rows() as rows:
        closing.close(rows, vote.hall, now())


def test_after_the_minute_nothing_counts_but_a_retry_still_gets_its_receipt(vote: Vote) -> None:
    voter = vote.admitted(0)
    blob = voter.seal(MARKED)
    with vote.rows() as rows:
        casting.cast(rows, vote.hall, blob, now())
    ends_at(vote, -61)
    late = Voter(vote.hall, 0, voter.style, voter.group, voter.device, 1, log.leaf_hash(blob))
    with pytest.raises(VotingClosed), vote.rows() as rows:
        late.cast(rows, MARKED)
    with vote.rows() as rows:
        closing.close(rows, vote.hall, now())
    with vote.rows() as rows:
        assert casting.cast(rows, vote.hall, blob, now()).entry == log.leaf_hash(blob)
    assert kinds(vote) == ["admit", "cast", "close"]


def test_a_worker_whose_clock_runs_behind_cannot_turn_time_back(vote: Vote) -> None:
    voter, other = vote.admitted(0), vote.admitted(1)
    ends_at(vote, 600)
    with vote.rows() as rows:
        voter.cast(rows, MARKED, at=now() + timedelta(seconds=650))
    with vote.rows() as rows:
        other.cast(rows, MARKED)
        times = list(rows.scalars(select(BoxEntry.at).order_by(BoxEntry.position)))
    assert times == sorted(times)


def test_nothing_stands_behind_the_close_entry(vote: Vote) -> None:
    voter = vote.admitted(0)
    ends_at(vote, -61)
    with vote.rows() as rows:
        closing.close(rows, vote.hall, now())
    ends_at(vote, 600)
    with pytest.raises(VotingClosed), vote.rows() as rows:
        voter.cast(rows, MARKED)


def at_once(*works: Callable[[], object]) -> list[str]:
    """Each in a thread of its own, all begun together; how each ended."""
    ready, ended = threading.Barrier(len(works)), [""] * len(works)

    def run(place: int, work: Callable[[], object]) -> None:
        ready.wait()
        try:
            work()
            ended[place] = "done"
        except Refused as why:
            ended[place] = type(why).__name__

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended


def test_of_many_ballots_at_once_each_slot_has_exactly_one(vote: Vote) -> None:
    """Each of eight voters sends two different ballots and one of them twice, all at the same moment."""
    voters = [vote.admitted(number) for number in range(8)]

    def sending(blob: bytes) -> Callable[[], object]:
        def send() -> None:
            with vote.rows() as rows:
                casting.cast(rows, vote.hall, blob, now())

        return send

    works = []
    for voter in voters:
        one, other = voter.seal(MARKED), voter.seal((3, 4, 5))
        works += [sending(one), sending(other), sending(one)]
    ended = at_once(*works)
    assert set(ended) <= {"done", "OutOfDate"}
    for place in range(0, len(ended), 3):
        assert ended[place] == ended[place + 2]
        assert Counter(ended[place : place + 2]) == {"done": 1, "OutOfDate": 1}
    with vote.rows() as rows:
        cast = rows.scalars(select(BoxEntry.slot).where(BoxEntry.kind == "cast")).all()
        assert sorted(slot for slot in cast if slot is not None) == list(range(8))
        positions = list(rows.scalars(select(BoxEntry.position).order_by(BoxEntry.position)))
        assert positions == list(range(len(positions)))


def test_desk_against_online_leaves_one_that_counts(vote: Vote) -> None:
    voters = [vote.admitted(number) for number in range(6)]

    def online(voter: Voter) -> Callable[[], object]:
        def send() -> None:
            with vote.rows() as rows:
                voter.cast(rows, MARKED)

        return send

    def hand_out(number: int) -> Callable[[], object]:
        def send() -> None:
            with vote.rows() as rows:
                desk.void(rows, vote.hall, number, "desk", now())

        return send

    works = [work for voter in voters for work in (online(voter), hand_out(voter.slot))]
    ended = at_once(*works)
    assert ended[1::2] == ["done"] * 6
    assert set(ended[::2]) <= {"done", "Barred"}
    with vote.rows() as rows:
        states = rows.scalars(select(SlotStanding).where(SlotStanding.number < 6)).all()
        assert all(state.barred and state.voided == state.revision for state in states)


def test_checkpoints_grow_from_one_another(vote: Vote) -> None:
    notes = []
    for number in range(5):
        voter = vote.admitted(number)
        with vote.rows() as rows:
            voter.cast(rows, MARKED)
            notes.append(checkpoints.sign(rows, vote.hall, now()))
            again = checkpoints.sign(rows, vote.hall, now())
        assert again == notes[-1]
    tree = log.Frontier()
    with vote.rows() as rows:
        hashes = list(rows.scalars(select(BoxEntry.hash).order_by(BoxEntry.position)))
    roots = {}
    for hashed in hashes:
        tree.append(hashed)
        roots[tree.size] = tree.root()
    for note in notes:
        assert checkpoint.check(vote.hall.manifest, note) == 0
        assert note.root == roots[note.size]


def test_the_database_itself_keeps_what_is_in_the_box(vote: Vote) -> None:
    vote.admitted(0)
    with pytest.raises(DBAPIError), vote.rows() as rows:
        rows.execute(update(BoxEntry).values(blob=b""))
    with vote.rows() as rows:
        assert decode(rows.scalars(select(BoxEntry.blob)).one()).election == vote.hall.manifest.election
