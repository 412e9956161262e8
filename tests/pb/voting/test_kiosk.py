"""A device at the polling place: bound to one slot, without a way back, and silent about the vote."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from ballots import canonical
from pb.access import ACCESS, GRANTS, PUBLIC, Role
from pb.accounts.models import Account, SignedIn
from pb.accounts.roll.models import RollEntry
from pb.voting.box import checkpoints
from pb.voting.box.models import BoxEntry
from pb.voting.kiosk import visits
from pb.voting.kiosk.models import Visit
from pb.voting.models import Election, State
from tests.pb.accounts.conftest import Browser
from tests.pb.accounts.live import Live, look
from tests.pb.voting.conftest import Vote, frozen, now
from tests.pb.voting.test_desk import EMAIL, KEYS, clerk, handle, named
from tests.pb.voting.test_secrecy import MARKINGS, everything_logged, found_in, rows_of

WHERE = "성산로 1"
CODE = re.compile(r'class="desk-code">([A-Z0-9-]+)<')


def handed(desk: Browser, address: str = WHERE) -> str:
    """The code that the clerk sees."""
    found = CODE.search(desk.send("/desk/device", handle=handle(address)).text)
    assert found is not None
    return found.group(1)


def opened(vote: Vote, code: str) -> Browser:
    device = vote.town.browser()
    assert device.send("/kiosk", code=code).location == "/kiosk/vote"
    return device


def test_a_code_opens_one_device_for_one_slot_and_the_vote_ends_it(vote: Vote) -> None:
    (slot,) = named(vote, WHERE)
    device = opened(vote, handed(clerk(vote)))
    page = device.get("/kiosk/vote")
    assert f'data-slot="{slot}"' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    voter = vote.voter(slot)
    key = canonical.encode({"device": voter.public.hex()})
    assert device.client.post("/kiosk/admit", data=key).get_json()["slot"] == slot
    blob = voter.seal((0, 1, 2))
    first = device.client.post(f"/kiosk/{vote.election}/cast", data=blob)
    again = device.client.post(f"/kiosk/{vote.election}/cast", data=blob)
    assert first.status_code == again.status_code == 200
    assert first.data == again.data
    assert device.get("/kiosk/vote").location == "/kiosk"
    assert device.client.post("/kiosk/admit", data=key).status_code == 409
    with vote.rows() as rows:
        assert list(rows.scalars(select(BoxEntry.kind).order_by(BoxEntry.position))) == ["admit", "cast"]
        (visit,) = rows.scalars(select(Visit))
        assert (visit.slot, visit.code, visit.token) == (None, None, None)
    evening = vote.town.official(Role.CLERK, "other@example.kr").get("/desk/evening").text
    assert "Devices on which somebody began to vote here: 1" in evening


def test_codes_are_for_once_for_ten_minutes_and_for_whoever_may_vote(vote: Vote) -> None:
    named(vote, WHERE, "망원로 9")
    desk = clerk(vote)
    code = handed(desk)
    opened(vote, code)
    stranger = vote.town.browser()
    assert "This code opens nothing" in stranger.send("/kiosk", code=code).text
    assert "This code opens nothing" in stranger.send("/kiosk", code="ABCD-EFGH-JKLM").text
    late = handed(desk, "망원로 9")
    with vote.rows() as rows:
        rows.execute(update(Visit).values(made=now() - timedelta(minutes=11)))
    assert "This code opens nothing" in stranger.send("/kiosk", code=late).text
    desk.send("/desk/paper", handle=handle("망원로 9"))
    assert desk.send("/desk/device", handle=handle("망원로 9")).status_code == 409
    with vote.rows() as rows:
        election = rows.get_one(Election, vote.election)
        election.state, election.ended = State.CLOSED.value, now()
    assert "No vote is open now." in desk.send("/desk/device", handle=handle(WHERE)).text


def test_a_second_device_shuts_the_first_and_time_shuts_both(vote: Vote) -> None:
    named(vote, WHERE)
    desk = clerk(vote)
    one = opened(vote, handed(desk))
    two = opened(vote, handed(desk))
    assert one.get("/kiosk/vote").location == "/kiosk"
    assert two.get("/kiosk/vote").status_code == 200
    with vote.rows() as rows:
        rows.execute(update(Visit).where(Visit.opened.is_not(None)).values(opened=now() - timedelta(hours=1)))
    assert two.get("/kiosk/vote").location == "/kiosk"
    three = opened(vote, handed(desk))
    assert three.send("/kiosk/end").location == "/kiosk"
    assert three.get("/kiosk/vote").location == "/kiosk"
    handed(desk)
    for wrong in ("slot = NULL", "ended = made", "slot = 1, ended = made, code = 'x'"):
        with pytest.raises(IntegrityError), vote.town.database.transaction() as rows:
            rows.execute(text(f"update kiosk_visits set {wrong} where ended is null"))


def test_a_device_with_a_clerk_signed_in_forgets_the_clerk(vote: Vote) -> None:
    named(vote, WHERE)
    desk = clerk(vote)
    code = handed(desk)
    assert desk.send("/kiosk", code=code).location == "/kiosk/vote"
    assert desk.get("/desk").status_code == 302
    page = desk.get("/kiosk/vote").text
    ways = {
        each for each in re.findall(r'(?:href|action)="(/[^"]*)"', page) if not each.startswith("/static/")
    }
    outside = {each for each in ways if not re.match(r"/(kiosk|preferences|prefer|projects/\d)", each)}
    assert outside == set()
    with vote.rows() as rows:
        assert rows.scalars(select(SignedIn)).all() == []


def test_whoever_has_an_account_is_told_that_a_device_was_handed_over(vote: Vote) -> None:
    named(vote, WHERE)
    vote.town.account(EMAIL)
    with vote.rows() as rows:
        entry = rows.scalars(select(RollEntry).where(RollEntry.line_digest == handle(WHERE))).one()
        entry.person_id = rows.scalars(select(Account.person_id).where(Account.email == EMAIL)).one()
    handed(clerk(vote))
    (letter,) = vote.town.mailbox.to(EMAIL)
    assert "a device was handed to you" in letter.get_content()


def test_no_page_of_the_clerk_no_row_and_no_log_tells_what_was_chosen(vote: Vote) -> None:
    addresses = [f"성산로 {number}" for number in range(len(MARKINGS))]
    slots, desk = named(vote, *addresses), clerk(vote)
    before, pairs = rows_of(vote), []
    with everything_logged() as said:
        for slot, address, ballot in zip(slots, addresses, MARKINGS, strict=True):
            device, voter = opened(vote, handed(desk, address)), vote.voter(slot)
            key = canonical.encode({"device": voter.public.hex()})
            assert device.client.post("/kiosk/admit", data=key).status_code == 200
            sent = device.client.post(f"/kiosk/{vote.election}/cast", data=voter.seal(*ballot))
            assert sent.status_code == 200
            pairs.append((voter, ballot))
        with vote.rows() as rows:
            checkpoints.sign(rows, vote.hall, now())
        seen = b"".join(desk.get(path).data for path in clerk_paths(vote))
    assert found_in(vote, pairs, seen) == []
    assert found_in(vote, pairs, "\n".join(sorted(rows_of(vote) - before)).encode()) == []
    assert found_in(vote, pairs, said.getvalue().encode()) == []
    # The control: had a page shown one ballot, it would have been found.
    assert found_in(vote, pairs, seen + str(pairs[0][1]).encode())


def clerk_paths(vote: Vote) -> list[str]:
    """Every page that a clerk can open by its address alone, and those of this election."""
    rules = vote.town.app.url_map.iter_rules()
    mine = [
        rule
        for rule in rules
        if "GET" in (rule.methods or set())
        and may_open(getattr(vote.town.app.view_functions[rule.endpoint], ACCESS))
    ]
    plain = [rule.rule for rule in mine if not rule.arguments and rule.endpoint != "accounts.sign_out"]
    return [*plain, f"/box/{vote.election}", f"/box/{vote.election}/checkpoint"]


def may_open(needed: object) -> bool:
    return needed == PUBLIC or Role.CLERK in GRANTS.get(needed, frozenset())  # type: ignore[call-overload]


def code_for(vote: Vote, slot: int) -> str:
    with vote.rows() as rows:
        return visits.hand_over(rows, KEYS, vote.hall, slot, now())


def test_voting_on_the_device_and_going_away_from_it(live: Live) -> None:
    vote = frozen(live.town)
    with vote.rows() as rows:
        election = rows.get_one(Election, vote.election)
        election.state, election.began = State.OPEN.value, now()
    (slot,) = named(vote, WHERE)
    page = live.open(live.url, 768, "ko")
    page.clock.install()
    page.goto(f"{live.url}/kiosk")
    look(page, "kiosk-code-768-ko")
    page.fill("#code", code_for(vote, slot).lower().replace("-", " "))
    page.press("#code", "Enter")
    page.wait_for_url("**/kiosk/vote")
    expect(page.locator("#begin")).to_be_visible()
    look(page, "kiosk-begin-768-ko")
    page.click("#begin-now")
    page.wait_for_function("document.fullscreenElement !== null")
    for place in (0, 1, 2):
        page.locator(".pick .mark").nth(place).click()
    page.clock.run_for(121_000)
    expect(page.locator("#idle")).to_be_visible()
    page.click("#go-on")
    page.clock.run_for(151_000)
    page.wait_for_url("**/kiosk")
    assert page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])") == "[{},{}]"
    page.fill("#code", code_for(vote, slot))
    page.press("#code", "Enter")
    page.wait_for_url("**/kiosk/vote")
    page.click("#begin-now")
    assert page.locator(".pick input:checked").count() == 0
    for place in (0, 1, 2):
        page.locator(".pick .mark").nth(place).click()
    page.click(".tally-check")
    page.click("#cast")
    page.wait_for_url("**/kiosk/done/*")
    look(page, "kiosk-done-768-ko")
    assert page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])") == "[{},{}]"
    page.go_back()
    page.wait_for_url("**/kiosk")
    with vote.rows() as rows:
        assert sorted(rows.scalars(select(BoxEntry.kind))) == ["admit", "cast"]
