"""The long work between opened ballots and a publishable result, in a process of its own with its progress.

It reads the bundle's folder, counts, writes what will be shown, signs result and journal, packs the zip,
verifies it as a stranger would, and passes everything through the gate. Nothing of it is published here.

Officials only ask for it: their asking is a row, and the process that does the duties counts what the rows
ask for. If that process is stopped in the middle, the next one finds the row and counts from the beginning.
"""

import fcntl
import hashlib
import json
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask, current_app
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ballots import bundle, result
from ballots.box import Counts
from ballots.bundle import names
from ballots.errors import BallotError
from ballots.report import Report
from ballots.verify import STEPS, Verifier
from ballots.workers import Alone
from pb import clock, db, jobs
from pb.config import Settings
from pb.cycles.models import Cycle
from pb.db import Database
from pb.journal import queries as journal
from pb.results import count, gate, queries, writing
from pb.results.count import NotReady, Opened, SectionCount
from pb.results.gate import Check, Figures, Part
from pb.results.models import ResultCount
from pb.results.places import Place
from pb.results.turnout import Age, by_age, by_district
from pb.voting import keys
from pb.voting.models import Election
from pb.voting.turnout.figures import ONLINE, PAPER, by_decade

STAGES = ("reading", "counting", "writing", "packing", "verifying")


@dataclass(frozen=True)
class Order:
    """What to count: the bundle's folder, the town's key, the money of the cycle, who voted where."""

    election: int
    folder: Path
    key: bytes
    budget: int
    districts: dict[str, int] | None = None
    roll: dict[str, int] | None = None
    ages: tuple[Age, ...] = ()


def order_of(rows: Session, settings: Settings, election: Election) -> Order:
    return Order(
        election=election.id,
        folder=keys.folder(settings, election.id) / "bundle",
        key=keys.read(settings, election.id, "registrar").private_bytes_raw(),
        budget=rows.get_one(Cycle, election.cycle_id).budget,
        districts=dict(queries.voted_by_district(rows, election.id)) or None,
        roll=dict(queries.registered_by_district(rows, election.id)) or None,
        ages=tuple(by_decade(rows, election, ONLINE + PAPER)),
    )


def init_app(app: Flask) -> None:
    jobs.add(app, count_what_waits)


def count_what_waits() -> bool:
    """The duty: the count that was asked for first; whether there was any.

    In a process of its own, so that what it needs of memory goes away with it. If that is killed, it is told,
    and not begun again by itself: what had no room once would have none again.
    """
    database = db.database()
    settings: Settings = current_app.extensions["pb.settings"]
    with Session(database.engine) as rows:
        wanted = select(ResultCount.election_id).where(ResultCount.state == "running")
        number = rows.scalars(wanted.order_by(ResultCount.begun).limit(1)).one_or_none()
        if number is None:
            return False
        order = order_of(rows, settings, rows.get_one(Election, number))
    process = get_context("spawn").Process(target=run, args=(settings, order))
    process.start()
    process.join()
    if process.exitcode != 0:
        note(database, number, state="broken", words=f"the counting process ended with {process.exitcode}")
    return True


def run(settings: Settings, order: Order) -> None:
    """The count of this election, by one process at a time: whoever comes second finds it done."""
    database = Database(settings.database_url)
    with (order.folder.parent / "count.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with Session(database.engine) as rows:
            is_asked = rows.get_one(ResultCount, order.election).state == "running"
        if is_asked:
            settle(settings, database, order)
    database.engine.dispose()


def settle(settings: Settings, database: Database, order: Order) -> None:
    """All stages; what goes wrong is kept for the officials, and nothing is published either way."""
    words = "stopped before its end"
    try:
        done(database, order.election, work(settings, database, order))
        words = ""
    except (NotReady, BallotError, OSError, ValueError) as why:
        words = f"{type(why).__name__}: {why}"[:2000]
    finally:
        if words:
            note(database, order.election, state="broken", words=words)


@dataclass(frozen=True)
class Made:
    """What the work made."""

    checks: tuple[Check, ...]
    report: Report
    sha256: str
    size: int


def work(settings: Settings, database: Database, order: Order) -> Made:
    place = Place.of(settings, order.election)

    def tell(stage: str) -> None:
        note(database, order.election, stage=stage, done=STAGES.index(stage))

    tell("reading")
    opened = count.read(order.folder, Alone())
    tell("counting")
    counted = count.sections(order.folder, opened, lambda _name: note(database, order.election))
    found = gate.checks(figures(order, opened, counted))
    tell("writing")
    writing.write(place, opened, counted, facts(order, opened))
    sign(database, order, opened, counted)
    tell("packing")
    sha256, size = pack(order.folder, place)
    tell("verifying")
    with bundle.open_bundle(place.bundle) as packed:
        report = Verifier(packed, Alone()).run(watch=lambda _check: note(database, order.election))
    place.keep("verified.json", report.to_json())
    return Made((*found, gate.of_bundle(report, len(STEPS))), report, sha256, size)


def figures(order: Order, opened: Opened, counted: list[SectionCount]) -> Figures:
    return Figures(
        counts=opened.counts,
        opened=opened.sums.counted,
        budget=order.budget,
        parts=tuple(part(opened, one) for one in counted),
        districts=order.districts,
    )


def part(opened: Opened, one: SectionCount) -> Part:
    name, profile = one.section.name, one.election.profile
    kind, limits, projects = gate.figures_of(one.section)
    points = kind in ("cumulative", "scoring")
    holding = [style.name for style in opened.manifest.styles if name in style.sections]
    return Part(
        name=name,
        kind=kind,
        limits=limits,
        projects=projects,
        budget=one.section.budget,
        cost=one.outcome.cost,
        left=one.outcome.left,
        winners=sum(verdict.paid for verdict in one.outcome.projects),
        ballots=opened.sums.ballots.get(name, {}),
        votes={group: sum(votes) for group, votes in opened.sums.votes.get(name, {}).items()},
        ballots_counted=profile.n_voters,
        votes_counted=int(profile.points.sum()) if points else int(profile.votes().sum()),
        opened=sum(opened.styles.get(style, 0) for style in holding),
    )


def facts(order: Order, opened: Opened) -> dict[str, Any]:
    """The figures of the whole election that the page shows."""
    return {
        "election": opened.manifest.election.hex(),
        "counts": dict(opened.counts),
        "budget": order.budget,
        "turnout": by_district(order.districts, order.roll),
        "ages": by_age(order.ages),
    }


def sign(database: Database, order: Order, opened: Opened, counted: list[SectionCount]) -> None:
    """Result and journal into the bundle's folder, under the registrar's key."""
    key = Ed25519PrivateKey.from_private_bytes(order.key)
    funded = {one.section.name: one.outcome.funded for one in counted}
    box = Counts(**{name: opened.counts[name] for name in asdict(Counts())})
    put(order.folder, names.RESULT, result.write(opened.manifest, key, box, opened.sums, funded))
    data = exported(database)
    put(order.folder, names.JOURNAL_DATA, data)
    put(order.folder, names.JOURNAL, result.write_journal(opened.manifest, key, data))


def exported(database: Database) -> bytes:
    """The public journal as it is now, an entry a line."""
    with database.transaction() as rows:
        found = journal.in_order(rows, journal.Filter())
        return b"".join(entry.encode() + b"\n" for entry in found)


def put(folder: Path, name: str, data: bytes) -> None:
    (folder / name).write_bytes(data)


def pack(folder: Path, place: Place) -> tuple[str, int]:
    """The bundle as one zip: its SHA-256 and its length."""
    aside = place.path("bundle.zip.part")
    bundle.pack(folder, aside)
    aside.replace(place.bundle)
    with place.bundle.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), place.bundle.stat().st_size


def done(database: Database, election: int, made: Made) -> None:
    note(
        database,
        election,
        state="refused" if gate.refused(made.checks) else "ready",
        stage=STAGES[-1],
        done=len(STAGES),
        checks=json.dumps([asdict(check) for check in made.checks]),
        verified=json.dumps(made.report.to_json()),
        sha256=made.sha256,
        size=made.size,
    )


def note(database: Database, election: int, **values: Any) -> None:
    """Tell how far the work is; every word of it shows that somebody still works."""
    told = update(ResultCount).where(ResultCount.election_id == election)
    with database.transaction() as rows:
        rows.execute(told.values(**values, seen=clock.now()))
