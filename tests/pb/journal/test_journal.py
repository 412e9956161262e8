"""Writing, reading and checking the journal on both databases."""

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ballots import checkpoint, log
from ballots.errors import Malformed
from pb.db import Database
from pb.journal import entry, queries
from pb.journal.actions import record
from pb.journal.entry import Act, Entry
from pb.journal.kinds import FACTS, FORMS, OFFICES, Kind, Office
from pb.journal.queries import Filter
from pb.journal.seal import Seal
from pb.journal.verify import Verifier

SEAL = Seal.from_hex("07" * 32)
NOON = datetime(2026, 11, 22, 12, 0, 0, 5, tzinfo=UTC)
TRIGGERS = {
    "journal_entries": ("update", "delete"),
    "journal_nodes": ("update", "delete"),
    "journal_checkpoints": ("update", "delete"),
}


def act(number: int = 0, reason: str = "오타") -> Act:
    return Act(Kind.ENTRY_CORRECTED, Office.OPERATOR, {"entry": str(number), "correction": "12개 동"}, reason)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.engine.dispose()


@pytest.fixture
def written(database: Database) -> Database:
    """Seven entries: not a power of two, so that the tree has an edge."""
    for number in range(7):
        with database.transaction() as session:
            record(session, SEAL, act(number), NOON)
    return database


def faults(database: Database, earlier: bytes | None = None) -> dict[str, str]:
    with Session(database.engine) as session:
        return {found.name: found.fault for found in Verifier(session, SEAL.public, earlier).findings()}


def unguarded(database: Database, statement: str) -> None:
    """Change rows as somebody would who owns the database."""
    sqlite = database.engine.dialect.name == "sqlite"
    with database.transaction() as session:
        for table, verbs in TRIGGERS.items():
            names = [f"{table}_no_{verb}" for verb in verbs] if sqlite else [f"{table}_kept"]
            for name in names:
                session.execute(text(f"DROP TRIGGER {name}" + ("" if sqlite else f" ON {table}")))
        session.execute(text(statement))


def test_an_entry_is_canonical_json_and_reads_back_to_itself() -> None:
    written = Entry.of(act(3), 4, NOON)
    assert written.encode().decode() == (
        '{"at":"2026-11-22T12:00:00.000005Z","facts":{"correction":"12개 동","entry":"3"},'
        '"kind":"entry.corrected","office":"operator","position":4,"reason":"오타","type":"pb-journal/1"}'
    )
    assert entry.decode(written.encode()) == written


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"T12:00:00.000005Z", b"T12:00:00Z"),
        (b"T12:00:00.000005Z", b"T12:00:00.5Z"),
        (b'"position":4', b'"position":-4'),
        (b"pb-journal/1", b"pb-journal/2"),
        (b'"facts":{', b'"facts":{"extra":1,'),
    ],
)
def test_bytes_that_are_no_entry_are_refused(old: bytes, new: bytes) -> None:
    blob = Entry.of(act(3), 4, NOON).encode()
    assert old in blob
    with pytest.raises(Malformed):
        entry.decode(blob.replace(old, new))


def test_an_act_states_exactly_the_facts_of_its_kind() -> None:
    with pytest.raises(Malformed):
        Act(Kind.ENTRY_CORRECTED, Office.OPERATOR, {"entry": "1"}, "")


def test_every_kind_office_and_fact_has_its_words() -> None:
    assert set(FORMS) == set(Kind)
    assert set(OFFICES) == set(Office)
    assert set(FACTS) == {fact for form in FORMS.values() for fact in form.facts}
    words = "[a-z]+(-[a-z]+)*"
    assert [kind for kind in Kind if not re.fullmatch(rf"{words}\.{words}", kind.value)] == []


def test_entries_are_numbered_and_each_size_has_its_signed_root(written: Database) -> None:
    with Session(written.engine) as session:
        found = list(queries.in_order(session, Filter()))
        note = checkpoint.read((queries.checkpoint(session) or "").encode())
    assert [one.position for one in found] == [0, 1, 2, 3, 4, 5, 6]
    frontier = log.Frontier()
    for one in found:
        frontier.append(one.leaf)
    assert (note.size, note.root) == (7, frontier.root())
    assert faults(written) == {"entries": "", "tree": "", "checkpoints": ""}


def test_each_entry_can_prove_its_place(written: Database) -> None:
    with Session(written.engine) as session:
        for one in queries.in_order(session, Filter()):
            proof = queries.inclusion(session, one)
            log.check_inclusion(one.leaf, one.position, proof.size, proof.path, proof.root)


@pytest.mark.parametrize("table", list(TRIGGERS))
@pytest.mark.parametrize("change", ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}"])
def test_the_database_refuses_to_change_or_delete(written: Database, table: str, change: str) -> None:
    column = {"journal_entries": "office", "journal_nodes": "hash", "journal_checkpoints": "note"}[table]
    with pytest.raises(DBAPIError, match="append-only"), written.transaction() as session:
        session.execute(text(change.format(table=table, column=column)))
    assert set(faults(written).values()) == {""}


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE journal_entries SET office = 'clerk' WHERE position = 3", {"entries"}),
        ("UPDATE journal_entries SET kind = 'role.given' WHERE position = 3", {"entries"}),
        ("UPDATE journal_entries SET at = '2026-11-22 11:00:00' WHERE position = 3", {"entries"}),
        (
            "UPDATE journal_entries SET entry = (SELECT entry FROM journal_entries WHERE position = 2) "
            "WHERE position = 3",
            {"entries", "tree", "checkpoints"},
        ),
        ("DELETE FROM journal_entries WHERE position = 6", {"entries", "tree", "checkpoints"}),
        ("DELETE FROM journal_entries WHERE position = 2", {"entries", "tree", "checkpoints"}),
        ("UPDATE journal_nodes SET level = 9 WHERE level = 2", {"tree"}),
        (
            "UPDATE journal_nodes SET hash = (SELECT hash FROM journal_nodes WHERE level = 0 AND place = 0) "
            "WHERE level = 1 AND place = 1",
            {"tree"},
        ),
        ("DELETE FROM journal_checkpoints WHERE size = 4", {"checkpoints"}),
        ("UPDATE journal_checkpoints SET size = 8 WHERE size = 7", {"checkpoints"}),
        ("UPDATE journal_head SET size = 6", {"entries"}),
    ],
)
def test_whatever_is_tampered_with_is_found(written: Database, statement: str, found: set[str]) -> None:
    unguarded(written, statement)
    assert {name for name, fault in faults(written).items() if fault} == found


def test_a_journal_rewritten_by_its_key_holder_is_found_by_a_checkpoint_kept_elsewhere(
    database: Database, written: Database
) -> None:
    with Session(written.engine) as session:
        kept = (queries.checkpoint(session) or "").encode()
    with database.transaction() as session:
        record(session, SEAL, act(99), NOON)
    assert faults(database, kept)["earlier"] == ""
    for table in TRIGGERS:
        unguarded_all(database, table)
    with database.transaction() as session:
        session.execute(text("UPDATE journal_head SET size = 0"))
        for number in range(8):
            record(session, SEAL, act(number, "다른 이유"), NOON)
    found = faults(database, kept)
    assert {name for name, fault in found.items() if fault} == {"earlier"}


def unguarded_all(database: Database, table: str) -> None:
    sqlite = database.engine.dialect.name == "sqlite"
    with database.transaction() as session:
        for verb in ("update", "delete") if sqlite else ("kept",):
            name = f"{table}_no_{verb}" if sqlite else f"{table}_kept"
            session.execute(text(f"DROP TRIGGER {name}" + ("" if sqlite else f" ON {table}")))
        session.execute(text(f"DELETE FROM {table}"))


def test_a_foreign_key_s_checkpoint_is_refused(written: Database) -> None:
    with Session(written.engine) as session:
        found = list(Verifier(session, Seal.from_hex("08" * 32).public).findings())
    assert [one.name for one in found if one.fault] == ["checkpoints"]


def test_what_is_rolled_back_was_never_in_the_journal(written: Database) -> None:
    with Session(written.writing) as session:
        record(session, SEAL, act(7), NOON)
        session.rollback()
    with Session(written.engine) as session:
        assert queries.size(session) == 7
    assert set(faults(written).values()) == {""}


def test_many_writers_at_once_take_turns(database: Database) -> None:
    def write(number: int) -> None:
        with database.transaction() as session:
            record(session, SEAL, act(number), NOON)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Session(database.engine) as session:
        found = [one.facts["entry"] for one in queries.in_order(session, Filter())]
    assert sorted(found, key=int) == [str(number) for number in range(20)]
    assert set(faults(database).values()) == {""}
