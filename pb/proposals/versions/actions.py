"""A new version of a proposal, and asking for one."""

from datetime import datetime

from sqlalchemy.orm import Session

from pb.notices.actions import tell
from pb.notices.event import Event
from pb.notices.kinds import Happened
from pb.proposals.models import Proposal, ProposalVersion, State
from pb.proposals.queries import text_of
from pb.proposals.rules import NotFromHere
from pb.proposals.text import Text
from pb.proposals.versions.models import AskedAmendment
from pb.proposals.versions.queries import is_open
from pb.proposals.versions.rules import Closed, NothingChanged
from pb.proposals.writing.actions import topics, version


def ask_to_amend(rows: Session, proposal: Proposal, until: datetime) -> None:
    """Let the authors change a proposal in review until then. For reviewers, whose room tells them why.

    Raises NotFromHere unless it is in review.
    """
    if proposal.state != State.IN_REVIEW.value:
        raise NotFromHere
    rows.merge(AskedAmendment(proposal_id=proposal.id, until=until))


def amend(rows: Session, proposal: Proposal, text: Text, person: int, at: datetime) -> ProposalVersion:
    """From now on the proposal says `text`; what it said before stays to be read.

    Raises Closed when it may not be changed, NothingChanged. The caller has locked the proposal's row.
    """
    if not is_open(rows, proposal, at):
        raise Closed
    if text == text_of(rows, proposal):
        raise NothingChanged
    proposal.version += 1
    new = version(proposal.id, proposal.version, text, person, at)
    rows.add(new)
    rows.flush()
    event = Event(
        Happened.PROPOSAL_CHANGED, text.title, f"/proposals/{proposal.id}/versions", tuple(topics(proposal))
    )
    tell(rows, event, at)
    return new
