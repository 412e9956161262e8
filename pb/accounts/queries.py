"""Who is who."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.access import Role
from pb.accounts.models import Account, HeldRole, RecoveryCode, SignedIn
from pb.accounts.roll.actions import district_of
from pb.accounts.rules import email_key


@dataclass(frozen=True)
class Visitor:
    """Whoever sends a request from a browser that is signed in."""

    signed_in: int
    person: int
    account: int | None
    email: str
    offices: frozenset[Role]
    district: str | None
    second_factor: bool
    seen: datetime


@dataclass(frozen=True)
class Official:
    account: int
    person: int
    email: str
    role: Role
    since: datetime
    has_second_factor: bool


def by_email(session: Session, email: str) -> Account | None:
    return session.scalars(select(Account).where(Account.email_key == email_key(email))).one_or_none()


def offices(session: Session, account: int) -> frozenset[Role]:
    held = select(HeldRole.role).where(HeldRole.account_id == account)
    return frozenset(Role(role) for role in session.scalars(held))


def visitor(session: Session, digest: str, at: datetime) -> Visitor | None:
    """Who holds the token with this digest, if it still counts."""
    row = session.scalars(select(SignedIn).where(SignedIn.digest == digest, SignedIn.ends > at)).one_or_none()
    if row is None:
        return None
    account = session.get(Account, row.account_id) if row.account_id else None
    return Visitor(
        signed_in=row.id,
        person=row.person_id,
        account=row.account_id,
        email=account.email if account else "",
        offices=offices(session, account.id) if account else frozenset(),
        district=district_of(session, row.person_id),
        second_factor=row.second_factor,
        seen=row.seen,
    )


def browsers(session: Session, account: int, at: datetime) -> list[SignedIn]:
    """Where an account is signed in, the latest first."""
    found = select(SignedIn).where(SignedIn.account_id == account, SignedIn.ends > at)
    return list(session.scalars(found.order_by(SignedIn.seen.desc())))


def codes_left(session: Session, account: int) -> int:
    return len(session.scalars(select(RecoveryCode.digest).where(RecoveryCode.account_id == account)).all())


def officials(session: Session) -> list[Official]:
    found = (
        select(Account, HeldRole)
        .join(HeldRole, HeldRole.account_id == Account.id)
        .order_by(HeldRole.role, HeldRole.since, Account.id)
    )
    return [
        Official(
            account.id, account.person_id, account.email, Role(held.role), held.since, bool(account.secret)
        )
        for account, held in session.execute(found)
    ]


def holders(session: Session, role: Role) -> int:
    return len(session.scalars(select(HeldRole.account_id).where(HeldRole.role == role.value)).all())
