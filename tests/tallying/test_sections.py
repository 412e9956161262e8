"""Sections with budgets of their own, and ballots as arrays."""

from dataclasses import replace
from fractions import Fraction

import pytest

from tallying import count, laws
from tallying.counting import UnknownRule, section
from tallying.election import Ballot
from tallying.options import Options
from tallying.unfit import Impossible
from tallying.weights import Sheet, Weights
from tests.tallying.elections import election

HOME = {"park": "동구", "road": "동구", "pool": "서구", "tree": "서구"}


@pytest.fixture
def town():
    made = election(
        {"park": 60, "road": 50, "pool": 70, "tree": 30},
        ["park pool", "park tree", "park", "road tree", "pool"],
        budget=170,
    )
    projects = tuple(replace(p, section=HOME[p.id]) for p in made.projects)
    return replace(made, projects=projects, sections={"동구": 70, "서구": 100})


def test_each_section_spends_its_own_budget(town):
    outcome = count(town, "greedy")
    # Together 170 would have bought park, tree and pool and left 10; the east cannot use the west's rest.
    assert outcome.funded == ("park", "tree", "pool")
    assert (outcome.cost, outcome.left, outcome.budget) == (160, 10, 170)
    assert [(name, part.funded, part.left) for name, part in outcome.parts] == [
        ("동구", ("park",), 10),
        ("서구", ("tree", "pool"), 0),
    ]
    assert [(r.section, r.project) for r in outcome.rounds] == [
        ("동구", "park"),
        ("동구", "road"),
        ("서구", "tree"),
        ("서구", "pool"),
    ]
    laws.hold(town, outcome)


def test_without_section_budgets_all_projects_compete_for_one(town):
    together = replace(town, sections={}, budget=100)
    assert count(together, "greedy").funded == ("park", "tree")


def test_the_voters_of_a_section_are_those_who_marked_something_in_it(town):
    west = section(town, "서구")
    assert west.ids == ("pool", "tree")
    assert list(west.ballots()) == [
        Ballot("0", (("pool", 1),)),
        Ballot("1", (("tree", 1),)),
        Ballot("2", (("tree", 1),)),
        Ballot("3", (("pool", 1),)),
    ]


def test_a_sheet_and_groups_reach_each_section(town):
    made = replace(town, profile=town.profile.grouped(list("aabbb")))
    sheet = Sheet("jury", Fraction(1, 2), {"road": Fraction(1), "pool": Fraction(1)}, Fraction(1))
    options = Options(weights=Weights({"a": Fraction(1, 4), "b": Fraction(1, 4)}, (sheet,)))
    # East: park 1/4 * 2/2 + 1/4 * 1/2 = 3/8, road 1/4 * 1/2 + 1/2 = 5/8.
    assert count(made, "greedy", options).verdict("road").votes == Fraction(5, 8)
    assert count(made, "greedy", options).funded == ("road", "pool", "tree")


def test_a_project_without_a_section_and_rivals_in_two_sections_are_refused(town):
    with pytest.raises(Impossible, match="project pool is in section 서구, which has no budget"):
        count(replace(town, sections={"동구": 70}), "greedy")
    with pytest.raises(Impossible, match="incompatible projects park, pool are in different sections"):
        count(replace(town, conflicts=frozenset({frozenset({"park", "pool"})})), "greedy")


def test_an_unknown_rule_is_refused_by_name(town):
    with pytest.raises(UnknownRule, match="lottery"):
        count(town, "lottery")


def test_equal_ballots_are_gathered_whatever_the_order_marked():
    made = election({"a": 1, "b": 1}, ["a b", "b a", "a", "", "a"], budget=1, groups=list("xxxxy"))
    distinct, times = made.profile.distinct()
    assert times.tolist() == [2, 1, 1, 1]
    assert distinct.n_voters == 4
    assert made.profile.supporters(0).tolist() == [0, 1, 2, 4]
    assert made.profile.votes().tolist() == [4, 2]
