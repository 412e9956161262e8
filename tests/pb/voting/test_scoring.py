"""A sheet from outside is read, looked at and signed before it can be frozen beside the committee's."""

from io import BytesIO

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask import current_app
from sqlalchemy import select

from ballots.trustees import holder
from pb import journal
from pb.access import ACCESS, GRANTS, Role
from pb.cycles.models import Cycle, VoterGroup
from pb.projects.models import Project
from pb.projects.queries import ballot
from pb.voting import freezing, preparing
from pb.voting.errors import NoScores, TwoSheets
from pb.voting.models import Election, Kind
from pb.voting.scoring import actions
from pb.voting.scoring.models import OutsideSheet
from tests.pb.accounts.conftest import Browser, Town
from tests.pb.accounts.live import Live, look, set_up, sign_in
from tests.pb.voting.conftest import SOURCE, on_ballot, pen, published_cycle, residents

GOOD = "번호,점수\n1,70\n3,100\n"
WHY = {"reason": "구민 1,000명 전화 설문조사 결과"}


def prepared(town: Town, second: bool) -> int:
    """A vote of which the last group, or the last two, score instead of voting; the key is made."""
    with town.app.test_request_context(), town.database.transaction() as rows:
        residents(rows, 10)
        cycle = published_cycle(rows, "score-sheet")
        if second:
            rows.get_one(VoterGroup, (cycle.id, 1)).channel = "sheet"
            rows.flush()
        on_ballot(rows, cycle, 4)
        settings = current_app.extensions["pb.settings"]
        election = preparing.prepare(pen(rows), settings, cycle, Kind.REAL, 3, 2, 5)
        preparing.draw_slots(pen(rows), election)
        election.ceremony = holder.rehearse(["Town", "Chair", "Citizens"], 2, SOURCE)[0]
        return election.id


def freeze(town: Town, number: int) -> None:
    with town.app.test_request_context(), town.database.transaction() as rows:
        settings = current_app.extensions["pb.settings"]
        preparing.freeze(pen(rows), settings, rows.get_one(Election, number))


def upload(by: Browser, number: int, place: int, text: str, **more: str) -> str:
    sent = {"file": (BytesIO(text.encode()), "survey.csv"), "top": "100", **more}
    return by.send(f"/elections/{number}/sheets/{place}", **sent).text  # type: ignore[arg-type]


def test_a_file_is_shown_before_it_is_signed_and_both_sheets_are_frozen(town: Town) -> None:
    number, coordinator = prepared(town, second=True), town.official(Role.COORDINATOR)
    with pytest.raises(TwoSheets):
        freeze(town, number)
    seen = upload(coordinator, number, 3, GOOD, **WHY)
    assert "nothing is signed yet" in seen
    assert seen.count("no line: 0") == 2
    with town.database.transaction() as rows:
        assert rows.scalars(select(OutsideSheet)).all() == []
    where = f"/elections/{number}/sheets/3"
    read = "number,points\n1,70\n3,100\n"
    assert coordinator.send(where, top="100", scores=read, **WHY).location == where
    with pytest.raises(NoScores):
        freeze(town, number)
    coordinator.send("/elections/1/sheets/1", top="9", scores="number,points\n2,9\n", **WHY)
    freeze(town, number)
    with town.app.test_request_context(), town.database.transaction() as rows:
        cycle = rows.scalars(select(Cycle)).one()
        (section,) = freezing.layout_of(rows, cycle).sections
        sheets = [(each["weight"], each["top"], each["marks"]) for each in section["sheets"]]
        assert sheets == [(45, 9, {"P2": 9}), (10, 100, {"P1": 70, "P3": 100})]
        kept = rows.get_one(OutsideSheet, (cycle.id, 3))
        key: Ed25519PublicKey = journal.seal().private.public_key()
        key.verify(kept.signature, kept.body)
        body, signature = kept.body, kept.signature.hex()
    assert town.browser().get("/elections/sheets/1/3.json").data == body
    assert coordinator.send(where, top="100", scores=read, **WHY).status_code == 400
    signed = [
        each["facts"]["signature"]
        for each in coordinator.get("/journal/journal.json").get_json()["entries"]
        if each["kind"] == "scores.signed"
    ]
    assert signature in signed


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("번호,점수\n9,1\n", "Line 2: there is no project 9 on the ballot."),
        ("번호,점수\n1,1\n1,2\n", "Line 3: project 1 stands twice."),
        ("번호,점수\n1,101\n", "Line 2: 101 points are more than the 100 there can be."),
        ("번호,점수\n1,-3\n2,7.5\n3,\n", "Line 3: the number and the points are whole numbers."),
        ("이름,값\n1,1\n", "This file cannot be read."),
        ("번호,점수\n", "There is no project in this file."),
        ("", "There is no project in this file."),
    ],
)
def test_each_wrong_line_is_told(town: Town, text: str, said: str) -> None:
    number, coordinator = prepared(town, second=False), town.official(Role.COORDINATOR)
    assert said in upload(coordinator, number, 3, text, **WHY)
    with town.database.transaction() as rows:
        assert rows.scalars(select(OutsideSheet)).all() == []


def test_only_the_coordinator_and_only_for_a_group_that_scores(town: Town) -> None:
    number, coordinator = prepared(town, second=False), town.official(Role.COORDINATOR)
    assert GRANTS[getattr(town.app.view_functions["voting.outside_sheet"], ACCESS)] == {Role.COORDINATOR}
    assert coordinator.get(f"/elections/{number}/sheets/2").status_code == 404
    assert "Take in a score sheet from outside: Survey" in coordinator.get(f"/elections/{number}").text
    with town.app.test_request_context(), town.database.transaction() as rows:
        cycle = rows.scalars(select(Cycle)).one()
        assert actions.scores_of(rows, ballot(rows, cycle)) == {}
        assert len(rows.scalars(select(Project)).all()) == 4


def test_the_preview_on_a_phone(live: Live) -> None:
    number = prepared(live.town, second=False)
    live.town.account("plan@example.kr", Role.COORDINATOR)
    page = live.open(live.url, 390, "ko")
    sign_in(page, live.url, "plan@example.kr")
    set_up(page, page.locator("main code").first.inner_text().replace(" ", ""))
    page.goto(f"{live.url}/elections/{number}/sheets/3")
    page.set_input_files("#file", {"name": "s.csv", "mimeType": "text/csv", "buffer": GOOD.encode()})
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_selector("#reason")
    look(page, "sheet-preview-390-ko")
    page.fill("#reason", WHY["reason"])
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_selector("text=서명")
    with live.town.database.transaction() as rows:
        assert len(rows.scalars(select(OutsideSheet)).all()) == 1
