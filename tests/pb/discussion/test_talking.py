"""Saying something, replying, taking it back, and marking what helped, by real requests."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from pb.access import Role
from pb.accounts.roll.models import RollEntry
from pb.cycles.models import Cycle
from pb.discussion import actions
from pb.discussion.models import Post, UsefulMark
from pb.proposals.models import State
from tests.pb.accounts.conftest import Town
from tests.pb.discussion.conftest import KIM, LEE, hide, moderator, proposed, resident, say, settle

PAGE = "/proposals/{}/discussion"


def test_residents_speak_for_and_against_and_ask(town: Town, number: int) -> None:
    kim = resident(town)
    page = PAGE.format(number)
    assert "Nobody has said yet what speaks for it." in kim.get(page).text
    say(kim, number, "그늘이 꼭 필요합니다", "for")
    say(kim, number, "관리비가 걱정입니다", "against")
    post = say(kim, number, "언제 심나요?", "question")
    shown = town.browser().get(page).text
    for text in ("그늘이 꼭 필요합니다", "관리비가 걱정입니다", "언제 심나요?", "별이네", "resident, 성산동"):
        assert text in shown
    assert 'width="50"' in shown
    assert "언제 심나요?" in town.browser().get(f"/discussion/{post}").text
    whole = town.browser().get(f"/proposals/{number}").text
    assert "그늘이 꼭 필요합니다" in whole
    assert "The whole discussion: 3 contributions" in whole


def test_the_name_is_the_district_first_and_then_the_one_used_last(town: Town, number: int) -> None:
    kim = resident(town)
    path = f"{PAGE.format(number)}/write?stance=question"
    first = kim.get(path).text
    assert 'value="Resident of 성산동"' in first
    say(kim, number, name="느티나무집")
    assert 'value="느티나무집"' in kim.get(path).text


def test_who_may_not_speak_is_told_what_to_do(town: Town, number: int) -> None:
    path = f"{PAGE.format(number)}/write"
    assert town.browser().get(path).location.startswith("/sign-in?next=/proposals/")
    lee = town.member(LEE)
    answer = lee.get(path).text
    assert "Show first that you live here" in answer
    assert f'href="/residence?next={path}"' in answer
    assert lee.send(path, stance="for", text="나도", pen_name="이").status_code == 409
    settle(town, LEE)
    assert lee.get(path).status_code == 200


@pytest.mark.parametrize(
    ("begun", "state"), [(-3, State.RECEIVED), (400, State.RECEIVED), (10, State.WITHDRAWN)]
)
def test_outside_its_phases_or_after_its_end_a_discussion_can_only_be_read(
    town: Town, begun: int, state: State
) -> None:
    number, open_one = proposed(town, begun, state), proposed(town)
    kim, lee = resident(town), resident(town, LEE)
    office = moderator(town)
    post = say(kim, open_one)
    with town.database.transaction() as rows:
        rows.execute(sa.update(Post).values(proposal_id=number))
    assert "The discussion is closed now." in kim.get(PAGE.format(number)).text
    assert "/write" not in kim.get(PAGE.format(number)).text
    written = {"stance": "for", "text": "나도", "pen_name": "이"}
    for browser, path in (
        (kim, f"{PAGE.format(number)}/write"),
        (lee, f"/discussion/{post}/reply"),
        (kim, f"/discussion/{post}/edit"),
        (lee, f"/discussion/{post}/useful"),
        (office, f"/discussion/{post}/answer"),
    ):
        answer = browser.send(path, department="", **written)
        assert answer.status_code == 409, path
        assert "The discussion is closed now." in answer.text
    assert lee.send(f"/discussion/{post}/report", ground="insult").status_code == 200


def test_a_draft_has_no_discussion(town: Town) -> None:
    number = proposed(town, state=State.DRAFT)
    for path in (PAGE.format(number), PAGE.format(99), "/discussion/99", f"{PAGE.format(number)}/summary"):
        assert town.browser().get(path).status_code == 404


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("text", "", "Write something first."),
        ("text", "가", "Between 2 and 2,000 letters, please."),
        ("text", "가" * 2001, "Between 2 and 2,000 letters, please."),
        ("text", "제 번호는 ９００１３１-1234567 입니다", "Never type a resident registration number"),
        ("pen_name", "", "Choose a name to show."),
        ("pen_name", "가" * 31, "This is too long."),
        ("pen_name", "900131-1234567", "Never type a resident registration number"),
        ("stance", "", "Choose one."),
        ("stance", "reply", "Not a valid choice"),
    ],
)
def test_a_wrong_field_is_named_and_the_others_stay(
    town: Town, number: int, field: str, typed: str, said: str
) -> None:
    given = {"stance": "for", "text": "그늘이 필요합니다", "pen_name": "별이네", field: typed}
    answer = resident(town).send(f"{PAGE.format(number)}/write", **given)
    assert answer.status_code == 400
    assert said in answer.text
    assert "1234567" not in answer.text
    for name in {"text", "pen_name"} - {field}:
        assert given[name] in answer.text


def test_nobody_writes_faster_than_people_write(town: Town, number: int) -> None:
    kim = resident(town)
    for turn in range(6):
        say(kim, number, f"{turn}번째 의견")
    answer = kim.send(f"{PAGE.format(number)}/write", stance="for", text="또 하나", pen_name="별이네")
    assert answer.status_code == 400
    assert "Too many tries" in answer.text
    assert "또 하나" in answer.text


def test_words_can_be_changed_for_a_while_and_the_change_is_seen(town: Town, number: int) -> None:
    kim, lee = resident(town), resident(town, LEE)
    post = say(kim, number)
    assert lee.get(f"/discussion/{post}/edit").status_code == 403
    assert lee.send(f"/discussion/{post}/edit", text="남의 글").status_code == 403
    assert kim.send(f"/discussion/{post}/edit", text="고친 글").status_code == 302
    page = town.browser().get(f"/discussion/{post}").text
    assert "고친 글" in page
    assert "· edited" in page
    with town.database.transaction() as rows:
        rows.execute(sa.update(Post).values(at=datetime.now(UTC) - timedelta(minutes=16)))
    answer = kim.send(f"/discussion/{post}/edit", text="늦은 글")
    assert answer.status_code == 409
    assert "15 minutes" in answer.text


def test_own_words_go_without_a_trace_unless_somebody_answered(town: Town, number: int) -> None:
    kim, lee = resident(town), resident(town, LEE)
    alone, answered = say(kim, number, "혼잣말"), say(kim, number, "물음", "question")
    assert lee.send(f"/discussion/{alone}/useful").status_code == 302
    assert lee.send(f"/discussion/{alone}/delete").status_code == 403
    assert kim.send(f"/discussion/{alone}/delete").location == PAGE.format(number)
    assert kim.get(f"/discussion/{alone}").status_code == 404
    reply = lee.send(f"/discussion/{answered}/reply", text="답글입니다", pen_name="이웃")
    assert reply.location.startswith(f"/discussion/{answered}#post-")
    kim.send(f"/discussion/{answered}/delete")
    page = town.browser().get(f"/discussion/{answered}").text
    assert "Deleted by whoever wrote it." in page
    assert "물음" not in page
    assert "별이네" not in page
    assert "답글입니다" in page
    assert lee.send(f"/discussion/{answered}/reply", text="또", pen_name="이웃").status_code == 409
    with town.database.transaction() as rows:
        assert rows.scalars(sa.select(Post.text).where(Post.id == answered)).one() == ""


def test_what_helped_is_said_once_and_can_be_taken_back(town: Town, number: int) -> None:
    kim, lee = resident(town), resident(town, LEE)
    post = say(kim, number)
    answer = lee.send(f"/discussion/{post}/useful", back=f"/discussion/{post}")
    assert answer.location == f"/discussion/{post}#post-{post}"
    lee.send(f"/discussion/{post}/useful")
    assert "Helped 1 resident" in town.browser().get(f"/discussion/{post}").text
    assert kim.send(f"/discussion/{post}/useful").status_code == 409
    lee.send(f"/discussion/{post}/useful", way="undo")
    assert "Helped" not in town.browser().get(f"/discussion/{post}").text
    assert town.member("visitor@example.kr").send(f"/discussion/{post}/useful").status_code == 403


def test_many_presses_at_once_count_one(town: Town, number: int) -> None:
    post = say(resident(town), number)
    town.account(LEE)
    person = settle(town, LEE)
    barrier, errors = threading.Barrier(6), []

    def press() -> None:
        barrier.wait()
        try:
            with town.app.test_request_context(), town.database.transaction() as rows:
                actions.find_useful(rows, rows.get_one(Post, post), person, datetime.now(UTC))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with town.database.transaction() as rows:
        assert rows.scalar(sa.select(sa.func.count()).select_from(UsefulMark)) == 1


def test_the_newest_or_the_most_helpful_come_first(town: Town, number: int) -> None:
    kim, lee = resident(town), resident(town, LEE)
    first, _second = say(kim, number, "첫째 의견"), say(kim, number, "둘째 의견")
    lee.send(f"/discussion/{first}/useful")
    newest = town.browser().get(PAGE.format(number)).text
    helpful = town.browser().get(f"{PAGE.format(number)}?sort=useful").text
    assert newest.index("둘째 의견") < newest.index("첫째 의견")
    assert helpful.index("첫째 의견") < helpful.index("둘째 의견")
    assert town.browser().get(f"{PAGE.format(number)}?sort=loudest").status_code == 200


def test_long_discussions_and_long_threads_have_pages(town: Town, number: int) -> None:
    kim = resident(town)
    post = say(kim, number, "첫 의견")
    with town.database.transaction() as rows:
        one = rows.get_one(Post, post)
        for turn in range(25):
            copy = {
                key: getattr(one, key)
                for key in ("proposal_id", "person_id", "standing", "pen_name", "district", "at")
            }
            rows.add(Post(**copy, stance="for", text=f"의견 {turn}."))
            rows.add(Post(**copy, stance="reply", parent_id=post, text=f"답글 {turn}."))
    guest = town.browser()
    assert "의견 24." in guest.get(PAGE.format(number)).text
    assert "첫 의견" in guest.get(f"{PAGE.format(number)}?page=3").text
    assert "Read all 25 replies" in guest.get(f"{PAGE.format(number)}?page=3").text
    assert "답글 3." not in guest.get(f"{PAGE.format(number)}?page=3").text
    assert "답글 19." in guest.get(f"/discussion/{post}").text
    assert "답글 20." not in guest.get(f"/discussion/{post}").text
    assert "답글 24." in guest.get(f"/discussion/{post}?page=2").text
    assert guest.get(f"/discussion/{post}?page=99").status_code == 200


def test_a_page_asks_as_often_for_two_threads_as_for_twenty(town: Town, number: int) -> None:
    kim, office = resident(town), moderator(town)
    asked: list[str] = []
    sa.event.listen(town.database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    counts = []
    for _ in range(3):
        for stance in ("for", "against"):
            post = say(kim, number, "의견", stance)
            office.send(f"/discussion/{post}/answer", text="검토하겠습니다", department="")
        hide(office, post)
        asked.clear()
        kim.get(PAGE.format(number))
        counts.append(len(asked))
        with town.database.transaction() as rows:
            rows.execute(sa.text("delete from rate_counts"))
    assert counts[0] == counts[1] == counts[2] <= 40, counts


def test_an_answer_cannot_be_answered_itself(town: Town, number: int) -> None:
    kim = resident(town)
    post = say(kim, number)
    reply = int(
        kim.send(f"/discussion/{post}/reply", text="덧붙입니다", pen_name="별").location.split("-")[-1]
    )
    assert kim.send(f"/discussion/{reply}/reply", text="또 덧붙입니다", pen_name="별").status_code == 409
    assert kim.get(f"/discussion/{reply}").location == f"/discussion/{post}#post-{reply}"


@pytest.mark.parametrize(
    "change",
    [
        "stance = 'maybe'",
        "standing = 'boss'",
        "stance = 'reply'",
        "standing = 'office'",
        "standing = 'office', office = 'reviewer'",
        "standing = 'expert'",
        "text = ''",
    ],
)
def test_the_database_itself_refuses_what_cannot_be(town: Town, number: int, change: str) -> None:
    say(resident(town), number)
    with pytest.raises(sa.exc.IntegrityError), town.database.transaction() as rows:
        rows.execute(sa.text(f"update posts set {change}"))


def test_roles_have_their_buttons(town: Town, number: int) -> None:
    kim = resident(town)
    post = say(kim, number)
    reviewer = town.official(Role.REVIEWER, "review@example.kr")
    assert f"/discussion/{post}/answer" in reviewer.get(f"/discussion/{post}").text
    assert f"/discussion/{post}/case" not in reviewer.get(f"/discussion/{post}").text
    assert f"/discussion/{post}/edit" in kim.get(f"/discussion/{post}").text
    assert f"/discussion/{post}/answer" not in kim.get(f"/discussion/{post}").text
    assert KIM not in town.browser().get(f"/discussion/{post}").text


YOUNG = date(datetime.now(UTC).year - 15, 12, 31)


@pytest.mark.parametrize(("basis", "born"), [("work", None), ("address", YOUNG)])
def test_whom_the_plan_does_not_count_reads_and_reports_but_does_not_speak(
    town: Town, number: int, basis: str, born: date | None
) -> None:
    thread = say(resident(town), number, stance="question")
    lee = resident(town, LEE)
    with town.database.transaction() as rows:
        cycle = rows.scalars(sa.select(Cycle)).one()
        cycle.minimum_age, cycle.age_on = 16, date(datetime.now(UTC).year, 1, 1)
        place = rows.scalars(sa.select(RollEntry).order_by(RollEntry.id.desc())).first()
        assert place is not None
        place.basis, place.born = basis, born
    why = "must be 16 years old on" if born else "whoever works in the town"
    for path in (f"/proposals/{number}/discussion/write", f"/discussion/{thread}/reply"):
        assert why in lee.get(path).text
        refused = lee.send(path, stance="for", text="저도 그래요", pen_name="달")
        assert (refused.status_code, why in refused.text) == (409, True)
    refused = lee.send(f"/discussion/{thread}/useful")
    assert (refused.status_code, why in refused.text) == (409, True)
    assert lee.get(f"/discussion/{thread}").status_code == 200
    assert lee.send(f"/discussion/{thread}/report", ground="insult").status_code == 200
    page = town.browser().get(f"/proposals/{number}/discussion").text
    assert "저도 그래요" not in page
