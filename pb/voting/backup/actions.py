"""Making a backup: every row as it stood at one moment, whatever the database, and the folders of the
elections.
"""

import hashlib
import json
import os
from datetime import datetime
from pathlib import Path
from shutil import copy2, copytree, ignore_patterns

from sqlalchemy import Engine, create_engine, insert, select

from pb.config import Settings
from pb.db import Base, Database
from pb.voting.backup.models import Backup
from pb.voting.box import keeping
from pb.voting.errors import Damaged

AT_ONCE = 1_000
FILE = "rows.sqlite"
SECRETS = ("secret_key", "journal_key")
KNOWN_BY = "known-by.json"


def make(settings: Settings, database: Database, at: datetime) -> tuple[Path, str]:
    """The folder of the new backup, open to its owner alone, and the hash of the file with all rows."""
    folder = settings.instance / "backups" / at.strftime("%Y%m%dT%H%M%S%f")
    folder.mkdir(mode=0o700, parents=True)
    path = folder / FILE
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    copy_rows(database.engine, path)
    elections = settings.instance / "elections"
    if elections.exists():
        # The newest checkpoint may be newer than the rows by now, and is no part of the copy: it judges it.
        copytree(elections, folder / "elections", ignore=ignore_patterns(f"{keeping.FILE}*"))
    keep_secrets(settings, folder)
    hashed = hash_of(path)
    with database.transaction() as rows:
        rows.add(Backup(at=at, sha256=hashed, size=path.stat().st_size))
    return folder, hashed


def copy_rows(source: Engine, path: Path) -> None:
    """One snapshot of every table, into an SQLite file: it can be read and restored anywhere."""
    target = create_engine(f"sqlite:///{path}")
    Base.metadata.create_all(target)
    # On SQLite a transaction sees one moment anyway.
    level = {"isolation_level": "REPEATABLE READ"} if source.dialect.name == "postgresql" else {}
    with source.connect().execution_options(yield_per=AT_ONCE, **level) as reading, target.begin() as writing:
        for table in Base.metadata.sorted_tables:
            # What the database works out itself is worked out again where it is restored.
            given = [column for column in table.columns if column.computed is None]
            for part in reading.execute(select(*given)).mappings().partitions():
                writing.execute(insert(table), [dict(row) for row in part])
    target.dispose()


def hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def keep_secrets(settings: Settings, folder: Path) -> None:
    """The service's own keys where they are files here, and by which they are known if they are not."""
    for name in SECRETS:
        if (settings.instance / name).exists():
            copy2(settings.instance / name, folder / name)
    (folder / KNOWN_BY).write_text(json.dumps(fingerprints(settings), indent=1), "ascii")


def fingerprints(settings: Settings) -> dict[str, str]:
    """Of the keys without which codes, roll and journal of the backup fit nobody."""
    given = zip(SECRETS, (settings.secret_key, settings.journal_key), strict=True)
    return {name: hashlib.sha256(f"backup {name} {key}".encode()).hexdigest() for name, key in given}


def read_fingerprints(folder: Path) -> object:
    """Raises Damaged."""
    try:
        return json.loads((folder / KNOWN_BY).read_bytes())
    except (FileNotFoundError, ValueError):
        raise Damaged from None
