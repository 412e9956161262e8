"""How long pages with 10,000 proposals take: `python3 tools/dev.py bench proposals`."""

import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from pb.app import create_app
from pb.config import Settings
from pb.db import Database, migrate
from tests.conftest import JOURNAL_KEY, SECRET
from tests.pb.accounts.conftest import Mailbox, Town
from tests.pb.proposals.crowd import crowd
from tests.postgres import Postgres

MANY, TIMES = 10_000, 9
PAGES = (
    "/proposals",
    "/proposals?page=200",
    "/proposals?sort=newest",
    "/proposals?sort=supports",
    "/proposals?sort=cost",
    "/proposals?district=1&category=2",
    "/proposals?q=그늘나무",
    "/proposals?q=무서",
    "/proposals?view=map",
    "/proposals/similar?title=학교 앞에 나무를 심어 주세요",
    "/proposals/77",
    "/proposals/pins.json",
    "/proposals/proposals.csv",
)


@contextmanager
def deployments() -> Iterator[dict[str, str]]:
    """A new database of each kind."""
    folder, server = Path(tempfile.mkdtemp()), Postgres()
    yield {"sqlite": f"sqlite:///{folder / 'pb.sqlite'}", "postgresql": server.url("postgres")}
    server.stop()
    shutil.rmtree(folder)


@dataclass(frozen=True)
class Taken:
    """Milliseconds: the first time, the median, and the median of our own processor time, which other work
    on the machine hardly lengthens (with SQLite it holds the database's, too)."""

    first: float
    usual: float
    processor: float
    size: int


def take(app: Flask, path: str) -> Taken:
    client, clock, processor, size = app.test_client(), [], [], 0
    for _ in range(TIMES + 1):
        begun, busy = time.perf_counter(), time.process_time()
        answer = client.get(path)
        clock.append((time.perf_counter() - begun) * 1000)
        processor.append((time.process_time() - busy) * 1000)
        assert answer.status_code == 200, path
        size = len(answer.data)
    return Taken(clock[0], statistics.median(clock[1:]), statistics.median(processor[1:]), size)


def main() -> None:
    with deployments() as urls:
        for kind, url in urls.items():
            database = Database(url)
            migrate.upgrade(database.engine)
            app = create_app(Settings(Path(tempfile.mkdtemp()), SECRET, JOURNAL_KEY, url))
            crowd(Town(app, Mailbox(0)), MANY)
            print(f"\n{kind}, {MANY} proposals: first, median of {TIMES}, processor in ms; bytes")
            for path in PAGES:
                one = take(app, path)
                times = f"{one.first:8.0f} {one.usual:8.1f} {one.processor:8.1f}"
                print(f"{times} {one.size:10,}  {path}", flush=True)
            app.extensions["pb.db"].engine.dispose()


if __name__ == "__main__":
    main()
