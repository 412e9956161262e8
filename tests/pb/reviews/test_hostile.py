"""Hostile text in every stored field of proposals, discussions and reviews: in a browser nothing runs."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb.access import Role
from pb.calls.models import Call, Correction, Criterion
from pb.db import Base
from pb.discussion.models import Expert, Post, Summary
from pb.discussion.moderation.models import Hiding, Report
from pb.proposals.attached.models import Document, Photo
from pb.proposals.coauthors.models import JoinRequest
from pb.proposals.forwarding.models import Forwarding
from pb.proposals.merging.models import Merger
from pb.proposals.models import Proposal, State
from pb.proposals.support.models import OwedAnswer
from pb.proposals.withdrawal.models import Withdrawal
from pb.reviews.judging.models import AnswerPoints, CallDecision
from pb.town.models import Department
from pb.web.texts import neat
from tests.pb.accounts.live import Live
from tests.pb.reviews.conftest import ReviewOffice, opened
from tests.pb.reviews.forms import feasible
from tests.pb.reviews.test_browser import enter
from tests.pb.reviews.test_committee import enter_appeals, refused_proposal, seated, signed_in
from tests.pb.reviews.test_leaks import addresses

ROOMS = (
    "pb.proposals",
    "pb.discussion",
    "pb.reviews",
    "pb.town",
    "pb.projects",
    "pb.notices",
    "pb.cycles",
    "pb.calls",
)
# Words of the program, which nobody types. Where the database knows them all, it refuses another one itself.
MACHINE = frozenset(
    ("kind", "address", "topic", "rhythm", "rule", "outline", "digest", "office", "standing", "parts")
)
HOSTILE = (
    '"><img src=x onerror=window.hit=1><script>window.hit=1</script></textarea></title>'
    '<a href="javascript:window.hit=1">\u202e',
    '"><svg/onload=window.hit=1>\u202e',
    '"><b>\u202e',
)
SEEN = "document.querySelectorAll('[src=x], [onerror], [onload], [href^=javascript], title svg').length"
PLACES = ("calls", "proposals", "discussion", "reviews", "town", "notices", "projects", "cycles", "web")


def test_direction_marks_are_taken_out_of_what_is_typed() -> None:
    assert neat("\u202e가나\u202c \u2066다\u2069") == "가나 다"


def test_hostile_text_in_every_stored_field_runs_on_no_page(live: Live) -> None:
    live.town.app.config["WTF_CSRF_ENABLED"] = False
    office = opened(live.town)
    live.town.account("all@example.kr", Role.COORDINATOR, Role.REVIEWER)
    office.seat(0, "all@example.kr")
    live_through_everything(office)
    with live.town.database.transaction() as rows:
        add_what_is_missing(rows, office)
        assert spoil(rows) > 100
    page = live.open(live.url, 1280, "en")
    page.set_content(HOSTILE[1])
    page.wait_for_function("window.hit === 1")
    enter(live, page, "all@example.kr")
    shown = 0
    for path in paths(live):
        if not holds_it(page.request.get(live.url + path, max_redirects=0)):
            continue
        shown += 1
        page.goto(live.url + path)
        assert page.evaluate("window.hit") is None, path
        assert page.evaluate(SEEN) == 0, path
    assert shown > 40


def paths(live: Live) -> Iterator[str]:
    rules = (
        rule
        for rule in live.town.app.url_map.iter_rules()
        if rule.endpoint.split(".")[0] in PLACES and "GET" in (rule.methods or ())
    )
    yield from dict.fromkeys(path for path in addresses(rules) if "2" not in path)
    yield from (f"/proposals/{number}" for number in range(2, 6))
    yield from (
        "/proposals?view=map",
        "/proposals/2/map",
        "/proposals/2/answer",
        "/reviews/2",
        "/reviews/2/reassign",
    )


def holds_it(answer: Any) -> bool:
    """Whether a page could be opened and shows any of it."""
    html = answer.status == 200 and answer.headers["content-type"].startswith("text/html")
    return bool(html and ("onload=" in answer.text() or "onerror=" in answer.text()))


def live_through_everything(office: ReviewOffice) -> None:
    """Proposal 1 refused, objected to and upheld; proposal 2 under review, with questions and a draft."""
    number, boss = refused_proposal(office)
    office.author(number)
    second = office.proposal("둘째", spot=(37.05, 127.06))
    office.give(second, 0)
    office.give(second, 1, part="consulted")
    reviewer = office.reviewer(0, "lee@example.kr")
    reviewer.send(f"/reviews/{second}/declare", conflict="no")
    due = str(datetime.now(UTC).date() + timedelta(days=7))
    reviewer.send(f"/reviews/{second}/ask", due=due, reason="자리를 더 적어 주세요.")
    reviewer.send(f"/reviews/{second}/form", **feasible(), changes="폭을 줄임")
    road = office.reviewer(1, "road@example.kr")
    road.send(f"/reviews/{second}/declare", conflict="no")
    road.send(f"/reviews/{second}/answer", answer="3미터입니다.")
    enter_appeals(office)
    signed_in(office, "kim@example.kr").send(f"/proposals/{number}/appeal", words="다시 재 주세요.")
    members = seated(office, boss, "a@example.kr", "b@example.kr")
    later = (datetime.now() + timedelta(days=2)).strftime("%Y-%m-%dT10:00")
    meeting = boss.send("/reviews/committees/1/meetings", at=later, place="구청 3층").location
    there = [str(office.person(f"{name}@example.kr")) for name in "ab"]
    boss.client.post(f"{meeting}/attendance", data={"present": there}).close()
    for member in members:
        member.send(f"{meeting}/appeals/1/vote", vote="uphold")
    closing = {"minutes": "다시 보았습니다.", "reason": "폭이 충분함", "cost_1": "1,000"}
    assert boss.send(f"{meeting}/close", **closing).status_code == 302
    typed = {"name_ko_1": "필요성", "name_en_1": "Need", "weight_1": "3", "most_1": "10"}
    boss.send("/reviews/committees/1/criteria", **typed, reason="위원회 의결")


def add_call(rows: Session, proposal: Proposal, now: datetime) -> None:
    """Proposal 1 answers it; it was corrected and decided upon, and is open still."""
    said = dict.fromkeys(("title", "problem", "wanted", "prize", "who", "legal_basis"), "x")
    days = {"posted": now, "opens": now, "closes": now + timedelta(days=9), "decides": now.date()}
    department = rows.scalars(sa.select(Department.id).order_by(Department.id)).first()
    call = Call(cycle_id=proposal.cycle_id, department_id=department, **said, **days)
    call.criteria = [Criterion(place=1, name="x", weight=100)]
    call.corrections = [Correction(number=1, at=now, parts="title", reason="x")]
    rows.add(call)
    rows.flush()
    proposal.call_id = call.id
    rows.add(AnswerPoints(call_id=call.id, proposal_id=proposal.id, place=1, points=7))
    rows.add(CallDecision(call_id=call.id, at=now, reason="x"))


def add_what_is_missing(rows: Session, office: ReviewOffice) -> None:
    """Photo, document, discussion, and a proposal for each other way to end."""
    now = datetime.now(UTC)
    person, other, official = (office.people[f"{name}@example.kr"] for name in ("kim", "lee", "park"))
    picture = {"width": 1, "height": 1, "large": b"x", "small": b"x", "added": now}
    rows.add(Photo(proposal_id=1, alt="x", **picture))
    rows.add(Document(proposal_id=1, name="x", kind="pdf", size=1, added=now, content=b"x"))
    said = {"proposal_id": 1, "at": now, "text": "x", "district": "x"}
    for number, (stance, standing) in enumerate(
        (("for", "resident"), ("against", "resident"), ("question", "resident"), ("reply", "expert")), 1
    ):
        parent, field = (3, "x") if stance == "reply" else (None, None)
        rows.add(
            Post(
                id=number,
                stance=stance,
                standing=standing,
                parent_id=parent,
                field=field,
                person_id=person,
                pen_name="x",
                **said,
            )
        )
        rows.flush()
    rows.add(JoinRequest(proposal_id=1, person_id=official, pen_name="x", words="x", at=now))
    add_call(rows, rows.get_one(Proposal, 1), now)
    rows.add(Summary(proposal_id=1, number=1, at=now, office="coordinator", text="x"))
    rows.add(Expert(person_id=other, field="x", since=now))
    rows.add(Report(post_id=1, person_id=other, ground="insult", words="x", at=now))
    rows.add(
        Hiding(
            post_id=2, person_id=official, at=now, ground="insult", explanation="x", appeal="x", appealed=now
        )
    )
    with rows.no_autoflush:
        for number, (state, into) in enumerate(
            ((State.FORWARDED, None), (State.MERGED, 2), (State.WITHDRAWN, None)), 3
        ):
            office_copy(rows, number, state, into, now)
    rows.flush()
    rows.add(Forwarding(proposal_id=3, department_id=office.departments[0], answer="x", at=now))
    rows.add(Merger(proposal_id=4, into_id=2, at=now, reason="x"))
    rows.add(Withdrawal(proposal_id=5, person_id=person, at=now, reason="x"))
    rows.add(OwedAnswer(proposal_id=2, reached=now, due=now + timedelta(days=1), answer="x", answered=now))
    rows.flush()


def office_copy(rows: Session, number: int, state: State, into: int | None, at: datetime) -> None:
    """Another proposal like the first, with its text."""
    first = rows.get_one(Proposal, 1)
    text = first.versions[0]
    row = Proposal(
        id=number,
        cycle_id=first.cycle_id,
        person_id=first.person_id,
        state=state.value,
        district_id=first.district_id,
        category_id=first.category_id,
        made=at,
        submitted=at,
        version=1,
        merged_into_id=into,
    )
    kept = {
        name: getattr(text, name)
        for name in ("person_id", "title", "problem", "idea", "beneficiaries", "place", "cost")
    }
    row.versions.append(type(text)(number=1, at=at, **kept))
    rows.add(row)


def spoil(rows: Session) -> int:
    """Hostile text into each field of each row; where the database refuses it, it stays. Returns how many."""
    return sum(
        spoilt(rows, mapper.local_table, column)
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.startswith(ROOMS)
        for column in mapper.local_table.columns
        if isinstance(column.type, sa.String) and column.computed is None and column.name not in MACHINE
    )


def spoilt(rows: Session, table: Any, column: Any) -> int:
    key = list(table.primary_key)
    done = 0
    for number, found in enumerate(rows.execute(sa.select(*key).where(column.is_not(None))).all()):
        # What must be unique is so by its beginning.
        text = next((f"{number}{one}" for one in HOSTILE if len(one) + 2 <= (column.type.length or 999)), "")
        where = [part == value for part, value in zip(key, found, strict=True)]
        try:
            with rows.begin_nested():
                rows.execute(sa.update(table).where(*where).values({column.name: text}))
            done += 1
        except IntegrityError:
            continue
    return done
