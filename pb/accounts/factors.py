"""The second factor: a phone that shows new digits every half minute, and recovery codes on paper."""

from datetime import datetime

import pyotp
import segno
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from pb.accounts import letters
from pb.accounts.errors import HoldsOffice, WrongCode
from pb.accounts.models import Account, RecoveryCode
from pb.accounts.queries import offices
from pb.accounts.rules import step_of
from pb.accounts.secrets import Keys, bare, new_code
from pb.mail import post

CODES = 10
RECOVERY = "recovery"


def new_secret() -> str:
    return pyotp.random_base32()


def picture(secret: str, email: str, town: str) -> str:
    """The secret as a QR code for an authenticator app: the address of an SVG image."""
    address = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=town)
    return str(segno.make(address, error="m").svg_data_uri(scale=5, border=4, light="#fff"))


def set_up(rows: Session, keys: Keys, account: Account, secret: str, code: str, at: datetime) -> list[str]:
    """From now on the account asks for codes of this secret. Returns the recovery codes, seen only now.

    Raises WrongCode unless `code` shows that the phone took the secret over.
    """
    step = step_of(secret, code, at, last_step=0)
    if step is None:
        raise WrongCode
    account.secret = keys.sealing.encrypt(secret.encode()).decode()
    account.last_step = step
    post(rows, letters.second_factor_changed(account.email), at)
    return new_codes(rows, keys, account)


def new_codes(rows: Session, keys: Keys, account: Account) -> list[str]:
    rows.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    codes = [new_code() for _ in range(CODES)]
    for code in codes:
        rows.add(RecoveryCode(digest=digest(keys, account, code), account_id=account.id))
    return codes


def check(rows: Session, keys: Keys, account: Account, code: str, at: datetime) -> None:
    """Raise WrongCode unless it is a code of the phone or from the paper that was never used before."""
    if not (code_of_phone(rows, keys, account, code, at) or code_of_paper(rows, keys, account, code)):
        raise WrongCode


def code_of_phone(rows: Session, keys: Keys, account: Account, code: str, at: datetime) -> bool:
    if account.secret is None:
        return False
    secret = keys.sealing.decrypt(account.secret.encode()).decode()
    step = step_of(secret, code.replace(" ", ""), at, account.last_step)
    if step is None:
        return False
    newer = update(Account).where(Account.id == account.id, Account.last_step < step).values(last_step=step)
    return rows.execute(newer.returning(Account.id)).one_or_none() is not None


def code_of_paper(rows: Session, keys: Keys, account: Account, code: str) -> bool:
    used = delete(RecoveryCode).where(RecoveryCode.digest == digest(keys, account, code))
    return rows.execute(used.returning(RecoveryCode.digest)).one_or_none() is not None


def digest(keys: Keys, account: Account, code: str) -> str:
    return keys.digest(RECOVERY, f"{account.id}/{bare(code)}")


def turn_off(rows: Session, account: Account, at: datetime) -> None:
    """Raises HoldsOffice: officials always need it."""
    if offices(rows, account.id):
        raise HoldsOffice
    account.secret = None
    rows.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    post(rows, letters.second_factor_changed(account.email), at)
