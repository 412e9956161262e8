"""The audit centre before and after a publication, and the draw."""

import json

import sqlalchemy as sa

from pb.access import ACCESS, PUBLIC, Role
from pb.results.models import Publication, ResultCount
from pb.voting.models import Slot
from tests.pb.accounts.conftest import Town
from tests.pb.accounts.live import Live, look
from tests.pb.results.made import Honest, opened


def published(town: Town, honest: Honest) -> None:
    """As after two presses, without the long work."""
    opened(town, honest)
    town.account("a@example.kr", Role.COORDINATOR)
    town.account("b@example.kr", Role.COORDINATOR)
    now = sa.func.now()
    check = {"code": "box", "name": "-", "ok": True, "count": 61, "seconds": 0.25, "detail": ""}
    with town.database.transaction() as rows:
        rows.execute(
            sa.insert(ResultCount).values(
                election_id=1, state="ready", stage="verifying", done=5, total=5, begun=now, seen=now,
                words="", checks="[]", verified=json.dumps({"checks": [check]}), sha256="a" * 64, size=1,
            )
        )  # fmt: skip
        rows.execute(
            sa.insert(Publication).values(
                election_id=1, cycle_id=1, sha256="a" * 64, first_id=1, first_at=now,
                second_id=2, published=now,
            )
        )  # fmt: skip
        for number in range(60):
            rows.add(Slot(election_id=1, number=number, style=0, voter_group=0, salt=b"s", commitment=b"c"))


def test_before_any_vote_the_page_says_so(town: Town) -> None:
    assert "There is no vote to check yet" in town.browser().get("/audit").text
    assert town.browser().get("/audit/1").status_code == 404
    assert town.browser().get("/audit/1/draw").status_code == 404


def test_before_the_publication_there_is_the_fingerprint_and_no_report(town: Town, honest: Honest) -> None:
    opened(town, honest)
    page = town.browser().get("/audit").text
    assert honest.fingerprint in page
    assert "is published with the result" in page


def test_after_it_every_check_stands_there_and_anyone_can_draw(town: Town, honest: Honest) -> None:
    published(town, honest)
    visitor = town.browser()
    assert "Every entry is allowed by the rules of the box" in visitor.get("/audit/1").text
    one = visitor.get("/audit/1/draw?seed=3+1+6&count=10").text
    assert one == visitor.get("/audit/1/draw?seed=3+1+6&count=10").text
    assert one.count("did not vote online") == 10
    assert visitor.get("/audit/1/draw?seed=&count=10").status_code == 422
    assert visitor.get("/audit/1/draw?seed=1&count=9999").status_code == 422
    sheet = visitor.get("/audit/1/draw?seed=3+1+6&count=10&as=csv")
    assert sheet.text.count("\r\n") == 11
    views = {n: v for n, v in town.app.view_functions.items() if n.startswith("audit.")}
    assert {name: getattr(view, ACCESS) for name, view in views.items()} == {
        "audit.page": PUBLIC,
        "audit.draw": PUBLIC,
    }


def test_the_audit_centre_can_be_read_on_a_phone_and_a_desk(live: Live, honest: Honest) -> None:
    published(live.town, honest)
    for width, language in ((320, "ko"), (1280, "ko"), (320, "en")):
        page = live.open(live.url, width, language)
        page.goto(f"{live.url}/audit")
        assert live.town.browser().get("/audit").status_code == 200
        look(page, f"audit-{width}-{language}")
        page.goto(f"{live.url}/audit/1/draw?seed=3+1+6+2&count=12")
        look(page, f"audit-draw-{width}-{language}")
