"""The proposals there are, and what they say."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.proposals.models import Proposal, ProposalVersion
from pb.proposals.text import Text


def text_of(rows: Session, proposal: Proposal) -> Text:
    """What the proposal says now."""
    return Text.of(rows.get_one(ProposalVersion, (proposal.id, proposal.version)))


def versions(rows: Session, proposal: Proposal) -> list[ProposalVersion]:
    """Every version, the first first."""
    wanted = select(ProposalVersion).where(ProposalVersion.proposal_id == proposal.id)
    return list(rows.scalars(wanted.order_by(ProposalVersion.number)))
