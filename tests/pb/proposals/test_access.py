"""Who may open which page of writing: role × ownership × where the proposal stands."""

import pytest

from pb.access import Role
from pb.proposals.actions import move
from pb.proposals.models import Proposal, State
from tests.pb.accounts.conftest import Browser, Town
from tests.pb.proposals.people import call_open, drafted, resident, submitted
from tests.pb.proposals.test_coauthors import LEE, invite

# Paths, and what an author meets there in a draft, handed in, in review and taken back; 302 leads elsewhere.
PAGES = {
    "": (302, 200, 200, 200),
    "/write/title": (200, 302, 302, 302),
    "/send": (200, 302, 302, 302),
    "/pictures": (200, 200, 302, 302),
    "/authors": (200, 200, 302, 302),
    "/edit": (302, 200, 302, 302),
    "/discard": (200, 200, 200, 200),
    "/withdraw": (302, 200, 200, 302),
    "/versions": (404, 200, 200, 200),
}
PUBLIC = {"", "/versions"}
STATES = (State.DRAFT, State.RECEIVED, State.IN_REVIEW, State.WITHDRAWN)


def stands(town: Town, author: Browser, state: State) -> int:
    number = drafted(author) if state is State.DRAFT else submitted(author)
    with town.database.transaction() as rows:
        if state in (State.IN_REVIEW, State.WITHDRAWN):
            move(rows.get_one(Proposal, number), state)
    return number


@pytest.mark.parametrize("place", range(len(STATES)), ids=STATES)
def test_only_authors_write_and_only_while_they_may(town: Town, place: int) -> None:
    call_open(town)
    kim = resident(town)
    number = stands(town, kim, STATES[place])
    strangers = (
        town.browser(),
        resident(town, "park@example.kr"),
        town.official(Role.COORDINATOR),
        town.official(Role.REVIEWER, "reviewer@example.kr"),
        town.official(Role.ADMINISTRATOR, "boss@example.kr"),
    )
    for path, expected in PAGES.items():
        address = f"/proposals/{number}{path}"
        assert kim.get(address).status_code == expected[place], address
        for stranger in strangers:
            seen = stranger.get(address)
            if path in PUBLIC:
                assert seen.status_code == (404 if STATES[place] is State.DRAFT else 200), address
                continue
            signed_in = stranger is not strangers[0]
            assert seen.status_code == (404 if signed_in else 302), address
            assert stranger.send(address, title="fremd").status_code == (404 if signed_in else 403), address


def test_a_co_author_may_all_but_take_it_back(town: Town) -> None:
    call_open(town)
    kim = resident(town)
    number = submitted(kim)
    invite(kim, number)
    lee = resident(town, LEE)
    lee.send(town.mailbox.link(LEE))
    for path in ("/edit", "/pictures", "/authors"):
        assert lee.get(f"/proposals/{number}{path}").status_code == 200
    assert lee.get(f"/proposals/{number}/withdraw").status_code == 302
    assert lee.send(f"/proposals/{number}/withdraw", reason="nicht meins").status_code == 302
    with town.database.transaction() as rows:
        assert rows.get_one(Proposal, number).state == "received"
