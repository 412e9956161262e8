"""The long work between opened ballots and a publishable result, in a process of its own with its progress.

It reads the bundle's folder, counts, writes what will be shown, signs result and journal, packs the zip,
verifies it as a stranger would, and passes everything through the gate. Nothing of it is published here.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import update

from ballots import bundle, result
from ballots.box import Counts
from ballots.bundle import names
from ballots.errors import BallotError
from ballots.report import Report
from ballots.verify import STEPS, Verifier
from ballots.workers import Alone
from pb import clock
from pb.config import Settings
from pb.db import Database
from pb.journal import queries as journal
from pb.results import count, gate, writing
from pb.results.count import NotReady, Opened, SectionCount
from pb.results.gate import Check, Figures, Part
from pb.results.models import ResultCount
from pb.results.places import Place

# Under so many people a number could tell of one of them.
SMALLEST = 5
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


def start(settings: Settings, order: Order) -> None:
    """Begin the work; the page that asked does not wait for it."""
    get_context("spawn").Process(target=run, args=(settings, order), daemon=True).start()


def run(settings: Settings, order: Order) -> None:
    """All stages; what goes wrong is kept for the officials, and nothing is published either way."""
    database = Database(settings.database_url)
    words = "stopped before its end"
    try:
        done(database, order.election, work(settings, database, order))
        words = ""
    except (NotReady, BallotError, OSError, ValueError) as why:
        words = f"{type(why).__name__}: {why}"[:2000]
    finally:
        if words:
            note(database, order.election, state="broken", words=words)
        database.engine.dispose()


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
        "turnout": turnout(order),
    }


def turnout(order: Order) -> list[dict[str, Any]]:
    """Voters and residents by district; a cell so small that it could show who voted stays empty."""
    if order.districts is None or order.roll is None:
        return []
    return [
        {"district": name, "roll": on_roll, "voted": shown(order.districts.get(name, 0), on_roll)}
        for name, on_roll in sorted(order.roll.items())
    ]


def shown(voted: int, on_roll: int) -> int | None:
    """None where fewer than SMALLEST voted, or fewer than that did not."""
    return voted if voted >= SMALLEST and (on_roll - voted >= SMALLEST or on_roll == voted) else None


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
