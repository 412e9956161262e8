"""The server is killed at random moments while ballots are cast; nothing that was acknowledged may be lost.

    make torture ARGS="--rounds 200"           on SQLite and on PostgreSQL

Voters cast over HTTP, and whoever gets no answer sends the same bytes again, as the booth does. In each
round a web worker, the whole server or (PostgreSQL) every process of the database is killed with SIGKILL;
what does not come back by itself is started again, as a supervisor would, but from a process that has read
the code already. Then the box is held to the invariants. At the end the box is opened and must hold what the
voters meant; and a server that acknowledges before it commits must be caught, else the rest would show
nothing.
"""

import argparse
import os
import random
import signal
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tqdm import tqdm

from ballots.checkpoint import Checkpoint
from pb.app import create_app
from pb.voting.rehearsal import trustees, whole
from tests.bench import serving
from tests.bench.serving import PATIENCE, Server
from tests.pb.voting.rehearsed import Rehearsed, new_databases, opened
from tests.postgres import Postgres, free_port
from tests.torture import nursery
from tests.torture.crowd import Crowd
from tests.torture.invariants import Lost, check

LONGEST, AT_LEAST = 1.0, 5
HONEST, EARLY = "pb", "tests.torture.early"


@dataclass
class Round:
    """A box under torture; `back` is how long each blow kept everyone from casting, in seconds."""

    place: Rehearsed
    database: Postgres | None
    server: Server
    crowd: Crowd
    program: str = HONEST
    signed: list[Checkpoint] = field(default_factory=list)
    back: dict[str, list[float]] = field(default_factory=dict)

    @property
    def blows(self) -> tuple[str, ...]:
        return ("worker", "server", "database") if self.database else ("worker", "server")

    def strike(self, blow: str) -> None:
        """Raises Lost."""
        self.crowd.start()
        try:
            self.wait_for_casts()
            time.sleep(random.random() * LONGEST)
            begun = time.monotonic()
            self.kill(blow)
            self.wait_for_casts()
            self.back.setdefault(blow, []).append(time.monotonic() - begun)
        finally:
            self.crowd.stop()
        check(self.place, self.crowd.told, self.signed)
        if self.crowd.broken:
            raise Lost(f"I7: {self.crowd.broken[:3]}")

    def wait_for_casts(self) -> None:
        wanted, end = len(self.crowd.told) + AT_LEAST, time.monotonic() + PATIENCE
        while len(self.crowd.told) < wanted:
            if time.monotonic() > end:
                raise Lost("I7: nobody can cast any more")
            time.sleep(0.01)

    def kill(self, blow: str) -> None:
        if blow == "worker":
            kill_all([random.choice(self.server.workers())])
        elif blow == "server":
            kill_all(serving.processes(self.server.process.pid))
            self.server.process.wait(PATIENCE)
            self.server = nursery.start(self.place.settings, self.server.log, self.server.port, self.program)
        elif self.database:
            kill_all(serving.processes(self.database.process.pid))
            self.database.start_again()


def kill_all(processes: Sequence[int]) -> None:
    """Returns as soon as they are gone, and with them what they had open."""
    for one in processes:
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
    while any(map(serving.is_alive, processes)):
        time.sleep(0.01)


def begun(folder: Path, database: Postgres | None, voters: int, program: str = HONEST) -> Round:
    place = opened(folder, database.url() if database else "", voters)
    server = nursery.start(place.settings, folder / "server.log", free_port(), program)
    return Round(place, database, server, Crowd.before(place, server.port), program)


def is_caught(early: Round, rounds: int) -> bool:
    """Whether a server that acknowledges before it commits is found out within so many rounds."""
    for _ in range(rounds):
        try:
            early.strike("server")
        except Lost as why:
            return str(why).startswith("I1")
    return False


def count(tortured: Round) -> None:
    """The box is closed, its trustees open it, and it holds what its voters meant. Raises Differs, Lost."""
    crowd, place = tortured.crowd, tortured.place
    if not crowd.all_told():
        raise Lost("I7: who was not answered is not answered now")
    tortured.server.stop()
    with create_app(place.settings).test_request_context():
        whole.close(place.database, place.settings, place.hall)
        trustees.open_box(place.settings, place.hall, place.trustees[0])
        whole.do_work(place.database, place.settings, place.hall)
        whole.compare(place.settings, place.hall, crowd.voters)


@dataclass
class Until:
    """So many rounds, or as many as there are until the clock stands at `end`."""

    rounds: int
    end: float

    def __iter__(self) -> Iterator[int]:
        for number in tqdm(range(self.rounds)):
            if time.time() > self.end:
                return
            yield number


def torture(kind: str, database: Postgres | None, until: Until, voters: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        honest = begun(Path(name), database, voters)
        try:
            for number in until:
                honest.strike(honest.blows[number % len(honest.blows)])
            count(honest)
        finally:
            honest.server.stop()
            honest.place.database.engine.dispose()
    rounds, told = sum(map(len, honest.back.values())), len(honest.crowd.told)
    print(
        f"{kind}: {rounds} rounds, {told} ballots acknowledged, {honest.signed[-1].size} entries in the box"
    )
    print(f"  none lost, none twice, all counted as meant: below {3 / max(rounds, 1):.3f} a round at 95 %")
    for blow, back in honest.back.items():
        print(
            f"  {blow} killed {len(back)} times: cast again after "
            f"{statistics.median(back):.1f} s (median), {max(back):.1f} s (longest)",
            flush=True,
        )


def control(voters: int) -> None:
    """Raises Lost if a server that acknowledges too early is not caught."""
    with tempfile.TemporaryDirectory() as name:
        early = begun(Path(name), None, voters, EARLY)
        try:
            if not is_caught(early, 3):
                raise Lost("the control was not caught, so that the rest shows nothing")
        finally:
            early.server.stop()
            early.place.database.engine.dispose()
    print("control: a server that acknowledges before it commits is caught", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--voters", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=24 * 60, help="for one kind of database, at most")
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    given = parser.parse_args()
    control(given.voters)
    with new_databases() as databases:
        for kind, database in databases.items():
            if given.only in (None, kind):
                until = Until(given.rounds, time.time() + 60 * given.minutes)
                torture(kind, database, until, given.voters)


if __name__ == "__main__":
    main()
