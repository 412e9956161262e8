"""News pages, feeds and JSON; who may open what; and what a real browser makes of them."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import sqlalchemy as sa

from pb.access import ACCESS, GRANTS, PUBLIC, Role
from pb.notices.actions import tell
from pb.notices.event import Event
from pb.notices.kinds import Happened
from tests.pages import in_each_view, press
from tests.pb.accounts.conftest import Town
from tests.pb.accounts.live import Live, look, sign_in
from tests.pb.notices.conftest import Happen, happens, with_district

EVERYONE, MEMBERS = frozenset(Role), frozenset({Role.MEMBER})
ACCESS_TABLE = {
    "notices.page": EVERYONE,
    "notices.as_json": EVERYONE,
    "notices.feed": EVERYONE,
    "notices.feed_of": EVERYONE,
    "notices.unsubscribe": EVERYONE,
    "notices.mine": MEMBERS,
    "notices.following": MEMBERS,
    "notices.follow": MEMBERS,
    "notices.unfollow": MEMBERS,
}
ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "<script>alert(1)</script>&\"']]>\x0b\ufffe"


def test_every_page_opens_to_exactly_the_roles_of_the_table(town: Town) -> None:
    rooms = {endpoint for endpoint in town.app.view_functions if endpoint.startswith("notices.")}
    assert rooms == set(ACCESS_TABLE)
    for endpoint, allowed in ACCESS_TABLE.items():
        needed = getattr(town.app.view_functions[endpoint], ACCESS)
        assert (EVERYONE if needed == PUBLIC else GRANTS[needed]) == allowed
    with_district(town)
    guest, kim = town.browser(), town.member()
    for path in ("/my-news", "/following", "/follow/district/1"):
        assert guest.get(path).location.startswith("/sign-in?next=")
        assert kim.get(path).status_code == 200
    for path in ("/following", "/follow/district/1", "/unfollow/district:1"):
        assert guest.send(path, rhythm="daily").status_code == 403
    for path in ("/news", "/news.json", "/news.atom", "/news/district/1.atom"):
        assert guest.get(path).status_code == 200


def test_everyone_reads_the_news_by_page_and_by_topic(town: Town, happen: Happen) -> None:
    with_district(town)
    assert "Nothing has happened yet" in town.browser().get("/news").text
    assert "What happened lately" not in town.browser().get("/").text
    for number in range(25):
        happen(f"제안 {number}", district=1 + number % 2)
    guest = town.browser()
    first, second = guest.get("/news").text, guest.get("/news?page=2").text
    assert "New proposal: 제안 24" in first
    assert "제안 4<" not in first
    assert "New proposal: 제안 4<" in second
    topical = guest.get("/news?topic=district:1").text
    assert "제안 24" in topical
    assert "제안 23" not in topical
    assert "Nothing has happened here yet" not in topical
    assert "New proposal: 제안 24" in guest.get("/").text
    told = guest.get("/news.json?topic=district:1").get_json()
    assert (len(told["news"]), told["pages"]) == (13, 1)
    assert told["news"][0]["address"] == "https://pb.example/proposals/12"
    for wrong in ("lunch:1", "district:2", "x", "proposal:1"):
        assert guest.get(f"/news?topic={wrong}").status_code == 404
        assert guest.get(f"/news.json?topic={wrong}").status_code == 404


def test_a_feed_is_well_formed_whatever_stands_in_it_and_is_not_sent_twice(town: Town) -> None:
    with_district(town)
    happens(town, HOSTILE)
    answer = town.browser().get("/news/district/1.atom")
    assert answer.mimetype == "application/atom+xml"
    feed = ElementTree.fromstring(answer.data)
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "New proposal: <script>alert(1)</script>&\"']]>"
    assert entry.findtext(f"{ATOM}id") == "tag:pb.example,2026:news/1"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {
        "self": "https://pb.example/news/district/1.atom",
        "alternate": "https://pb.example/news?topic=district:1",
    }
    client = town.app.test_client()
    english = {"Accept-Language": "en"}
    again = client.get("/news/district/1.atom", headers=english | {"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    since = english | {"If-Modified-Since": answer.headers["Last-Modified"]}
    assert client.get("/news/district/1.atom", headers=since).status_code == 304
    happens(town, "놀이터", at=datetime.now(UTC) + timedelta(seconds=2))
    again = client.get("/news/district/1.atom", headers=english | {"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 200
    assert client.get("/news/district/9.atom").status_code == 404
    assert client.get("/news/lunch/1.atom").status_code == 404


def test_an_empty_feed_is_a_feed(town: Town) -> None:
    feed = ElementTree.fromstring(town.browser().get("/news.atom").data)
    assert feed.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00+00:00"


def test_what_is_private_is_seen_by_those_who_were_told_alone(town: Town) -> None:
    with_district(town)
    kim, lee = town.member(), town.member("lee@example.kr")
    lee.send("/follow/district/1")
    event = Event(Happened.PROPOSAL_RECEIVED, "비밀", "/", ("district:1",), "for Kim alone", private=True)
    with town.app.test_request_context(), town.database.transaction() as rows:
        person = rows.scalar(sa.text("select person_id from accounts where email = 'kim@example.kr'"))
        assert person is not None
        tell(rows, event, datetime.now(UTC), people=(person,))
    assert "비밀" in kim.get("/my-news").text
    for browser, path in ((lee, "/my-news"), (kim, "/news"), (kim, "/"), (kim, "/news?topic=district:1")):
        assert "비밀" not in browser.get(path).text
    for path in ("/news.atom", "/news.json", "/news/district/1.atom"):
        assert "비밀" not in town.browser().get(path).text
    assert town.app.test_cli_runner().invoke(args=["notices", "digest"]).output.endswith("0 digests\n")


def test_my_news_are_those_of_what_i_follow(town: Town, happen: Happen) -> None:
    with_district(town)
    kim = town.member()
    happen("그늘나무")
    happen("횡단보도", district=2)
    assert "Nothing yet" in kim.get("/my-news").text
    kim.send("/follow/district/1")
    mine = kim.get("/my-news").text
    assert "그늘나무" in mine
    assert "횡단보도" not in mine


def test_a_page_of_news_asks_as_often_for_two_as_for_twenty(town: Town, happen: Happen) -> None:
    asked: list[str] = []
    sa.event.listen(town.database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    counts = []
    for number in (2, 18):
        for _ in range(number):
            happen()
        asked.clear()
        town.browser().get("/news")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 24


@in_each_view
def test_every_page_of_news_is_accessible_in_each_state(live: Live, width: int, language: str) -> None:
    page, place = live.open(live.url, width, language), f"{width}-{language}"
    page.goto(f"{live.url}/news")
    look(page, f"news-empty-{place}")
    with_district(live.town)
    live.town.account("kim@example.kr")
    sign_in(page, live.url, "kim@example.kr")
    for path in ("my-news", "following"):
        page.goto(f"{live.url}/{path}")
        look(page, f"{path}-empty-{place}")
    for number in range(22):
        happens(live.town, f"{HOSTILE} {number}" if number % 7 == 0 else f"버스 정류장 옆 그늘나무 {number}")
    for path in ("news", "news?topic=district:1", "follow/district/1"):
        page.goto(f"{live.url}/{path}")
        look(page, f"{path.partition('?')[0].replace('/', '-')}-{place}")
    press(page, "main button[type=submit]")
    look(page, f"following-{place}")
    page.goto(f"{live.url}/news?topic=district:1")
    look(page, f"news-followed-{place}")
    page.goto(f"{live.url}/my-news")
    look(page, f"my-news-{place}")
    live.town.app.test_cli_runner().invoke(args=["mail", "deliver"])
    page.goto(live.url)
    look(page, f"home-news-{place}")
