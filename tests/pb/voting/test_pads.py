"""Paper ballots: numbers that stay on the stub, two languages and sizes, and every paper accounted for."""

import threading
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from pb import journal
from pb.access import ACCESS, GRANTS, Role
from pb.db import Base
from pb.journal.kinds import Office
from pb.journal.pen import Pen
from pb.voting.box import desk
from pb.voting.models import Election, State
from pb.voting.pads import actions, queries
from pb.voting.pads.actions import Order
from pb.voting.pads.models import Pad
from tests.pages import press
from tests.pb.accounts.conftest import Browser, Town
from tests.pb.accounts.live import Live, look, set_up, sign_in
from tests.pb.voting.conftest import Vote, frozen, now

ONE, TWO = "one@example.kr", "two@example.kr"
WANTED = {"place": "성산동 주민센터", "language": "ko", "size": "normal", "papers": "5", "pads": "2"}
WHY = {"reason": "현장투표소에 둘 투표용지"}


@pytest.fixture
def clerks(town: Town) -> list[Browser]:
    return [town.official(Role.CLERK, email) for email in (ONE, TWO)]


def opened(vote: Vote) -> Vote:
    with vote.rows() as rows:
        election = rows.get_one(Election, vote.election)
        election.state, election.began = State.OPEN.value, now()
    return vote


def kind(vote: Vote) -> str:
    return f"{vote.hall.manifest.styles[0].name} {vote.hall.manifest.groups[0].name}"


def texts(blob: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(blob)).pages]


def test_a_pad_has_numbers_on_its_stubs_and_nothing_else_tells_its_papers_apart(
    town: Town, clerks: list[Browser]
) -> None:
    vote, (one, _two) = frozen(town), clerks
    assert one.send("/desk/pads", kind=kind(vote), **WANTED, **WHY).location == "/desk/pads"
    assert "000006–000010" in one.get("/desk/pads").text
    pages = texts(one.get("/desk/pads/2.pdf").data)
    numbers = [f"{number:06}" for number in range(6, 11)]
    assert [number in page for number, page in zip(numbers, pages, strict=True)] == [True] * 5
    same = {page.replace(number, "") for number, page in zip(numbers, pages, strict=True)}
    assert len(same) == 1
    (paper,) = same
    assert paper.index("절취선") < paper.index("사업 1") < paper.index("사업 6")
    assert one.send("/desk/pads", kind=kind(vote), **(WANTED | {"papers": "101"}), **WHY).status_code == 400
    assert one.send("/desk/pads", kind="else where", **WANTED, **WHY).status_code == 400
    (noted,) = [
        each
        for each in one.get("/journal/journal.json").get_json()["entries"]
        if each["kind"] == "papers.printed"
    ]
    assert noted["facts"]["serials"] == "1-10"


def test_large_print_and_english_are_the_same_ballot(town: Town, clerks: list[Browser]) -> None:
    vote, (one, _two) = frozen(town, projects=14), clerks
    for language in ("ko", "en"):
        large = WANTED | {"language": language, "size": "large", "papers": "2", "pads": "1"}
        one.send("/desk/pads", kind=kind(vote), **large, **WHY)
    korean, english = (texts(one.get(f"/desk/pads/{number}.pdf").data) for number in (1, 2))
    for pages, title in ((korean, "사업"), (english, "Project")):
        half = len(pages) // 2
        assert half >= 2
        assert half % 2 == 0
        assert all(f"{title} {number}" in "\n".join(pages[:half]) for number in range(1, 15))
        assert not any("00000" in page for page in (*pages[1:half], *pages[half + 1 :]))
    assert "Tear off here" in english[0]


def test_every_paper_is_accounted_for_or_the_page_says_how_many_are_not(
    town: Town, clerks: list[Browser]
) -> None:
    vote, (one, two) = opened(frozen(town)), clerks
    one.send("/desk/pads", kind=kind(vote), **WANTED, **WHY)
    with vote.rows() as rows:
        for number in range(6):
            desk.void(rows, vote.hall, number, "desk", now())
    assert "Not every pad is counted yet." in one.get("/desk/evening").text
    assert one.send("/desk/pads/1", next_unused="7").status_code == 400
    one.send("/desk/pads/1", next_unused="6")
    one.send("/desk/pads/2", next_unused="6")
    assert "Fewer stubs are torn off than people got a paper." in one.get("/desk/evening").text
    one.send("/desk/pads/2", next_unused="8")
    assert "7 papers are neither typed in nor spoiled." in one.get("/desk/evening").text
    one.send("/desk/paper/new", kind=kind(vote), papers="7")
    for clerk in (one, two):
        clerk.send("/desk/paper/1", lines="\n".join(["1 2 3"] * 6), spoiled="1")
    page = one.get("/desk/evening").text
    assert "Every paper is accounted for." in page
    told = "Printed 10 = typed in 6 + spoiled 1 + unused 3 + not accounted for 0"
    assert told in page
    (sheet,) = texts(one.get("/desk/evening.pdf").data)
    assert told in sheet.replace("\n", " ")
    assert "000006–000010" in sheet


def test_no_row_leads_from_a_number_to_a_person_or_a_ballot(town: Town, clerks: list[Browser]) -> None:
    opened(frozen(town))
    points_to = {key.column.table.name for key in Base.metadata.tables["ballot_pads"].foreign_keys}
    assert points_to == {"elections"}
    others = [t for t in Base.metadata.tables.values() if t.name != "ballot_pads"]
    assert not [t.name for t in others for key in t.foreign_keys if key.column.table.name == "ballot_pads"]
    assert clerks


def test_two_who_make_pads_at_once_get_different_numbers(town: Town) -> None:
    vote, barrier = frozen(town), threading.Barrier(3)

    def make() -> None:
        barrier.wait()
        with vote.rows() as rows:
            pen = Pen(rows, journal.seal(), Office.CLERK, "시험 인쇄입니다", now())
            actions.make(pen, vote.hall, Order(*kind(vote).split(), "여기", "ko", "normal", 10, 2))

    threads = [threading.Thread(target=make) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with vote.rows() as rows:
        spans = [(pad.first, pad.last) for pad in queries.pads(rows, vote.hall)]
    assert spans == [(10 * n + 1, 10 * n + 10) for n in range(6)]
    for wrong in ("last = first + 100", "next_unused = first", "first = 0"):
        with pytest.raises(IntegrityError), town.database.transaction() as rows:
            rows.execute(text(f"update ballot_pads set {wrong} where number = 1"))


def test_who_prints_and_who_counts(town: Town, clerks: list[Browser]) -> None:
    one, _two = clerks
    assert "from the day the rules of the vote are frozen" in one.get("/desk/pads").text
    views = town.app.view_functions
    for name in ("pads", "pad_file"):
        assert GRANTS[getattr(views[f"voting.{name}"], ACCESS)] == {Role.CLERK, Role.COORDINATOR}
    for name in ("pad", "evening_file"):
        assert GRANTS[getattr(views[f"voting.{name}"], ACCESS)] == {Role.CLERK}
    vote = frozen(town)
    one.send("/desk/pads", kind=kind(vote), **WANTED, **WHY)
    assert one.get("/desk/pads/1").status_code == 404
    with vote.rows() as rows:
        assert len(rows.scalars(select(Pad)).all()) == 2


def test_pads_on_a_phone(live: Live) -> None:
    vote = opened(frozen(live.town))
    live.town.account(ONE, Role.CLERK)
    page = live.open(live.url, 390, "ko")
    sign_in(page, live.url, ONE)
    set_up(page, page.locator("main code").first.inner_text().replace(" ", ""))
    page.goto(f"{live.url}/desk/pads")
    page.fill("#place", "성산동 주민센터")
    page.fill("#reason", "현장투표소에 둘 투표용지")
    press(page, "main form button[type=submit]")
    look(page, "pads-390-ko")
    page.goto(f"{live.url}/desk/pads/1")
    page.fill("#next_unused", "1")
    press(page, "main form button[type=submit]")
    look(page, "pads-evening-390-ko")
    with vote.rows() as rows:
        assert rows.scalars(select(Pad.next_unused)).one() == 1
