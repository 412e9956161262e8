"""Inviting somebody to write along, accepting, leaving."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb.accounts.secrets import Keys, new_token
from pb.cycles import eligibility
from pb.cycles.models import Cycle
from pb.cycles.queries import plan_of
from pb.errors import Refused
from pb.mail import post
from pb.notices.actions import follow
from pb.notices.topics import Topic
from pb.proposals.coauthors import letters
from pb.proposals.coauthors.models import Invitation
from pb.proposals.models import Proposal, State
from pb.proposals.queries import text_of
from pb.proposals.writing.models import Author
from pb.proposals.writing.queries import authors

LASTS = timedelta(days=14)
MOST_AUTHORS = 10
PURPOSE = "proposal invitation"
CAN_BE_JOINED = (State.DRAFT, State.RECEIVED, State.IN_REVIEW)


class DeadInvitation(Refused):
    why = _l("This invitation was used, taken back, or is older than two weeks. Ask for a new one.")


class AlreadyAuthor(Refused):
    why = _l("You are one of its authors already.")


class TooManyAuthors(Refused):
    why = _l("Ten authors and invitations are the most. Take one back first.")


class FirstAuthor(Refused):
    why = _l("Whoever began a proposal cannot leave it, only take it back.")


def waiting(rows: Session, proposal: int, at: datetime) -> list[Invitation]:
    """The invitations that nobody has answered yet."""
    wanted = select(Invitation).where(Invitation.proposal_id == proposal, Invitation.ends > at)
    return list(rows.scalars(wanted.order_by(Invitation.email)))


def invite(rows: Session, keys: Keys, proposal: Proposal, email: str, at: datetime) -> None:
    """Send a letter with a link; an earlier link to the same address stops working. Raises TooManyAuthors."""
    rows.execute(delete(Invitation).where(Invitation.ends <= at))
    take_back(rows, proposal.id, email)
    if len(authors(rows, proposal.id)) + len(waiting(rows, proposal.id, at)) >= MOST_AUTHORS:
        raise TooManyAuthors
    token = new_token()
    rows.add(Invitation(digest=digest_of(keys, token), proposal_id=proposal.id, email=email, ends=at + LASTS))
    post(rows, letters.invitation(email, text_of(rows, proposal).title, token), at)


def take_back(rows: Session, proposal: int, email: str) -> None:
    rows.execute(delete(Invitation).where(Invitation.proposal_id == proposal, Invitation.email == email))


def digest_of(keys: Keys, token: str) -> str:
    """By which the invitation of a link is found."""
    return keys.digest(PURPOSE, token)


def see(rows: Session, digest: str, at: datetime) -> Proposal:
    """The proposal to which the invitation is; looking does not use it up. Raises DeadInvitation."""
    found = rows.get(Invitation, digest)
    proposal = rows.get(Proposal, found.proposal_id) if found is not None and found.ends > at else None
    if proposal is None or proposal.state not in CAN_BE_JOINED:
        raise DeadInvitation
    return proposal


def accept(rows: Session, digest: str, person: int, pen_name: str, at: datetime) -> Proposal:
    """List the person as an author. Of two who use one invitation one comes first.

    Raises DeadInvitation, AlreadyAuthor, and NotCounted or TooYoung for whom the plan does not count.
    """
    proposal = see(rows, digest, at)
    eligibility.check(rows, plan_of(rows.get_one(Cycle, proposal.cycle_id)), person)
    used = delete(Invitation).where(Invitation.digest == digest)
    if rows.execute(used.returning(Invitation.digest)).one_or_none() is None:
        raise DeadInvitation
    try:
        with rows.begin_nested():
            rows.add(Author(proposal_id=proposal.id, person_id=person, pen_name=pen_name, since=at))
    except IntegrityError:
        raise AlreadyAuthor from None
    follow(rows, person, Topic.PROPOSAL.of(proposal.id), at)
    return proposal


def decline(rows: Session, digest: str) -> None:
    rows.execute(delete(Invitation).where(Invitation.digest == digest))


def leave(rows: Session, proposal: Proposal, person: int) -> None:
    """Be no author any more. Raises FirstAuthor."""
    if proposal.person_id == person:
        raise FirstAuthor
    rows.execute(delete(Author).where(Author.proposal_id == proposal.id, Author.person_id == person))
