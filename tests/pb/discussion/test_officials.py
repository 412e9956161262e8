"""Answers of offices and experts, the summary on top, and the figures, by real requests."""

import threading
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from pb import journal
from pb.access import Role
from pb.discussion import summaries
from pb.discussion.models import Summary
from pb.discussion.rules import WrittenMeanwhile
from pb.journal.kinds import Office
from pb.journal.pen import Pen
from pb.town.models import Department
from tests.pb.accounts.conftest import PASSWORD, Town
from tests.pb.discussion.conftest import KIM, LEE, TITLE, WHY, hide, moderator, resident, say, settle


def acts(town: Town) -> list[dict[str, Any]]:
    """What stands in the journal but for the roles given."""
    found: list[dict[str, Any]] = town.browser().get("/journal/journal.json").get_json()["entries"]
    return [entry for entry in found if not entry["kind"].startswith("role.")]


def test_an_office_answers_and_whoever_asked_is_told(town: Town, number: int) -> None:
    kim, reviewer = resident(town), town.official(Role.REVIEWER, "review@example.kr")
    with town.database.transaction() as rows:
        rows.add(Department(name_ko="공원녹지과", name_en="Parks and Green", retired=None))
    post = say(kim, number, "언제 심나요?", "question")
    answer = reviewer.send(f"/discussion/{post}/answer", text="내년 3월입니다.", department="1")
    assert answer.location.startswith(f"/discussion/{post}#post-")
    page = town.browser().get(f"/discussion/{post}").text
    assert "Answer of the office" in page
    assert "Parks and Green" in page
    assert "내년 3월입니다." in page
    (mail,) = town.mailbox.to(KIM)
    assert TITLE in mail["Subject"]
    assert "내년 3월입니다." in mail.get_content()
    assert f"https://pb.example/discussion/{post}#post-" in mail.get_content()
    (act,) = acts(town)
    assert (act["kind"], act["office"]) == ("question.answered", "reviewer")
    assert act["facts"] == {"proposal": str(number), "post": str(post + 1)}
    for path in (f"/news?topic=proposal:{number}", "/"):
        assert "내년 3월입니다." in town.browser().get(path).text
    assert "Answered in the discussion" in kim.get("/my-news").text
    late = reviewer.send(f"/discussion/{post + 1}/delete")
    assert late.status_code == 409
    assert "What an office has answered stays." in late.text
    own = kim.get("/account/data.json").get_json()
    assert [one["text"] for one in own["wrote"]] == ["언제 심나요?"]
    assert "Your account is deleted" in kim.send("/account/delete", present=PASSWORD).text
    page = town.browser().get(f"/discussion/{post}").text
    assert "언제 심나요?" in page
    assert "별이네" not in page


def test_a_wrong_answer_is_refused_at_its_field(town: Town, number: int) -> None:
    post, reviewer = say(resident(town), number), moderator(town)
    for text, department, said in (
        ("", "", "Write something first."),
        ("900131-1234567", "", "Never type"),
        ("답변입니다", "7", "Not a valid choice"),
    ):
        answer = reviewer.send(f"/discussion/{post}/answer", text=text, department=department)
        assert answer.status_code == 400
        assert said in answer.text
    assert acts(town) == []


def test_an_expert_is_named_answers_with_the_field_and_can_be_withdrawn(town: Town, number: int) -> None:
    coordinator, kim = moderator(town), resident(town)
    post = say(kim, number, "그늘이 얼마나 생기나요?", "question")
    lee = town.member(LEE)
    reply = {"text": "다 자라면 50제곱미터입니다.", "pen_name": "이나무"}
    assert lee.send(f"/discussion/{post}/reply", **reply).status_code == 409
    given = {"email": LEE, "field": "조경", "reason": "조경기술사 자격증 확인"}
    assert "no account" in coordinator.send("/discussion/experts", **given | {"email": "x@example.kr"}).text
    assert coordinator.send("/discussion/experts", **given).location == "/discussion/experts"
    (act,) = acts(town)
    assert (act["kind"], act["reason"]) == ("expert.named", given["reason"])
    assert set(act["facts"]) == {"expert", "field"}
    assert lee.send(f"/discussion/{post}/reply", **reply).status_code == 302
    assert "Expert: 조경" in town.browser().get(f"/discussion/{post}").text
    assert len(town.mailbox.to(KIM)) == 1
    assert lee.send(f"/proposals/{number}/discussion/write", stance="for", **reply).status_code == 409
    person = act["facts"]["expert"]
    assert coordinator.send(f"/discussion/experts/{person}/withdraw", reason="요청에 따라").status_code == 302
    assert lee.send(f"/discussion/{post}/reply", **reply).status_code == 409
    assert "Expert: 조경" in town.browser().get(f"/discussion/{post}").text
    assert coordinator.send(f"/discussion/experts/{person}/withdraw", reason="요청에 따라").status_code == 404
    assert coordinator.send("/discussion/experts", **given | {"field": "수목"}).status_code == 302
    assert [act["kind"] for act in acts(town)] == ["expert.named", "expert.withdrawn", "expert.named"]


def test_a_summary_stands_on_top_and_every_version_stays(town: Town, number: int) -> None:
    coordinator = moderator(town)
    path = f"/proposals/{number}/discussion/summary"
    assert "Nobody has summarised" in town.browser().get(path).text
    given = {"text": "찬성: 그늘. 반대: 관리비.", "seen": "0", "reason": "의견 50개를 넘음"}
    assert coordinator.send(f"{path}/write", **given).location == f"/proposals/{number}/discussion"
    assert "찬성: 그늘." in town.browser().get(f"/proposals/{number}/discussion").text
    late = coordinator.send(f"{path}/write", **given | {"text": "다른 정리"})
    assert late.status_code == 400
    assert "newer summary meanwhile" in late.text
    assert "다른 정리" in late.text
    assert 'name="seen" type="hidden" value="1"' in late.text
    coordinator.send(f"{path}/write", **given | {"text": "새 정리", "seen": "1"})
    both = town.browser().get(path).text
    assert both.index("새 정리") < both.index("찬성: 그늘.")
    assert [act["facts"]["version"] for act in acts(town)] == ["1", "2"]
    assert coordinator.send(f"{path}/write", **given | {"seen": "x"}).status_code == 400
    assert coordinator.send(f"{path}/write", **given | {"seen": "2", "reason": ""}).status_code == 400


def test_of_two_summaries_at_once_one_is_kept(town: Town, number: int) -> None:
    barrier, outcomes = threading.Barrier(2), []

    def write(text: str) -> None:
        barrier.wait()
        try:
            with town.app.test_request_context(), town.database.transaction() as rows:
                pen = Pen(rows, journal.seal(), Office.COORDINATOR, "정리", datetime.now(UTC))
                summaries.write(pen, number, text, 0)
            outcomes.append("kept")
        except WrittenMeanwhile:
            outcomes.append("late")

    threads = [threading.Thread(target=write, args=(text,)) for text in ("하나", "둘")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["kept", "late"]
    with town.database.transaction() as rows:
        assert rows.scalar(sa.select(sa.func.count()).select_from(Summary)) == 1


def test_the_figures_are_public(town: Town, number: int) -> None:
    kim, office = resident(town), moderator(town)
    one, two = say(kim, number), say(kim, number)
    office.send(f"/discussion/{one}/answer", text="고맙습니다", department="")
    town.member(LEE).send(f"/discussion/{two}/report", ground="hate")
    hide(office, two, "insult")
    text = town.browser().get("/discussion/figures").text
    assert "of which 1 are answers of offices" in text
    assert "of which 1 are hidden now" in text
    rows = [line for line in text.splitlines() if "Insult or threat" in line or "Contempt" in line]
    assert [line.count(">1<") for line in rows] == [1, 1]


def test_a_hidden_question_is_not_on_the_home_page(town: Town, number: int) -> None:
    kim, office = resident(town), moderator(town)
    settle(town, "gongmuwon@example.kr")
    post = say(kim, number, "언제 심나요?", "question")
    office.send(f"/discussion/{post}/answer", text="내년입니다", department="")
    assert "언제 심나요?" in town.browser().get("/").text
    assert hide(office, post, reason=WHY) == 302
    assert "언제 심나요?" not in town.browser().get("/").text
