"""What a backup is worth: a large one comes back, an older one never does, any two of three trustees open.

    make torture-backup ARGS="--ballots 100000"      (--short: 200 ballots, three older backups)

The large box is filled row by row with ballots that are signed and sealed as devices do it; the time of a
restore is that of the program alone, on an SQLite file and on PostgreSQL. Fifty backups, each older by one
ballot than what a witness has seen, must all be refused, and the newest be taken, else the rest would show
nothing. In the drill the town's machine is lost after the box is closed: what is restored elsewhere is opened
by each pair of the three trustees in turn, one of them the town's own server.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from shutil import copytree, rmtree

from sqlalchemy import Update, bindparam, insert, select, update
from sqlalchemy.orm import Session
from tqdm import tqdm

from ballots import entry, log, signing
from ballots.demo.markings import draw_ballot
from ballots.entry import Admit
from ballots.errors import BallotError
from ballots.trustees import steps
from ballots.workers import Alone, Crew
from pb import clock
from pb.app import create_app
from pb.config import Settings
from pb.db import Base, Database
from pb.errors import Refused
from pb.voting import folder, opening
from pb.voting import hall as halls
from pb.voting.backup import actions as backups
from pb.voting.backup.restoring import Known, restore
from pb.voting.box import checkpoints
from pb.voting.box.models import BoxEntry, BoxHead, SlotStanding
from pb.voting.errors import RolledBack
from pb.voting.hall import Hall
from pb.voting.models import Election, Slot
from pb.voting.rehearsal import trustees, whole
from pb.voting.rehearsal.trustees import PASSPHRASE, Trustee
from pb.voting.rehearsal.voters import Voter
from pb.voting.trustees import opening as parts
from tests.pb.voting.rehearsed import Rehearsed, opened
from tests.postgres import DURABLE, Postgres

Step = Callable[[Path, Path, str, Crew], object]

LONGEST = 15 * 60
WHY = "a drill"
SHORT, PAIRS = (200, 3), ((1, 2), (1, 3), (2, 3))


class Fails(Exception):
    """A backup is not worth what was promised."""


def filled(place: Rehearsed) -> None:
    """Every slot lets a device in and casts, all in one transaction: the same rows as by so many requests."""
    hall, at = place.hall, clock.now()
    with place.database.transaction() as rows:
        slots = rows.scalars(select(Slot).where(Slot.election_id == hall.election).order_by(Slot.number))
        box, standing = list[dict[str, object]](), list[dict[str, object]]()
        for voter in tqdm([Voter.of(hall, slot) for slot in slots], desc="sealing", unit="ballot"):
            style = hall.manifest.styles[voter.style]
            voter.device = signing.new_key(voter.source)
            public = signing.public_key(voter.device)
            admitted = entry.write(hall.manifest.election, Admit(voter.slot, public), hall.registrar)
            cast = voter.sealed(draw_ballot(hall.manifest, style, voter.source))
            for kind, blob, revision, device in (("admit", admitted, None, public), ("cast", cast, 1, None)):
                box.append(
                    {
                        "election_id": hall.election,
                        "position": len(box),
                        "kind": kind,
                        "slot": voter.slot,
                        "revision": revision,
                        "device": device,
                        "batch": None,
                        "hash": log.leaf_hash(blob),
                        "blob": blob,
                        "at": at,
                    }
                )
            standing.append(
                {
                    "place": voter.slot,
                    "key": public,
                    "first": log.leaf_hash(admitted),
                    "last": log.leaf_hash(cast),
                }
            )
        rows.execute(insert(BoxEntry), box)
        connection = rows.connection()
        connection.execute(standing_of(hall.election, at), standing)
        rows.execute(update(BoxHead).where(BoxHead.election_id == hall.election).values(size=len(box)))
        checkpoints.sign(rows, hall, at)


def standing_of(election: int, at: datetime) -> Update:
    table = Base.metadata.tables[SlotStanding.__tablename__]
    return (
        update(table)
        .where(table.c.election_id == election, table.c.number == bindparam("place"))
        .values(
            device=bindparam("key"),
            admitted_by=bindparam("first"),
            last_cast=bindparam("last"),
            revision=1,
            devices=1,
            cast_at=at,
        )
    )


@contextmanager
def elsewhere(place: Rehearsed, where: Path, url: str) -> Iterator[tuple[Settings, Database]]:
    """A machine without anything of the election; `url` empty: an SQLite file."""
    rmtree(where, ignore_errors=True)
    where.mkdir(parents=True)
    settings = replace(place.settings, instance=where, database_url=url or f"sqlite:///{where / 'pb.sqlite'}")
    app = create_app(settings)
    with app.test_request_context():
        yield settings, app.extensions["pb.db"]
    app.extensions["pb.db"].engine.dispose()


def seen(place: Rehearsed) -> bytes:
    """What a witness keeps of the box as it stands."""
    with place.database.transaction() as rows:
        return checkpoints.sign(rows, place.hall, clock.now()).octets()


def large(at: Path, ballots: int, server: Postgres) -> None:
    place = opened(at / "large", "", ballots)
    filled(place)
    note = seen(place)
    kept, _sha256 = backups.make(place.settings, place.database, clock.now())
    for name, url in (("sqlite", ""), ("postgresql", server.url("template1"))):
        started = time.monotonic()
        with elsewhere(place, at / f"large-{name}", url) as (settings, database):
            count = restore(settings, database, kept, Known([note], nothing=False), WHY, clock.now())
        took = time.monotonic() - started
        print(f"{name}: {ballots} ballots, {count} rows are back after {took:.0f} s", flush=True)
        if took > LONGEST:
            raise Fails(f"a restore took {took:.0f} s")


def older(at: Path, many: int) -> None:
    place, refused = opened(at / "older", "", 60), 0
    kept: list[Path] = []
    with Session(place.database.engine) as rows:
        slots = rows.scalars(select(Slot).order_by(Slot.number).limit(many + 1)).all()
        voters = [Voter.of(place.hall, slot) for slot in slots]
    for voter in voters:
        kept.append(backups.make(place.settings, place.database, clock.now())[0])
        voter.takes_device(place.database, clock.now())
        voter.casts(place.database, clock.now())
    newest, note = backups.make(place.settings, place.database, clock.now())[0], seen(place)
    for one in tqdm(kept[1:], desc="older backups", unit="backup"):
        refused += is_refused(place, at / "older-restored", one, note)
    print(f"older backups refused: {refused}/{many}", flush=True)
    if refused != many or is_refused(place, at / "newest-restored", newest, note):
        raise Fails("an older backup was taken, or the newest was not")


def is_refused(place: Rehearsed, where: Path, kept: Path, note: bytes) -> bool:
    with elsewhere(place, where, "") as (settings, database):
        try:
            restore(settings, database, kept, Known([note], nothing=False), WHY, clock.now())
        except RolledBack:
            return True
    return False


def drill(at: Path, pairs: Sequence[tuple[int, int]] = PAIRS) -> None:
    place = opened(at / "drill", "", 60)
    with create_app(place.settings).test_request_context():
        whole.vote(place.database, place.hall)
        with place.database.transaction() as rows:
            pen = trustees.pen(rows, place.settings)
            opening.close_box(pen, place.settings, rows.get_one(Election, place.hall.election))
    note = seen(place)
    kept = backups.make(place.settings, place.database, clock.now())[0]
    opened_by = [pair for pair in pairs if opens(place, at / f"drill-{pair[0]}-{pair[1]}", kept, note, pair)]
    print(f"pairs of trustees that open the restored box: {len(opened_by)}/{len(pairs)}", flush=True)
    if len(opened_by) != len(pairs):
        raise Fails(f"only {opened_by} could open the box")


def opens(place: Rehearsed, where: Path, kept: Path, note: bytes, pair: Sequence[int]) -> bool:
    with elsewhere(place, where, "") as (settings, database):
        restore(settings, database, kept, Known([note], nothing=False), WHY, clock.now())
        with database.transaction() as rows:
            hall = halls.read(rows, rows.get_one(Election, place.hall.election), settings)
        # Whoever has opened one batch never opens another: each drill has the trustees as they were before.
        outside = [replace(one, home=where / one.name) for one in place.trustees if one.place in pair]
        for one in place.trustees:
            copytree(one.home, where / one.name)
        if 1 not in pair:
            rmtree(hall.folder / "trustee")
        try:
            whole.do_work(database, settings, hall)
            for step in (steps.mix, steps.decrypt):
                for one in outside:
                    hand_in(settings, hall, one, step)
                    whole.do_work(database, settings, hall)
        except (Refused, BallotError) as why:
            print(f"{pair}: {why}", flush=True)
        return any(name.startswith("plaintexts/") for name in names_of(settings, hall))


def names_of(settings: Settings, hall: Hall) -> list[str]:
    path = folder.of(settings, hall.election)
    return [str(each.relative_to(path)) for each in path.rglob("*")]


def hand_in(settings: Settings, hall: Hall, one: Trustee, step: Step) -> None:
    """One step of a trustee at home, on a fresh copy of the closed box."""
    bundle = one.home / "bundle"
    rmtree(bundle, ignore_errors=True)
    copytree(folder.of(settings, hall.election), bundle)
    before = trustees.files(bundle)
    step(one.own, bundle, PASSPHRASE, Alone())
    made = sorted(trustees.files(bundle) - before)
    if made:
        parts.take(settings, hall, one.place, [path.read_bytes() for path in made])


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--ballots", type=int, default=100_000)
    parser.add_argument("--older", type=int, default=50)
    parser.add_argument("--short", action="store_true")
    chosen = parser.parse_args(arguments)
    ballots, many = SHORT if chosen.short else (chosen.ballots, chosen.older)
    with tempfile.TemporaryDirectory(prefix="pb-backup-") as at:
        drill(Path(at))
        older(Path(at), many)
        server = Postgres(DURABLE)
        try:
            large(Path(at), ballots, server)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
