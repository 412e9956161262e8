"""Paper is typed by two clerks who do not see each other's lines, and goes into the box exactly once."""

import threading
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from ballots.entry import Paper
from ballots.kinds.cumulative import Cumulative
from ballots.kinds.ranked import Ranked
from ballots.kinds.yes_no import YesNo
from pb import journal
from pb.access import ACCESS, GRANTS, Role
from pb.cycles.plan import Ballot as Way
from pb.errors import Refused
from pb.journal.kinds import Office
from pb.journal.pen import Pen
from pb.voting.booth.sheet import Card, Part
from pb.voting.box import desk
from pb.voting.models import Election, State
from pb.voting.paper import actions, queries, rules
from pb.voting.paper.models import Batch, Typing
from pb.voting.trustees import work
from tests.pages import press
from tests.pb.accounts.conftest import Browser, Town
from tests.pb.accounts.live import Live, look, set_up, sign_in
from tests.pb.voting.conftest import Vote, frozen, now

ONE, TWO, THREE = "one@example.kr", "two@example.kr", "three@example.kr"
STACK = {"papers": "3"}
LINES = "1 2 3\n6 5 4\n"
WHERE = "/desk/paper/1"


@pytest.fixture
def clerks(town: Town) -> list[Browser]:
    return [town.official(Role.CLERK, email) for email in (ONE, TWO)]


def opened(town: Town, out: int = 4, preset: str = "exactly-3") -> Vote:
    vote = frozen(town, preset)
    with vote.rows() as rows:
        election = rows.get_one(Election, vote.election)
        election.state, election.began = State.OPEN.value, now()
        for number in range(out):
            desk.void(rows, vote.hall, number, "desk", now())
    return vote


def kind(vote: Vote) -> str:
    return f"{vote.hall.manifest.styles[0].name} {vote.hall.manifest.groups[0].name}"


def batches_in_box(vote: Vote) -> list[Paper]:
    with vote.rows() as rows:
        return desk.papers(rows, vote.hall)


def test_what_two_clerks_read_alike_goes_into_the_box_and_is_forgotten(
    town: Town, clerks: list[Browser]
) -> None:
    vote, (one, two) = opened(town), clerks
    assert one.send("/desk/paper/new", kind=kind(vote), **STACK).location == WHERE
    assert one.send(WHERE, lines=LINES, spoiled="1").status_code == 302
    assert "Typed by you; another clerk is next" in one.get("/desk/paper").text
    assert "Typed once: type it as the second" in two.get("/desk/paper").text
    assert "6 5 4" in one.get(WHERE).text
    assert "6 5 4" not in two.get(WHERE).text
    assert two.send(WHERE, lines="3 2 1\n4 5 6", spoiled="1").status_code == 302
    assert "The stack is in the box" in one.get(WHERE).text
    (batch,) = batches_in_box(vote)
    assert (len(batch.ballots), batch.spoiled, len(batch.clerks)) == (2, 1, 2)
    with vote.rows() as rows:
        assert rows.scalars(select(func.count()).select_from(Typing)).one() == 0
        assert work.replay(rows, vote.hall).counts()
    (noted,) = [
        each
        for each in one.get("/journal/journal.json").get_json()["entries"]
        if each["kind"] == "paper.entered"
    ]
    assert noted["facts"].keys() == {"name", "batch", "papers", "spoiled"}
    again = one.send(WHERE, lines=LINES, spoiled="1")
    assert again.status_code == 400
    assert len(batches_in_box(vote)) == 1
    assert one.send(f"{WHERE}/discard").status_code == 409
    assert 'Still to be typed in</th><td class="number">2</td>' in one.get("/desk/evening").text


def test_where_they_differ_only_the_lines_are_named_and_each_corrects_their_own(
    town: Town, clerks: list[Browser]
) -> None:
    vote, (one, two) = opened(town), clerks
    one.send("/desk/paper/new", kind=kind(vote), **STACK)
    one.send(WHERE, lines="1 2 3\n1 2 4\n1 2 5", spoiled="0")
    two.send(WHERE, lines="1 2 3\n1 3 6\n3 4 6", spoiled="0")
    page = one.get(WHERE).text
    assert "<strong>2, 3</strong>" in page
    assert "1 3 6" not in page
    assert batches_in_box(vote) == []
    with vote.rows() as rows:
        typed = {each.seat: each.lines for each in rows.scalars(select(Typing))}
        assert typed == {1: "1 2 3\n1 2 4\n1 2 5", 2: "1 2 3\n1 3 6\n3 4 6"}
    assert two.send(WHERE, lines="1 2 3\n1 2 4\n1 2 5", spoiled="0").status_code == 302
    assert len(batches_in_box(vote)) == 1


def test_one_clerk_is_never_both_nor_a_third_and_the_database_says_so_too(
    town: Town, clerks: list[Browser]
) -> None:
    late_vote, (one, two) = opened(town), clerks
    late = town.official(Role.CLERK, THREE)
    one.send("/desk/paper/new", kind=kind(late_vote), **STACK)
    assert "cannot sign" in late.send(WHERE, lines=LINES, spoiled="1").text
    assert "cannot sign" in late.send("/desk/paper/new", kind=kind(late_vote), **STACK).text
    for _time in range(2):
        one.send(WHERE, lines=LINES, spoiled="1")
    assert batches_in_box(late_vote) == []
    for account, seat in (("account_id", "2"), ("account_id + 1", "1"), ("account_id + 1", "3")):
        with pytest.raises(IntegrityError), town.database.transaction() as rows:
            rows.execute(
                text(
                    "insert into paper_typings (batch_id, account_id, seat, lines, spoiled)"
                    f" select batch_id, {account}, {seat}, lines, spoiled from paper_typings"
                )
            )
    assert one.send(f"{WHERE}/discard").location == "/desk/paper"
    with late_vote.rows() as rows:
        assert rows.scalars(select(Typing)).all() == rows.scalars(select(Batch)).all() == []
    assert two.get(WHERE).status_code == 404


def test_wrong_lines_and_counts_are_told_and_nothing_typed_is_lost(town: Town, clerks: list[Browser]) -> None:
    vote, (one, _two) = opened(town, out=2), clerks
    assert one.send("/desk/paper/new", kind=kind(vote), papers="101").status_code == 400
    assert one.send("/desk/paper/new", kind="else where", papers="3").status_code == 400
    one.send("/desk/paper/new", kind=kind(vote), **STACK)
    hostile = "1 2 3\n\n1 2\n1 2 99\n1 1 2\n1=5 2 3\n<script>alert(1)</script>"
    answer = one.send(WHERE, lines=hostile, spoiled="0")
    assert answer.status_code == 400
    for said in (
        "Line 2: This line is empty",
        "Line 3: 2 projects are marked",
        "Line 4: There is no project 99",
        "Line 5: Project 1 stands twice",
        "Line 6: Type 1 without points",
        "Line 7: “&lt;script&gt;alert(1)&lt;/sc” is no project number",
    ):
        assert said in answer.text, said
    assert "&lt;script&gt;alert(1)&lt;/script&gt;</textarea>" in answer.text
    short = one.send(WHERE, lines="1 2 3", spoiled="1")
    assert "1 lines and 1 spoiled make 2 papers, but the stack has 3." in short.text
    over = one.send(WHERE, lines="1 2 3\n1 2 3\n1 2 3", spoiled="0")
    assert over.status_code == 400
    assert "More paper ballots than were handed out" in over.text
    assert "900101-*******" in one.send(WHERE, lines="900101-1234567", spoiled="2").text
    with vote.rows() as rows:
        assert rows.scalars(select(Typing)).all() == []


def test_two_who_send_at_once_enter_it_once(town: Town, clerks: list[Browser]) -> None:
    vote, (one, two) = opened(town), clerks
    one.send("/desk/paper/new", kind=kind(vote), **STACK)
    one.send(WHERE, lines="1 2 3\n1 2 4", spoiled="1")
    two.send(WHERE, lines="1 2 3\n1 2 5", spoiled="1")
    with vote.rows() as rows:
        accounts = list(rows.scalars(select(Typing.account_id)))
    barrier, outcomes = threading.Barrier(4), []

    def enter(account: int) -> None:
        barrier.wait()
        try:
            with vote.rows() as rows:
                batch = queries.batch_of(rows, vote.hall, 1, acting=True)
                assert batch is not None
                pen = Pen(rows, journal.seal(), Office.CLERK, "시험 입력입니다", now())
                actions.type_in(pen, vote.hall, batch, account, "1 2 3\n1 2 6", 1)
            outcomes.append("done")
        except Refused as why:
            outcomes.append(type(why).__name__)

    threads = [threading.Thread(target=enter, args=(account,)) for account in accounts * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(outcomes) <= {"done", "StackDone"}
    assert len(outcomes) == 4
    assert len(batches_in_box(vote)) == 1


def part(way: Way, limits: dict[str, int], blank: bool, *numbers: int) -> Part:
    cards = tuple(Card(f"p{n}", n, n, f"사업 {n}", "", 100, "", "") for n in numbers)
    return Part("section", "", way, limits, blank, 0, cards)


def test_every_kind_of_ballot_is_read_by_its_printed_numbers(town: Town) -> None:
    ranked = part(Way.RANKED, {"min": 1, "max": 3}, True, 11, 12, 13)
    points = part(Way.CUMULATIVE, {"max": 3, "points": 4}, False, 21, 22)
    answer = part(Way.YES_NO, {}, True, 31)
    parts = (ranked, points, answer)
    kinds = (Ranked(3, 1, 3), Cumulative(2, 4, 3, False), YesNo())
    sections = [SimpleNamespace(pack=each.pack) for each in kinds]
    with town.app.test_request_context():
        text = "13 11 22=3 31=0\n-\n31=1 12\n21=4\n31\n22"
        ballots, wrong = rules.read(parts, sections, text)  # type: ignore[arg-type]
    assert ballots == (((2, 0), (0, 3), (0,)), (None, (0, 0), None), ((1,), (0, 0), (1,)))
    assert [each[0] for each in wrong] == ["4", "5", "6"]


def test_only_clerks_type_and_only_while_the_box_is_open(town: Town, clerks: list[Browser]) -> None:
    one, _two = clerks
    assert "No vote is open now." in one.get("/desk/paper").text
    assert one.get("/desk/paper/new").status_code == 404
    views = town.app.view_functions
    for name in ("paper", "new_stack", "stack", "discard_stack"):
        assert GRANTS[getattr(views[f"voting.{name}"], ACCESS)] == {Role.CLERK}
    opened(town, out=0)
    assert "No paper ballot has been handed out yet." in one.get("/desk/paper/new").text
    assert one.get("/desk/paper/7").status_code == 404


def test_typing_on_a_phone(live: Live) -> None:
    live.town.account(ONE, Role.CLERK)
    vote = opened(live.town)
    page = live.open(live.url, 390, "ko")
    sign_in(page, live.url, ONE)
    set_up(page, page.locator("main code").first.inner_text().replace(" ", ""))
    page.goto(f"{live.url}/desk/paper/new")
    page.fill("#papers", "3")
    look(page, "paper-new-390-ko")
    press(page, "main form button[type=submit]")
    page.fill("#lines", "1 2 3\n4 5")
    press(page, "main form button[type=submit]")
    look(page, "paper-wrong-390-ko")
    page.fill("#lines", "1 2 3\n4 5 6\n2 3 4")
    press(page, "main form button[type=submit]")
    look(page, "paper-kept-390-ko")
    page.goto(f"{live.url}/desk/paper")
    look(page, "paper-list-390-ko")
    assert batches_in_box(vote) == []
