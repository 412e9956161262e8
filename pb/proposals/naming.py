"""What proposals are called, for rooms below that know them only by number."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.proposals.models import Proposal, ProposalVersion, State


def titles(rows: Session, numbers: Collection[int]) -> dict[int, str]:
    """Of those that were handed in."""
    wanted = (
        select(Proposal.id, ProposalVersion.title)
        .join(ProposalVersion, ProposalVersion.proposal_id == Proposal.id)
        .where(ProposalVersion.number == Proposal.version, Proposal.state != State.DRAFT)
        .where(Proposal.id.in_(numbers))
    )
    return dict(rows.execute(wanted).all())
