"""Taking the roll in, giving out codes, and claiming one's place on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, delete, exists, func, not_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb.accounts.errors import AlreadyClaimed, AlreadyResident, ConsentMissing, NoConsentNeeded, NotOnRoll
from pb.accounts.models import Person, SignedIn
from pb.accounts.roll.basis import CONSENT_UNDER, GROWN, Basis, latest_birth
from pb.accounts.roll.models import RollEntry
from pb.accounts.roll.reading import Resident, Roll, one_blank
from pb.accounts.secrets import Keys, bare, new_code
from pb.db import Base
from pb.journal.actions import record
from pb.journal.entry import Act
from pb.journal.forms import TOWN_TIME
from pb.journal.kinds import Kind, Office
from pb.journal.seal import Seal

AT_ONCE = 1_000


@dataclass(frozen=True)
class Letter:
    """What is printed for one resident; the code is known only to this letter. `place` is on the roll."""

    name: str
    address: str
    code: str
    place: int


def day(at: datetime) -> date:
    """The day on the town's calendar."""
    return at.astimezone(TOWN_TIME).date()


def line_digest(keys: Keys, name: str, birth: date, address: str) -> str:
    return keys.digest("roll line", "\0".join((name, birth.isoformat(), address)))


def name_digest(keys: Keys, name: str, birth: date) -> str:
    return keys.digest("roll name", f"{one_blank(name).replace(' ', '').casefold()}\0{birth.isoformat()}")


def code_digest(keys: Keys, code: str) -> str:
    return keys.digest("roll code", bare(code))


def take_in(
    rows: Session, keys: Keys, seal: Seal, roll: Roll, office: Office, reason: str, at: datetime
) -> int:
    """Add whoever is not on the roll yet. Returns how many; the journal says so too.

    Birth dates of those who have grown up since are forgotten.
    """
    forget_births(rows, at)
    added = sum(
        add(rows, keys, roll.residents[start : start + AT_ONCE], at)
        for start in range(0, len(roll.residents), AT_ONCE)
    )
    facts = {
        "added": str(added),
        "known": str(len(roll.residents) - added),
        "refused": str(len(roll.faults)),
    }
    record(rows, seal, Act(Kind.ROLL_EXTENDED, office, facts, reason), at)
    return added


def forget_births(rows: Session, at: datetime) -> None:
    grown = RollEntry.born <= latest_birth(GROWN, day(at))
    rows.execute(update(RollEntry).where(grown).values(born=None, consented=None))


def add(rows: Session, keys: Keys, residents: Sequence[Resident], at: datetime) -> int:
    table = RollEntry.__table__
    assert isinstance(table, Table)  # noqa: S101 - narrows the type
    grown = latest_birth(GROWN, day(at))
    lines = [
        {
            "line_digest": line_digest(keys, one.name, one.birth, one.address),
            "name_digest": name_digest(keys, one.name, one.birth),
            "district": one.district,
            "basis": one.basis.value,
            "born": one.birth if one.birth > grown else None,
            "decade": one.birth.year // 10 * 10,
        }
        for one in residents
    ]
    new = once_each(rows, lines)
    if not new:
        return 0
    dialect = sqlite if rows.get_bind().dialect.name == "sqlite" else postgresql
    insert = dialect.insert(table).on_conflict_do_nothing(index_elements=["line_digest"])
    return len(rows.execute(insert.returning(table.c.id), new).all())


def once_each(rows: Session, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines without those of people who are on the roll already on another basis.

    Two who share name and birth date may both have their address here and be two people. But whoever works
    here besides living here would be there twice, with two votes: so of such a pair only the first is taken.
    """
    wanted = [line["name_digest"] for line in lines]
    there = select(RollEntry.name_digest, RollEntry.line_digest, RollEntry.basis)
    taken: dict[str, list[tuple[str, str]]] = {}
    for name, line, basis in rows.execute(there.where(RollEntry.name_digest.in_(wanted))):
        taken.setdefault(name, []).append((line, basis))
    kept = []
    for one in lines:
        others = [known for known in taken.get(one["name_digest"], []) if known[0] != one["line_digest"]]
        bases = {basis for _line, basis in others} | {one["basis"]}
        if not others or bases == {Basis.ADDRESS.value}:
            kept.append(one)
            taken.setdefault(one["name_digest"], []).append((one["line_digest"], one["basis"]))
    return kept


def write_letters(
    rows: Session, keys: Keys, seal: Seal, roll: Roll, office: Office, reason: str, at: datetime
) -> list[Letter]:
    """A new code for each resident of the file who is on the roll and has not claimed the place.

    Codes given out before stop working, so a lost letter is replaced by a new one.
    """
    letters = [
        Letter(one.name, one.address, *given)
        for one in roll.residents
        if (given := give_code(rows, keys, line_digest(keys, one.name, one.birth, one.address)))
    ]
    facts = {"letters": str(len(letters))}
    record(rows, seal, Act(Kind.CODES_PRINTED, office, facts, reason), at)
    return letters


def give_code(rows: Session, keys: Keys, line: str) -> tuple[str, int] | None:
    """A new code for this line, with its place on the roll; None if it is not there or claimed."""
    code = new_code()
    place = set_code(rows, keys, line, code)
    return (code, place) if place is not None else None


def set_code(rows: Session, keys: Keys, line: str, code: str) -> int | None:
    """Make `code` the one that works for this line. Its place; None if it is not there or claimed."""
    given = (
        update(RollEntry)
        .where(RollEntry.line_digest == line, RollEntry.person_id.is_(None))
        .values(code_digest=code_digest(keys, code))
        .returning(RollEntry.id)
    )
    return rows.scalars(given).one_or_none()


def entry_of(rows: Session, line: str) -> int | None:
    """The place on the roll of this line, by number."""
    return rows.scalars(select(RollEntry.id).where(RollEntry.line_digest == line)).one_or_none()


def open_place(rows: Session, line: str) -> int | None:
    """The place of this line on the roll, if nobody has claimed it."""
    found = select(RollEntry.id).where(RollEntry.line_digest == line, RollEntry.person_id.is_(None))
    return rows.scalars(found).one_or_none()


def code_at_desk(
    rows: Session, keys: Keys, seal: Seal, resident: Resident, reason: str, at: datetime
) -> Letter:
    """A code for somebody whose identity card the clerk has seen. Raises NotOnRoll, AlreadyClaimed."""
    line = line_digest(keys, resident.name, resident.birth, resident.address)
    given = give_code(rows, keys, line)
    if given is None:
        raise AlreadyClaimed if entry_of(rows, line) else NotOnRoll
    record(rows, seal, Act(Kind.CODE_GIVEN, Office.CLERK, {}, reason), at)
    return Letter(resident.name, resident.address, *given)


def claim(
    rows: Session, keys: Keys, name: str, birth: date, code: str, person: int | None, at: datetime
) -> int:
    """Make `person`, or a new person, the one resident of the roll that name, birth date and code belong to.

    Returns the person. One statement decides, so of two that claim at once one comes first. Raises
    NotOnRoll, AlreadyClaimed, ConsentMissing, and AlreadyResident if the person has another place.
    """
    theirs = (
        RollEntry.code_digest == code_digest(keys, code),
        RollEntry.name_digest == name_digest(keys, name, birth),
    )
    return take_place(rows, theirs, person, at)


def take_place(
    rows: Session, theirs: tuple[ColumnElement[bool], ...], person: int | None, at: datetime
) -> int:
    """The same for whatever shows which place is `theirs`."""
    if person is None:
        newcomer = Person()
        rows.add(newcomer)
        rows.flush()
        person = newcomer.id
    take = (
        update(RollEntry)
        .where(*theirs, RollEntry.person_id.is_(None), old_enough(at))
        .values(person_id=person, claimed=at)
    )
    try:
        with rows.begin_nested():
            taken = rows.execute(take.returning(RollEntry.id)).one_or_none()
    except IntegrityError:
        raise AlreadyResident from None
    if taken is None:
        known = rows.scalars(select(RollEntry).where(*theirs)).one_or_none()
        if known is not None and known.person_id is None:
            raise ConsentMissing
        raise AlreadyClaimed if known else NotOnRoll
    return person


def old_enough(at: datetime) -> ColumnElement[bool]:
    """Of an entry: nobody has to agree, or a guardian has."""
    young = RollEntry.born > latest_birth(CONSENT_UNDER, day(at))
    return or_(RollEntry.born.is_(None), not_(young), RollEntry.consented.is_not(None))


def record_consent(
    rows: Session, keys: Keys, seal: Seal, resident: Resident, reason: str, at: datetime
) -> None:
    """A guardian has agreed at the desk. The journal tells no name. Raises NotOnRoll, NoConsentNeeded."""
    line = line_digest(keys, resident.name, resident.birth, resident.address)
    entry = rows.scalars(select(RollEntry).where(RollEntry.line_digest == line)).one_or_none()
    if entry is None:
        raise NotOnRoll
    if entry.born is None or entry.born <= latest_birth(CONSENT_UNDER, day(at)):
        raise NoConsentNeeded
    entry.consented = at
    record(rows, seal, Act(Kind.CONSENT_RECORDED, Office.CLERK, {}, reason), at)


def note_second_claim(rows: Session, seal: Seal, at: datetime) -> None:
    why = "이미 확인된 주민에 대한 시도 · This place on the roll had been claimed before"
    record(rows, seal, Act(Kind.CLAIM_REFUSED, Office.SYSTEM, {}, why), at)


def join_persons(rows: Session, guest: int, member: int) -> None:
    """What somebody did without an account goes over to the account's person, if that has no place itself."""
    if guest == member or district_of(rows, member) is not None:
        return
    rows.execute(delete(SignedIn).where(SignedIn.person_id == guest))
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column is Person.__table__.c.id for key in column.foreign_keys):
                hand_over(rows, table, column, guest, member)
    rows.execute(delete(Person).where(Person.id == guest))


def hand_over(rows: Session, table: Table, column: Column[Any], guest: int, member: int) -> None:
    """The rows of one table, of whichever room; what both have is kept once."""
    if column.primary_key:
        twin = table.alias()
        same = [twin.c[key.name] == key for key in table.primary_key if key is not column]
        both = exists().where(twin.c[column.name] == member, *same)
        rows.execute(delete(table).where(column == guest, both))
    rows.execute(update(table).where(column == guest).values({column.name: member}))


def district_of(rows: Session, person: int) -> str | None:
    """The district that the person is a resident of; None for whoever has not shown it."""
    return rows.scalars(select(RollEntry.district).where(RollEntry.person_id == person)).one_or_none()


@dataclass(frozen=True)
class Figures:
    """How far the roll has come."""

    residents: int
    with_code: int
    claimed: int


def figures(rows: Session) -> Figures:
    """`count` of a column leaves out the rows where it is empty."""
    counts = select(
        func.count(RollEntry.id), func.count(RollEntry.code_digest), func.count(RollEntry.person_id)
    )
    residents, with_code, claimed = rows.execute(counts).one()
    return Figures(residents, with_code, claimed)
