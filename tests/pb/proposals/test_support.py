"""Supporting, thresholds and owed answers, merging, sending on: by real requests, and in races."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from pb.access import ACCESS, GRANTS, PUBLIC, Role
from pb.accounts.models import Person
from pb.accounts.roll.actions import join_persons
from pb.accounts.roll.models import RollEntry
from pb.cycles.models import PhaseTime
from pb.cycles.rules import day
from pb.errors import Refused
from pb.journal import seal
from pb.journal.kinds import Office
from pb.journal.pen import Pen
from pb.notices.models import Following
from pb.proposals.merging.actions import merge
from pb.proposals.merging.rules import IntoItself, NotOpen
from pb.proposals.models import Proposal, State
from pb.proposals.support import actions
from pb.proposals.support.models import OwedAnswer, Support
from pb.proposals.support.rules import due, urgency
from pb.proposals.writing.queries import authors
from pb.town.models import Department
from tests.pages import in_each_view, press
from tests.pb.accounts.conftest import Browser, Town
from tests.pb.accounts.live import Live, look, set_up, sign_in
from tests.pb.proposals.crowd import crowd
from tests.pb.proposals.people import call_open, make_resident, person_of, resident, state_of, submitted
from tests.pb.proposals.test_finding import HOSTILE, write

WHY = "같은 곳의 같은 문제입니다"
ANSWER = "내년 상반기에 나무를 심겠습니다. 예산은 3천만 원입니다."
EVERYONE = frozenset(Role)
COORDINATOR = frozenset({Role.COORDINATOR})
ANSWERING = frozenset({Role.COORDINATOR, Role.REVIEWER})
ACCESS_TABLE = {
    "proposals.listed": EVERYONE,
    "proposals.pins": EVERYONE,
    "proposals.as_csv": EVERYONE,
    "proposals.as_json": EVERYONE,
    "proposals.resembling": EVERYONE,
    # Everyone may press; whoever is no resident is led to the way of becoming one.
    "proposals.support": EVERYONE,
    "proposals.answers": ANSWERING,
    "proposals.answer": ANSWERING,
    "proposals.threshold": COORDINATOR,
    "proposals.merge": COORDINATOR,
    "proposals.forward": COORDINATOR,
    "proposals.refile": COORDINATOR,
    "proposals.join": EVERYONE,
    "proposals.ask_to_join": frozenset({Role.MEMBER}),
}


def supporters(town: Town, number: int) -> tuple[int, int]:
    """(rows, the count beside them)"""
    with town.database.transaction() as rows:
        counted = sa.select(sa.func.count()).select_from(Support).where(Support.proposal_id == number)
        return rows.scalars(counted).one(), rows.get_one(Proposal, number).supports


def acts(town: Town) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = town.browser().get("/journal/journal.json").get_json()["entries"]
    kinds = ("threshold", "answer", "proposal")
    return [entry for entry in entries if entry["kind"].split(".")[0] in kinds]


def proposed(town: Town, email: str = "kim@example.kr") -> int:
    call_open(town)
    return submitted(resident(town, email))


def end_supports(town: Town) -> None:
    """Let every phase lie in the past."""
    with town.database.transaction() as rows:
        for row in rows.scalars(sa.select(PhaseTime)):
            row.starts, row.ends = row.starts - timedelta(days=3650), row.ends - timedelta(days=3650)


def test_a_resident_supports_once_and_takes_it_back(town: Town) -> None:
    number = proposed(town)
    lee = resident(town, "lee@example.kr")
    path = f"/proposals/{number}/support"
    for _ in range(2):
        assert lee.send(path).location == f"/proposals/{number}#support"
        assert supporters(town, number) == (1, 1)
    page = lee.get(f"/proposals/{number}").text
    assert "You support this proposal." in page
    for _ in range(2):
        lee.send(path, way="take-back")
        assert supporters(town, number) == (0, 0)
    assert "Support it" in lee.get(f"/proposals/{number}").text


def test_whoever_is_no_resident_is_led_to_the_way_of_becoming_one_and_back(town: Town) -> None:
    number = proposed(town)
    for guest in (town.browser(), town.member("park@example.kr")):
        page = guest.get(f"/proposals/{number}").text
        assert f"/residence?next=/proposals/{number}%23support" in page.replace("%2F", "/")
        assert "/residence?next=" in guest.send(f"/proposals/{number}/support").location
    assert supporters(town, number) == (0, 0)
    make_resident(town, "park@example.kr")
    back = guest.get(f"/residence?next=/proposals/{number}%23support").text
    assert f'href="/proposals/{number}#support"' in back
    assert 'href="//evil.example' not in guest.get("/residence?next=//evil.example").text


def test_no_support_outside_its_time_or_for_what_has_ended(town: Town) -> None:
    number = proposed(town)
    lee = resident(town, "lee@example.kr")
    write(town, number, state=State.WITHDRAWN.value)
    refused = lee.send(f"/proposals/{number}/support")
    assert refused.status_code == 409
    assert "takes no supports any more" in refused.text
    write(town, number, state=State.RECEIVED.value)
    end_supports(town)
    assert "not collected right now" in lee.send(f"/proposals/{number}/support").text
    assert "not collected for it right now" in lee.get(f"/proposals/{number}").text
    assert supporters(town, number) == (0, 0)
    assert lee.send("/proposals/99/support").status_code == 404


def test_the_database_itself_keeps_one_support_a_person(town: Town) -> None:
    number = proposed(town)
    person = person_of(town, "kim@example.kr")
    at = datetime.now(UTC)
    with pytest.raises(IntegrityError), town.database.transaction() as rows:
        rows.add_all(Support(proposal_id=number, person_id=person, at=at) for _ in range(2))


def together(town: Town, tasks: list[Callable[[], None]]) -> list[str]:
    """Do all at the same moment; the names of the refusals."""
    refusals: list[str] = []
    gate = threading.Barrier(len(tasks))

    def run(task: Callable[[], None]) -> None:
        gate.wait()
        with town.app.test_request_context():
            try:
                task()
            except Refused as why:
                refusals.append(type(why).__name__)

    threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refusals


def persons(town: Town, many: int) -> list[int]:
    with town.database.transaction() as rows:
        made = [Person() for _ in range(many)]
        rows.add_all(made)
        rows.flush()
        return [person.id for person in made]


def test_supports_that_race_are_each_counted_once_and_oblige_once(town: Town) -> None:
    number = proposed(town)
    coordinator = town.official(Role.COORDINATOR)
    coordinator.send("/proposals/threshold", supports="4", days="10", reason=WHY)
    people = persons(town, 6)

    def press_button(person: int) -> None:
        with town.database.transaction() as rows:
            proposal = rows.get_one(Proposal, number, with_for_update=True)
            actions.support(rows, proposal, person, datetime.now(UTC))

    assert together(town, [lambda p=p: press_button(p) for p in (*people, *people)]) == []  # type: ignore[misc]
    assert supporters(town, number) == (6, 6)
    with town.database.transaction() as rows:
        assert len(rows.scalars(sa.select(OwedAnswer)).all()) == 1


def test_enough_supports_oblige_the_town_to_an_answer_that_everyone_reads(town: Town) -> None:
    number = proposed(town)
    coordinator = town.official(Role.COORDINATOR)
    assert "Type a number." in coordinator.send("/proposals/threshold", supports="", days="0", reason="").text
    assert "already are owed" in coordinator.get("/proposals/threshold").text
    coordinator.send("/proposals/threshold", supports="２", days="30", reason=WHY)
    assert "No proposal has so many" in coordinator.get("/proposals/answers").text
    for email in ("lee@example.kr", "choi@example.kr"):
        resident(town, email).send(f"/proposals/{number}/support")
    with town.database.transaction() as rows:
        owed = rows.get_one(OwedAnswer, number)
        assert day(owed.due) - day(owed.reached) == timedelta(days=30)
    assert "must answer" in town.mailbox.to("kim@example.kr")[-1].get_content()
    page = coordinator.get("/proposals/answers").text
    assert "To be answered" in page
    short = coordinator.send(f"/proposals/{number}/answer", answer="900131-1234567", reason=WHY)
    assert short.status_code == 400
    assert "1234567" not in short.text
    done = coordinator.send(f"/proposals/{number}/answer", answer=ANSWER, reason=WHY)
    assert done.location == f"/proposals/{number}"
    assert ANSWER in town.browser().get(f"/proposals/{number}").text
    assert ANSWER in town.mailbox.to("kim@example.kr")[-1].get_content()
    assert "Answered" in coordinator.get("/proposals/answers").text
    again = coordinator.send(f"/proposals/{number}/answer", answer=ANSWER, reason=WHY)
    assert "given already" in again.text
    assert [act["kind"] for act in acts(town)] == ["threshold.set", "answer.given"]


def test_a_threshold_that_is_set_later_counts_for_what_has_enough_already(town: Town) -> None:
    crowd(town, 5)
    for number, supports in enumerate((10, 20, 30, 40, 50), 1):
        write(town, number, supports=supports)
    write(town, 5, state=State.WITHDRAWN.value)
    town.official(Role.COORDINATOR).send("/proposals/threshold", supports="25", days="7", reason=WHY)
    with town.database.transaction() as rows:
        assert sorted(rows.scalars(sa.select(OwedAnswer.proposal_id))) == [3, 4]


def test_an_answer_is_in_time_until_its_last_day_is_over() -> None:
    reached = datetime(2027, 3, 1, 1, tzinfo=UTC)
    last = due(reached, 7)
    assert day(last) == date(2027, 3, 8)
    assert day(last + timedelta(seconds=1)) == date(2027, 3, 9)
    assert urgency(last, last + timedelta(seconds=1)) == "late"
    assert urgency(last, last - timedelta(days=1)) == "soon"
    assert urgency(last, last - timedelta(days=8)) == "later"


def two(town: Town) -> tuple[int, int, Browser]:
    """Two proposals of two people, and a coordinator."""
    call_open(town)
    one, into = submitted(resident(town, "kim@example.kr")), submitted(resident(town, "lee@example.kr"))
    write(town, one, title="학교 앞 그늘나무")
    return one, into, town.official(Role.COORDINATOR)


def test_merging_keeps_authors_supports_followers_and_leaves_a_way(town: Town) -> None:
    one, into, coordinator = two(town)
    for email, numbers in (
        ("a@example.kr", (one, into)),
        ("b@example.kr", (one,)),
        ("c@example.kr", (into,)),
    ):
        somebody = resident(town, email)
        for number in numbers:
            somebody.send(f"/proposals/{number}/support")
    page = coordinator.get(f"/proposals/{one}/merge").text
    assert f'value="{into}"' in page
    assert "Choose the proposal" in coordinator.send(f"/proposals/{one}/merge", reason=WHY).text
    done = coordinator.send(f"/proposals/{one}/merge", into=str(into), reason=WHY)
    assert done.location == f"/proposals/{into}?merged={one}"
    assert supporters(town, into) == (3, 3)
    assert state_of(town, one) == "merged"
    guest = town.browser()
    assert guest.get(f"/proposals/{one}").location == f"/proposals/{into}?merged={one}"
    assert "became a part of this proposal" in guest.get(f"/proposals/{into}?merged={one}").text
    page = guest.get(f"/proposals/{into}?merged=77").text
    assert "became a part of this proposal" not in page
    assert f'href="/proposals/{one}?old=1"' in page
    old = guest.get(f"/proposals/{one}?old=1").text
    assert WHY in old
    assert "학교 앞 그늘나무" in old
    kim, lee = person_of(town, "kim@example.kr"), person_of(town, "lee@example.kr")
    with town.database.transaction() as rows:
        assert set(authors(rows, into)) == {kim, lee}
        topic = sa.select(Following.person_id).where(Following.topic == f"proposal:{into}")
        assert set(rows.scalars(topic)) == {kim, lee}
    for email in ("kim@example.kr", "lee@example.kr"):
        assert WHY in town.mailbox.to(email)[-1].get_content()
    (act,) = acts(town)
    assert (act["kind"], act["reason"]) == ("proposal.merged", WHY)
    assert (act["facts"]["proposal"], act["facts"]["into"]) == (str(one), str(into))


def test_merging_into_itself_or_into_what_has_ended_is_refused(town: Town) -> None:
    one, into, coordinator = two(town)
    with pytest.raises(IntoItself):
        join(town, one, one)
    for state in (State.WITHDRAWN, State.FORWARDED, State.FUNDED):
        write(town, into, state=state.value)
        with pytest.raises(NotOpen):
            join(town, one, into)
    assert 'name="into"' not in coordinator.get(f"/proposals/{one}/merge?q={into}").text
    write(town, into, state=State.RECEIVED.value)
    join(town, one, into)
    with pytest.raises(NotOpen):
        join(town, one, into)
    with pytest.raises(NotOpen):
        join(town, into, 99)


def join(town: Town, one: int, into: int) -> None:
    with town.app.test_request_context(), town.database.transaction() as rows:
        merge(Pen(rows, seal(), Office.COORDINATOR, WHY, datetime.now(UTC)), one, into)


def test_a_merged_proposal_can_go_on_into_a_third(town: Town) -> None:
    one, into, _ = two(town)
    third = submitted(resident(town, "choi@example.kr"))
    join(town, one, into)
    join(town, into, third)
    guest = town.browser()
    assert guest.get(f"/proposals/{one}").location == f"/proposals/{third}?merged={one}"
    assert guest.get(f"/proposals/{into}").location == f"/proposals/{third}?merged={into}"


def test_of_two_mergers_crosswise_only_one_happens(town: Town) -> None:
    one, into, _ = two(town)
    refused = together(town, [lambda: join(town, one, into), lambda: join(town, into, one)])
    assert refused == ["NotOpen"]
    assert sorted((state_of(town, one), state_of(town, into))) == ["merged", "received"]
    assert len(acts(town)) == 1


def test_supports_that_come_while_it_is_merged_are_not_lost_and_not_doubled(town: Town) -> None:
    one, into, _ = two(town)
    people = persons(town, 4)

    def press_button(person: int, number: int) -> None:
        with town.database.transaction() as rows:
            proposal = rows.get_one(Proposal, number, with_for_update=True)
            actions.support(rows, proposal, person, datetime.now(UTC))

    tasks: list[Callable[[], None]] = [lambda p=p: press_button(p, into) for p in people]  # type: ignore[misc]
    tasks += [lambda p=p: press_button(p, one) for p in people]  # type: ignore[misc]
    together(town, [*tasks, lambda: join(town, one, into)])
    assert supporters(town, into) == (4, 4)


def test_a_complaint_is_sent_on_with_an_answer_for_everyone(town: Town) -> None:
    number = proposed(town)
    with town.database.transaction() as rows:
        rows.add(Department(name_ko="도로관리과", name_en="Roads", retired=None))
    coordinator = town.official(Role.COORDINATOR)
    empty = coordinator.send(f"/proposals/{number}/forward", answer=ANSWER)
    assert "Choose a department." in empty.text
    assert ANSWER in empty.text
    coordinator.send(f"/proposals/{number}/forward", department="1", answer=ANSWER, reason=WHY)
    page = town.browser().get(f"/proposals/{number}").text
    assert "Roads looks after it since" in page
    assert ANSWER in page
    assert ANSWER in town.mailbox.to("kim@example.kr")[-1].get_content()
    (act,) = acts(town)
    assert (act["kind"], act["facts"]["department"]) == ("proposal.forwarded", "도로관리과")
    again = coordinator.send(f"/proposals/{number}/forward", department="1", answer=ANSWER, reason=WHY)
    assert "has moved on meanwhile" in again.text


def test_what_a_guest_supported_goes_over_to_the_account(town: Town) -> None:
    number, other, _ = two(town)
    town.account("park@example.kr")
    member = person_of(town, "park@example.kr")
    (guest,) = persons(town, 1)
    with town.database.transaction() as rows:
        at = datetime.now(UTC)
        rows.add(Support(proposal_id=number, person_id=guest, at=at))
        rows.add_all(Support(proposal_id=other, person_id=who, at=at) for who in (guest, member))
        place = RollEntry(line_digest="1", name_digest="1", district="성산동", person_id=guest, claimed=at)
        rows.add(place)
        rows.flush()
        join_persons(rows, guest, member)
    with town.database.transaction() as rows:
        assert rows.get(Person, guest) is None
        assert rows.get(Support, (number, member)) is not None
        found = rows.scalars(sa.select(Support.person_id).where(Support.proposal_id == other))
        assert found.all() == [member]


def test_every_page_opens_to_exactly_the_roles_of_the_table(town: Town) -> None:
    for endpoint, allowed in ACCESS_TABLE.items():
        needed = getattr(town.app.view_functions[endpoint], ACCESS)
        assert (EVERYONE if needed == PUBLIC else GRANTS[needed]) == allowed, endpoint
    number = proposed(town)
    with town.database.transaction() as rows:
        at = datetime.now(UTC)
        rows.add(OwedAnswer(proposal_id=number, reached=at, due=at + timedelta(days=9)))
    officials = {
        role: town.official(role, f"{role.value}@example.kr") for role in (Role.REVIEWER, Role.CLERK)
    }
    coordinator, member = town.official(Role.COORDINATOR), town.member("park@example.kr")
    paths = {
        "/proposals/answers": ANSWERING,
        f"/proposals/{number}/answer": ANSWERING,
        "/proposals/threshold": COORDINATOR,
        f"/proposals/{number}/merge": COORDINATOR,
        f"/proposals/{number}/forward": COORDINATOR,
    }
    for path, allowed in paths.items():
        assert town.browser().get(path).location.startswith("/sign-in?next=")
        assert coordinator.get(path).status_code == 200
        assert member.get(path).status_code == 403
        if path != "/proposals/answers":
            assert member.send(path, reason=WHY).status_code == 403
        for role, browser in officials.items():
            assert browser.get(path).status_code == (200 if role in allowed else 403)
    assert coordinator.get("/proposals/99/merge").status_code == 404
    assert "Merge with another" not in member.get(f"/proposals/{number}").text
    assert "Merge with another" in coordinator.get(f"/proposals/{number}").text


@in_each_view
def test_officials_and_residents_get_through_and_nothing_hostile_runs(
    live: Live, width: int, language: str
) -> None:
    crowd(live.town, 12)
    for number in (3, 4):
        write(live.town, number, title=f"{HOSTILE} {number}", problem=HOSTILE, idea=HOSTILE, supports=30)
    with live.town.database.transaction() as rows:
        rows.add(Department(name_ko=HOSTILE, name_en=HOSTILE, retired=None))
    page, place = live.open(live.url, width, language), f"{width}-{language}"
    live.town.account("budget@example.kr", Role.COORDINATOR)
    page.goto(f"{live.url}/proposals/3")
    look(page, f"proposal-guest-{place}")
    sign_in(page, live.url, "budget@example.kr")
    set_up(page, page.locator("main code").first.inner_text().replace(" ", ""))
    page.goto(f"{live.url}/proposals/threshold")
    press(page, "main form button[type=submit]")
    look(page, f"threshold-mistaken-{place}")
    for name, typed in (("supports", "25"), ("days", "5"), ("reason", HOSTILE)):
        page.fill(f"#{name}", typed)
    press(page, "main form button[type=submit]")
    look(page, f"answers-{place}")
    page.goto(f"{live.url}/proposals/3/answer")
    page.fill("#answer", f"{HOSTILE} {ANSWER}")
    page.fill("#reason", HOSTILE)
    look(page, f"answer-{place}")
    press(page, "main form button[type=submit]")
    look(page, f"proposal-answered-{place}")
    page.goto(f"{live.url}/proposals/4/merge?q=3")
    page.check("input[name=into][value='3']")
    page.fill("#reason", HOSTILE)
    look(page, f"merge-{place}")
    press(page, "form[method=post] button[type=submit]")
    look(page, f"proposal-merged-{place}")
    page.goto(f"{live.url}/proposals/4?old=1")
    look(page, f"proposal-old-{place}")
    page.goto(f"{live.url}/proposals/3/forward")
    press(page, "main form button[type=submit]")
    look(page, f"forward-mistaken-{place}")
    page.select_option("#department", "1")
    page.fill("#answer", f"{HOSTILE} {ANSWER}")
    page.fill("#reason", HOSTILE)
    press(page, "main form button[type=submit]")
    look(page, f"proposal-forwarded-{place}")
    assert page.evaluate("window.hit") is None
    make_resident(live.town, "budget@example.kr")
    page.goto(f"{live.url}/proposals/5")
    press(page, "#support button[type=submit]")
    look(page, f"proposal-supported-{place}")
    assert page.locator("#support button[value=take-back]").is_visible()
