"""Voter groups: who votes in another group than the first. A list is compared with the roll and not kept."""

import csv
import io
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from pb.accounts.roll import reading
from pb.accounts.roll.actions import name_digest
from pb.accounts.roll.models import RollEntry
from pb.accounts.roll.reading import Unreadable
from pb.accounts.sessions import keys
from pb.cycles.models import Cycle, VoterGroup
from pb.cycles.queries import voting_groups
from pb.journal.kinds import Kind as Noted
from pb.journal.pen import Pen
from pb.voting.errors import ListUnreadable
from pb.voting.models import Election, GroupMember
from pb.voting.preparing import refuse_frozen
from pb.web.texts import neat

NAME, BIRTH = reading.COLUMNS["name"], reading.COLUMNS["birth"]


@dataclass(frozen=True)
class Taken:
    """How many of the list are on the roll, and how many lines fit nobody or more than one."""

    known: int
    unknown: int


def take_in(pen: Pen, election: Election, place: int, blob: bytes) -> Taken:
    """The members of a group, in the place of those who were in it. Raises AlreadyFrozen, ListUnreadable."""
    refuse_frozen(election)
    rows, cycle = pen.rows, election.cycle_id
    found = [entry_of(rows, digest) for digest in digests(blob)]
    known = {entry for entry in found if entry is not None}
    mine = (GroupMember.cycle_id == cycle, GroupMember.place == place)
    rows.execute(delete(GroupMember).where(*mine))
    rows.execute(
        delete(GroupMember).where(GroupMember.cycle_id == cycle, GroupMember.roll_entry_id.in_(known))
    )
    rows.add_all(GroupMember(cycle_id=cycle, roll_entry_id=entry, place=place) for entry in known)
    rows.flush()
    taken = Taken(len(known), len(found) - len(known))
    pen.note(
        Noted.GROUP_NAMED,
        name=rows.get_one(Cycle, cycle).title_ko,
        group=rows.get_one(VoterGroup, (cycle, place)).name_ko,
        members=str(taken.known),
        refused=str(taken.unknown),
    )
    return taken


def digests(blob: bytes) -> list[str]:
    """What the roll keeps of each name and birth date on the list."""
    try:
        lines = list(csv.DictReader(io.StringIO(reading.decoded(blob), newline="")))
    except (Unreadable, csv.Error):
        raise ListUnreadable from None
    return [digest_of(cell(line, NAME), cell(line, BIRTH)) for line in lines]


def digest_of(name: str, birth: str) -> str:
    """Empty, which is nobody's, where the birth date is none."""
    born = reading.birth_date(birth)
    return name_digest(keys(), neat(name), born) if born else ""


def cell(line: dict[str, str], titles: tuple[str, ...]) -> str:
    for title, value in line.items():
        if neat(title).replace(" ", "").casefold() in titles:
            return value or ""
    raise ListUnreadable


def entry_of(rows: Session, digest: str) -> int | None:
    """The one resident with this name and birth date; None if there is none, or more than one."""
    found = rows.scalars(select(RollEntry.id).where(RollEntry.name_digest == digest).limit(2)).all()
    return found[0] if len(found) == 1 else None


def counts(rows: Session, election: Election) -> list[tuple[VoterGroup, int]]:
    """How many were named for each group but the first."""
    wanted = (
        select(GroupMember.place, func.count())
        .where(GroupMember.cycle_id == election.cycle_id)
        .group_by(GroupMember.place)
    )
    found = dict(rows.execute(wanted).all())
    return [(group, found.get(group.place, 0)) for group in voting_groups(rows, election.cycle_id)[1:]]
