"""Taking a proposal back."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from pb.errors import Refused
from pb.notices.actions import tell
from pb.notices.event import Event
from pb.notices.kinds import Happened
from pb.proposals.actions import move
from pb.proposals.models import Proposal, State
from pb.proposals.queries import text_of
from pb.proposals.withdrawal.models import Withdrawal
from pb.proposals.writing.actions import topics
from pb.proposals.writing.queries import authors

UNDECIDED = frozenset((State.RECEIVED.value, State.IN_REVIEW.value))


class AlreadyDecided(Refused):
    why = _l("A decision has been made about this proposal, so that it cannot be taken back any more.")


def withdraw(rows: Session, proposal: Proposal, person: int, reason: str, at: datetime) -> None:
    """It stays to be read, marked as withdrawn. Raises AlreadyDecided."""
    if proposal.state not in UNDECIDED:
        raise AlreadyDecided
    move(proposal, State.WITHDRAWN)
    rows.add(Withdrawal(proposal_id=proposal.id, person_id=person, at=at, reason=reason))
    event = Event(
        Happened.PROPOSAL_WITHDRAWN,
        text_of(rows, proposal).title,
        f"/proposals/{proposal.id}",
        tuple(topics(proposal)),
        reason,
    )
    tell(rows, event, at, people=authors(rows, proposal.id))
