"""Real elections: what the town published, and what pabutools finds with exact fractions."""

import pytest

from tallying import count, laws
from tallying.pabulib import USUAL, read
from tallying.rules import RULES
from tests.peers.tallying import Real, comparisons
from tests.tallying.files import PABULIB, REAL, each_real_file

needs_real_files = pytest.mark.skipif(not REAL, reason=f"no real elections in {PABULIB}")
# `make check-peers` compares every file; these are the ones that the peer counts in a second.
SMALL = [path for path in REAL if path.stat().st_size < 60_000]


@needs_real_files
@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.stem)
def test_small_ones_are_counted_as_pabutools_counts_them(path):
    real = Real.read(path)
    for name, compare in comparisons(real.ours):
        ours, theirs = compare(real)
        assert ours == theirs, name


@each_real_file
def test_every_rule_but_the_slow_completions_keeps_the_laws(path):
    election = read(path, USUAL)
    for rule in ("greedy", "greedy-no-skip", "greedy-per-won", "knapsack-per-won", "max-votes"):
        laws.hold(election, count(election, rule), RULES[rule])


@needs_real_files
@pytest.mark.parametrize("rule", ["greedy", "greedy-threshold"])
def test_lodz_2022_funded_what_greedy_funds(rule):
    election = read(PABULIB / "Poland_Lodz_2022.pb", USUAL)
    selected = {project.id for project in election.projects if project.extra["selected"] == "1"}
    outcome = count(election, rule)
    assert len(selected) == 16
    assert set(outcome.funded) == selected
    assert outcome.cost == 6_112_868  # the whole budget, to the last zloty


@needs_real_files
def test_wroclaw_2015_stopped_at_the_first_project_that_did_not_fit():
    election = read(PABULIB / "Poland_Wroclaw_2015_150_-_500.pb", USUAL)
    selected = {project.id for project in election.projects if project.extra["selected"] == "1"}
    assert set(count(election, "greedy-no-skip").funded) == selected


@needs_real_files
def test_zabrze_funds_its_only_project_which_costs_the_whole_budget():
    election = read(PABULIB / "Poland_Zabrze_2021_Zandka.pb", USUAL)
    assert count(election, "greedy").funded == ("P0058",)
    assert count(election, "max-votes").left == 0
