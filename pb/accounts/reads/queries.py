"""Reading the log of reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from pb.accounts.belongings import Belonging
from pb.accounts.models import Account
from pb.accounts.reads.models import PersonalRead, What
from pb.accounts.roll.models import RollEntry

TITLES: Mapping[What, LazyString] = {
    What.ROLL: _l("Place on the roll, at the desk"),
    What.ARRIVAL: _l("Whether somebody voted, at the polling place"),
    What.LETTERS: _l("Names and addresses of a file, for letters with codes"),
    What.OFFICIALS: _l("Address of an official"),
    What.SEATS: _l("Address and department of an official"),
    What.EXPERTS: _l("Address of an expert"),
    What.REPORTS: _l("Reported or hidden contribution, with its reports"),
}


@dataclass(frozen=True)
class Line:
    """A read, and the address of whoever read if they still have an account."""

    read: PersonalRead
    reader: str | None

    @property
    def title(self) -> LazyString:
        return TITLES[What(self.read.what)]


def count(rows: Session) -> int:
    return rows.scalars(select(func.count(PersonalRead.id))).one()


def newest(rows: Session, start: int, size: int) -> list[Line]:
    wanted = (
        select(PersonalRead, Account.email)
        .outerjoin(Account, Account.person_id == PersonalRead.reader_id)
        .order_by(PersonalRead.at.desc(), PersonalRead.id.desc())
    )
    return [Line(read, email) for read, email in rows.execute(wanted.offset(start).limit(size))]


def about(rows: Session, person: int) -> list[tuple[datetime, str, str]]:
    """(when, office, what) of every read about a person, the newest first."""
    mine = select(RollEntry.id).where(RollEntry.person_id == person)
    wanted = (
        select(PersonalRead.at, PersonalRead.office, PersonalRead.what)
        .where(or_(PersonalRead.person_id == person, PersonalRead.entry_id.in_(mine)))
        .order_by(PersonalRead.at.desc(), PersonalRead.id.desc())
    )
    return [(at, office, what) for at, office, what in rows.execute(wanted)]


def tell(rows: Session, person: int) -> object:
    found = about(rows, person)
    return [{"at": at.isoformat(), "office": office, "what": what} for at, office, what in found]


def stays(rows: Session, person: int) -> None:
    """Nothing goes with the account: who read it can be asked for two years."""


BELONGING = Belonging("read_by_officials", tell, stays)
