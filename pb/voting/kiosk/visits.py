"""Handing a device over, opening it with the code, and ending it."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from pb.accounts.secrets import Keys, bare, new_code, new_token
from pb.cycles.plan import Channel
from pb.errors import Refused
from pb.voting import hall as halls
from pb.voting import rules
from pb.voting.box.casting import check_open
from pb.voting.box.models import SlotStanding
from pb.voting.errors import Barred, PaperOnly, VotingClosed
from pb.voting.hall import Hall
from pb.voting.kiosk.models import Visit
from pb.voting.models import Slot

CODE_LASTS = timedelta(minutes=10)
# Far more than anybody needs; whoever goes away is noticed by the device itself, after two minutes.
VISIT_LASTS = timedelta(minutes=40)
CODE, TOKEN = "kiosk code", "kiosk"


class NoSuchCode(Refused):
    why = _l("This code opens nothing: it was used, it is older than ten minutes, or it is mistyped.")


def hand_over(rows: Session, keys: Keys, hall: Hall, number: int, at: datetime) -> str:
    """A code that opens a device for this slot, once. Raises NotOpen, VotingClosed, Barred, PaperOnly."""
    check_open(rows, hall)
    if not rules.may_begin(at, halls.ends(rows, hall)):
        raise VotingClosed
    if rows.get_one(SlotStanding, (hall.election, number)).barred:
        raise Barred
    if hall.channels[rows.get_one(Slot, (hall.election, number)).voter_group] is Channel.PAPER:
        raise PaperOnly
    mine = (Visit.election_id == hall.election, Visit.slot == number)
    forgotten = Visit.made <= at - CODE_LASTS - VISIT_LASTS
    end_where(rows, at, *mine)
    end_where(rows, at, forgotten, Visit.ended.is_(None))
    code = new_code()
    rows.add(Visit(election_id=hall.election, slot=number, code=keys.digest(CODE, bare(code)), made=at))
    rows.flush()
    return code


def open_with(rows: Session, keys: Keys, code: str, at: datetime) -> str:
    """The token of the device that the code opens. Raises NoSuchCode."""
    wanted = select(Visit).where(
        Visit.code == keys.digest(CODE, bare(code)), Visit.opened.is_(None), Visit.made > at - CODE_LASTS
    )
    found = rows.scalars(wanted.with_for_update()).one_or_none()
    if found is None:
        raise NoSuchCode
    token = new_token()
    found.code, found.token, found.opened = None, keys.digest(TOKEN, token), at
    rows.flush()
    return token


def of(rows: Session, keys: Keys, token: str, at: datetime) -> Visit | None:
    """The visit that runs on the device with this token."""
    wanted = select(Visit).where(
        Visit.token == keys.digest(TOKEN, token), Visit.ended.is_(None), Visit.opened > at - VISIT_LASTS
    )
    return rows.scalars(wanted).one_or_none()


def end(rows: Session, visit: Visit, at: datetime) -> None:
    end_where(rows, at, Visit.id == visit.id)


def end_all(rows: Session, election: int, at: datetime) -> None:
    """With the box every device closes."""
    end_where(rows, at, Visit.election_id == election, Visit.ended.is_(None))


def end_where(rows: Session, at: datetime, *which: object) -> None:
    ended = update(Visit).where(*which).values(slot=None, code=None, token=None, ended=at)  # type: ignore[arg-type]
    rows.execute(ended)


def opened(rows: Session, election: int) -> int:
    """How many devices were handed over and opened."""
    wanted = select(func.count()).where(Visit.election_id == election, Visit.opened.is_not(None))
    return rows.scalars(wanted).one()
