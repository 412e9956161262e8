"""The counting library, in another process, finds what was announced: for every kind of ballot."""

from io import StringIO
from pathlib import Path

import pytest

from ballots import recount, result, workers
from ballots.bundle import names, open_bundle
from ballots.demo import election, keyring, town
from ballots.demo.stages import Stages
from ballots.demo.town import Size
from ballots.result import Sums
from ballots.sections import Section
from ballots.tamper import spoil
from ballots.verify import Verifier
from tests.ballots.conftest import Made

KINDS = [
    town.section("approve", "approval", {"max": 2, "min": 2}, 4, blank=True)
    | {"conflicts": [["P001", "P003"]], "mandatory": ["P001"], "quorum": 1}
    | {"sheets": [{"name": "committee", "weight": 30, "top": 10, "marks": {"P002": 10}}]},
    town.section("pick", "choose-1", {}, 3, blank=True),
    town.section("spread", "cumulative", {"exact": False, "max": 2, "points": 4}, 4),
    town.section("knap", "knapsack", {"spend": 90_000_000}, 5),
    town.section("rank", "ranked", {"max": 3, "min": 0}, 4),
    town.section("score", "scoring", {"max": 5}, 4),
    town.section("answer", "yes-no", {}, 1, blank=True) | {"rule": "greedy/majority"},
]


@pytest.fixture(scope="module")
def every_kind(tmp_path_factory: pytest.TempPathFactory) -> Made:
    if not recount.is_installed():
        pytest.skip("the counting library is not here")
    folder = tmp_path_factory.mktemp("kinds")
    styles = [{"name": "all", "sections": [section["name"] for section in KINDS]}]
    stages = Stages(quiet=True)
    made = election.make(folder / "bundle", Size(60, paper=2), stages, workers.Alone(), "k", (KINDS, styles))
    election.pack(made, folder / "bundle.zip", stages)
    keyring.save(folder / "keys.json", made.keys, made.holders)
    return Made(made, folder / "bundle", folder / "bundle.zip", folder / "keys.json")


def test_every_kind_of_ballot_is_recounted(every_kind: Made) -> None:
    with open_bundle(every_kind.zip) as bundle:
        report = Verifier(bundle).run()
    assert report.ok, report.failed
    assert report.checks[-1].code == "recount"
    assert report.checks[-1].count == 7


def test_another_funded_project_is_found(every_kind: Made, tmp_path: Path) -> None:
    spoil("result-funded", every_kind.zip, tmp_path / "out.zip", every_kind.keys)
    with open_bundle(tmp_path / "out.zip") as bundle:
        failed = Verifier(bundle).run().failed
    assert failed
    assert failed.code == "recount"
    assert "announced" in failed.detail


def test_the_pb_file_of_a_section_says_what_was_marked(every_kind: Made) -> None:
    """Column by column the file gives the sums of the signed result."""
    manifest = every_kind.election.manifest
    with open_bundle(every_kind.zip) as bundle:
        announced = result.read(manifest, bundle.read(names.RESULT))
        sums = Sums(manifest, ballots=dict(announced.ballots))
        for name, section in manifest.sections.items():
            out = StringIO()
            recount.write_pb(manifest, bundle, section, sums, out)
            votes = out.getvalue().partition("VOTES\n")[2].splitlines()
            assert len(votes) - 1 == sum(announced.ballots[name].values())
            assert _sums(section, votes[1:]) == announced.votes[name]


def _sums(section: Section, rows: list[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row in rows:
        _, group, vote, *points = row.split(";")
        sums = found.setdefault(group, [0] * len(section.projects))
        ids = vote.split(",") if vote else []
        given = map(int, points[0].split(",")) if points and points[0] else [1] * len(ids)
        for each, number in zip(ids, given, strict=True):
            sums[section.number_of[each]] += number
    return found
