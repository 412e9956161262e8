"""One honest election, made once and shared by every test that only reads it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ballots import workers
from ballots.bundle import Bundle, open_bundle
from ballots.demo import election, keyring
from ballots.demo.election import Election
from ballots.demo.stages import Stages
from ballots.demo.town import Size
from ballots.report import Report
from ballots.verify import STEPS, Verifier
from tests.ballots.booth_page import booth as booth
from tests.ballots.booth_page import booth_address as booth_address
from tests.ballots.booth_page import booth_world as booth_world


@dataclass(frozen=True)
class Made:
    """Where an honest election lies: its folder, its zip file, the keys of its insiders."""

    election: Election
    folder: Path
    zip: Path
    keys: Path


def make_election(folder: Path, size: Size, seed: str | None, layout: election.Layout | None = None) -> Made:
    """An election in `folder`, unpacked and packed."""
    stages = Stages(quiet=True)
    made = election.make(folder / "bundle", size, stages, workers.Alone(), seed, layout, counted=False)
    election.pack(made, folder / "bundle.zip", stages)
    keyring.save(folder / "keys.json", made.keys, made.holders)
    return Made(made, folder / "bundle", folder / "bundle.zip", folder / "keys.json")


def verify(path: Path) -> Report:
    """All checks but the recount on the bundle at `path`, in this process."""
    with open_bundle(path) as bundle:
        return Verifier(bundle).run(STEPS[:-1])


@pytest.fixture(scope="session")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """60 voters, 3 of them on paper, with revotes, new devices and voids."""
    return make_election(tmp_path_factory.mktemp("honest"), Size(60, paper=3), "x")


@pytest.fixture
def bundle(honest: Made) -> Iterator[Bundle]:
    with open_bundle(honest.zip) as opened:
        yield opened
