"""Giving and taking offices: with a reason, and in the journal before it counts."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb.access import Role
from pb.accounts import queries, sessions
from pb.accounts.errors import AlreadyHeld, LastAdministrator, NoSuchAccount
from pb.accounts.models import Account, HeldRole
from pb.journal.actions import record
from pb.journal.entry import Act
from pb.journal.kinds import Kind, Office
from pb.journal.seal import Seal


def give(
    rows: Session, seal: Seal, account: Account, role: Role, by: Office, reason: str, at: datetime
) -> None:
    """Raises AlreadyHeld. The account's browsers are signed out, so that no old session gains power."""
    try:
        with rows.begin_nested():
            rows.add(HeldRole(account_id=account.id, role=role.value, since=at))
    except IntegrityError:
        raise AlreadyHeld from None
    note(rows, seal, Kind.ROLE_GIVEN, account.id, role, by, reason, at)


def take(rows: Session, seal: Seal, account: int, role: Role, by: Office, reason: str, at: datetime) -> None:
    """Raises NoSuchAccount if nobody there holds the office, and LastAdministrator."""
    note(rows, seal, Kind.ROLE_TAKEN, account, role, by, reason, at)
    held = delete(HeldRole).where(HeldRole.account_id == account, HeldRole.role == role.value)
    if rows.execute(held.returning(HeldRole.account_id)).one_or_none() is None:
        raise NoSuchAccount
    # Writers of the journal take turns, so two administrators cannot remove each other at once.
    if not queries.holders(rows, Role.ADMINISTRATOR):
        raise LastAdministrator


def note(
    rows: Session, seal: Seal, kind: Kind, account: int, role: Role, by: Office, reason: str, at: datetime
) -> None:
    facts = {"official": str(account), "role": role.value}
    record(rows, seal, Act(kind, by, facts, reason), at)
    sessions.end_all(rows, account)
