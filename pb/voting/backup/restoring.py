"""Putting a backup back: into an empty database, whole or not at all, and never one that is too old."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import copy2

from sqlalchemy import (
    Connection,
    Engine,
    RowMapping,
    Table,
    create_engine,
    delete,
    func,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.orm import Session

from ballots import checkpoint, log
from ballots.checkpoint import Checkpoint
from ballots.errors import BallotError
from pb import journal
from pb.config import Settings
from pb.db import Base, Database, migrate
from pb.journal.kinds import Kind as Noted
from pb.journal.kinds import Office
from pb.journal.models import JournalHead
from pb.journal.pen import Pen
from pb.voting import hall as halls
from pb.voting.backup.actions import AT_ONCE, FILE, fingerprints, hash_of, read_fingerprints
from pb.voting.box import checkpoints, keeping
from pb.voting.box.models import BoxEntry
from pb.voting.errors import (
    Damaged,
    NothingKnown,
    NotOfThisTown,
    OtherVersion,
    TargetNotEmpty,
)
from pb.voting.hall import Hall
from pb.voting.models import Election, Kind, State


@dataclass(frozen=True)
class Known:
    """What others have seen of the boxes: checkpoints they kept; `nothing` if it is sure that nobody did."""

    notes: Sequence[bytes]
    nothing: bool


def restore(
    settings: Settings, database: Database, folder: Path, known: Known, reason: str, at: datetime
) -> int:
    """Put all rows of the backup in `folder` into the empty database, and its elections' files beside it.

    Says how many rows came back. Raises Damaged, NotOfThisTown, OtherVersion, TargetNotEmpty, NothingKnown,
    RolledBack; then nothing has changed.
    """
    path = folder / FILE
    if not path.is_file():
        raise Damaged
    if read_fingerprints(folder) != fingerprints(settings):
        raise NotOfThisTown
    migrate.know_every_table()
    source = create_engine(f"sqlite:///{path}")
    refuse_other_version(source)
    migrate.upgrade(database.engine)
    with ExitStack() as undoing, database.transaction() as rows:
        refuse_full(rows)
        count = copy_back(source, rows.connection())
        for brought in bring_files(settings, folder / "elections"):
            undoing.callback(brought.unlink)
        newest = [check(rows, settings, one, known, at) for one in begun(rows)]
        pen = Pen(rows, journal.seal(), Office.OPERATOR, reason, at)
        pen.note(Noted.BACKUP_RESTORED, sha256=hash_of(path), rows=str(count))
        undoing.pop_all()
    source.dispose()
    for hall, note in newest:
        keeping.keep(hall.folder, note)
    return count


def refuse_other_version(source: Engine) -> None:
    """A backup is read by the version that made it: only that knows what its columns mean."""
    found = inspect(source)
    there = {name: {column["name"] for column in found.get_columns(name)} for name in found.get_table_names()}
    wanted = {table.name: {column.name for column in table.columns} for table in Base.metadata.sorted_tables}
    if there != wanted:
        raise OtherVersion


def refuse_full(rows: Session) -> None:
    """A database as it is made has one row, the journal's head, and that makes room."""
    rows.execute(delete(JournalHead).where(JournalHead.size == 0))
    for table in Base.metadata.sorted_tables:
        if rows.scalar(select(func.count()).select_from(table)):
            raise TargetNotEmpty


def copy_back(source: Engine, target: Connection) -> int:
    """Every row, tables that others lean on first; then numbers are given out from where they stood."""
    on_sqlite = target.dialect.name == "sqlite"
    if on_sqlite:
        target.execute(text("PRAGMA defer_foreign_keys = ON"))
    count = 0
    with source.connect().execution_options(yield_per=AT_ONCE) as reading:
        for table in Base.metadata.sorted_tables:
            for part in parts(reading, table):
                target.execute(insert(table), [dict(row) for row in part])
                count += len(part)
            if not on_sqlite:
                go_on_counting(target, table)
    return count


def parts(reading: Connection, table: Table) -> Iterator[Sequence[RowMapping]]:
    given = [column for column in table.columns if column.computed is None]
    found = reading.execute(select(*given).order_by(*table.primary_key)).mappings()
    own = [key.parent.name for key in table.foreign_keys if key.column is table.columns.get("id")]
    for part in found.partitions() if not own else [parents_first(found.all(), own)]:
        if part:
            yield part


def parents_first(found: Sequence[RowMapping], own: Sequence[str]) -> list[RowMapping]:
    """Rows that lean on others of the same table, behind those."""
    ordered: dict[int, RowMapping] = {}
    waiting = list(found)
    while waiting:
        ready = [row for row in waiting if all(row[name] is None or row[name] in ordered for name in own)]
        if not ready:
            raise Damaged
        ordered |= {row["id"]: row for row in ready}
        waiting = [row for row in waiting if row["id"] not in ordered]
    return list(ordered.values())


def go_on_counting(target: Connection, table: Table) -> None:
    """PostgreSQL gives out numbers by a sequence, which knows nothing of rows that brought theirs along."""
    numbered = table.autoincrement_column
    if numbered is None:
        return
    highest = target.scalar(select(func.max(numbered)))
    sequence = target.scalar(select(func.pg_get_serial_sequence(table.name, numbered.name)))
    if highest and sequence:
        target.execute(select(func.setval(sequence, highest)))


def bring_files(settings: Settings, folder: Path) -> Iterator[Path]:
    """Keys and bundles of the elections. A file that is there stays: it is as new, or newer."""
    for path in sorted(folder.rglob("*")):
        to = settings.instance / "elections" / path.relative_to(folder)
        if path.is_dir():
            to.mkdir(mode=0o700, parents=True, exist_ok=True)
        elif not to.exists():
            copy2(path, to)
            yield to


def begun(rows: Session) -> list[Election]:
    """The elections that have a box."""
    not_yet = (State.PREPARING.value, State.READY.value)
    return list(rows.scalars(select(Election).where(Election.state.not_in(not_yet)).order_by(Election.id)))


def check(
    rows: Session, settings: Settings, election: Election, known: Known, at: datetime
) -> tuple[Hall, Checkpoint]:
    """The box is whole, and holds all that anybody is known to have seen of it; its newest checkpoint."""
    hall = halls.read(rows, election, settings)
    newest = whole(rows, hall, at)
    seen = [note.octets() for note in keeping.notes(hall.folder, hall.manifest.origin)]
    seen += [note for note in known.notes if checkpoint.read(note).origin == hall.manifest.origin]
    counts = hall.kind is Kind.REAL and election.state != State.UNSEALED
    if counts and not seen and not known.nothing:
        raise NothingKnown
    for note in seen:
        checkpoints.check_extends(rows, hall, note)
    return hall, newest


def whole(rows: Session, hall: Hall, at: datetime) -> Checkpoint:
    """The newest checkpoint, made anew from the bytes of every entry. Raises Damaged."""
    tree = log.Frontier()
    wanted = select(BoxEntry.blob).where(BoxEntry.election_id == hall.election).order_by(BoxEntry.position)
    for blob in rows.scalars(wanted.execution_options(yield_per=AT_ONCE)):
        tree.append(log.leaf_hash(blob))
    try:
        note = checkpoints.sign(rows, hall, at)
    except BallotError:
        raise Damaged from None
    if (note.size, note.root) != (tree.size, tree.root()):
        raise Damaged
    return note
