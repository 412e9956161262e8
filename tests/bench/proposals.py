"""How long pages with 10,000 proposals take: `python3 tools/dev.py bench proposals`."""

import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from pb.app import create_app
from pb.config import Settings
from pb.db import Database, migrate
from tests.conftest import JOURNAL_KEY, SECRET
from tests.pb.accounts.conftest import Mailbox, Town
from tests.pb.proposals.crowd import crowd
from tests.postgres import Postgres

MANY, TIMES = 10_000, 15
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


def median(app: Flask, path: str) -> tuple[float, float, int]:
    """(first time, median) in milliseconds, and the bytes."""
    client, taken = app.test_client(), []
    for _ in range(TIMES + 1):
        begun = time.perf_counter()
        answer = client.get(path)
        taken.append((time.perf_counter() - begun) * 1000)
        assert answer.status_code == 200, path
    return taken[0], statistics.median(taken[1:]), len(answer.data)


def main() -> None:
    with deployments() as urls:
        for kind, url in urls.items():
            database = Database(url)
            migrate.upgrade(database.engine)
            app = create_app(Settings(Path(tempfile.mkdtemp()), SECRET, JOURNAL_KEY, url))
            crowd(Town(app, Mailbox(0)), MANY)
            print(f"\n{kind}, {MANY} proposals: first, median of {TIMES} in ms, bytes")
            for path in PAGES:
                first, usual, size = median(app, path)
                print(f"{first:8.0f} {usual:8.1f} {size:10,}  {path}", flush=True)
            app.extensions["pb.db"].engine.dispose()


if __name__ == "__main__":
    main()
