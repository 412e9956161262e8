"""Who stands before which door, what the device's addresses answer, and who may open which page."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from ballots import canonical, log, receipt
from ballots.randomness import SystemSource
from pb.access import ACCESS, GRANTS, PUBLIC, Permission, Role
from pb.accounts.models import Account
from pb.accounts.roll.basis import Basis
from pb.accounts.roll.models import RollEntry
from pb.cycles.models import PhaseTime
from pb.voting import queries
from pb.voting.box import desk
from pb.voting.models import Election, Kind, Slot, State
from tests.pb.accounts.conftest import Browser, Town
from tests.pb.voting.conftest import Vote, Voter, frozen, now

EVERYONE = frozenset(Role)
MARKED = (0, 1, 2)
ACCESS_TABLE = {
    "voting.admit": EVERYONE,
    "voting.booth": EVERYONE,
    "voting.cast": EVERYONE,
    "voting.check_device": EVERYONE,
    "voting.receipt_file": EVERYONE,
    "voting.rehearsal": GRANTS[Permission.TRY_VOTE],
    "voting.sample": EVERYONE,
    "voting.tracker": EVERYONE,
    "voting.tracker_form": EVERYONE,
}


def resident(vote: Vote, email: str = "kim@example.kr") -> tuple[Browser, Voter]:
    """Somebody signed in who is the resident of a slot, with the device to vote from."""
    browser = vote.town.member(email)
    with vote.rows() as rows:
        account = rows.scalars(select(Account).where(Account.email == email)).one()
        entry = rows.scalars(select(RollEntry).order_by(RollEntry.id).limit(1)).one()
        entry.person_id = account.person_id
        rows.flush()
        slot = queries.slot_of(rows, rows.get_one(Election, vote.election), account.person_id)
        assert slot is not None
        number = slot.number
    return browser, vote.voter(number)


def door(browser: Browser) -> str:
    found = re.search(r"<h1[^>]*>([^<]*)</h1>", browser.get("/vote").text)
    assert found is not None
    return found.group(1)


def admitted(browser: Browser, voter: Voter) -> dict[str, object]:
    answer = browser.client.post("/vote/1/admit", data=canonical.encode({"device": voter.public.hex()}))
    assert answer.status_code == 200
    found: dict[str, object] = answer.get_json()
    return found


def sent(browser: Browser, blob: bytes) -> bytes:
    """The receipt; the letter that it causes has been handed over when this returns."""
    answer = browser.client.post("/vote/1/cast", data=blob)
    answer.close()
    return bytes(answer.data)


def test_every_page_stands_in_the_table(app: Flask) -> None:
    rooms = {endpoint for endpoint in app.view_functions if endpoint.startswith("voting.")}
    assert set(ACCESS_TABLE) <= rooms
    for endpoint, allowed in ACCESS_TABLE.items():
        needed = getattr(app.view_functions[endpoint], ACCESS)
        assert (EVERYONE if needed == PUBLIC else GRANTS[needed]) == allowed


def test_each_door_says_why_it_is_closed_and_what_to_do(vote: Vote) -> None:
    assert door(vote.town.browser()) == "First show that you live here"
    browser, voter = resident(vote)
    assert door(browser) == "Vote"
    with vote.rows() as rows:
        rows.get_one(Election, vote.election).state = State.READY.value
    assert door(browser) == "Voting has not begun yet"
    with vote.rows() as rows:
        rows.get_one(Election, vote.election).state = State.OPEN.value
        desk.void(rows, vote.hall, voter.slot, "desk", now())
    assert door(browser) == "You have a paper ballot"
    with vote.rows() as rows:
        rows.execute(
            update(PhaseTime).where(PhaseTime.phase == "voting").values(ends=now() - timedelta(minutes=1))
        )
    assert door(browser) == "Voting has closed"


def test_somebody_who_came_to_the_roll_later_is_told_so(vote: Vote) -> None:
    browser = vote.town.member()
    with vote.rows() as rows:
        person = rows.scalars(select(Account)).one().person_id
        rows.add(
            RollEntry(
                line_digest="late", name_digest="late", district="성산동", person_id=person, claimed=now()
            )
        )
    assert door(browser) == "You are not on the roll of this vote"


def test_whom_the_plan_does_not_count_gets_no_slot_and_is_told_why(town: Town) -> None:
    with town.database.transaction() as rows:
        rows.add(RollEntry(line_digest="w", name_digest="w", district="성산동", basis=Basis.WORK.value))
    vote = frozen(town, voters=10)
    browser = town.member()
    with vote.rows() as rows:
        entry = rows.scalars(select(RollEntry).where(RollEntry.line_digest == "w")).one()
        assert queries.slots(rows, vote.election) == 10
        assert queries.slot_of_resident(rows, vote.election, entry.id) is None
        entry.person_id, entry.claimed = rows.scalars(select(Account)).one().person_id, now()
        election = rows.get_one(Election, vote.election)
        election.state, election.began = State.OPEN.value, now()
    assert door(browser) == "You do not take part in this year's vote"
    told = browser.get("/vote").text
    assert "whoever works in the town" in told
    assert "whoever has their address in the town" in told
    assert "See the whole year" in told


def test_a_device_is_admitted_casts_and_gets_the_same_receipt_again(vote: Vote) -> None:
    browser, voter = resident(vote)
    told = admitted(browser, voter)
    assert told == admitted(browser, voter)
    assert (told["slot"], told["revision"], told["supersedes"]) == (voter.slot, 1, "0" * 64)
    blob = voter.seal(MARKED)
    answers = [sent(browser, blob) for _ in range(2)]
    assert answers[0] == answers[1]
    given = receipt.decode(answers[0])
    receipt.check(vote.hall.manifest, given)
    assert given.entry == log.leaf_hash(blob)
    assert len(vote.town.mailbox.to("kim@example.kr")) == 1
    assert receipt.tracker(given.entry) in vote.town.mailbox.to("kim@example.kr")[0].get_content()
    page = browser.get(f"/tracker/{receipt.tracker(given.entry)}").text
    assert "it is the one that counts for its voter" in page
    file = receipt.decode(browser.get(f"/tracker/{receipt.tracker(given.entry)}/receipt.json").data)
    assert file.proof is not None
    receipt.check(vote.hall.manifest, file)
    assert "Your ballot is in the box already." in browser.get("/vote").text


@pytest.mark.parametrize("body", [b"", b"{}", b'{"device":"00"}', b"\xff" * 9000])
def test_what_is_no_key_and_no_ballot_is_refused_in_words(vote: Vote, body: bytes) -> None:
    browser, _voter = resident(vote)
    for path in ("/vote/1/admit", "/vote/1/cast"):
        answer = browser.client.post(path, data=body)
        assert answer.status_code == 409
        assert answer.get_json()["refused"] == "NotABallot"


def test_nobody_is_admitted_to_a_slot_that_is_not_theirs(vote: Vote) -> None:
    _browser, voter = resident(vote)
    stranger = vote.town.browser()
    body = canonical.encode({"device": voter.public.hex()})
    answer = stranger.client.post("/vote/1/admit", data=body, headers={"Accept-Language": "ko"})
    assert answer.status_code == 409
    assert answer.get_json()["refused"] == "NoSlot"
    with vote.rows() as rows:
        taken = rows.scalars(select(Slot).where(Slot.number == voter.slot)).one()
        assert taken.election_id == vote.election


def test_a_tracker_is_found_however_it_is_spaced_and_another_one_is_not(vote: Vote) -> None:
    browser, voter = resident(vote)
    admitted(browser, voter)
    tracker = receipt.tracker(
        receipt.decode(browser.client.post("/vote/1/cast", data=voter.seal(MARKED)).data).entry
    )
    stranger = vote.town.browser()
    spaced = " ".join(tracker[start : start + 4] for start in range(0, 52, 4)).upper()
    assert stranger.send("/tracker", tracker=spaced).location == f"/tracker/{tracker}"
    assert stranger.send("/tracker", tracker="abc").status_code == 400
    other = receipt.tracker(SystemSource().octets(32))
    assert stranger.get(f"/tracker/{other}").status_code == 404
    assert stranger.get(f"/tracker/{other}/receipt.json").status_code == 404
    assert stranger.get("/tracker/" + "9" * 300).status_code == 404


def test_a_test_voter_finds_the_rehearsal_and_nobody_else_does(town: Town) -> None:
    made = frozen(town, kind=Kind.REHEARSAL)
    with made.rows() as rows:
        election = rows.get_one(Election, made.election)
        election.state, election.began = State.OPEN.value, now()
    assert town.browser().get("/vote/rehearsal").status_code == 302
    official = town.official(Role.COORDINATOR)
    assert "You are not on the roll of this vote" in official.get("/vote/rehearsal").text
    official.send(f"/box/{made.election}/try")
    page = official.get("/vote/rehearsal").text
    assert "This is a rehearsal with test voters." in page
    assert f"/vote/{made.election}/admit" in page
    assert "There is no vote now" in official.get("/vote").text
