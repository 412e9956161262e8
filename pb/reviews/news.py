"""What the review tells the proposers and everyone who follows: each at once, by page and by mail."""

from datetime import date, datetime

from flask import url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from pb.notices.actions import tell
from pb.notices.event import Event
from pb.notices.kinds import Happened
from pb.notices.topics import Topic
from pb.proposals.models import Proposal, ProposalVersion
from pb.town.models import Department


def title(rows: Session, proposal: Proposal) -> str:
    return rows.get_one(ProposalVersion, (proposal.id, proposal.version)).title


def proposers(proposal: Proposal) -> tuple[int, ...]:
    """The persons who are told of whatever happens to their proposal."""
    return (proposal.person_id,)


def topics(proposal: Proposal, department: int | None = None) -> tuple[str, ...]:
    found = [Topic.CYCLE.of(proposal.cycle_id), Topic.PROPOSAL.of(proposal.id)]
    if proposal.district_id is not None:
        found.append(Topic.DISTRICT.of(proposal.district_id))
    if proposal.category_id is not None:
        found.append(Topic.CATEGORY.of(proposal.category_id))
    if department is not None:
        found.append(Topic.DEPARTMENT.of(department))
    return tuple(found)


def assigned(rows: Session, proposal: Proposal, lead: Department, due: date, at: datetime) -> None:
    told = []
    for language, name in (("ko", lead.name_ko), ("en", lead.name_en)):
        with force_locale(language):
            told.append(_("%(department)s examines it until %(day)s.", department=name, day=due.isoformat()))
    say(rows, Happened.REVIEW_BEGUN, proposal, "\n".join(told), at, lead.id)


def say(
    rows: Session, kind: Happened, proposal: Proposal, words: str, at: datetime, department: int | None = None
) -> None:
    """Tell the proposers now, and keep the news for everyone."""
    event = Event(kind, title(rows, proposal), address(proposal), topics(proposal, department), words)
    tell(rows, event, at, proposers(proposal))


def address(proposal: Proposal) -> str:
    """The page on which the proposal's standing can be read."""
    return url_for("reviews.standing", number=proposal.id)
