"""Following, and digests by real mail: each piece of news once, whatever happens in between."""

import re
import threading
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from pb.accounts.models import Account
from pb.accounts.sessions import keys
from pb.notices import digests
from pb.notices.models import Following, NewsTold, Subscriber
from tests.pb.accounts.conftest import PASSWORD, Browser, Town
from tests.pb.notices.conftest import Happen, with_district

KIM = "kim@example.kr"
# In the middle of the day, so that every rhythm may be due.
SEEN = datetime(2028, 3, 15, 12, tzinfo=UTC)


def follower(town: Town, rhythm: str = "at-once", email: str = KIM) -> Browser:
    browser = town.member(email)
    assert browser.send("/follow/district/1", back="/news").location == "/news"
    browser.send("/following", rhythm=rhythm)
    return browser


def run(town: Town) -> str:
    """What the timer does, and what it says at last."""
    output: str = town.app.test_cli_runner().invoke(args=["notices", "digest"]).output
    return output.splitlines()[-1]


def post_at(town: Town, at: datetime) -> int:
    """How many digests are posted at this moment."""
    with town.app.test_request_context(), town.database.transaction() as rows:
        return sum(digests.post_digest(rows, keys(), one, at) for one in digests.subscribers(rows))


def test_who_follows_a_district_hears_of_it_once_in_both_languages(town: Town, happen: Happen) -> None:
    with_district(town)
    follower(town)
    assert run(town) == "0 digests"
    happen("그늘나무")
    happen("횡단보도", district=2)
    happen("놀이터")
    assert run(town) == "1 digests"
    (mail,) = town.mailbox.to(KIM)
    assert mail["Subject"] == "[우리 동네] 새 소식 2건 · 2 pieces of news for you"
    text = mail.get_content()
    assert "New proposal: 그늘나무" in text
    assert "놀이터" in text
    assert "횡단보도" not in text
    assert "https://pb.example/proposals/12" in text
    assert run(town) == "0 digests"
    assert len(town.mailbox.to(KIM)) == 1


def test_what_happened_before_somebody_followed_is_not_sent(town: Town, happen: Happen) -> None:
    with_district(town)
    happen("그늘나무")
    follower(town)
    assert run(town) == "0 digests"


def test_a_daily_digest_comes_once_a_day(town: Town, happen: Happen) -> None:
    with_district(town)
    follower(town, "daily")
    morning = SEEN.replace(hour=0)  # nine in the town
    happen("그늘나무", at=morning - timedelta(hours=1))
    assert post_at(town, morning - timedelta(hours=2)) == 0
    assert post_at(town, morning) == 1
    happen("놀이터", at=morning + timedelta(hours=1))
    assert post_at(town, morning + timedelta(hours=2)) == 0
    assert post_at(town, morning + timedelta(days=1)) == 1
    with town.database.transaction() as rows:
        texts = rows.scalars(sa.text("select text from waiting_mails order by id")).all()
    assert [("그늘나무" in text, "놀이터" in text) for text in texts] == [(True, False), (False, True)]


def test_a_mail_server_that_is_down_delays_the_digest_and_sends_it_once(town: Town, happen: Happen) -> None:
    with_district(town)
    follower(town)
    happen()
    town.mailbox.down = True
    assert run(town) == "1 digests"
    assert town.mailbox.mails == []
    town.mailbox.down = False
    assert run(town) == "0 digests"
    with town.database.transaction() as rows:
        rows.execute(sa.text("update waiting_mails set taken_until = made"))
    run(town)
    run(town)
    assert len(town.mailbox.to(KIM)) == 1


def test_two_runs_at_once_send_nothing_twice(town: Town, happen: Happen) -> None:
    with_district(town)
    for number in range(4):
        follower(town, email=f"p{number}@example.kr")
    happen()
    barrier, posted = threading.Barrier(3), []

    def timer() -> None:
        with Session(town.database.engine) as reading:
            people = digests.subscribers(reading)
        barrier.wait()
        for person in people:
            with town.app.test_request_context(), town.database.transaction() as rows:
                posted.append(digests.post_digest(rows, keys(), person, datetime.now(UTC)))

    threads = [threading.Thread(target=timer) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(posted) == [False] * 8 + [True] * 4
    run(town)
    assert sorted(mail["To"] for mail in town.mailbox.mails) == [f"p{n}@example.kr" for n in range(4)]


def test_one_press_stops_the_digests_without_signing_in(town: Town, happen: Happen) -> None:
    with_district(town)
    follower(town)
    happen()
    run(town)
    (mail,) = town.mailbox.to(KIM)
    address = mail["List-Unsubscribe"].strip("<>").removeprefix("https://pb.example")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in mail.get_content()
    stranger = town.browser()
    assert "One press" in stranger.get(address).text
    happen("놀이터")
    assert run(town) == "1 digests"
    town.app.config["WTF_CSRF_ENABLED"] = True
    answer = town.app.test_client().post(address, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    town.app.config["WTF_CSRF_ENABLED"] = False
    happen("도서관")
    assert run(town) == "0 digests"
    assert stranger.get(f"{address}x").status_code == 404
    assert stranger.get(address.replace("/1/", "/2/")).status_code == 404


def test_after_a_time_without_mail_nothing_is_sent_behind(town: Town, happen: Happen) -> None:
    with_district(town)
    kim = follower(town, "never")
    happen("그늘나무")
    assert run(town) == "0 digests"
    kim.send("/following", rhythm="at-once")
    assert run(town) == "0 digests"
    happen("놀이터")
    assert run(town) == "1 digests"
    assert "그늘나무" not in town.mailbox.to(KIM)[-1].get_content()


def test_a_topic_is_followed_and_left_from_its_page(town: Town) -> None:
    with_district(town)
    kim = town.member()
    page = kim.get("/news?topic=district:1")
    assert "Get news of it" in page.text
    assert 'value="/news?topic=district:1"' in page.text
    kim.send("/follow/district/1", back="/news?topic=district:1")
    kim.send("/follow/district/1", back="/news?topic=district:1")
    assert "You get news of it. Stop" in kim.get("/news?topic=district:1").text
    listed = kim.get("/following").text
    assert "Seongsan-dong" in listed
    assert re.search('<input[^>]*checked[^>]*value="daily"', listed)
    assert kim.send("/unfollow/district:1", back="//evil.example/").location == "/"
    assert "You follow nothing yet" in kim.get("/following").text


def test_a_stranger_signs_in_on_the_way_and_comes_back(town: Town) -> None:
    with_district(town)
    town.account(KIM)
    stranger = town.browser()
    assert (
        'href="/follow/district/1?back=/news?topic%3Ddistrict:1"'
        in stranger.get("/news?topic=district:1").text
    )
    sign_in = stranger.get("/follow/district/1?back=/news?topic%3Ddistrict:1").location
    assert sign_in.startswith("/sign-in?next=/follow/district/1")
    answer = stranger.send(sign_in, email=KIM, password=PASSWORD)
    page = stranger.get(answer.location)
    assert "Seongsan-dong" in page.text
    assert 'name="back" value="/news?topic=district:1"' in page.text


def test_what_is_not_there_cannot_be_followed(town: Town) -> None:
    kim = town.member()
    for path in ("district/1", "proposal/1", "lunch/1", "project/1"):
        assert kim.get(f"/follow/{path}").status_code == 404
        assert kim.send(f"/follow/{path}").status_code == 404


def test_a_wrong_rhythm_is_refused_at_its_field(town: Town) -> None:
    kim = town.member()
    answer = kim.send("/following", rhythm="hourly")
    assert answer.status_code == 400
    assert "Not a valid choice" in answer.text


def test_what_is_followed_goes_with_the_account(town: Town) -> None:
    with_district(town)
    kim = follower(town)
    assert "Your account is deleted" in kim.send("/account/delete", present=PASSWORD).text
    with town.database.transaction() as rows:
        for table in (Following, Subscriber, Account):
            assert rows.scalar(sa.select(sa.func.count()).select_from(table)) == 0
        assert rows.scalar(sa.select(sa.func.count()).select_from(NewsTold)) == 0
