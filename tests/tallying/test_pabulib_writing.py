"""Writing .pb files: the same election comes back, and pabulib-checker has nothing to refuse."""

import contextlib
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pabulib.checker import Checker

from tallying import pabulib
from tallying.counting import count
from tallying.election import Election, Kind, Limits, Project
from tallying.options import Options
from tallying.outcome import Code, Outcome, Reason, Verdict
from tallying.pabulib import USUAL
from tallying.profile import Profile
from tallying.rules import RULES
from tallying.variants import VARIANTS
from tests.tallying.files import POINTS, SMALL, each_real_file


def check(data: bytes) -> dict[str, Any]:
    """What pabulib-checker calls errors."""
    with contextlib.redirect_stdout(io.StringIO()):
        results = Checker().process_files([data.decode()])
    return dict(results[1]["results"].get("errors", {}))


def assert_same(one: Election, other: Election) -> None:
    for name in ("projects", "budget", "kind", "limits", "decimals", "conflicts", "mandatory", "sections"):
        assert getattr(one, name) == getattr(other, name)
    assert dict(one.meta) == dict(other.meta)
    assert list(one.ballots()) == list(other.ballots())
    assert dict(one.profile.columns) == dict(other.profile.columns)


@each_real_file
@pytest.mark.parametrize("standard", [True, False])
def test_what_is_written_reads_as_the_same_election(path: Path, standard: bool) -> None:
    election = pabulib.read(path, USUAL)
    written = pabulib.write(election, standard=standard)
    again = pabulib.parse(written, "again.pb").election
    assert_same(again, election)
    assert pabulib.write(again, standard=standard) == written


@each_real_file
def test_the_checker_passes_what_we_write(path: Path) -> None:
    election = pabulib.read(path, USUAL)
    slow = 300 if election.meta["rule"].startswith("equalshares") else 20_000
    if election.profile.n_voters > slow:
        pytest.skip("the checker takes long on large files; the small ones have every kind of ballot")
    assert check(pabulib.write(election)) == {}


def test_a_complete_file_keeps_what_pabulib_does_not_know() -> None:
    text = SMALL.replace("voter_id;vote;age", "voter_id;vote;group").replace(";selected", ";section")
    text = text.replace(";Park;1", ";Park;A").replace('";0', '";B').replace(";Tree;1", ";Tree;A")
    text = text.replace(
        "max_length;2", "sections;A,B\nbudget_per_section;60,40\nconflicts;park|tree\nmandatory;road"
    )
    election = pabulib.parse(text.encode(), "town.pb").election
    assert_same(pabulib.parse(pabulib.write(election, standard=False), "again.pb").election, election)
    lost = ["sections", "budget_per_section", "conflicts", "mandatory", "section", "group"]
    assert pabulib.dropped_from_standard(election) == lost
    assert b"group" not in pabulib.write(election)


def test_a_bare_election_gets_what_the_format_demands() -> None:
    profile = Profile.of(3, [[0, 1], [0], [2]])
    projects = (Project(id="a", cost=5, name="Amber"), Project(id="b", cost=6), Project(id="c", cost=7))
    election = Election(projects=projects, budget=10, profile=profile, limits=Limits(max_length=9))
    written = pabulib.write(election)
    assert check(written) == {}
    assert b"max_length;3\n" in written
    assert b"\nb;6;1;b\n" in written


def test_an_election_that_can_pay_for_everything_says_so() -> None:
    election = Election(projects=(Project(id="a", cost=5),), budget=10, profile=Profile.of(1, [[0]]))
    written = pabulib.write(election)
    assert b"fully_funded;1\n" in written
    assert check(written) == {}


@pytest.mark.parametrize("kind", [Kind.CUMULATIVE, Kind.SCORING])
def test_points_without_stated_limits_pass_the_checker(kind: Kind) -> None:
    profile = Profile.of(2, [{0: 3, 1: 1}, {1: 2}])
    projects = (Project(id="a", cost=5), Project(id="b", cost=6))
    written = pabulib.write(Election(projects=projects, budget=10, profile=profile, kind=kind))
    assert check(written) == {}
    assert b"project_id;cost;votes;score\na;5;1;3\nb;6;2;3\n" in written


def test_voter_columns_that_the_checker_refuses_are_left_out_of_a_standard_file() -> None:
    text = SMALL.replace("voter_id;vote;age", "voter_id;vote;sex")
    election = pabulib.parse(text.encode(), "town.pb").election
    assert b"voter_id;vote\n" in pabulib.write(election)
    assert pabulib.dropped_from_standard(election) == ["sex"]


def test_decimal_money_is_written_as_it_was() -> None:
    text = SMALL.replace("budget;100", "budget;100.5").replace("tree;40;", "tree;40.25;")
    election = pabulib.parse(text.encode(), "town.pb", USUAL).election
    written = pabulib.write(election)
    assert b"budget;100.5\n" in written
    assert b"tree;40.25;1" in written
    assert b"park;60;3" in written


def outcome(rule: str, funded: tuple[str, ...], **options: Any) -> Outcome:
    election = pabulib.parse(SMALL.encode(), "town.pb").election
    verdicts = tuple(
        Verdict(p.id, p.cost, 0, p.id in funded, 0, Reason(Code.FUNDED if p.id in funded else Code.NO_ROOM))
        for p in election.projects
    )
    return Outcome(
        rule=rule,
        options=Options(**options),
        budget=100,
        funded=funded,
        cost=0,
        left=0,
        rounds=(),
        ties=(),
        projects=verdicts,
    )


NAMES = [
    ("greedy", ("park", "tree"), {}, "greedy"),
    ("greedy", ("park", "tree"), {"threshold": 1}, "greedy-threshold"),
    ("greedy-threshold", ("park",), {"threshold": 2}, "greedy-threshold"),
    ("greedy-no-skip", ("park",), {}, "greedy-no-skip"),
    ("equal-shares", ("road",), {}, "equalshares"),
    ("equal-shares", ("road",), {"completion": "add1"}, "equalshares/add1"),
    ("equal-shares", ("road",), {"utility": "votes"}, "unknown"),
    ("phragmen", ("road",), {}, "unknown"),
    ("greedy", ("park",), {"quorum": 3}, "unknown"),
]


@pytest.mark.parametrize(("rule", "funded", "options", "name"), NAMES)
def test_an_outcome_is_written_under_the_true_name_of_its_rule(
    rule: str, funded: tuple[str, ...], options: dict[str, Any], name: str
) -> None:
    election = pabulib.parse(SMALL.encode(), "town.pb").election
    written = pabulib.write(election, outcome(rule, funded, **options))
    again = pabulib.parse(written, "again.pb").election
    assert again.meta["rule"] == name
    assert tuple(p.id for p in again.projects if p.extra["selected"] == "1") == funded
    assert (f"Counted by the rule {rule}," in again.meta.get("comment", "")) == (name == "unknown")


def test_an_outcome_that_pabulib_would_break_ties_for_otherwise_is_no_plain_greedy() -> None:
    election = pabulib.parse(SMALL.encode(), "town.pb").election
    assert pabulib.pabulib_rule(outcome("greedy", ("road",)), election) == "unknown"


@pytest.mark.parametrize("name", [name for name, variant in VARIANTS.items() if variant.rule in RULES])
def test_the_checker_passes_the_result_of_every_rule(name: str) -> None:
    election = pabulib.parse(SMALL.encode(), "town.pb").election
    counted = count(election, VARIANTS[name].rule, VARIANTS[name].options)
    written = pabulib.write(election, counted)
    assert check(written) == {}
    again = pabulib.parse(written, "again.pb").election
    assert {p.id for p in again.projects if p.extra["selected"] == "1"} == set(counted.funded)
    assert again.meta["rule"] != "unknown" or f"Counted by the rule {counted.rule}," in again.meta["comment"]


def test_writing_does_not_depend_on_what_was_read_before() -> None:
    election = pabulib.parse(POINTS.encode(), "town.pb").election
    moved = replace(election, profile=election.profile.take(np.array([1, 0])))
    assert b"VOTES\nvoter_id;vote;points\n0;1;2\n1;1,2;2,2\n" in pabulib.write(moved, standard=False)
