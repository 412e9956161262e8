"""Making a backup: every row as it stood at one moment, whatever the database, and the folders of the
elections.
"""

import hashlib
import os
from datetime import datetime
from pathlib import Path
from shutil import copytree

from sqlalchemy import Engine, create_engine, insert, select

from pb.config import Settings
from pb.db import Base, Database
from pb.voting.backup.models import Backup

AT_ONCE = 1_000
FILE = "rows.sqlite"


def make(settings: Settings, database: Database, at: datetime) -> tuple[Path, str]:
    """The folder of the new backup, open to its owner alone, and the hash of the file with all rows."""
    folder = settings.instance / "backups" / at.strftime("%Y%m%dT%H%M%S%f")
    folder.mkdir(mode=0o700, parents=True)
    path = folder / FILE
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    copy_rows(database.engine, path)
    elections = settings.instance / "elections"
    if elections.exists():
        copytree(elections, folder / "elections")
    hashed = hashlib.sha256(path.read_bytes()).hexdigest()
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
