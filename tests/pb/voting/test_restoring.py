"""A backup comes back whole into an empty database, and never one that is older than what was seen."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shutil import copytree

import pytest
from flask import Flask
from sqlalchemy import func, select

from ballots import checkpoint
from pb import clock
from pb.accounts.models import Person
from pb.app import create_app
from pb.config import Settings
from pb.db import Base, Database
from pb.journal.models import JournalEntry
from pb.proposals.models import Proposal
from pb.voting.backup import actions as backups
from pb.voting.box import checkpoints, keeping
from pb.voting.box.models import BoxEntry
from pb.voting.errors import RolledBack
from tests.conftest import postgres_database
from tests.pb.accounts.conftest import Town
from tests.pb.voting.conftest import Vote, now
from tests.pb.voting.test_following import run
from tests.torture import backup as backup_drill

MARKED, OTHER = (0, 1, 2), (1, 2, 3)
WHY = "서버 교체"
OLDER, UNKNOWN, FULL = "전에 있던 내용이 없습니다", "참관인과 지켜보는 사람들에게", "비어 있지 않습니다"
DAMAGED, OTHER_KEYS = "온전한 백업이 아닙니다", "다른 열쇠에 속합니다"
# The backup itself, and what its entry in the journal added.
GROWN = {"backups", "journal_entries", "journal_nodes", "journal_checkpoints"}


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, town: Town, tmp_path: Path) -> Iterator[Flask]:
    """Another machine with the other kind of database; of the town it has the service's own keys alone."""
    settings: Settings = town.app.extensions["pb.settings"]
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    if town.database.engine.dialect.name == "sqlite":
        urls = postgres_database(request.getfixturevalue("postgres"), "template1")
    else:
        urls = iter([f"sqlite:///{folder / 'pb.sqlite'}"])
    app = create_app(replace(settings, instance=folder, database_url=next(urls)))
    yield app
    app.extensions["pb.db"].engine.dispose()
    next(urls, None)


def cast(vote: Vote, number: int, *marked: tuple[int, ...]) -> Path:
    """Somebody votes and a witness keeps the checkpoint; the file."""
    voter = vote.admitted(number)
    with vote.rows() as rows:
        voter.cast(rows, *marked)
    with vote.town.app.test_request_context():
        checkpoints.keep_up(vote.town.database, vote.hall, now() + timedelta(seconds=2 + 2 * number))
        with vote.rows() as rows:
            note = checkpoints.sign(rows, vote.hall, now())
    path = vote.hall.folder.parent / f"seen-{note.size}"
    path.write_bytes(note.octets())
    return path


def backup(vote: Vote) -> Path:
    settings: Settings = vote.town.app.extensions["pb.settings"]
    return backups.make(settings, vote.town.database, clock.now())[0]


def counted(database: Database) -> dict[str, int]:
    with database.engine.connect() as rows:
        tables = [each for each in Base.metadata.sorted_tables if each.name not in GROWN]
        return {each.name: rows.scalar(select(func.count()).select_from(each)) or 0 for each in tables}


def restore(app: Flask, folder: Path, *words: str) -> str:
    done = run(app, "restore", str(folder), "--reason", WHY, *words)
    assert isinstance(done.exception, SystemExit | None)
    return "" if done.exit_code == 0 else done.output


def merged_into_a_later_one(vote: Vote) -> None:
    """Rows that lean on others of their own table, which come later by number."""
    given = {"cycle_id": 1, "person_id": 1, "made": now(), "submitted": now(), "version": 1}
    with vote.rows() as rows:
        first, second = Proposal(state="received", **given), Proposal(state="received", **given)
        rows.add_all([first, second])
        rows.flush()
        first.state, first.merged_into_id = "merged", second.id


def test_the_town_goes_on_elsewhere_where_it_stood(vote: Vote, elsewhere: Flask) -> None:
    seen = cast(vote, 0, MARKED)
    merged_into_a_later_one(vote)
    folder = backup(vote)
    assert UNKNOWN in restore(elsewhere, folder)
    assert restore(elsewhere, folder, "--checkpoint", str(seen)) == ""
    database: Database = elsewhere.extensions["pb.db"]
    assert counted(database) == counted(vote.town.database)
    assert FULL in restore(elsewhere, folder, "--checkpoint", str(seen))
    there = Vote(Town(elsewhere, vote.town.mailbox), vote.election, vote.hall, vote.holders)
    with there.rows() as rows:
        last = rows.scalars(select(JournalEntry).order_by(JournalEntry.position.desc()).limit(1)).one()
        assert last.kind == "backup.restored"
        assert WHY in last.entry.decode()
        rows.add(Person())
    assert run(elsewhere, "compare", "1", str(seen)).exit_code == 0
    there.hall = replace(vote.hall, folder=elsewhere.extensions["pb.settings"].instance / "elections" / "1")
    cast(there, 1, OTHER)
    assert elsewhere.test_cli_runner().invoke(args=["journal", "verify"]).exit_code == 0


def test_a_backup_older_than_what_was_seen_is_refused_and_nothing_stays(vote: Vote, elsewhere: Flask) -> None:
    cast(vote, 0, MARKED)
    folder = backup(vote)
    seen = cast(vote, 1, OTHER)
    refused = restore(elsewhere, folder, "--checkpoint", str(seen))
    assert OLDER in refused
    # The one row of an empty town is the journal's head.
    assert sum(counted(elsewhere.extensions["pb.db"]).values()) == 1
    settings: Settings = elsewhere.extensions["pb.settings"]
    assert not [path for path in (settings.instance / "elections").rglob("*") if path.is_file()]
    # The control: what was not seen by anybody cannot be missed.
    assert restore(elsewhere, folder, "--nobody-watched") == ""


def test_what_lies_beside_the_database_is_enough_to_know_better(vote: Vote, elsewhere: Flask) -> None:
    cast(vote, 0, MARKED)
    folder = backup(vote)
    cast(vote, 1, OTHER)
    settings: Settings = vote.town.app.extensions["pb.settings"]
    there: Settings = elsewhere.extensions["pb.settings"]
    copytree(settings.instance / "elections", there.instance / "elections")
    assert OLDER in restore(elsewhere, folder, "--nobody-watched")


def test_a_damaged_backup_and_one_of_another_town_are_refused(vote: Vote, elsewhere: Flask) -> None:
    cast(vote, 0, MARKED)
    folder = backup(vote)
    copy = Database(f"sqlite:///{folder / backups.FILE}")
    with copy.transaction() as rows:
        entry = rows.scalars(select(BoxEntry).where(BoxEntry.kind == "cast")).one()
        entry.blob = entry.blob[:-1] + b" "
    copy.engine.dispose()
    assert DAMAGED in restore(elsewhere, folder, "--nobody-watched")
    (folder / backups.KNOWN_BY).write_text("{}", "ascii")
    assert OTHER_KEYS in restore(elsewhere, folder, "--nobody-watched")
    (folder / backups.KNOWN_BY).unlink()
    assert DAMAGED in restore(elsewhere, folder, "--nobody-watched")


def test_whoever_puts_older_rows_back_by_hand_gets_no_ballot_into_the_box(vote: Vote) -> None:
    """The rows were changed past the program; the file beside them knows of more."""
    cast(vote, 0, MARKED)
    origin = vote.hall.manifest.origin
    assert keeping.size(vote.hall.folder, origin) == 2
    forked = checkpoint.sign(vote.hall.log, origin, 2, bytes(32))
    (vote.hall.folder / keeping.FILE).write_bytes(forked.octets())
    with pytest.raises(RolledBack), vote.rows() as rows:
        checkpoints.refuse_rolled_back(rows, vote.hall)
    keeping.keep(vote.hall.folder, checkpoint.sign(vote.hall.log, origin, 3, bytes(32)))
    with pytest.raises(RolledBack):
        vote.admitted(1)
    assert keeping.size(vote.hall.folder, "another.example/box") == 0
    (vote.hall.folder / keeping.FILE).write_bytes(b"cut short")
    cast(vote, 1, OTHER)


def test_two_trustees_open_a_restored_box_without_the_town_s_server(tmp_path: Path) -> None:
    """The long form, `make torture-backup`, lets each pair of the three do it."""
    backup_drill.drill(tmp_path, [(2, 3)])
