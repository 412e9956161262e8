"""Answers get lost after the commit, and voters send the same bytes again: one ballot, one receipt.

    make torture-retry ARGS="--casts 10000 --percent 5"           on SQLite and on PostgreSQL

Voters cast over HTTP through a proxy that gives the request to the server and now and then throws its answer
away. At the end each ballot stands in the box once, whoever asked again has the very receipt that was lost,
the invariants hold, and the count is what the voters meant. A server that does not know a ballot again must
be caught, else the rest would show nothing.
"""

import argparse
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ballots import receipt
from ballots.receipt import Receipt
from tests.bench.serving import PATIENCE
from tests.pb.voting.rehearsed import new_databases
from tests.postgres import Postgres
from tests.torture.casting import HONEST, Round, begun, count
from tests.torture.crowd import Crowd
from tests.torture.cutting import Cutter
from tests.torture.invariants import Lost, check

FORGETFUL = "tests.torture.forgetful"


def cast_through(cutter: Cutter, crowd: Crowd, casts: int) -> None:
    """Until so many ballots are acknowledged. Raises Lost."""
    cutter.start()
    behind = replace(crowd, port=cutter.port)
    behind.start()
    try:
        seen, end = 0, time.monotonic() + PATIENCE
        while len(behind.told) < casts and not behind.broken:
            if len(behind.told) > seen:
                seen, end = len(behind.told), time.monotonic() + PATIENCE
            if time.monotonic() > end:
                raise Lost("I7: nobody can cast any more")
            time.sleep(0.05)
    finally:
        behind.stop()
        cutter.stop()
    if behind.broken:
        raise Lost(f"I7: {behind.broken[:3]}")


def check_same_receipt(lost: Sequence[Receipt], told: Sequence[Receipt]) -> None:
    """Raises Lost unless whoever asked again was told what was lost, byte by byte."""
    given = {one.entry: receipt.encode(one) for one in told}
    for one in lost:
        if given.get(one.entry) != receipt.encode(one):
            raise Lost(f"I1: slot {one.slot} has another receipt than the one that was lost")


def retry(box: Round, casts: int, percent: float) -> int:
    """How many receipts were lost on the way. Raises Lost."""
    cutter = Cutter(box.server.port, percent)
    cast_through(cutter, box.crowd, casts)
    if not box.crowd.all_told():
        raise Lost("I7: who was not answered is not answered now")
    check(box.place, box.crowd.told, box.signed)
    check_same_receipt(cutter.lost_receipts(), box.crowd.told)
    return len(cutter.lost_receipts())


def is_caught(box: Round) -> bool:
    """Whether a server that does not know a ballot again is found out."""
    try:
        retry(box, 200, 20)
    except Lost:
        return True
    return False


def end(box: Round) -> None:
    box.server.stop()
    box.place.database.engine.dispose()


def run(kind: str, database: Postgres | None, given: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as name:
        box = begun(Path(name), database, given.voters, HONEST)
        try:
            lost = retry(box, given.casts, given.percent)
            count(box)
        finally:
            end(box)
    print(f"{kind}: {len(box.crowd.told)} ballots acknowledged, {lost} receipts lost on the way")
    print("  each is in the box once, with the receipt that was lost, and counted as meant", flush=True)


def control() -> None:
    with tempfile.TemporaryDirectory() as name:
        box = begun(Path(name), None, 60, FORGETFUL)
        try:
            if not is_caught(box):
                raise Lost("the control was not caught, so that the rest shows nothing")
        finally:
            end(box)
    print("control: a server that does not know a ballot again is caught", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--casts", type=int, default=10_000)
    parser.add_argument("--percent", type=float, default=5)
    parser.add_argument("--voters", type=int, default=200)
    given = parser.parse_args()
    control()
    with new_databases() as databases:
        for kind, database in databases.items():
            run(kind, database, given)


if __name__ == "__main__":
    main()
