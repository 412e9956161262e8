"""An open rehearsal on a database of one's own, without pytest: for what measures and what breaks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pb.app import create_app
from pb.config import Settings
from pb.db import Database
from pb.voting.hall import Hall
from pb.voting.rehearsal import town, whole
from pb.voting.rehearsal.trustees import Trustee
from tests.postgres import DURABLE, Postgres


@dataclass(frozen=True)
class Rehearsed:
    """Voting is open; whoever has the settings and the hall can cast, in any process."""

    settings: Settings
    database: Database
    hall: Hall
    trustees: list[Trustee]


def opened(folder: Path, url: str, voters: int) -> Rehearsed:
    """`url` is a database without tables; empty: an SQLite file in `folder`."""
    own = town.settings_in(folder / "instance")
    settings = replace(own, database_url=url or own.database_url)
    database = town.database_of(settings)
    with create_app(settings).test_request_context():
        hall, trustees = whole.prepared(database, settings, voters, folder)
    return Rehearsed(settings, database, hall, trustees)


@contextmanager
def new_databases() -> Iterator[dict[str, Postgres | None]]:
    """The server for each kind of database, PostgreSQL as a town runs it; SQLite needs none."""
    server = Postgres(DURABLE)
    try:
        yield {"sqlite": None, "postgresql": server}
    finally:
        server.stop()
