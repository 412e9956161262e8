"""The generated town and the examples that are shipped from it."""

import contextlib
import io
from dataclasses import replace

import numpy as np
import pytest
from pabulib.checker import Checker

from tallying import csvpair, figures, pabulib, town, weightsfile
from tallying.counting import count
from tallying.csvpair import Sheet
from tallying.options import Options
from tallying.town import EXAMPLES, FOLDER, Plan

each_plan = pytest.mark.parametrize("plan", EXAMPLES, ids=lambda plan: plan.name)


def test_the_shipped_examples_are_what_the_generator_makes() -> None:
    assert {file.name: file.read_bytes() for file in FOLDER.iterdir()} == town.files()


def test_the_shipped_examples_are_small() -> None:
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < 1_500_000


@each_plan
def test_every_example_is_strict_and_passes_the_checker(plan: Plan) -> None:
    path = FOLDER / f"{plan.name}.pb"
    election = pabulib.read(path)
    assert (election.profile.n_voters, len(election.projects)) == (plan.voters, plan.projects)
    with contextlib.redirect_stdout(io.StringIO()):
        results = Checker().process_files([str(path)])
    assert results[plan.name]["results"].get("errors", {}) == {}


@each_plan
def test_every_example_can_be_counted_and_does_not_fund_everything(plan: Plan) -> None:
    election = pabulib.read(FOLDER / f"{plan.name}.pb")
    outcome = count(election, "greedy", Options())
    assert 5 < len(outcome.funded) < plan.projects
    assert outcome.cost + outcome.left == plan.budget


def test_another_seed_is_another_town() -> None:
    one = town.generate(EXAMPLES[0])
    other = town.generate(replace(EXAMPLES[0], seed=1))
    assert [p.name for p in one.projects] != [p.name for p in other.projects]
    assert not np.array_equal(one.profile.votes(), other.profile.votes())


def test_tastes_follow_place_and_age() -> None:
    election = town.generate(EXAMPLES[1])
    profile = election.profile
    lives = np.array(profile.columns["neighborhood"])
    age = np.array(profile.columns["age"], dtype=int)
    near, old = [], []
    for place, project in enumerate(election.projects):
        voters = profile.supporters(place)
        home = project.extra["neighborhood"]
        if home != town.WHOLE_TOWN:
            near.append((lives[voters] == home).mean() - (lives == home).mean())
        if town.SENIORS in project.targets:
            old.append(age[voters].mean() - age.mean())
    assert np.mean(near) > 0.1
    assert np.mean(old) > 3


def test_the_jury_example_weighs_paper_and_internet_alike() -> None:
    path = FOLDER / "jury-and-online.weights.csv"
    found = weightsfile.parse(path.read_bytes(), path.name)
    election = weightsfile.grouped(pabulib.read(FOLDER / "jury-and-online.pb"), found, path.name)
    sizes = dict(zip(election.profile.group_names, election.profile.group_sizes().tolist(), strict=True))
    assert 300 < sizes["paper"] < 450
    plain = count(election, "greedy", Options())
    weighted = count(election, "greedy", Options(weights=found.weights))
    assert set(plain.funded) != set(weighted.funded)


def test_the_sheets_hold_the_same_ballots_and_the_days() -> None:
    pair = {part: FOLDER / f"{town.AS_SHEETS}.{part}.csv" for part in ("projects", "ballots", "meta")}
    sheets = {part: Sheet(file.name, file.read_bytes()) for part, file in pair.items()}
    election = csvpair.read_pair(
        sheets["projects"], sheets["ballots"], csvpair.read_meta(sheets["meta"])
    ).election
    plain = pabulib.read(FOLDER / f"{town.AS_SHEETS}.pb")
    assert list(election.ballots()) == list(plain.ballots())
    days = figures.ballots_by_day(election)
    assert days is not None
    assert (days["day"].iloc[0], days["day"].iloc[-1], len(days)) == ("2025-09-01", "2025-09-21", 21)
    assert int(days["ballots"].sum()) == 6000
