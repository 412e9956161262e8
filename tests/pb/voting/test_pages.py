"""The booth's requests, the published log, the pages of coordinator and trustees, and who may open what."""

import io

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from ballots import checkpoint, follow
from ballots.errors import BadBundle
from ballots.signing import new_key, public_key
from ballots.trustees import holder
from pb.access import ACCESS, GRANTS, PUBLIC, Role
from pb.voting import hall as halls
from pb.voting import preparing, queries
from pb.voting.box import casting, checkpoints
from pb.voting.errors import NotABallot
from pb.voting.models import Election, Kind, Slot, State
from tests.pages import VIEWS, press
from tests.pb.accounts.conftest import Browser, Town
from tests.pb.accounts.live import Live, look, set_up, sign_in
from tests.pb.voting.conftest import (
    SOURCE,
    Vote,
    Voter,
    frozen,
    now,
    on_ballot,
    pen,
    published_cycle,
    residents,
)

EVERYONE = frozenset(Role)
COORDINATORS = frozenset({Role.COORDINATOR})
TRUSTEES = frozenset({Role.TRUSTEE})
OFFICIALS = frozenset({Role.REVIEWER, Role.COORDINATOR, Role.CLERK, Role.TRUSTEE, Role.ADMINISTRATOR})
ACCESS_TABLE = {
    "voting.manifest": EVERYONE,
    "voting.ceremony": EVERYONE,
    "voting.roll": EVERYONE,
    "voting.newest_checkpoint": EVERYONE,
    "voting.earlier_checkpoint": EVERYONE,
    "voting.tile": EVERYONE,
    "voting.ballot_box": EVERYONE,
    "voting.try_out": OFFICIALS,
    "voting.elections": COORDINATORS,
    "voting.election": COORDINATORS,
    "voting.act": COORDINATORS,
    "voting.witnesses": COORDINATORS,
    "voting.groups": COORDINATORS,
    "voting.trustees": TRUSTEES,
    "voting.trustee": TRUSTEES,
    "voting.ceremony_files": TRUSTEES,
    "voting.bundle_files": TRUSTEES,
}
WHY = "주민참여예산위원회 의결"
MARKED = (0, 1, 2)


def test_every_page_is_open_to_exactly_these_roles(town: Town) -> None:
    found = {
        name: EVERYONE if getattr(view, ACCESS) == PUBLIC else GRANTS[getattr(view, ACCESS)]
        for name, view in town.app.view_functions.items()
        if name.startswith("voting.") and name in ACCESS_TABLE
    }
    assert found == ACCESS_TABLE


def fetching(vote: Vote) -> follow.Fetch:
    client = vote.town.app.test_client()

    def fetch(name: str) -> bytes:
        answer = client.get(f"/box/{vote.election}/{name}")
        if answer.status_code != 200:
            raise BadBundle(str(answer.status_code), name)
        return answer.get_data()

    return fetch


def test_strangers_follow_the_log_as_it_grows(vote: Vote) -> None:
    fetch, old = fetching(vote), None
    election = follow.read_manifest(fetch)
    assert election.election == vote.hall.manifest.election
    for first in (0, 3, 6):
        for number in range(first, first + 3):
            voter = vote.admitted(number)
            with vote.rows() as rows:
                voter.cast(rows, MARKED)
        with vote.rows() as rows:
            checkpoints.sign(rows, vote.hall, now())
        new = follow.newest(fetch, election)
        assert new.size == 2 * (first + 3)
        follow.check_growth(fetch, old, new)
        old = new
    assert fetch("roll.bin") != fetch("ceremony.json")
    with pytest.raises(BadBundle):
        fetch("log/tile/0/001")
    with pytest.raises(BadBundle):
        fetch("log/tile/nonsense")


def test_a_witness_hands_in_a_cosignature_and_a_stranger_cannot(town: Town) -> None:
    coordinator = town.official(Role.COORDINATOR)
    with town.app.test_request_context(), town.database.transaction() as rows:
        residents(rows, 30)
        on_ballot(rows, published_cycle(rows, "exactly-3"), 6)
    coordinator.send("/elections", kind="rehearsal", trustees="1-1", smallest="5", reason=WHY)
    key = new_key(SOURCE)
    wrong = coordinator.send("/elections/1/witnesses", name="press.example", key="00" * 32, reason=WHY)
    assert wrong.status_code == 400
    named = coordinator.send(
        "/elections/1/witnesses", name="press.example", key=public_key(key).hex(), reason=WHY
    )
    assert named.status_code == 302
    quorum = {"of-quorum": "2", "of-reason": WHY}
    assert "not so many witnesses" in coordinator.send("/elections/1/witnesses/quorum", **quorum).text
    for name in ("citizens.example", "radio.example/box"):
        other_key = public_key(new_key(SOURCE)).hex()
        coordinator.send("/elections/1/witnesses", name=name, key=other_key, reason=WHY)
    assert coordinator.send("/elections/1/witnesses/quorum", **quorum).status_code == 302
    assert "2 of 3 must sign" in coordinator.get("/elections/1/witnesses").text
    for name in ("citizens.example", "radio.example/box"):
        dropped = coordinator.send(f"/elections/1/witnesses/{name}/drop", **{"drop-reason": WHY})
        assert dropped.status_code == 302
    assert "1 of 1 must sign" in coordinator.get("/elections/1/witnesses").text
    for act in ("draw", "key", "freeze"):
        assert coordinator.send(f"/elections/1/{act}", reason=WHY).status_code == 302, act
    frozen_again = coordinator.send("/elections/1/draw", reason=WHY)
    assert frozen_again.status_code == 400
    assert "Solo mode" in town.browser().get("/box/1").text
    answer = town.browser().get("/box/1/log/checkpoint")
    note = checkpoint.read(answer.get_data())
    cosigned = checkpoint.cosign(note, key, "press.example", 1_900_000_000)
    other = checkpoint.cosign(note, new_key(SOURCE), "press.example", 1_900_000_000)
    assert hand_in(town.browser(), other.octets()) == 400
    assert hand_in(town.browser(), b"\xff\x00") == 400
    assert hand_in(town.browser(), cosigned.octets()) == 302
    assert len(checkpoint.read(town.browser().get("/box/1/log/checkpoint").get_data()).lines) == 2


def hand_in(browser: Browser, blob: bytes) -> int:
    sent = {"file": (io.BytesIO(blob), "checkpoint")}
    return browser.client.post("/box/1", data=sent, headers={"Accept-Language": "en"}).status_code


def test_a_rehearsal_shares_nothing_with_the_real_vote(town: Town) -> None:
    real = frozen(town)
    with real.rows() as rows:
        cycle = rows.get_one(Election, real.election).cycle_id
        assert queries.real(rows, cycle) is not None
    coordinator = town.official(Role.COORDINATOR)
    second = coordinator.send("/elections", kind="real", trustees="3-2", smallest="20", reason=WHY)
    assert second.status_code == 400
    assert "being prepared already" in second.text
    coordinator.send("/elections", kind="rehearsal", trustees="1-1", smallest="5", reason=WHY)
    for act in ("draw", "key", "freeze"):
        assert coordinator.send(f"/elections/2/{act}", reason=WHY).status_code == 302
    assert coordinator.send("/box/2/try").status_code == 302
    assert coordinator.send("/box/2/try").status_code == 302
    assert coordinator.send("/box/1/try").status_code == 409
    with real.rows() as rows:
        one, two = rows.get_one(Election, 1), rows.get_one(Election, 2)
        assert two.kind == Kind.REHEARSAL
        assert (one.nonce, one.origin, one.fingerprint) != (two.nonce, two.origin, two.fingerprint)
        assert (
            rows.scalars(select(Slot).where(Slot.election_id == 2, Slot.roll_entry_id.is_not(None))).all()
            == []
        )
        assert len(rows.scalars(select(Slot).where(Slot.tester_id.is_not(None))).all()) == 1
        two.state, two.began = State.OPEN.value, now()
        rehearsal = halls.of(rows, two)
    with pytest.raises(NotABallot), real.rows() as rows:
        casting.cast(rows, rehearsal, Voter(real.hall, 0, 0, 0).seal(MARKED), now())


@pytest.mark.views
def test_the_pages_in_a_real_browser(live: Live) -> None:
    town = live.town
    with town.app.test_request_context(), town.database.transaction() as rows:
        residents(rows, 30)
        on_ballot(rows, published_cycle(rows, "exactly-3"), 6)
    for email, role in (("yesan@example.kr", Role.COORDINATOR), ("kim@example.kr", Role.TRUSTEE)):
        town.account(email, role)
    desk = official(live, "yesan@example.kr")
    desk.goto(f"{live.url}/elections")
    look(desk, "voting-elections-phone-ko")
    desk.check("#trustees-0")
    desk.fill("#reason", WHY)
    press(desk, "main button[type=submit]")
    for act in ("draw", "key"):
        desk.goto(f"{live.url}/elections/1/{act}")
        desk.fill("#reason", WHY)
        press(desk, "main button[type=submit]")
    look(desk, "voting-election-phone-ko")
    trustee = official(live, "kim@example.kr", 1280)
    trustee.goto(f"{live.url}/trustees/1")
    look(trustee, "voting-trustee-desktop-ko")
    trustee.set_viewport_size({"width": 320, "height": 800})
    look(trustee, "voting-trustee-phone-ko")
    frozen_in(town)
    for width, language in VIEWS:
        page = live.open(live.url, width, language)
        page.goto(f"{live.url}/box/1")
        look(page, f"voting-box-{width}-{language}")


def frozen_in(town: Town) -> None:
    """What the trustees at home would have done, in one memory."""
    with town.app.test_request_context(), town.database.transaction() as rows:
        election = rows.get_one(Election, 1)
        election.ceremony, _ = holder.rehearse(["Town", "Chair", "Citizens"], 2, SOURCE)
        preparing.freeze(pen(rows), halls.settings(), election)


def official(live: Live, email: str, width: int = 390) -> Page:
    page = live.open(live.url, width, "ko")
    sign_in(page, live.url, email)
    set_up(page, page.locator("main code").first.inner_text().replace(" ", ""))
    return page
