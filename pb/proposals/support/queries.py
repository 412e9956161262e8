"""Who supports what, and the answers that are owed."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.proposals.finding.queries import present
from pb.proposals.models import Proposal, ProposalVersion
from pb.proposals.support.models import OwedAnswer, Support


@dataclass(frozen=True)
class Owed:
    """A line of the officials' list."""

    number: int
    title: str
    supports: int
    owed: OwedAnswer


def supports(rows: Session, proposal: int, person: int) -> bool:
    return rows.get(Support, (proposal, person)) is not None


def owed(rows: Session) -> list[Owed]:
    """What is not answered yet, the most urgent first; then what was answered, the latest first."""
    columns = select(Proposal.id, ProposalVersion.title, Proposal.supports, OwedAnswer)
    wanted = present(columns).join(OwedAnswer, OwedAnswer.proposal_id == Proposal.id)
    found = [Owed(*line) for line in rows.execute(wanted.order_by(OwedAnswer.due))]
    open_ones = [one for one in found if one.owed.answer is None]
    done = [one for one in found if one.owed.answered is not None]
    return [*open_ones, *sorted(done, key=lambda one: str(one.owed.answered), reverse=True)]
