"""Ballots cast over HTTP on a running server with two workers, on SQLite and on PostgreSQL.

    make bench-casting ARGS="--seconds 60 --rate 30 --reads 60"      (--short: 10 seconds)

Admissions are not part of what is measured: each device is let in and its ballots are sealed beforehand, as
voters' own devices do. Casting needs no session, so nobody signs in. A time runs from the moment at which the
request was due, so that a server that falls behind cannot hide it. The program that sends shares the machine
with the server.
"""

import argparse
import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import count
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots import log
from ballots.demo.markings import draw_ballot
from pb import clock
from pb.db import Database
from pb.voting.models import Slot
from pb.voting.rehearsal.voters import Voter
from tests.pb.voting.rehearsed import Rehearsed, new_databases, opened
from tests.postgres import free_port
from tools import dev

VOTERS, CONNECTIONS, WARM_UP, PATIENCE = 200, 8, 64, 120
PAGES = ("/", "/vote", "/projects", "/journal")
Send = Callable[[http.client.HTTPConnection, int], bool]


@dataclass
class Taken:
    """What came of the requests: seconds each, and how many were not answered as they should be."""

    seconds: list[float] = field(default_factory=list)
    errors: int = 0
    lasted: float = 0.0

    def line(self) -> str:
        ms = [1000 * each for each in self.seconds] or [0.0, 0.0]
        p99 = statistics.quantiles(ms, n=100, method="inclusive")[-1] if len(ms) > 1 else ms[0]
        rate = len(self.seconds) / self.lasted if self.lasted else 0.0
        return f"{rate:7.1f}/s  p50 {statistics.median(ms):7.0f} ms  p99 {p99:7.0f} ms  errors {self.errors}"


@contextmanager
def serving(place: Rehearsed, folder: Path) -> Iterator[int]:
    """The server as a town starts it; its port."""
    settings, port = place.settings, free_port()
    environment = {
        **os.environ,
        "PB_INSTANCE": str(settings.instance),
        "PB_SECRET_KEY": settings.secret_key,
        "PB_JOURNAL_KEY": settings.journal_key,
        "PB_DATABASE_URL": settings.database_url,
        "PB_PORT": str(port),
        "PB_WORKERS": "2",
        "PB_PROXIES": "1",
    }
    with (folder / "server.log").open("wb") as said:
        server = subprocess.Popen(
            [sys.executable, "-m", "pb"], cwd=dev.ROOT, env=environment, stdout=said, stderr=said
        )
        try:
            wait_for(port)
            yield port
        finally:
            server.terminate()
            try:
                server.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                server.kill()


def wait_for(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            a_form(port)
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def sealed_ballots(place: Rehearsed, wanted: int) -> list[bytes]:
    """Each voter's first ballot, then each one's second, and so on: each follows the one before."""
    with Session(place.database.engine) as rows:
        slots = rows.scalars(select(Slot).where(Slot.election_id == place.hall.election)).all()
        voters = [Voter.of(place.hall, slot) for slot in slots]
    for voter in voters:
        voter.takes_device(place.database, clock.now())
    frozen, blobs = place.hall.manifest, list[bytes]()
    while len(blobs) < wanted:
        for voter in voters:
            blob = voter.sealed(draw_ballot(frozen, frozen.styles[voter.style], voter.source))
            voter.revision, voter.last = voter.revision + 1, log.leaf_hash(blob)
            blobs.append(blob)
    return blobs


def casting(place: Rehearsed, blobs: list[bytes], port: int) -> Send:
    """Sends ballot number so and so, each voter from an address of their own."""
    cookie, token = a_form(port)
    path = f"/vote/{place.hall.election}/cast"

    def send(connection: http.client.HTTPConnection, number: int) -> bool:
        voter = number % VOTERS
        headers = {
            "Content-Type": "application/octet-stream",
            "Cookie": cookie,
            "X-CSRFToken": token,
            "X-Forwarded-For": f"10.0.{voter // 250}.{voter % 250 + 1}",
        }
        connection.request("POST", path, blobs[number], headers)
        answer = connection.getresponse()
        return b'"promise"' in answer.read() and answer.status == HTTPStatus.OK

    return send


def a_form(port: int) -> tuple[str, str]:
    """Cookie and token of a browser that has opened a form."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", "/sign-in")
    answer = connection.getresponse()
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.read().decode())
    if found is None:
        raise RuntimeError("the page for signing in has no form")
    return str(answer.getheader("Set-Cookie")).split(";")[0], found.group(1)


def reading(connection: http.client.HTTPConnection, number: int) -> bool:
    connection.request("GET", PAGES[number % len(PAGES)])
    answer = connection.getresponse()
    answer.read()
    return answer.status == HTTPStatus.OK


def drive(port: int, send: Send, most: int, rate: float, seconds: float) -> Taken:
    """Up to `most` requests, `rate` a second or, if that is 0, as fast as the answers come."""
    taken, numbers, lock, begun = Taken(), count(), threading.Lock(), time.monotonic()

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        while True:
            with lock:
                number = next(numbers)
            due = begun + number / rate if rate else time.monotonic()
            if number >= most or due > begun + seconds:
                return connection.close()
            time.sleep(max(0.0, due - time.monotonic()))
            try:
                is_well = send(connection, number)
            except (OSError, http.client.HTTPException):
                connection.close()
                is_well = False
            with lock:
                taken.seconds.append(time.monotonic() - due)
                taken.errors += not is_well

    at_once([threading.Thread(target=work) for _ in range(CONNECTIONS)])
    taken.lasted = time.monotonic() - begun
    return taken


def at_once(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def bare_inserts(database: Database, blob: bytes, seconds: float) -> float:
    """Rows a second: one row with a ballot's bytes in a transaction of its own, one after the other."""
    table = sa.Table(
        "bare",
        sa.MetaData(),
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("blob", sa.LargeBinary),
    )
    table.create(database.engine)
    begun, done = time.monotonic(), 0
    while time.monotonic() < begun + seconds:
        with database.writing.begin() as connection:
            connection.execute(table.insert(), {"id": done, "blob": blob})
        done += 1
    rate = done / (time.monotonic() - begun)
    table.drop(database.engine)
    return rate


def measure(kind: str, url: str, given: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        place = opened(folder, url, VOTERS)
        steady = int(given.rate * given.seconds)
        blobs = sealed_ballots(place, steady + int(60 * given.seconds))
        bare = bare_inserts(place.database, blobs[0], min(5.0, given.seconds))
        with serving(place, folder) as port:
            send = casting(place, blobs, port)
            drive(port, reading, WARM_UP, 0, PATIENCE)
            with ThreadPoolExecutor(1) as beside:
                reads = beside.submit(drive, port, reading, 1 << 30, given.reads, given.seconds)
                casts = drive(port, send, steady, given.rate, given.seconds)
                pages = reads.result()
            rest = len(blobs) - steady
            flat_out = drive(port, lambda one, number: send(one, steady + number), rest, 0, given.seconds)
        place.database.engine.dispose()
    print(f"\n{kind}: load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"  casts, {given.rate:g}/s asked     {casts.line()}")
    print(f"  pages, {given.reads:g}/s asked     {pages.line()}")
    print(f"  casts as fast as it goes {flat_out.line()}")
    print(f"  bare inserts {bare:19.1f}/s  (one connection, one row a transaction)", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=30, help="ballots a second")
    parser.add_argument("--reads", type=float, default=30, help="pages a second beside them")
    parser.add_argument("--short", action="store_const", const=10, dest="seconds")
    given = parser.parse_args()
    with new_databases() as urls:
        for kind, url in urls.items():
            measure(kind, url, given)


if __name__ == "__main__":
    main()
