"""The whole simulated election, stage by stage, and the check that the count is what the voters meant."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from shutil import copy

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots import bundle, canonical, styles
from ballots.bundle import Folder
from ballots.verify import Verifier
from ballots.workers import Alone
from pb import clock
from pb.access import Role
from pb.config import Settings
from pb.db import Database
from pb.voting import folder, opening, preparing
from pb.voting import hall as halls
from pb.voting.backup import actions as backups
from pb.voting.hall import Hall
from pb.voting.models import Election, Kind, Slot
from pb.voting.rehearsal import town, trustees
from pb.voting.rehearsal.trustees import Trustee, pen
from pb.voting.rehearsal.voters import Voter
from pb.voting.trustees import ceremony, work

FEWEST = 60
SMALLEST = 5
Say = Callable[[str], object]
# What the rooms above do with the opened ballots; the bundle that they publish.
Publish = Callable[[Database, Settings, Hall], Path]


class Differs(Exception):
    """The opened ballots are not what the voters meant, or the bundle does not hold."""


def rehearse(voters: int, out: Path, publish: Publish, say: Say) -> Path:
    """A zip that `python -m ballots verify` accepts, in `out`. Raises Differs."""
    settings = town.settings_in(out / "instance")
    database = town.database_of(settings)
    say("The ballot is published; the slots are drawn; the trustees make the key")
    hall, outside = prepared(database, settings, voters, out)
    say("Voting is open")
    people = vote(database, hall)
    say("The box is closed; the server mixes")
    close(database, settings, hall)
    for one in outside[:1]:
        say(f"Trustee {one.name} mixes and opens; the other one is missing, as may happen")
        trustees.open_box(settings, hall, one)
        do_work(database, settings, hall)
    compare(settings, hall, people)
    say("The opened ballots are what the voters meant; they are counted, and two officials publish the count")
    return checked(publish(database, settings, hall), out)


def prepared(database: Database, settings: Settings, voters: int, out: Path) -> tuple[Hall, list[Trustee]]:
    at = clock.now()
    with database.transaction() as rows:
        cycle = town.published_year(rows, at)
        accounts = [town.account(rows, name, Role.TRUSTEE, at) for name in ("chair", "citizens")]
        by = pen(rows, settings)
        election = preparing.prepare(by, settings, cycle, Kind.REHEARSAL, 3, 2, SMALLEST)
        preparing.draw_slots(by, election, testers=voters)
        ceremony.begin(by, settings, election)
        number = election.id
    outside = [
        Trustee(name, place, account, out / "trustees" / name)
        for place, (name, account) in enumerate(zip(("chair", "citizens"), accounts, strict=True), start=2)
    ]
    trustees.make_key(database, settings, number, outside)
    with database.transaction() as rows:
        preparing.freeze(pen(rows, settings), settings, rows.get_one(Election, number))
    backups.make(settings, database, clock.now())
    with database.transaction() as rows:
        election = rows.get_one(Election, number)
        opening.open_voting(pen(rows, settings), settings, election)
        return halls.read(rows, election, settings), outside


def vote(database: Database, hall: Hall) -> list[Voter]:
    with Session(database.engine) as rows:
        slots = rows.scalars(select(Slot).where(Slot.election_id == hall.election).order_by(Slot.number))
        people = [Voter.of(hall, slot) for slot in slots]
    for each in people:
        each.votes(database, clock.now())
    return people


def close(database: Database, settings: Settings, hall: Hall) -> None:
    with database.transaction() as rows:
        opening.close_box(pen(rows, settings), settings, rows.get_one(Election, hall.election))
    do_work(database, settings, hall)


def do_work(database: Database, settings: Settings, hall: Hall) -> None:
    while not work.is_unsealed(database, hall) and work.step(database, settings, hall):
        pass


def opened(settings: Settings, hall: Hall) -> list[tuple[str, str, bytes]]:
    """Style, voter group and line of every opened ballot."""
    path = folder.of(settings, hall.election)
    found = []
    for name in Folder(path).names:
        if name.startswith("plaintexts/"):
            style, group = name.removeprefix("plaintexts/").split(".")
            found += [(style, group, line) for line in (path / name).read_bytes().splitlines()]
    return found


def compare(settings: Settings, hall: Hall, people: list[Voter]) -> None:
    frozen = hall.manifest
    meant = Counter(
        canonical.encode({"marking": styles.to_json(frozen.styles[each.style], frozen.sections, each.meant)})
        for each in people
        if each.meant is not None
    )
    if Counter(line for _style, _group, line in opened(settings, hall)) != meant:
        raise Differs("the opened ballots are not what the voters meant")


def checked(published: Path, out: Path) -> Path:
    """The published bundle, as a stranger takes it home and checks it."""
    path = Path(copy(published, out / "bundle.zip"))
    with bundle.open_bundle(path) as found:
        report = Verifier(found, Alone()).run()
    if report.failed:
        raise Differs(report.failed.detail)
    return path
