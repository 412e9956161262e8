"""Which way a proposal may go."""

import pytest

from pb.proposals.actions import move
from pb.proposals.models import Proposal, State
from pb.proposals.rules import STEPS, NotFromHere


def test_every_state_says_where_to_go_from_it() -> None:
    assert set(STEPS) == set(State)


def test_a_proposal_moves_only_where_a_way_leads() -> None:
    proposal = Proposal(state=State.RECEIVED.value)
    with pytest.raises(NotFromHere):
        move(proposal, State.FUNDED)
    move(proposal, State.IN_REVIEW)
    assert proposal.state == "in-review"
