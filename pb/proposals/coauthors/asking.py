"""Asking to write along at somebody else's proposal; its authors say yes or no."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pb.cycles import eligibility
from pb.cycles.models import Cycle
from pb.cycles.queries import plan_of
from pb.errors import Refused
from pb.notices.actions import follow, tell
from pb.notices.event import Event
from pb.notices.kinds import Happened
from pb.notices.topics import Topic
from pb.proposals.coauthors.actions import MOST_AUTHORS, AlreadyAuthor, TooManyAuthors, waiting
from pb.proposals.coauthors.models import JoinRequest
from pb.proposals.models import Proposal
from pb.proposals.queries import text_of
from pb.proposals.versions.queries import is_open
from pb.proposals.writing.models import Author
from pb.proposals.writing.queries import authors, is_author


class TakesNoAuthors(Refused):
    why = _l("Nobody can become an author of this proposal any more. You can support it instead.")


class NoSuchRequest(Refused):
    why = _l("This request was answered meanwhile, or taken back.")


def requests(rows: Session, proposal: int) -> list[JoinRequest]:
    """What its authors have not answered yet, the earliest first."""
    wanted = select(JoinRequest).where(JoinRequest.proposal_id == proposal)
    return list(rows.scalars(wanted.order_by(JoinRequest.at, JoinRequest.person_id)))


def ask(rows: Session, proposal: Proposal, person: int, pen_name: str, words: str, at: datetime) -> None:
    """Tell the authors that this resident would like to write along. Asking again replaces what was asked.

    Raises TakesNoAuthors, AlreadyAuthor, and NotCounted or TooYoung for whom the plan does not count.
    """
    if not is_open(rows, proposal, at):
        raise TakesNoAuthors
    if is_author(rows, proposal.id, person):
        raise AlreadyAuthor
    eligibility.check(rows, plan_of(rows.get_one(Cycle, proposal.cycle_id)), person)
    rows.merge(JoinRequest(proposal_id=proposal.id, person_id=person, pen_name=pen_name, words=words, at=at))
    told = f"{pen_name}: {words}" if pen_name else words
    tell_alone(rows, proposal, Happened.JOIN_ASKED, "/authors", told, at, authors(rows, proposal.id))


def take(rows: Session, proposal: Proposal, person: int, at: datetime) -> None:
    """List the person as an author. Raises NoSuchRequest, TooManyAuthors."""
    request = rows.get(JoinRequest, (proposal.id, person))
    if request is None:
        raise NoSuchRequest
    if len(authors(rows, proposal.id)) + len(waiting(rows, proposal.id, at)) >= MOST_AUTHORS:
        raise TooManyAuthors
    if not is_author(rows, proposal.id, person):
        rows.add(Author(proposal_id=proposal.id, person_id=person, pen_name=request.pen_name, since=at))
    rows.delete(request)
    rows.flush()
    follow(rows, person, Topic.PROPOSAL.of(proposal.id), at)
    tell_alone(rows, proposal, Happened.JOIN_TAKEN, "", "", at, [person])


def turn_down(rows: Session, proposal: Proposal, person: int, at: datetime) -> None:
    """Raises NoSuchRequest."""
    its = delete(JoinRequest).where(JoinRequest.proposal_id == proposal.id, JoinRequest.person_id == person)
    if rows.execute(its.returning(JoinRequest.person_id)).one_or_none() is None:
        raise NoSuchRequest
    tell_alone(rows, proposal, Happened.JOIN_TURNED_DOWN, "", "", at, [person])


def tell_alone(
    rows: Session, proposal: Proposal, kind: Happened, page: str, words: str, at: datetime, people: list[int]
) -> None:
    """A letter that only these people get."""
    address = f"/proposals/{proposal.id}{page}"
    event = Event(kind, text_of(rows, proposal).title, address, (), words, private=True)
    tell(rows, event, at, people=people)
