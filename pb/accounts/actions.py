"""Joining, entering and changing one's own account."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb.accounts import letters, queries, sessions
from pb.accounts.errors import AddressTaken, DeadLink, HoldsOffice, WrongPassword
from pb.accounts.models import Account, HeldRole, MailedLink, Person, RecoveryCode, SignedIn
from pb.accounts.roll.actions import district_of
from pb.accounts.rules import LINK_LASTS, email_key
from pb.accounts.secrets import Keys, hashed, is_weak, matches, new_token
from pb.mail import post


class Purpose(StrEnum):
    """What a mailed link is for."""

    JOIN = "join"
    RESET = "reset"
    ADDRESS = "address"


def ask_to_join(rows: Session, keys: Keys, email: str, at: datetime, wanted: str | None = None) -> None:
    """Send a mail either way: the link to go on, or the word that there is an account already.

    Both lead on to the page of our own that was wanted, if there was one.
    """
    if queries.by_email(rows, email):
        post(rows, letters.already_here(email, wanted), at)
    else:
        token = new_link(rows, keys, Purpose.JOIN, email, None, at)
        post(rows, letters.join(email, token, wanted), at)


def join(rows: Session, keys: Keys, token: str, password: str, at: datetime) -> Account:
    """Open the account that the link is for. Raises DeadLink, AddressTaken."""
    used = use_link(rows, keys, Purpose.JOIN, token, at)
    return open_account(rows, used.email, hashed(password, official=False), at)


def open_account(rows: Session, email: str, password: str, at: datetime) -> Account:
    person = Person()
    rows.add(person)
    rows.flush()
    account = Account(
        person_id=person.id, email=email, email_key=email_key(email), password=password, made=at, last_step=0
    )
    try:
        with rows.begin_nested():
            rows.add(account)
    except IntegrityError:
        raise AddressTaken from None
    return account


def check_password(rows: Session, email: str, password: str) -> Account:
    """The account that both belong to. Raises WrongPassword, after the same work for every address."""
    account = queries.by_email(rows, email)
    if not matches(account.password if account else None, password) or account is None:
        raise WrongPassword
    return account


def strengthen(rows: Session, account: int, password: str) -> None:
    """Hash a password that was just found right anew, if its holder's office asks for more work by now."""
    found, official = rows.get_one(Account, account), bool(queries.offices(rows, account))
    if is_weak(found.password, official):
        found.password = hashed(password, official)


def ask_to_reset(rows: Session, keys: Keys, email: str, at: datetime) -> None:
    """Send a mail either way."""
    account = queries.by_email(rows, email)
    if account is None:
        post(rows, letters.nobody_here(email), at)
    else:
        token = new_link(rows, keys, Purpose.RESET, account.email, account.id, at)
        post(rows, letters.reset(account.email, token), at)


def reset(rows: Session, keys: Keys, token: str, password: str, at: datetime) -> Account:
    """Set the new password and sign out everywhere; the second factor stays. Raises DeadLink."""
    account = account_of(rows, use_link(rows, keys, Purpose.RESET, token, at))
    set_password(rows, account, password, at)
    sessions.end_all(rows, account.id)
    return account


def set_password(rows: Session, account: Account, password: str, at: datetime) -> None:
    account.password = hashed(password, bool(queries.offices(rows, account.id)))
    rows.execute(delete(MailedLink).where(MailedLink.account_id == account.id))
    post(rows, letters.password_changed(account.email), at)


def ask_for_address(rows: Session, keys: Keys, account: Account, email: str, at: datetime) -> None:
    """Send a mail to the new address either way."""
    if queries.by_email(rows, email):
        post(rows, letters.address_taken(email), at)
    else:
        token = new_link(rows, keys, Purpose.ADDRESS, email, account.id, at)
        post(rows, letters.confirm_address(email, token), at)


def change_address(rows: Session, keys: Keys, token: str, at: datetime) -> None:
    """Move the account to the address that the link was sent to. Raises DeadLink, AddressTaken."""
    used = use_link(rows, keys, Purpose.ADDRESS, token, at)
    account = account_of(rows, used)
    old = account.email
    try:
        with rows.begin_nested():
            account.email, account.email_key = used.email, email_key(used.email)
    except IntegrityError:
        raise AddressTaken from None
    rows.execute(delete(MailedLink).where(MailedLink.account_id == account.id))
    post(rows, letters.address_changed(old, used.email), at)


def delete_account(rows: Session, account: Account) -> None:
    """Forget the account. Raises HoldsOffice. What the person did for the town stays, without a name."""
    if queries.offices(rows, account.id):
        raise HoldsOffice
    for table in (RecoveryCode, MailedLink, HeldRole, SignedIn):
        rows.execute(delete(table).where(table.account_id == account.id))
    rows.delete(account)


def own_data(rows: Session, account: Account, at: datetime) -> dict[str, Any]:
    """Everything that is kept about the account, for its owner to take along."""
    held = select(HeldRole).where(HeldRole.account_id == account.id)
    return {
        "email": account.email,
        "resident_of": district_of(rows, account.person_id),
        "account_since": account.made.isoformat(),
        "second_factor": account.secret is not None,
        "recovery_codes_left": queries.codes_left(rows, account.id),
        "offices": [{"role": role.role, "since": role.since.isoformat()} for role in rows.scalars(held)],
        "signed_in": [
            {"device": row.device, "since": row.begun.isoformat(), "last_seen": row.seen.isoformat()}
            for row in queries.browsers(rows, account.id, at)
        ],
    }


def new_link(
    rows: Session, keys: Keys, purpose: Purpose, email: str, account: int | None, at: datetime
) -> str:
    token = new_token()
    rows.execute(delete(MailedLink).where(MailedLink.ends <= at))
    digest = keys.digest(purpose.value, token)
    ends = at + LINK_LASTS
    rows.add(MailedLink(digest=digest, purpose=purpose.value, email=email, account_id=account, ends=ends))
    return token


def see_link(rows: Session, keys: Keys, purpose: Purpose, token: str, at: datetime) -> MailedLink:
    """The link, still good afterwards: programs that look into mails may not use it up. Raises DeadLink."""
    found = rows.get(MailedLink, keys.digest(purpose.value, token))
    if found is None or found.ends <= at:
        raise DeadLink
    return found


def use_link(rows: Session, keys: Keys, purpose: Purpose, token: str, at: datetime) -> MailedLink:
    """The link, which no other request can use any more. Raises DeadLink."""
    found = see_link(rows, keys, purpose, token, at)
    taken = delete(MailedLink).where(MailedLink.digest == found.digest).returning(MailedLink.digest)
    rows.expunge(found)
    if rows.execute(taken).one_or_none() is None:
        raise DeadLink
    return found


def account_of(rows: Session, used: MailedLink) -> Account:
    account = rows.get(Account, used.account_id)
    if account is None:
        raise DeadLink
    return account
