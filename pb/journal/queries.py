"""Reading the journal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import Session

from ballots import canonical, log
from ballots.errors import BadProof
from pb.journal import entry
from pb.journal.entry import Entry
from pb.journal.kinds import Kind
from pb.journal.models import JournalCheckpoint, JournalEntry, JournalHead, JournalNode


@dataclass(frozen=True)
class Filter:
    """Which entries to show; what is empty does not narrow. `until` itself is left out."""

    kind: str = ""
    office: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        wanted = []
        if self.kind:
            wanted.append(JournalEntry.kind == self.kind)
        if self.office:
            wanted.append(JournalEntry.office == self.office)
        if self.since:
            wanted.append(JournalEntry.at >= self.since)
        if self.until:
            wanted.append(JournalEntry.at < self.until)
        return wanted


def stating(session: Session, fact: str, value: str) -> ColumnElement[bool]:
    """Whether the bytes of an entry hold this fact, so that few need to be read. A reason may quote it."""
    wanted = canonical.encode({fact: value})[1:-1]
    if session.get_bind().dialect.name == "sqlite":
        return func.instr(JournalEntry.entry, wanted) > 0
    return func.position(literal(wanted).op("IN")(JournalEntry.entry)) > 0


@dataclass(frozen=True)
class Inclusion:
    """Why an entry is in the log of `size` entries: its leaf, and the hashes that lead to the root."""

    leaf: bytes
    size: int
    path: tuple[bytes, ...]
    root: bytes


def reader(session: Session) -> log.Reader:
    def read(level: int, place: int) -> bytes:
        node = session.get(JournalNode, (level, place))
        if node is None:
            raise BadProof(f"the journal has lost subtree {level}/{place}")
        return node.hash

    return read


def size(session: Session) -> int:
    return session.scalars(select(JournalHead.size)).one()


def count(session: Session, chosen: Filter) -> int:
    return session.scalars(select(func.count(JournalEntry.position)).where(*chosen.conditions())).one()


def newest(session: Session, chosen: Filter, first: int, most: int) -> list[Entry]:
    """`most` entries after the `first` newest, the newest on top."""
    found = (
        select(JournalEntry.entry)
        .where(*chosen.conditions())
        .order_by(JournalEntry.position.desc())
        .offset(first)
        .limit(most)
    )
    return [entry.decode(blob) for blob in session.scalars(found)]


def in_order(session: Session, chosen: Filter) -> Iterator[Entry]:
    """Every entry, the oldest first."""
    found = select(JournalEntry.entry).where(*chosen.conditions()).order_by(JournalEntry.position)
    return (entry.decode(blob) for blob in session.scalars(found.execution_options(yield_per=500)))


def one(session: Session, position: int) -> Entry | None:
    row = session.get(JournalEntry, position)
    return entry.decode(row.entry) if row else None


def inclusion(session: Session, found: Entry) -> Inclusion:
    read, length = reader(session), size(session)
    path = tuple(log.inclusion_path(read, found.position, length))
    return Inclusion(found.leaf, length, path, log.root(read, length))


def checkpoint(session: Session) -> str | None:
    """The newest signed note; None as long as the journal is empty."""
    newest_first = select(JournalCheckpoint.note).order_by(JournalCheckpoint.size.desc()).limit(1)
    return session.scalars(newest_first).one_or_none()


def corrections(session: Session, of: Entry) -> list[Entry]:
    """The later entries that correct this one."""
    chosen = Filter(kind=Kind.ENTRY_CORRECTED.value)
    return [found for found in in_order(session, chosen) if found.facts["entry"] == str(of.position)]
