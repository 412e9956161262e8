"""The polling place: who gets a paper ballot, what it does to the online one, and who may sit there."""

from datetime import date

from sqlalchemy import select

from pb.access import ACCESS, GRANTS, Role
from pb.accounts.models import Account
from pb.accounts.roll.actions import line_digest, name_digest
from pb.accounts.roll.models import RollEntry
from pb.accounts.secrets import Keys
from pb.voting.box.models import BoxEntry
from pb.voting.models import Election, Slot, State
from tests.conftest import SECRET
from tests.pb.accounts.conftest import Browser, Town
from tests.pb.accounts.live import Live, look, set_up, sign_in
from tests.pb.voting.conftest import Vote, frozen, now

KEYS = Keys.of(SECRET)
BORN = date(1941, 5, 16)
WHO = {"name": "김순자", "birth": "1941-05-16"}
EMAIL = "soonja@example.kr"


def named(vote: Vote, *addresses: str) -> list[int]:
    """People of this name and birth date on the roll, one for each address; their slots."""
    with vote.rows() as rows:
        entries = list(rows.scalars(select(RollEntry).order_by(RollEntry.id).limit(len(addresses))))
        for entry, address in zip(entries, addresses, strict=True):
            entry.name_digest = name_digest(KEYS, WHO["name"], BORN)
            entry.line_digest = line_digest(KEYS, WHO["name"], BORN, address)
        rows.flush()
        slots = {slot.roll_entry_id: slot.number for slot in rows.scalars(select(Slot))}
        return [slots[entry.id] for entry in entries]


def clerk(vote: Vote) -> Browser:
    return vote.town.official(Role.CLERK)


def handle(address: str) -> str:
    return line_digest(KEYS, WHO["name"], BORN, address)


def test_somebody_who_has_not_voted_gets_paper_and_can_vote_online_no_more(vote: Vote) -> None:
    named(vote, "성산로 1")
    desk = clerk(vote)
    assert "May vote on paper" in desk.send("/desk", **WHO).text
    assert "Hand out one paper ballot" in desk.send("/desk/paper", handle=handle("성산로 1")).text
    assert "Has a paper ballot already" in desk.send("/desk", **WHO).text
    again = desk.send("/desk/paper", handle=handle("성산로 1"))
    assert again.status_code == 409
    assert "A paper ballot was handed out for you" in again.text
    with vote.rows() as rows:
        assert list(rows.scalars(select(BoxEntry.kind))) == ["void"]
    page = desk.get("/desk/evening").text
    assert page.count(">1<") >= 1


def test_an_online_ballot_is_cancelled_and_its_voter_told(vote: Vote) -> None:
    (slot,) = named(vote, "성산로 1")
    vote.town.account(EMAIL)
    with vote.rows() as rows:
        entry = rows.scalars(select(RollEntry).where(RollEntry.line_digest == handle("성산로 1"))).one()
        entry.person_id = rows.scalars(select(Account.person_id).where(Account.email == EMAIL)).one()
    voter = vote.admitted(slot)
    with vote.rows() as rows:
        voter.cast(rows, (0, 1, 2))
    desk = clerk(vote)
    assert "Has voted online already" in desk.send("/desk", **WHO).text
    assert vote.town.mailbox.to(EMAIL) == []
    desk.send("/desk/paper", handle=handle("성산로 1"))
    (letter,) = vote.town.mailbox.to(EMAIL)
    assert "does not count any more" in letter.get_content()


def test_two_of_one_name_are_told_apart_by_their_address(vote: Vote) -> None:
    named(vote, "성산로 1", "망원로 9")
    desk = clerk(vote)
    asked = desk.send("/desk", **WHO)
    assert asked.status_code == 400
    assert "Type the address as well." in asked.text
    assert "May vote on paper" in desk.send("/desk", **WHO, address="망원로  9").text


def test_a_stranger_is_refused_and_what_was_typed_is_kept_nowhere(vote: Vote) -> None:
    desk = clerk(vote)
    answer = desk.send("/desk", name="홍길동", birth="1970-01-01")
    assert answer.status_code == 400
    assert "Nobody of this name and birth date is on the roll." in answer.text
    assert desk.send("/desk", name="홍길동", birth="700101-1234567").status_code == 400
    assert desk.send("/desk/paper", handle="no such line").status_code == 409


def test_without_an_open_vote_the_desk_says_so(town: Town) -> None:
    desk = town.official(Role.CLERK)
    for path in ("/desk", "/desk/evening"):
        assert "No vote is open now." in desk.get(path).text
    frozen(town)
    assert "No vote is open now." in desk.get("/desk").text


def test_only_clerks_sit_at_the_desk(vote: Vote) -> None:
    views = vote.town.app.view_functions
    for name in ("voting.desk", "voting.hand_out", "voting.evening"):
        assert GRANTS[getattr(views[name], ACCESS)] == {Role.CLERK}
    assert vote.town.official(Role.COORDINATOR).get("/desk").status_code == 403
    assert vote.town.browser().get("/desk").status_code == 302


def test_one_huge_answer_on_a_small_screen(live: Live) -> None:
    vote = frozen(live.town)
    with vote.rows() as rows:
        election = rows.get_one(Election, vote.election)
        election.state, election.began = State.OPEN.value, now()
    named(vote, "성산로 1")
    live.town.account(EMAIL, Role.CLERK)
    page = live.open(live.url, 320, "ko")
    sign_in(page, live.url, EMAIL)
    set_up(page, page.locator("main code").first.inner_text().replace(" ", ""))
    page.goto(f"{live.url}/desk")
    look(page, "desk-320-ko")
    page.fill("#name", WHO["name"])
    page.fill("#birth", WHO["birth"])
    page.press("#birth", "Enter")
    page.wait_for_selector(".answer")
    look(page, "desk-answer-320-ko")
    page.press("form button[type=submit]", "Enter")
    page.wait_for_selector("text=한 장을 드리세요")
    look(page, "desk-handed-320-ko")
    page.goto(f"{live.url}/desk/evening")
    look(page, "desk-evening-320-ko")
