"""Simulated trustees: each with folders at home and the program that real trustees use."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree, rmtree

from sqlalchemy.orm import Session

from ballots.bundle import names
from ballots.trustees import steps
from ballots.workers import Alone
from pb import clock
from pb.config import Settings
from pb.db import Database
from pb.journal.kinds import Office
from pb.journal.pen import Pen
from pb.journal.seal import Seal
from pb.voting import folder
from pb.voting.hall import Hall
from pb.voting.models import Election
from pb.voting.trustees import ceremony, opening

PASSPHRASE = "only for a rehearsal"  # noqa: S105 - guards nothing
COST = 10
WHY = "모의 투표 · A simulated election"


@dataclass(frozen=True)
class Trustee:
    """`place` is the number in the ceremony; the server is 1."""

    name: str
    place: int
    account: int
    home: Path

    @property
    def own(self) -> Path:
        return self.home / "my-key"


def pen(rows: Session, settings: Settings) -> Pen:
    return Pen(rows, Seal.from_hex(settings.journal_key), Office.OPERATOR, WHY, clock.now())


def files(where: Path) -> set[Path]:
    return {path for path in where.rglob("*") if path.is_file()}


def make_key(database: Database, settings: Settings, number: int, trustees: list[Trustee]) -> None:
    """The whole ceremony, file by file."""
    for one in trustees:
        steps.new(one.own, one.home / "ceremony", one.name, PASSPHRASE, COST)
        hand_in(database, settings, number, one, files(one.home / "ceremony"))
    for step in (steps.deal, steps.deal, steps.finish):
        for one in trustees:
            shared = take_home(database, settings, number, one)
            before = files(shared)
            step(one.own, shared, PASSPHRASE, cost=COST)
            hand_in(database, settings, number, one, files(shared) - before)


def take_home(database: Database, settings: Settings, number: int, one: Trustee) -> Path:
    with Session(database.engine) as rows:
        blob = ceremony.packed(settings, rows.get_one(Election, number))
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        archive.extractall(one.home / "ceremony")
    return one.home / "ceremony"


def hand_in(database: Database, settings: Settings, number: int, one: Trustee, made: set[Path]) -> None:
    blobs = [path.read_bytes() for path in made if path.name != names.CEREMONY]
    with database.transaction() as rows:
        election = rows.get_one(Election, number)
        for blob in sorted(blobs, key=ceremony.order):
            ceremony.hand_in(pen(rows, settings), settings, election, one.account, blob)


def open_box(settings: Settings, hall: Hall, one: Trustee) -> None:
    """Mix, then open, each on a fresh copy of the closed box; what is made goes through the app's checks."""
    for step in (steps.mix, steps.decrypt):
        bundle = one.home / "bundle"
        rmtree(bundle, ignore_errors=True)
        copytree(folder.of(settings, hall.election), bundle)
        before = files(bundle)
        step(one.own, bundle, PASSPHRASE, Alone())
        made = sorted(files(bundle) - before)
        if made:
            opening.take(settings, hall, one.place, [path.read_bytes() for path in made])
