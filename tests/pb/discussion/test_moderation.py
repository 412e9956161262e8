"""Reports, hiding, objections and their decision by somebody else, by real requests and in races."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from pb import journal
from pb.access import Role
from pb.discussion.models import Post
from pb.discussion.moderation import actions
from pb.discussion.moderation.models import Hiding
from pb.discussion.moderation.rules import AlreadyHidden, Ground, NotHidden, Outcome
from pb.journal.kinds import Office
from pb.journal.pen import Pen
from tests.pb.accounts.conftest import Browser, Town
from tests.pb.discussion.conftest import KIM, LEE, WHY, hide, moderator, resident, say
from tests.pb.discussion.test_officials import acts

BAD = "이 바보들아"
BOSS = "boss@example.kr"


def decide(browser: Browser, post: int, outcome: str, reason: str = WHY) -> int:
    given = {"decide-outcome": outcome, "decide-reason": reason}
    return browser.send(f"/discussion/{post}/decide", **given).status_code


def test_what_is_reported_comes_into_the_queue_once_for_each_person(town: Town, number: int) -> None:
    kim, office = resident(town), moderator(town)
    assert "Nothing waits." in office.get("/discussion/reports").text
    post, lee = say(kim, number, BAD), town.member(LEE)
    assert (
        "Your report has arrived"
        in lee.send(f"/discussion/{post}/report", ground="insult", words="심해요").text
    )
    again = lee.send(f"/discussion/{post}/report", ground="hate", words="")
    assert again.status_code == 400
    assert "reported this already" in again.text
    assert BAD in office.get("/discussion/reports").text
    case = office.get(f"/discussion/{post}/case").text
    assert "심해요" in case
    assert LEE not in case
    assert BAD in town.browser().get(f"/discussion/{post}").text


@pytest.mark.parametrize(
    ("ground", "words", "said"),
    [
        ("", "", "Choose one."),
        ("boring", "", "Not a valid choice"),
        ("insult", "900131-1234567", "Never type"),
        ("insult", "가" * 501, "This is too long."),
    ],
)
def test_a_wrong_report_is_refused_at_its_field(
    town: Town, number: int, ground: str, words: str, said: str
) -> None:
    kim = resident(town)
    answer = kim.send(f"/discussion/{say(kim, number)}/report", ground=ground, words=words)
    assert answer.status_code == 400
    assert said in answer.text
    assert "1234567" not in answer.text


def test_a_reported_post_can_stay_and_the_queue_is_empty_again(town: Town, number: int) -> None:
    kim, office = resident(town), moderator(town)
    post = say(kim, number, BAD)
    town.member(LEE).send(f"/discussion/{post}/report", ground="insult")
    assert office.send(f"/discussion/{post}/keep", **{"keep-reason": ""}).status_code == 400
    assert office.send(f"/discussion/{post}/keep", **{"keep-reason": WHY}).status_code == 302
    assert "Nothing waits." in office.get("/discussion/reports").text
    assert [act["kind"] for act in acts(town)] == ["reports.dismissed"]
    late = office.send(f"/discussion/{post}/keep", **{"keep-reason": WHY})
    assert "no open reports any more" in late.text
    assert BAD in town.browser().get(f"/discussion/{post}").text


def test_what_is_hidden_says_why_and_its_writer_is_told_how_to_object(town: Town, number: int) -> None:
    kim, office = resident(town), moderator(town)
    post = say(kim, number, BAD)
    assert hide(office, post, ground="") == 400
    assert hide(office, post, reason="") == 400
    assert hide(office, post) == 302
    for path in (f"/discussion/{post}", f"/proposals/{number}/discussion"):
        page = town.browser().get(path).text
        assert BAD not in page
        assert "Hidden: Insult or threat" in page
        assert WHY in page
    (mail,) = town.mailbox.to(KIM)
    assert f"https://pb.example/discussion/{post}/appeal" in mail.get_content()
    assert "you can object on the page below" in mail.get_content()
    assert WHY in mail.get_content()
    (act,) = acts(town)
    assert (act["kind"], act["reason"]) == ("post.hidden", WHY)
    assert act["facts"] == {"proposal": str(number), "post": str(post), "ground": "insult"}
    assert "Insult or threat" in town.browser().get(f"/journal/{act['position']}").text
    assert "was hidden" not in town.browser().get("/news").text
    assert hide(office, post) == 400
    assert kim.send(f"/discussion/{post}/edit", text="고침").status_code == 409
    assert kim.send(f"/discussion/{post}/delete").status_code == 409
    assert town.member(LEE).get(f"/discussion/{post}/appeal").status_code == 403


def test_another_official_decides_on_an_objection(town: Town, number: int) -> None:
    kim, office = resident(town), moderator(town)
    boss = moderator(town, BOSS, Role.ADMINISTRATOR)
    post = say(kim, number, BAD)
    hide(office, post)
    assert decide(office, post, "upheld") == 400
    assert kim.send(f"/discussion/{post}/appeal", words="").status_code == 400
    assert kim.send(f"/discussion/{post}/appeal", words="농담이었습니다").status_code == 302
    assert "objected already" in kim.send(f"/discussion/{post}/appeal", words="다시 봐 주세요").text
    assert "Another official decides" in kim.get(f"/discussion/{post}/appeal").text
    assert "another official decides" in office.get("/discussion/reports").text
    for outcome in ("restored", "upheld"):
        assert decide(office, post, outcome) == 400
    assert "You hid this yourself" in office.get(f"/discussion/{post}/case").text
    assert decide(boss, post, "") == 400
    assert decide(boss, post, "restored", "농담으로 볼 수 있음") == 302
    assert BAD in town.browser().get(f"/discussion/{post}").text
    assert "shown again" in town.mailbox.to(KIM)[-1].get_content()
    assert "농담으로 볼 수 있음" in kim.get(f"/discussion/{post}/appeal").text
    assert [act["kind"] for act in acts(town)] == ["post.hidden", "post.restored"]
    assert not any("농담이었습니다" in str(act) or KIM in str(act) for act in acts(town))
    assert decide(boss, post, "upheld") == 400
    assert hide(boss, post) == 302


def test_an_objection_can_be_turned_down_and_everyone_reads_why(town: Town, number: int) -> None:
    kim, office = resident(town), moderator(town)
    boss = moderator(town, BOSS, Role.ADMINISTRATOR)
    post = say(kim, number, BAD)
    hide(office, post)
    kim.send(f"/discussion/{post}/appeal", words="농담이었습니다")
    assert "There is an objection" in town.browser().get(f"/discussion/{post}").text
    assert decide(boss, post, "upheld", "모욕이 맞음") == 302
    page = town.browser().get(f"/discussion/{post}").text
    assert "모욕이 맞음" in page
    assert BAD not in page
    assert "stays hidden" in town.mailbox.to(KIM)[-1].get_content()
    assert hide(boss, post) == 400
    assert [act["kind"] for act in acts(town)] == ["post.hidden", "hiding.upheld"]


def test_a_mistake_is_put_right_without_an_objection(town: Town, number: int) -> None:
    kim, office = resident(town), moderator(town)
    post = say(kim, number)
    hide(office, post)
    restore = {"restore-reason": "다른 글과 헷갈림"}
    assert office.send(f"/discussion/{post}/restore", **restore).status_code == 302
    assert "필요합니다" in town.browser().get(f"/discussion/{post}").text
    assert office.send(f"/discussion/{post}/restore", **restore).status_code == 400
    kim.send(f"/discussion/{post}/delete")
    assert "Deleted by whoever wrote it." in town.browser().get(f"/discussion/{post}").text
    assert hide(office, post) == 404


def test_the_database_itself_wants_four_eyes(town: Town, number: int) -> None:
    kim, office = resident(town), moderator(town)
    post = say(kim, number)
    hide(office, post)
    kim.send(f"/discussion/{post}/appeal", words="왜요?")
    own = "update hidings set outcome = 'restored', decision = 'x', decided = at, decider_id = person_id"
    for statement in (
        own,
        "update hidings set appeal = null",
        "update hidings set outcome = 'restored'",
        "insert into hidings (post_id, person_id, at, ground, explanation)"
        " select post_id, person_id, at, ground, explanation from hidings",
    ):
        with pytest.raises(sa.exc.IntegrityError), town.database.transaction() as rows:
            rows.execute(sa.text(statement))


def race(town: Town, *acts: Callable[[Pen, Post], object]) -> list[str]:
    """Each act in a thread and a transaction of its own, all at once; what came of each."""
    barrier, outcomes = threading.Barrier(len(acts)), []

    def run(act: Callable[[Pen, Post], object]) -> None:
        barrier.wait()
        try:
            with town.app.test_request_context(), town.database.transaction() as rows:
                pen = Pen(rows, journal.seal(), Office.COORDINATOR, WHY, datetime.now(UTC))
                act(pen, rows.scalars(sa.select(Post).with_for_update()).one())
            outcomes.append("done")
        except (AlreadyHidden, NotHidden) as why:
            outcomes.append(type(why).__name__)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_of_those_who_hide_at_once_one_does(town: Town, number: int) -> None:
    post = say(resident(town), number)

    def hide_it(pen: Pen, post: Post) -> None:
        actions.hide(pen, post, post.person_id, Ground.INSULT)

    assert race(town, hide_it, hide_it, hide_it) == ["AlreadyHidden", "AlreadyHidden", "done"]
    assert len(acts(town)) == 1
    assert "Hidden:" in town.browser().get(f"/discussion/{post}").text


def test_hiding_and_restoring_at_once_end_in_one_of_both(town: Town, number: int) -> None:
    post, office = say(resident(town), number), moderator(town)
    hide(office, post)

    def restore(pen: Pen, post: Post) -> None:
        actions.decide(pen, post, post.person_id, Outcome.RESTORED)

    def hide_it(pen: Pen, post: Post) -> None:
        actions.hide(pen, post, post.person_id, Ground.HATE)

    outcomes = race(town, restore, restore, hide_it)
    assert outcomes in (
        ["AlreadyHidden", "NotHidden", "done"],  # the hiding came first, and changed nothing
        ["NotHidden", "done", "done"],  # restored once, and then hidden anew
        ["done", "done", "done"],  # restored, hidden anew, restored again
    )
    with town.database.transaction() as rows:
        hidden = rows.scalars(sa.select(Hiding.outcome)).all()
    assert hidden.count(None) <= 1
    assert len(acts(town)) == 1 + outcomes.count("done")
