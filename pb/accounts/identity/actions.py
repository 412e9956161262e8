"""The place on the roll of whoever an identity service vouches for, and coming back as the same person."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from pb.accounts.errors import AlreadyClaimed, NotOnRoll
from pb.accounts.identity.claims import Told
from pb.accounts.identity.models import Identity
from pb.accounts.models import Account
from pb.accounts.roll import actions as roll
from pb.accounts.roll.models import RollEntry
from pb.accounts.roll.reading import Resident
from pb.accounts.secrets import Keys
from pb.journal.actions import record
from pb.journal.entry import Act
from pb.journal.kinds import Kind, Office
from pb.journal.seal import Seal
from pb.town.models import District

VOUCHED = "본인확인 기관이 확인한 주민 · vouched for by the identity service"


@dataclass(frozen=True)
class Comer:
    """Who sends the request so far: a person with or without an account, or nobody yet."""

    person: int | None
    has_account: bool


def subject(keys: Keys, issuer: str, name: str) -> str:
    return keys.digest("identity", f"{issuer}\0{name}")


def prove(rows: Session, keys: Keys, seal: Seal, digest: str, told: Told, comer: Comer, at: datetime) -> int:
    """The person who this subject is: the same whenever they come, with or without an account.

    Raises NotOnRoll, AlreadyClaimed, AlreadyResident, ConsentMissing.
    """
    known = rows.get(Identity, digest)
    if known is not None:
        return come_back(rows, known.person_id, comer)
    entry = place(rows, keys, seal, told, at)
    person = roll.take_place(rows, (RollEntry.id == entry,), comer.person, at)
    rows.add(Identity(digest=digest, person_id=person, since=at))
    rows.flush()
    return person


def come_back(rows: Session, known: int, comer: Comer) -> int:
    """With an account the visitor keeps it, if it can be the same person's. Raises AlreadyClaimed."""
    if comer.person in (None, known) or not comer.has_account:
        return known
    theirs = rows.scalar(select(exists().where(Account.person_id == known)))
    if theirs or roll.district_of(rows, comer.person) is not None:
        raise AlreadyClaimed
    roll.join_persons(rows, known, comer.person)
    return comer.person


def place(rows: Session, keys: Keys, seal: Seal, told: Told, at: datetime) -> int:
    """The place on the roll. A line that is not there yet is added where the service vouches for the basis.

    Raises NotOnRoll.
    """
    same_name = RollEntry.name_digest == roll.name_digest(keys, told.name, told.birth)
    if told.address:
        line = roll.line_digest(keys, told.name, told.birth, told.address)
        found = list(rows.scalars(select(RollEntry.id).where(RollEntry.line_digest == line)))
    else:
        near = select(RollEntry.id).where(same_name, RollEntry.district == told.district)
        found = list(rows.scalars(near))
    if len(found) == 1:
        return found[0]
    if found or told.basis is None or not is_ours(rows, told.district):
        raise NotOnRoll
    one = Resident(0, told.name, told.birth, told.district, told.address, told.basis)
    if roll.add(rows, keys, [one], at) != 1:
        raise NotOnRoll
    facts = {"added": "1", "known": "0", "refused": "0"}
    record(rows, seal, Act(Kind.ROLL_EXTENDED, Office.SYSTEM, facts, VOUCHED), at)
    line = roll.line_digest(keys, told.name, told.birth, told.address)
    return rows.scalars(select(RollEntry.id).where(RollEntry.line_digest == line)).one()


def is_ours(rows: Session, district: str) -> bool:
    return bool(rows.scalar(select(exists().where(District.name_ko == district, District.retired.is_(None)))))
