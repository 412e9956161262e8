"""Whether a proposal may be changed now."""

from datetime import datetime

from sqlalchemy.orm import Session

from pb.proposals.models import Proposal, State
from pb.proposals.versions.models import AskedAmendment
from pb.proposals.versions.rules import may_amend


def is_open(rows: Session, proposal: Proposal, at: datetime) -> bool:
    """Whether its authors may change what it says at this moment, handed in as it is."""
    asked = rows.get(AskedAmendment, proposal.id)
    return may_amend(State(proposal.state), asked.until if asked else None, at)
