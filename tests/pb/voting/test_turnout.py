"""Turnout while voting runs: what it shows, and what it hides."""

import re

import pytest
from sqlalchemy import select

from pb.access import ACCESS, GRANTS, PUBLIC, Role
from pb.accounts.roll.models import RollEntry
from pb.voting.box import desk
from pb.voting.models import Election, Slot, State
from pb.voting.turnout.figures import hidden
from tests.pb.accounts.conftest import Town
from tests.pb.accounts.live import Live, look
from tests.pb.voting.conftest import Vote, frozen, now

MARKED = (0, 1, 2)
WHAT = "현장투표소 정전으로 20분 동안 멈췄습니다."


def voted(vote: Vote, *numbers: int) -> None:
    for number in numbers:
        voter = vote.admitted(number)
        with vote.rows() as rows:
            voter.cast(rows, MARKED)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([0, 7, 9], [0, 7, 9]),
        ([4, 7, 9], [None, None, 9]),
        ([4, 3, 9], [None, None, 9]),
        ([4, 0, 0], [None, 0, 0]),
        ([], []),
    ],
)
def test_a_small_figure_is_hidden_and_never_alone(counts: list[int], shown: list[int | None]) -> None:
    assert hidden(counts) == shown


def test_before_voting_there_is_nothing_to_count(town: Town) -> None:
    assert "Voting has not begun yet." in town.browser().get("/turnout").text
    frozen(town)
    assert "Voting has not begun yet." in town.browser().get("/turnout").text


def test_turnout_counts_people_not_ballots_and_paper_as_well(vote: Vote) -> None:
    voted(vote, *range(12))
    voter = vote.admitted(12)
    with vote.rows() as rows:
        voter.cast(rows, MARKED)
        voter.cast(rows, (3, 4, 5))
        desk.void(rows, vote.hall, 20, "desk", now())
    page = vote.town.browser().get("/turnout").text
    assert "14 of 40 people on the roll have voted (35%)." in page
    assert "hidden" in page
    assert "Project 1" not in page


def test_turnout_by_decade_of_birth_hides_the_few(vote: Vote) -> None:
    assert "By age" not in vote.town.browser().get("/turnout").text
    with vote.rows() as rows:
        for place, entry in enumerate(rows.scalars(select(RollEntry).order_by(RollEntry.id))):
            entry.decade = 1950 if place < 2 else 1980 if place < 20 else 1990 if place < 38 else None
    slots = slots_by_roll(vote)
    voted(vote, slots[0], *slots[2:10], *slots[20:29])
    page = vote.town.browser().get("/turnout").text
    lines = dict(re.findall(r'<th scope="row">([^<]*)</th>\s*<td class="number">(.*?)</td>', page))
    shown = {name: re.sub("<[^>]*>", "", count) for name, count in lines.items()}
    assert shown["Born in the 1950s"] == shown["Born in the 1980s"] == "hidden"
    assert shown["Born in the 1990s"] == "9"
    assert shown["Not known"] == "0"


def slots_by_roll(vote: Vote) -> list[int]:
    with vote.rows() as rows:
        return list(rows.scalars(select(Slot.number).order_by(Slot.roll_entry_id)))


def test_the_coordinator_notes_an_incident_for_everyone(vote: Vote) -> None:
    coordinator = vote.town.official(Role.COORDINATOR)
    assert coordinator.send("/turnout/incident", reason="").status_code == 400
    assert coordinator.send("/turnout/incident", reason=WHAT).location == "/turnout"
    page = vote.town.browser().get("/turnout").text
    assert WHAT in page
    assert vote.town.browser().get("/turnout/incident").status_code == 302
    # Whoever comes to vote reads it too, signed in or not.
    assert WHAT in vote.town.browser().get("/vote").text
    entries = vote.town.browser().get("/journal/journal.json").get_json()["entries"]
    assert [e["reason"] for e in entries if e["kind"] == "incident.noted"] == [WHAT]


def test_who_may_open_these_pages(vote: Vote) -> None:
    views = vote.town.app.view_functions
    assert getattr(views["voting.turnout"], ACCESS) == PUBLIC
    assert GRANTS[getattr(views["voting.incident"], ACCESS)] == {Role.COORDINATOR}


def test_the_page_on_a_phone(live: Live) -> None:
    vote = frozen(live.town)
    with vote.rows() as rows:
        election = rows.get_one(Election, vote.election)
        election.state, election.began = State.OPEN.value, now()
    voted(vote, *range(15))
    page = live.open(live.url, 320, "ko")
    page.goto(f"{live.url}/turnout")
    look(page, "turnout-320-ko")
