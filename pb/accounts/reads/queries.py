"""Reading the log of reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from pb.accounts.belongings import Belonging
from pb.accounts.models import Account
from pb.accounts.reads.models import PersonalRead, What
from pb.accounts.roll.models import RollEntry

TITLES: Mapping[What, LazyString] = {
    What.ROLL: _l("Place on the roll, at the desk"),
    What.ARRIVAL: _l("Whether somebody voted, at the polling place"),
    What.LETTERS: _l("Name and address in a file, to print or send a code"),
    What.OFFICIALS: _l("Address of an official"),
    What.SEATS: _l("Address and department of an official"),
    What.EXPERTS: _l("Address of an expert"),
    What.REPORTS: _l("Reported or hidden contribution, with its reports"),
}


@dataclass(frozen=True)
class Line:
    """A read, and the address of whoever read if they still have an account.

    Codes for a whole file are one line: then `number` counts the people, and each finds it in their own data.
    """

    read: PersonalRead
    number: int
    reader: str | None

    @property
    def title(self) -> LazyString:
        return TITLES[What(self.read.what)]


# What belongs together: all codes that were handed out at once, else each read by itself.
AT_ONCE = case((PersonalRead.what == What.LETTERS.value, 0), else_=PersonalRead.id)
TOGETHER = (PersonalRead.at, PersonalRead.reader_id, AT_ONCE)


def count(rows: Session) -> int:
    lines = select(PersonalRead.at).group_by(*TOGETHER).subquery()
    return rows.scalars(select(func.count()).select_from(lines)).one()


def newest(rows: Session, start: int, size: int) -> list[Line]:
    last = func.max(PersonalRead.id)
    lines = select(last.label("last"), func.sum(PersonalRead.number).label("number")).group_by(*TOGETHER)
    page = lines.order_by(PersonalRead.at.desc(), last.desc()).offset(start).limit(size).subquery()
    wanted = (
        select(PersonalRead, page.c.number, Account.email)
        .join(page, page.c.last == PersonalRead.id)
        .outerjoin(Account, Account.person_id == PersonalRead.reader_id)
        .order_by(PersonalRead.at.desc(), PersonalRead.id.desc())
    )
    return [Line(read, int(number), email) for read, number, email in rows.execute(wanted)]


def about(rows: Session, person: int) -> list[tuple[datetime, str, str, str]]:
    """(when, office, what, why) of every read about a person, the newest first."""
    mine = select(RollEntry.id).where(RollEntry.person_id == person)
    wanted = (
        select(PersonalRead.at, PersonalRead.office, PersonalRead.what, PersonalRead.why)
        .where(or_(PersonalRead.person_id == person, PersonalRead.entry_id.in_(mine)))
        .order_by(PersonalRead.at.desc(), PersonalRead.id.desc())
    )
    return [(at, office, what, why) for at, office, what, why in rows.execute(wanted)]


def tell(rows: Session, person: int) -> object:
    found = about(rows, person)
    return [
        {"at": at.isoformat(), "office": office, "what": what, "why": why} for at, office, what, why in found
    ]


def stays(rows: Session, person: int) -> None:
    """Nothing goes with the account: who read it can be asked for two years."""


BELONGING = Belonging("read_by_officials", tell, stays)
