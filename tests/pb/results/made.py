"""A town whose election is closed and opened: a small honest election by the ballots library, put where the
town's own would lie, beside the rows that the rooms below would have written.
"""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ballots.demo import election, town
from ballots.demo.stages import Stages
from ballots.demo.town import Size
from ballots.workers import Alone
from pb.config import Settings
from pb.cycles.models import Cycle
from pb.projects.models import Bulletin, Project
from pb.proposals.models import Proposal, State
from pb.voting import keys
from pb.voting.models import Election
from tests.pb.accounts.conftest import Town
from tests.pb.projects import year

COUNTING = 24
CHOICES = 3


@dataclass(frozen=True)
class Honest:
    """The folder of an opened election, with what its rows need."""

    folder: Path
    registrar: bytes
    manifest: bytes
    fingerprint: str
    ceremony: bytes


@pytest.fixture(scope="session")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Honest:
    """60 voters, 4 of them on paper; each chooses 3 of 12 projects, called P1 to P12 as in the app."""
    section = town.section("town", "approval", {"max": CHOICES, "min": CHOICES}, 12)
    for number, project in enumerate(section["projects"], 1):
        project["id"] = f"P{number}"
    folder = tmp_path_factory.mktemp("honest")
    layout = ([section], [{"name": "all", "sections": ["town"]}])
    made = election.make(
        folder, Size(60, paper=4), Stages(quiet=True), Alone(), "x", layout=layout, counted=False
    )
    for name in ("result.json", "journal.json", "journal.data"):
        (folder / name).unlink()
    registrar = made.keys.registrar.private_bytes_raw()
    ceremony = (folder / "ceremony.json").read_bytes()
    return Honest(folder, registrar, made.manifest.blob, made.manifest.election.hex(), ceremony)


def opened(of: Town, honest: Honest) -> int:
    """The cycle, its twelve projects on the ballot, and its opened election; the cycle's number."""
    cycle = year.running(of, "exactly-3", COUNTING)
    settings: Settings = of.app.extensions["pb.settings"]
    now = datetime.now(UTC)
    for number in range(1, 13):
        proposal = year.feasible(of, cycle, f"사업 {number}")
        with of.database.transaction() as rows:
            rows.get_one(Proposal, proposal).state = State.ON_BALLOT.value
            rows.add(project(cycle, number, proposal))
    with of.database.transaction() as rows:
        rows.add(Bulletin(cycle_id=cycle, published=now))
        row = Election(
            cycle_id=rows.get_one(Cycle, cycle).id,
            kind="real",
            state="unsealed",
            nonce=b"n" * 32,
            origin="town.example/box",
            trustees=3,
            threshold=2,
            smallest=5,
            quorum=2,
            prepared=now,
            frozen=now,
            began=now,
            ended=now,
            unsealed=now,
            fingerprint=honest.fingerprint,
            ceremony=honest.ceremony,
            manifest=honest.manifest,
        )
        rows.add(row)
        rows.flush()
        place = keys.folder(settings, row.id)
    shutil.copytree(honest.folder, place / "bundle")
    (place / "keys").mkdir(mode=0o700)
    key = place / "keys" / "registrar"
    key.write_text(honest.registrar.hex())
    key.chmod(0o600)
    return cycle


def project(cycle: int, number: int, proposal: int) -> Project:
    return Project(
        cycle_id=cycle,
        section_place=1,
        number=number,
        proposal_id=proposal,
        title_ko=f"사업 {number}",
        title_en=f"Project {number}",
        text_ko="무엇을 합니다.",
        text_en="It does something.",
        place="시장길",
        cost=10_000_000,
    )
