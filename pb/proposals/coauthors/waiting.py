"""What waits for a person to say yes or no: requests to write along, and invitations."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from pb.accounts.models import Account
from pb.proposals.coauthors.actions import CAN_BE_JOINED
from pb.proposals.coauthors.models import Invitation, JoinRequest
from pb.proposals.models import Proposal
from pb.proposals.naming import titles
from pb.proposals.queries import text_of
from pb.proposals.versions.queries import is_open
from pb.proposals.writing.models import Author


@dataclass(frozen=True)
class Asked:
    """A proposal of the person, and how many would like to write along."""

    number: int
    title: str
    requests: int


@dataclass(frozen=True)
class Invited:
    """A proposal to which the person is invited, and until when."""

    number: int
    title: str
    ends: datetime


def asked(rows: Session, person: int, at: datetime) -> list[Asked]:
    """Of those proposals whose authors can still answer."""
    its = (
        select(Proposal, func.count(JoinRequest.person_id))
        .join(JoinRequest, JoinRequest.proposal_id == Proposal.id)
        .join(Author, Author.proposal_id == Proposal.id)
        .where(Author.person_id == person)
        .group_by(Proposal.id)
        .order_by(Proposal.id)
    )
    found = [(proposal, count) for proposal, count in rows.execute(its) if is_open(rows, proposal, at)]
    named = titles(rows, [proposal.id for proposal, _ in found]) if found else {}
    return [Asked(proposal.id, named[proposal.id], count) for proposal, count in found]


def invitations(rows: Session, account: int | None, at: datetime) -> list[Invited]:
    """To the address of this account, which its holder has confirmed."""
    if account is None:
        return []
    its = addressed(account, at).order_by(Invitation.ends)
    return [
        Invited(one.proposal_id, text_of(rows, rows.get_one(Proposal, one.proposal_id)).title, one.ends)
        for one in rows.scalars(its)
    ]


def invitation(rows: Session, proposal: int, account: int | None, at: datetime) -> Invitation | None:
    if account is None:
        return None
    return rows.scalars(addressed(account, at).where(Invitation.proposal_id == proposal)).first()


def addressed(account: int, at: datetime) -> "Select[Invitation]":
    """What is still good, for a proposal that still takes authors."""
    return (
        select(Invitation)
        .join(Account, func.lower(Account.email) == func.lower(Invitation.email))
        .join(Proposal, Proposal.id == Invitation.proposal_id)
        .where(Account.id == account, Invitation.ends > at)
        .where(Proposal.state.in_([state.value for state in CAN_BE_JOINED]))
    )
