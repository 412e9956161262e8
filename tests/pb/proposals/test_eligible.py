"""Whom the plan does not count reads everything, but neither proposes nor supports, and is told why."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from pb.accounts.roll.basis import Basis
from pb.accounts.roll.models import RollEntry
from pb.cycles.models import Cycle
from tests.pb.accounts.conftest import PASSWORD, Browser, Town
from tests.pb.proposals.people import begun, call_open, drafted, make_resident, person_of, resident, state_of
from tests.pb.proposals.test_support import proposed, supporters

YOUNG = date(datetime.now(UTC).year - 15, 12, 31)
WORKS = "whoever works in the town"
TOO_YOUNG = "must be 16 years old on"


def from_sixteen(town: Town) -> None:
    with town.database.transaction() as rows:
        cycle = rows.scalars(sa.select(Cycle)).one()
        cycle.minimum_age, cycle.age_on = 16, date(datetime.now(UTC).year, 1, 1)


def outsider(town: Town, email: str, basis: Basis = Basis.ADDRESS, born: date | None = None) -> Browser:
    browser = town.member(email)
    make_resident(town, email, basis, born)
    return browser


@pytest.mark.parametrize(
    ("basis", "born", "why"), [(Basis.WORK, None, WORKS), (Basis.ADDRESS, YOUNG, TOO_YOUNG)]
)
def test_whom_the_plan_does_not_count_is_told_why_on_every_way(
    town: Town, basis: Basis, born: date | None, why: str
) -> None:
    number = proposed(town)
    from_sixteen(town)
    browser = outsider(town, "lee@example.kr", basis, born)
    page = browser.get(f"/proposals/{number}").text
    assert why in page
    assert "See who takes part" in page
    assert ">Support it<" not in page
    refused = browser.send(f"/proposals/{number}/support")
    assert (refused.status_code, supporters(town, number)) == (409, (0, 0))
    assert why in refused.text
    begin = browser.get("/proposals/new").text
    assert why in begin
    assert ">Begin<" not in begin
    refused = browser.send("/proposals/new")
    assert refused.status_code == 409
    assert why in refused.text


def test_a_draft_of_earlier_stays_but_is_not_handed_in(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = drafted(kim)
    with town.database.transaction() as rows:
        rows.execute(sa.update(RollEntry).values(basis=Basis.SCHOOL.value))
    page = kim.get(f"/proposals/{number}/send").text
    assert "whoever goes to school in the town" in page
    assert "ask a co-author who takes part" in page
    assert kim.send(f"/proposals/{number}/send", consent="y").status_code == 400
    assert state_of(town, number) == "draft"


def test_who_supported_before_can_still_take_it_back(town: Town) -> None:
    number = proposed(town)
    lee = resident(town, "lee@example.kr")
    lee.send(f"/proposals/{number}/support")
    with town.database.transaction() as rows:
        of_lee = RollEntry.person_id == person_of(town, "lee@example.kr")
        rows.execute(sa.update(RollEntry).where(of_lee).values(basis=Basis.WORK.value))
    assert "You support this proposal." in lee.get(f"/proposals/{number}").text
    assert lee.send(f"/proposals/{number}/support", way="take-back").status_code == 302
    assert supporters(town, number) == (0, 0)


def test_an_invitation_lists_only_whom_the_plan_counts(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = begun(kim)
    kim.send(f"/proposals/{number}/authors", email="lee@example.kr", way="stay")
    path = town.mailbox.link("lee@example.kr")
    lee = outsider(town, "lee@example.kr", Basis.WORK)
    page = lee.get(path).text
    assert "You cannot be listed this year" in page
    assert "Yes, list me" not in page
    assert lee.send(path).status_code == 410
    assert "You are not listed" in lee.send(path, way="no").text


def test_from_the_residence_one_signs_in_and_comes_back_to_where_one_was(town: Town) -> None:
    number = proposed(town)
    town.account("lee@example.kr")
    make_resident(town, "lee@example.kr")
    guest = town.browser()
    page = guest.get(f"/residence?next=/proposals/{number}%23support").text.replace("%2F", "/")
    assert f'href="/sign-in?next=/proposals/{number}%23support"' in page
    way = f"/sign-in?next=/proposals/{number}%23support"
    answer = guest.send(way, email="lee@example.kr", password=PASSWORD)
    assert answer.location == f"/proposals/{number}#support"
