"""Ballots cast over HTTP on a running server with two workers, on SQLite and on PostgreSQL.

    make bench-casting ARGS="--seconds 60 --rate 30 --reads 300"      (--short: 10 seconds)

Admissions are not part of what is measured: each device is let in and its ballots are sealed beforehand, as
voters' own devices do. Casting needs no session, so nobody signs in. A time runs from the moment at which the
request was due, so that a server that falls behind cannot hide it. The programs that send share the machine
with the server; so the server's own time of the processor (of all its processes and the database's) is told
beside what was reached. What was not answered as it should be is told with the server's own words about it.
"""

import argparse
import http.client
import os
import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
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
from tests.bench import serving
from tests.bench.serving import PATIENCE, a_form, cpu_seconds
from tests.pb.voting.rehearsed import Rehearsed, new_databases, opened
from tests.postgres import Postgres

VOTERS, CONNECTIONS, WARM_UP = 200, 8, 64
PAGES = ("/", "/vote", "/projects", "/journal")
# What was wrong with the answer, or nothing.
Send = Callable[[http.client.HTTPConnection, int], str]


@dataclass
class Taken:
    """What came of the requests: seconds each, and what was not answered as it should be."""

    seconds: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    lasted: float = 0.0

    def line(self) -> str:
        ms = [1000 * each for each in self.seconds] or [0.0, 0.0]
        p99 = statistics.quantiles(ms, n=100, method="inclusive")[-1] if len(ms) > 1 else ms[0]
        rate = len(self.seconds) / self.lasted if self.lasted else 0.0
        told = f"{rate:7.1f}/s  p50 {statistics.median(ms):7.0f} ms  p99 {p99:7.0f} ms  "
        return told + f"errors {dict(self.errors) or 0}"


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

    def send(connection: http.client.HTTPConnection, number: int) -> str:
        voter = number % VOTERS
        headers = {
            "Content-Type": "application/octet-stream",
            "Cookie": cookie,
            "X-CSRFToken": token,
            "X-Forwarded-For": f"10.0.{voter // 250}.{voter % 250 + 1}",
        }
        connection.request("POST", path, blobs[number], headers)
        return wrong(connection.getresponse(), b'"promise"')

    return send


def wrong(answer: http.client.HTTPResponse, expected: bytes) -> str:
    """Nothing, or the status with the number by which the server's log knows this answer."""
    body = answer.read()
    if answer.status == HTTPStatus.OK and expected in body:
        return ""
    return f"{answer.status} {answer.getheader('X-Request-Id')}"


def reading(connection: http.client.HTTPConnection, number: int) -> str:
    connection.request("GET", PAGES[number % len(PAGES)], headers={"Accept-Encoding": "gzip"})
    return wrong(connection.getresponse(), b"")


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
                error = send(connection, number)
            except (OSError, http.client.HTTPException) as why:
                connection.close()
                error = type(why).__name__
            with lock:
                taken.seconds.append(time.monotonic() - due)
                taken.errors.update([error] if error else [])

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


def measure(kind: str, database: Postgres | None, given: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        place = opened(folder, database.url() if database else "", VOTERS)
        steady = int(given.rate * given.seconds)
        blobs = sealed_ballots(place, steady + int(60 * given.seconds))
        with serving.serving(place.settings, folder) as server:
            roots = [server.process.pid, *([database.process.pid] if database else [])]
            send = casting(place, blobs, server.port)
            drive(server.port, reading, WARM_UP, 0, PATIENCE)
            used = cpu_of(roots)
            with ThreadPoolExecutor(1) as beside:
                reads = beside.submit(drive, server.port, reading, 1 << 30, given.reads, given.seconds)
                casts = drive(server.port, send, steady, given.rate, given.seconds)
                pages = reads.result()
            together = cpu_of(roots) - used
            bare = bare_inserts(place.database, blobs[0], min(5.0, given.seconds))
            rest, used = len(blobs) - steady, cpu_of(roots)
            flat_out = drive(
                server.port, lambda one, number: send(one, steady + number), rest, 0, given.seconds
            )
            alone = cpu_of(roots) - used
            said = server.log_lines('"error"', '"critical"', "Traceback", "WORKER")
        place.database.engine.dispose()
    print(f"\n{kind}: load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"  casts, {given.rate:g}/s asked     {casts.line()}")
    print(f"  pages, {given.reads:g}/s asked     {pages.line()}")
    print(f"  for these the server used {together:.1f} s of the processor in {casts.lasted:.0f} s")
    print(f"  casts as fast as it goes {flat_out.line()}")
    print(f"  {len(flat_out.seconds) / max(alone, 0.01):.0f} casts for one second of the processor")
    print(f"  bare inserts {bare:19.1f}/s  (one connection, one row a transaction)", flush=True)
    for line in said[:10]:
        print(f"  the server said: {line[:600]}", flush=True)


def cpu_of(roots: list[int]) -> float:
    return sum(map(cpu_seconds, roots))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=30, help="ballots a second")
    parser.add_argument("--reads", type=float, default=300, help="pages a second beside them")
    parser.add_argument("--short", action="store_const", const=10, dest="seconds")
    given = parser.parse_args()
    with new_databases() as databases:
        for kind, database in databases.items():
            measure(kind, database, given)


if __name__ == "__main__":
    main()
