"""Ballots cast over HTTP on a running server with two workers, on SQLite and on PostgreSQL.

    make bench-casting ARGS="--seconds 60 --rate 30 --reads 300"      (--short: 10 seconds)

Admissions are not part of what is measured: each device is let in and its ballots are sealed beforehand, as
voters' own devices do. Casting needs no session, so nobody signs in. A time runs from the moment at which the
request was due, so that a server that falls behind cannot hide it. The programs that send share the machine
with the server; so the server's own time of the processor (of all its processes and the database's) is told
beside what was reached. What was not answered as it should be is told with the server's own words about it.
"""

import argparse
import os
import re
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
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
from tests.bench.sending import Answer, Load, Request
from tests.bench.serving import PATIENCE, a_form, cpu_seconds
from tests.pb.voting.rehearsed import Rehearsed, new_databases, opened
from tests.postgres import Postgres

VOTERS = 200
# Each voter's ballots go over one connection: the number of voters is a multiple of theirs.
CASTING, READING, FLAT_OUT, WARM_UP = 20, 30, 8, 240
PAGES = ("/", "/vote", "/projects", "/journal")


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


def casting(place: Rehearsed, blobs: list[bytes], port: int) -> Request:
    """Ballot number so and so, each voter's from an address of their own."""
    cookie, token = a_form(port)

    def request(number: int) -> bytes:
        voter, blob = number % VOTERS, blobs[number]
        head = (
            f"POST /vote/{place.hall.election}/cast HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Content-Type: application/octet-stream\r\nContent-Length: {len(blob)}\r\n"
            f"Cookie: {cookie}\r\nX-CSRFToken: {token}\r\n"
            f"X-Forwarded-For: 10.0.{voter // 250}.{voter % 250 + 1}\r\n\r\n"
        )
        return head.encode() + blob

    return request


def reading(port: int) -> Request:
    rest = f" HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n\r\n"
    ready = [f"GET {page}{rest}".encode() for page in PAGES]
    # Each connection reads all of them in turn.
    return lambda number: ready[(number + number // READING) % len(PAGES)]


def no_receipt(answer: Answer) -> str:
    """Nothing, or the status with the word that the box has for its refusal."""
    if answer.status == HTTPStatus.OK and b'"promise"' in answer.body:
        return ""
    word = re.search(rb'"refused": *"(\w+)"', answer.body)
    return f"{answer.status} {word[1].decode() if word else ''}".strip()


def no_page(answer: Answer) -> str:
    return "" if answer.status == HTTPStatus.OK else str(answer.status)


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
            cast, read = casting(place, blobs, server.port), reading(server.port)
            Load(read, no_page, READING, 0, PATIENCE, WARM_UP).drive(server.port)
            used, own = cpu_of(roots), time.process_time()
            with ThreadPoolExecutor(1) as beside:
                load = Load(read, no_page, READING, given.reads, given.seconds)
                reads = beside.submit(load.drive, server.port)
                casts = Load(cast, no_receipt, CASTING, given.rate, given.seconds, steady).drive(server.port)
                pages = reads.result()
            together, own = cpu_of(roots) - used, time.process_time() - own
            bare = bare_inserts(place.database, blobs[0], min(5.0, given.seconds))
            used = cpu_of(roots)
            rest = Load(
                lambda number: cast(steady + number),
                no_receipt,
                FLAT_OUT,
                0,
                given.seconds,
                len(blobs) - steady,
            )
            flat_out = rest.drive(server.port)
            alone = cpu_of(roots) - used
            said = server.log_lines('"error"', '"critical"', "Traceback", "WORKER")
        place.database.engine.dispose()
    print(f"\n{kind}: load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"  casts, {given.rate:g}/s asked     {casts.line()}")
    print(f"  pages, {given.reads:g}/s asked     {pages.line()}")
    print(f"  for these the server used {together:.1f} s of the processor in {casts.lasted:.0f} s,", end=" ")
    print(f"the sending program {own:.1f} s")
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
