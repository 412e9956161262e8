"""Once voting is open, no form of any page changes a rule, and no clock brings a ballot in too late."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from pb.access import OFFICES
from pb.cycles.models import PhaseTime
from pb.db import Base
from pb.voting.box.models import BoxEntry, BoxHead
from pb.voting.errors import VotingClosed
from pb.voting.models import Election, State
from pb.voting.rules import GRACE
from tests.pb.accounts.conftest import Town
from tests.pb.voting.conftest import Vote, frozen, now
from tests.pb.walk import addresses

# Everything that the outcome depends on; the dates of the plan move by official acts with a reason.
RULES = frozenset(
    (
        "cycles", "cycle_sections", "cycle_shares", "cycle_groups", "cycle_ties", "cycle_bases", "projects",
        "project_ties", "ballot_orders", "bulletins", "slots", "group_members", "election_witnesses",
        "election_clerks", "election_trustees", "voting_zones", "voting_zone_districts",
    )
)  # fmt: skip
FROZEN = (
    "manifest",
    "fingerprint",
    "ceremony",
    "trustees",
    "threshold",
    "smallest",
    "quorum",
    "kind",
    "nonce",
)
MARKED = (0, 1, 2)
TYPED = {
    "reason": "규칙을 바꾸려는 시도", "title_ko": "다른 이름", "title_en": "Another name", "year": "2031",
    "budget": "7", "name": "press.example", "name_ko": "다른", "name_en": "Other", "key": "07" * 32,
    "kind": "mandatory", "one": "1", "two": "2", "trustees": "1-1", "smallest": "5", "seed": "7-7-7",
    "lot": "7-7-7", "ballot": "approval", "rule": "greedy", "least": "1", "most": "1", "points": "7",
    "quorum": "7", "weight": "7", "place": "2", "place_1": "2", "place_2": "1", "version": "1",
    "way": "remove", "move": "1 up", "text_ko": "다른 글", "text_en": "Other text", "cost": "7",
    "section_place": "1", "channel": "paper", "basis": "work", "minimum_age": "7", "scope": "town",
    "projects": "1",
}  # fmt: skip


def rules_of(vote: Vote) -> dict[str, Any]:
    with vote.rows() as rows:
        found: dict[str, Any] = {
            table.name: sorted(map(repr, rows.execute(select(table))))
            for table in Base.metadata.sorted_tables
            if table.name in RULES
        }
        election = rows.get_one(Election, vote.election)
        return found | {name: getattr(election, name) for name in FROZEN}


def everything(town: Town) -> FlaskClient:
    """Somebody who holds every office."""
    town.app.test_client_class = FlaskClient
    town.account("all@example.kr", *sorted(OFFICES))
    browser = town.browser()
    browser.sign_in("all@example.kr")
    browser.set_up_factor()
    return browser.client


def send_all(client: FlaskClient, town: Town) -> int:
    """Every form there is, filled in so that it could do something; how many were taken."""
    paths = [path for path in addresses(town.app, {}, method="POST") if not path.startswith("/account")]
    assert len(paths) > 80
    return sum(client.post(path, data=TYPED).status_code == 302 for path in paths)


def test_no_form_of_any_page_changes_a_rule_once_voting_is_open(vote: Vote) -> None:
    before = rules_of(vote)
    send_all(everything(vote.town), vote.town)
    assert rules_of(vote) == before


def test_the_same_forms_do_change_rules_before(town: Town) -> None:
    """The control."""
    vote = frozen(town)
    with vote.rows() as rows:
        election = rows.get_one(Election, vote.election)
        election.state, election.frozen = State.PREPARING.value, None
        election.fingerprint = election.manifest = None
    before = rules_of(vote)
    send_all(everything(town), town)
    assert rules_of(vote) != before


@pytest.mark.parametrize("step", [-3600, 3600], ids=["back", "forward"])
def test_a_clock_that_steps_at_the_end_counts_no_ballot_too_late_and_loses_none(
    vote: Vote, step: int
) -> None:
    """One clock decides: the box's own, which never runs back."""
    ends, voters = now() + timedelta(minutes=30), [vote.admitted(number) for number in range(4)]
    with vote.rows() as rows:
        rows.execute(update(PhaseTime).where(PhaseTime.phase == "voting").values(ends=ends))
    with vote.rows() as rows:
        voters[0].cast(rows, MARKED, at=ends + GRACE - timedelta(milliseconds=1))
    with pytest.raises(VotingClosed), vote.rows() as rows:
        voters[1].cast(rows, MARKED, at=ends + GRACE)
    stepped = ends + timedelta(seconds=step)
    if step < 0:
        with vote.rows() as rows:
            voters[2].cast(rows, MARKED, at=stepped)
    else:
        with pytest.raises(VotingClosed), vote.rows() as rows:
            voters[2].cast(rows, MARKED, at=stepped)
        # Set right again: what was refused has left no trace, and who is in time is taken in.
        with vote.rows() as rows:
            voters[3].cast(rows, MARKED, at=ends)
    with vote.rows() as rows:
        times = list(rows.scalars(select(BoxEntry.at).order_by(BoxEntry.position)))
        assert times == sorted(times)
        assert times[-1] < ends + GRACE
        assert rows.scalars(select(BoxHead.last_at)).one() == times[-1]
        assert len(times) == 4 + 2
