"""Where a discussion takes place: its proposal, whether it is open, its pages and topics."""

from datetime import datetime

from sqlalchemy.orm import Session

from pb.cycles import eligibility
from pb.cycles.models import Cycle
from pb.cycles.queries import plan_of
from pb.discussion.models import Post
from pb.discussion.rules import Closed, is_open
from pb.proposals.models import Proposal, ProposalVersion


def is_open_now(rows: Session, proposal: Proposal, at: datetime) -> bool:
    return is_open(proposal.state, plan_of(rows.get_one(Cycle, proposal.cycle_id)), at)


def check_open(rows: Session, proposal: Proposal, at: datetime) -> None:
    """Raises Closed unless something can be said about the proposal now."""
    if not is_open_now(rows, proposal, at):
        raise Closed


def check_counted(rows: Session, proposal: Proposal, person: int) -> None:
    """Whether the plan of its year counts this resident. Raises NotCounted, TooYoung."""
    eligibility.check(rows, plan_of(rows.get_one(Cycle, proposal.cycle_id)), person)


def title(rows: Session, proposal: Proposal) -> str:
    return rows.get_one(ProposalVersion, (proposal.id, proposal.version)).title


def path(post: Post) -> str:
    """The page that shows the post, at its place."""
    return f"/discussion/{post.thread}#post-{post.id}"
