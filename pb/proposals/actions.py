"""What is done to a proposal. The journal entry, where one is due, is written by whoever decides."""

from pb.proposals.models import Proposal, State
from pb.proposals.rules import STEPS, NotFromHere


def move(proposal: Proposal, state: State) -> None:
    """Let the proposal stand at `state`. Raises NotFromHere if no way leads there from where it stands."""
    if state not in STEPS[State(proposal.state)]:
        raise NotFromHere
    proposal.state = state.value
