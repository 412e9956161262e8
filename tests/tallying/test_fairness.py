"""Fairness in numbers worked out by hand, and against slow twins; each check has one that must fail."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from tallying import count, fairness
from tallying.election import Kind
from tallying.fairness import GroupShare, Neglected, Overlap
from tallying.options import Options
from tallying.rules import RULES
from tallying.weights import Weights
from tests.tallying.elections import election, random_election
from tests.tallying.twins import fair

# Ten voters: six want the three eastern projects, four the western one. 100 to spend, so 10 for each voter.
EAST_WEST = election({"e1": 30, "e2": 30, "e3": 40, "west": 40}, ["e1 e2 e3"] * 6 + ["west"] * 4, budget=100)
LABELS = ["east"] * 6 + ["west"] * 4


def test_a_majority_that_takes_all_neglects_the_minority():
    """The positive control: greedy spends everything on the east although the west's four voters, who own 40,
    could have paid for their project themselves."""
    outcome = count(EAST_WEST, "greedy")
    assert outcome.funded == ("e1", "e2", "e3")
    deserved = Neglected("west", voters=4, has=0, deserves=Fraction(40))
    assert fairness.ejr_plus(EAST_WEST, outcome.funded, "cost") == [deserved]
    assert fairness.ejr_plus(EAST_WEST, outcome.funded, "votes") == [Neglected("west", 4, 0, Fraction(1))]


def test_an_outcome_that_serves_both_neglects_nobody():
    assert fairness.ejr_plus(EAST_WEST, ("e1", "e2", "west")) == []
    assert fairness.ejr_plus(EAST_WEST, ("e1", "e2", "west"), "votes") == []


def test_a_group_one_voter_short_of_the_cost_has_no_claim():
    made = election({"east": 70, "west": 31}, ["east"] * 7 + ["west"] * 3, budget=100)
    assert fairness.ejr_plus(made, ("east",)) == []


def test_weights_can_give_a_small_group_a_claim():
    made = election(
        {"east": 70, "west": 40}, ["east"] * 7 + ["west"] * 3, budget=100, groups=list("e" * 7 + "w" * 3)
    )
    halves = Weights({"e": Fraction(1, 2), "w": Fraction(1, 2)})
    assert fairness.ejr_plus(made, ("east",)) == []
    # With half the budget the west owns 50, more than the 40 its project costs; the east owns 50 of 70 spent.
    assert fairness.ejr_plus(made, ("east",), "cost", halves) == [Neglected("west", 3, 0, Fraction(50))]


@pytest.mark.parametrize("utility", ["cost", "votes"])
def test_the_quick_check_finds_what_looking_at_every_group_finds(utility):
    found = 0
    for seed in range(1_000):
        made = random_election(seed)
        dice = Random(seed)
        funded = set(dice.sample(made.ids, dice.randint(0, len(made.ids) // 2)))
        quick = {one.project for one in fairness.ejr_plus(made, funded, utility)}
        assert quick == fair.neglected_projects(made, funded, utility), seed
        found += bool(quick)
    assert found > 200


def test_coverage_is_the_share_of_voters_with_a_funded_project():
    assert fairness.coverage(EAST_WEST, ("e1", "e2", "e3")) == Fraction(6, 10)
    assert fairness.coverage(EAST_WEST, ("e1", "west")) == 1
    assert fairness.coverage(EAST_WEST, ()) == 0
    assert fairness.coverage(election({"a": 1}, [], budget=1), ("a",)) == 0


def test_each_group_is_told_what_it_got_per_voter():
    made = election({"park": 60, "road": 30}, ["park", "park road", "road", ""], budget=90)
    east, west = fairness.by_group(made, ("park", "road"), ["동", "동", "서", "서"])
    # park is 30 for each of two eastern voters; road 15 for one eastern and one western voter.
    assert east == GroupShare("동", 2, Fraction(1), money=Fraction(75, 2), worth=Fraction(75))
    assert west == GroupShare("서", 2, Fraction(1, 2), money=Fraction(15, 2), worth=Fraction(15))


def test_satisfaction_counts_the_funded_projects_on_each_ballot():
    made = election({"park": 60, "road": 30}, ["park", "park road", "", "road"], budget=90)
    assert fairness.satisfaction(made, ("park", "road")).tolist() == [60, 90, 0, 30]
    assert fairness.satisfaction(made, ("park", "road"), "votes").tolist() == [1, 2, 0, 1]


def test_gini_is_nought_when_all_have_the_same_and_largest_when_one_has_all():
    assert fairness.gini(np.array([7, 7, 7])) == 0
    assert fairness.gini(np.array([0, 0, 0, 9])) == Fraction(3, 4)
    assert fairness.gini(np.array([1, 3])) == Fraction(1, 4)
    assert fairness.gini(np.array([0, 0])) == 0


def test_gini_is_what_comparing_every_two_voters_gives():
    for seed in range(500):
        dice = Random(seed)
        values = [dice.choice((0, 0, 1, 2, 10**9)) for _ in range(dice.randint(1, 12))]
        assert fairness.gini(np.array(values)) == fair.gini(values), seed


def test_rules_are_compared_side_by_side():
    greedy, per_won = (count(EAST_WEST, rule) for rule in ("greedy", "greedy-per-won"))
    line = fairness.compare(EAST_WEST, [greedy])[0]
    assert (line.rule, line.projects, line.cost, line.votes, line.neglected) == ("greedy", 3, 100, 18, 1)
    assert (line.coverage, line.mean_worth, line.gini) == (Fraction(3, 5), 60, Fraction(2, 5))
    assert fairness.overlaps([greedy, per_won]) == [Overlap("greedy", "greedy-per-won", 3, Fraction(1), 100)]
    nothing = count(election({"a": 5}, ["a"], budget=0), "greedy")
    assert fairness.overlap(nothing, nothing).share == 1


def plain(made):
    """The same ballots as approvals, with no demands on the outcome."""
    profile = replace(made.profile, points=np.ones_like(made.profile.points))
    return replace(made, profile=profile, kind=Kind.APPROVAL, conflicts=frozenset(), mandatory=frozenset())


@pytest.mark.parametrize("utility", ["cost", "votes"])
def test_equal_shares_neglects_nobody(utility):
    for seed in range(500):
        made = plain(random_election(seed))
        outcome = RULES["equal-shares"](made, Options(utility=utility))
        assert fairness.ejr_plus(made, outcome.funded, utility) == [], seed
