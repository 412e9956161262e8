"""A new version of a proposal, by its authors or by the town, and asking for one."""

from datetime import datetime

from sqlalchemy.orm import Session

from pb.journal.kinds import Kind
from pb.journal.pen import Pen
from pb.notices.actions import tell
from pb.notices.event import Event
from pb.notices.kinds import Happened
from pb.proposals.filing import Filing
from pb.proposals.models import Proposal, ProposalVersion, State
from pb.proposals.queries import text_of
from pb.proposals.rules import ON_THE_WAY, NotFromHere
from pb.proposals.text import Text
from pb.proposals.versions import told
from pb.proposals.versions.models import AskedAmendment
from pb.proposals.versions.queries import is_open
from pb.proposals.versions.rules import Closed, NothingChanged
from pb.proposals.writing.actions import topics, version
from pb.proposals.writing.queries import authors


def ask_to_amend(rows: Session, proposal: Proposal, until: datetime) -> None:
    """Let the authors change a proposal in review until then. For reviewers, whose room tells them why.

    Raises NotFromHere unless it is in review.
    """
    if proposal.state != State.IN_REVIEW.value:
        raise NotFromHere
    rows.merge(AskedAmendment(proposal_id=proposal.id, until=until))


def amend(
    rows: Session, proposal: Proposal, text: Text, filed: Filing, person: int, at: datetime
) -> ProposalVersion:
    """From now on the proposal says `text` and belongs where `filed` says; what was before stays to be read.

    Raises Closed when it may not be changed, NothingChanged. The caller has locked the proposal's row.
    """
    if not is_open(rows, proposal, at):
        raise Closed
    if text == text_of(rows, proposal) and filed == Filing.of(proposal):
        raise NothingChanged
    about = set(topics(proposal))
    new = follow_up(rows, proposal, text, filed, person, at)
    address = f"/proposals/{proposal.id}/versions"
    about |= set(topics(proposal))
    tell(rows, Event(Happened.PROPOSAL_CHANGED, text.title, address, tuple(sorted(about))), at)
    return new


def refile(pen: Pen, proposal: Proposal, filed: Filing, person: int) -> ProposalVersion:
    """The town files it elsewhere: another district, kind or pin. `person` is the official who does.

    Its text stays. Raises NotFromHere once it is off the way to the ballot, NothingChanged.
    """
    if State(proposal.state) not in ON_THE_WAY:
        raise NotFromHere
    before = Filing.of(proposal)
    if filed == before:
        raise NothingChanged
    text, about = text_of(pen.rows, proposal), set(topics(proposal))
    new = follow_up(pen.rows, proposal, text, filed, person, pen.at)
    new.reason = pen.reason
    pen.note(
        Kind.PROPOSAL_REFILED,
        proposal=str(proposal.id),
        name=text.title,
        filed_before=told.in_korean(pen.rows, before),
        filed=told.in_korean(pen.rows, filed),
    )
    about |= set(topics(proposal))
    address = f"/proposals/{proposal.id}/versions"
    event = Event(Happened.PROPOSAL_REFILED, text.title, address, tuple(sorted(about)), pen.reason)
    tell(pen.rows, event, pen.at, people=authors(pen.rows, proposal.id))
    return new


def follow_up(
    rows: Session, proposal: Proposal, text: Text, filed: Filing, person: int, at: datetime
) -> ProposalVersion:
    """The version after the present one, which is the present one from now on."""
    proposal.version += 1
    filed.put(proposal)
    new = version(proposal.id, proposal.version, text, filed, person, at)
    rows.add(new)
    rows.flush()
    return new
