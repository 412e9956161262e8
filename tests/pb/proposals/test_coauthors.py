"""Writing together: invited by a real mail, listed only after agreeing, free to leave."""

import re

import sqlalchemy as sa

from pb.accounts import belongings
from pb.proposals.actions import move
from pb.proposals.coauthors.models import Invitation, JoinRequest
from pb.proposals.models import Proposal, State
from tests.pb.accounts.conftest import Browser, Town
from tests.pb.proposals.people import (
    answer,
    begun,
    call_open,
    drafted,
    make_resident,
    person_of,
    resident,
    submitted,
)

LEE = "lee@example.kr"


def invite(browser: Browser, number: int, email: str = LEE) -> int:
    return browser.send(f"/proposals/{number}/authors", pen_name="바람", email=email).status_code


def test_an_invited_resident_agrees_through_the_mail_and_writes_along(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = drafted(kim)
    assert invite(kim, number) == 302
    assert LEE in kim.get(f"/proposals/{number}/authors").text
    (letter,) = town.mailbox.to(LEE)
    assert "학교 가는 길의 그늘나무" in letter.get_content()
    assert "Somebody would like to list you" in letter.get_content()
    assert "kim@example.kr" not in letter.get_content()
    link = town.mailbox.link(LEE)
    lee = resident(town, LEE)
    assert lee.get(f"/proposals/{number}/write/title").status_code == 404
    assert "나무 스무 그루를 심어 주세요." in lee.get(link).text
    assert "바람, a resident" not in kim.get(f"/proposals/{number}/send").text
    assert lee.send(link, pen_name="바다").location == f"/proposals/{number}"
    assert answer(lee, number, "title", title="둘이 쓴 제목").status_code == 302
    preview = kim.get(f"/proposals/{number}/send").text
    assert "바람, 바다" in preview
    assert "둘이 쓴 제목" in preview
    assert lee.get(link).status_code == 410
    lee.send(f"/proposals/{number}/send", consent="y")
    page = town.browser().get(f"/proposals/{number}").text
    assert "바람, 바다" in page
    assert LEE not in page
    assert len(town.mailbox.to("kim@example.kr")) == 1
    assert len(town.mailbox.to(LEE)) == 2


def test_nobody_is_listed_who_says_no_or_does_not_answer(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = drafted(kim)
    invite(kim, number)
    lee = resident(town, LEE)
    assert "You are not listed" in lee.send(town.mailbox.link(LEE), way="no").text
    assert LEE not in kim.get(f"/proposals/{number}/authors").text
    invite(kim, number)
    kim.send(f"/proposals/{number}/authors", take_back=LEE)
    assert lee.get(town.mailbox.link(LEE)).status_code == 410
    assert lee.send(town.mailbox.link(LEE)).status_code == 410
    with town.database.transaction() as rows:
        assert rows.scalar(sa.select(sa.func.count()).select_from(Invitation)) == 0


def test_a_stranger_to_the_town_is_told_the_next_step(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = drafted(kim)
    invite(kim, number)
    link = town.mailbox.link(LEE)
    assert town.browser().get(link).location.startswith("/sign-in?next=/proposals/invitation/")
    lee = town.member(LEE)
    assert "Only residents are listed as authors" in lee.get(link).text
    lee.send(link)
    assert lee.get(f"/proposals/{number}/send").status_code == 404
    make_resident(town, LEE)
    assert lee.send(link).location == f"/proposals/{number}"


def test_one_may_leave_but_not_whoever_began(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = submitted(kim)
    invite(kim, number)
    lee = resident(town, LEE)
    lee.send(town.mailbox.link(LEE), pen_name="바다")
    assert "바람, 바다" in town.browser().get(f"/proposals/{number}").text
    assert lee.send(f"/proposals/{number}/leave").location == "/proposals/new"
    assert "바다" not in town.browser().get(f"/proposals/{number}").text
    assert lee.send(f"/proposals/{number}/edit", title="x").status_code == 404
    assert kim.send(f"/proposals/{number}/leave").location.endswith("/authors")
    assert "바람" in town.browser().get(f"/proposals/{number}").text


def test_one_s_own_link_and_too_many_invitations_are_refused(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = begun(kim)
    invite(kim, number)
    refused = kim.send(town.mailbox.link(LEE))
    assert refused.status_code == 410
    assert "You are one of its authors already." in refused.text
    for name in ("a", "b", "c", "d"):
        assert invite(kim, number, f"{name}@example.kr") == 302
    refused = kim.send(f"/proposals/{number}/authors", pen_name="바람", email="e@example.kr")
    assert refused.status_code == 400
    assert "Too many mails" in refused.text


def test_wrong_names_and_addresses_are_refused_and_stay(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = begun(kim)
    for typed, said in (
        ({"pen_name": "가" * 31}, "A pen name has 30 letters at most."),
        ({"pen_name": "kim@example.kr"}, "No e-mail address, please"),
        ({"pen_name": "900131-1234567"}, "Never type a resident registration number"),
        ({"email": "이메일"}, "Type an e-mail address such as"),
        ({"email": "９００131-1234567@example.kr"}, "Never type a resident registration number"),
    ):
        refused = kim.send(f"/proposals/{number}/authors", **typed)
        assert refused.status_code == 400
        assert said in refused.text
        assert "1234567" not in refused.text
    hostile = "<script>alert(1)</script>"
    kim.send(f"/proposals/{number}/authors", pen_name=hostile)
    page = kim.get(f"/proposals/{number}/send").text
    assert not re.search(r"<script>alert", page)
    assert "&lt;script&gt;alert" in page


WORDS = "저도 같은 길을 걸어요. 사진을 찍어 둔 것이 있습니다."


def join_of(lee: Browser, number: int, **typed: str) -> int:
    return lee.send(f"/proposals/{number}/join", **{"pen_name": "바다", "words": WORDS} | typed).status_code


def person_in(page: str, button: str) -> str:
    return page.partition(f'name="{button}" value="')[2].partition('"')[0]


def test_who_finds_the_same_idea_asks_to_write_along_instead(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = submitted(kim)
    lee = resident(town, LEE)
    draft = begun(lee)
    found = lee.client.get(
        "/proposals/similar", query_string={"title": "학교 가는 길의 그늘나무", "but": str(draft)}
    ).get_json()["similar"]
    assert found[0]["join"] == f"/proposals/{number}/join?draft={draft}"
    page = lee.get(found[0]["join"]).text
    for said in ("Support it", "Ask its authors", "Your own draft", f"/proposals/{draft}/discard"):
        assert said in page
    assert join_of(lee, number, words="") == 400
    assert join_of(lee, number, pen_name="lee@example.kr") == 400
    assert join_of(lee, number) == 302
    assert "You have asked its authors." in lee.get(f"/proposals/{number}/join").text
    letter = town.mailbox.to("kim@example.kr")[-1].get_content()
    assert WORDS in letter
    assert f"/proposals/{number}/authors" in letter
    assert LEE not in letter
    assert WORDS not in town.browser().get("/news").text
    page = kim.get(f"/proposals/{number}/authors").text
    assert WORDS in page
    taken = {"take": person_in(page, "take")}
    assert kim.send(f"/proposals/{number}/authors", **taken).location == f"/proposals/{number}/authors"
    assert "a resident, 바다" in town.browser().get(f"/proposals/{number}").text
    assert lee.get(f"/proposals/{number}/edit").status_code == 200
    assert "공동 제안자가 되었습니다" in town.mailbox.to(LEE)[-1].get_content()
    assert "answered meanwhile" in kim.send(f"/proposals/{number}/authors", **taken).text
    assert "You are one of its authors." in lee.get(f"/proposals/{number}/join").text


def test_authors_turn_a_request_down_and_in_review_nobody_can_ask(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = submitted(kim)
    lee = resident(town, LEE)
    stranger = town.member("park@example.kr")
    assert "Show that you live here" in stranger.get(f"/proposals/{number}/join").text
    assert join_of(stranger, number) == 400
    assert town.browser().send(f"/proposals/{number}/join", words=WORDS).status_code == 403
    assert join_of(lee, number) == 302
    page = kim.get(f"/proposals/{number}/authors").text
    kim.send(f"/proposals/{number}/authors", turn_down=person_in(page, "turn_down"))
    assert WORDS not in kim.get(f"/proposals/{number}/authors").text
    assert "바다" not in town.browser().get(f"/proposals/{number}").text
    with town.database.transaction() as rows:
        move(rows.get_one(Proposal, number), State.IN_REVIEW)
    assert "You can support it instead." in lee.get(f"/proposals/{number}/join").text
    assert join_of(lee, number) == 400
    assert lee.get(f"/proposals/{begun(kim)}/join").status_code == 404


def test_a_request_goes_when_the_account_goes(town: Town) -> None:
    call_open(town)
    number = submitted(resident(town))
    lee = resident(town, LEE)
    assert join_of(lee, number) == 302
    with town.app.test_request_context(), town.database.transaction() as rows:
        belongings.forget(rows, person_of(town, LEE))
        assert rows.scalar(sa.select(sa.func.count()).select_from(JoinRequest)) == 0


def waits(browser: Browser) -> list[str]:
    """The numbers that the page shows as waiting: on the folded menu's button, and beside the page."""
    return re.findall(r"waiting:</span>(\d+)<", browser.get("/cycle").text)


def test_what_waits_for_an_answer_is_counted_in_the_menu_and_answered_from_there(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = submitted(kim)
    lee, park = resident(town, LEE), resident(town, "park@example.kr")
    assert (waits(kim), waits(lee), waits(town.browser())) == ([], [], [])
    assert "You have not proposed anything yet." in lee.get("/proposals/mine").text
    join_of(lee, number)
    invite(kim, number, "Park@Example.kr")
    assert (waits(kim), waits(park), waits(lee)) == (["1", "1"], ["1", "1"], [])
    page = kim.get("/proposals/mine").text
    assert "1 resident would like to write along." in page
    assert f"/proposals/{number}/authors" in page
    page = park.get("/proposals/mine").text
    assert "You are invited to write along until" in page
    assert f"/proposals/{number}/invited" in page
    assert lee.get(f"/proposals/{number}/invited").status_code == 410
    assert "나무 스무 그루를 심어 주세요." in park.get(f"/proposals/{number}/invited").text
    assert park.send(f"/proposals/{number}/invited", pen_name="달").location == f"/proposals/{number}"
    taken = {"take": person_in(kim.get(f"/proposals/{number}/authors").text, "take")}
    kim.send(f"/proposals/{number}/authors", **taken)
    assert (waits(kim), waits(park)) == ([], [])
    assert "달, 바다" in town.browser().get(f"/proposals/{number}").text
    join_of(resident(town, "choi@example.kr"), number)
    assert waits(kim) == ["1", "1"]
    with town.database.transaction() as rows:
        move(rows.get_one(Proposal, number), State.IN_REVIEW)
    assert waits(kim) == []
