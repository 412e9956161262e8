"""A margin is a claim about another count: with N it is funded, with N - 1 it is not. Here it is counted."""

from dataclasses import replace
from fractions import Fraction

import pytest

from tallying import count
from tallying.election import Kind
from tallying.margins import Edge, smallest
from tallying.options import Options
from tallying.outcome import Code, Margin
from tallying.profile import Profile
from tallying.rules import MONOTONE, RULES
from tallying.weights import Weights
from tests.tallying.elections import election, random_election, random_options, with_cost, with_more_ballots

MOST = 120


def funded(rule, made, options, project):
    return RULES[rule](made, options).verdict(project).funded


@pytest.mark.parametrize("rule", sorted(MONOTONE - {"max-votes"}))
def test_margins_are_what_counting_again_and_again_finds(rule):
    for seed in range(40):
        made = random_election(seed)
        options = replace(random_options(seed, made), weights=None)
        for lost in RULES[rule](made, options).projects:
            if not lost.funded:
                assert lost.why.margin == margin_by_trying(rule, made, options, lost), (seed, lost.id)


def test_margins_by_recount_are_what_trying_everything_finds_for_max_votes():
    for seed in range(30):
        made = random_election(seed)
        options = replace(random_options(seed, made), weights=None, margins=True)
        for lost in count(made, "max-votes", options).projects:
            if not lost.funded:
                assert lost.why.margin == margin_by_trying("max-votes", made, options, lost), (seed, lost.id)


def margin_by_trying(rule, made, options, lost):
    votes = (n for n in range(1, MOST) if funded(rule, with_more_ballots(made, lost.id, n), options, lost.id))
    costs = (
        n
        for n in range(1, lost.cost)
        if funded(rule, with_cost(made, lost.id, lost.cost - n), options, lost.id)
    )
    return Margin(next(votes, None), next(costs, None))


def test_one_vote_more_wins_and_the_vote_before_does_not():
    made = election({"park": 60, "road": 50}, ["park", "park", "park", "road"], budget=100)
    assert RULES["greedy"](made, Options()).verdict("road").why.margin == Margin(more_votes=2, less_cost=10)
    assert funded("greedy", with_more_ballots(made, "road", 2), Options(), "road")
    assert not funded("greedy", with_more_ballots(made, "road", 1), Options(), "road")
    assert funded("greedy", with_cost(made, "road", 40), Options(), "road")
    assert not funded("greedy", with_cost(made, "road", 41), Options(), "road")


def test_in_weighted_elections_the_margin_counts_ballots_of_each_group():
    # park: 1/2 * 2/2 = 1/2, road: 1/2 * 1/3 = 1/6; each ballot of group b weighs 1/6, of group a 1/4.
    made = election(
        {"park": 60, "road": 50},
        ["park", "park", "road", "", ""],
        budget=100,
        groups=["a", "a", "b", "b", "b"],
    )
    options = Options(weights=Weights({"a": Fraction(1, 2), "b": Fraction(1, 2)}))
    margin = RULES["greedy"](made, options).verdict("road").why.margin
    # Level with the park at two more ballots of b or two of a, where the cheaper road goes first.
    assert margin == Margin(None, 10, (("a", 2), ("b", 2)))


@pytest.mark.parametrize("rule", sorted(MONOTONE - {"max-votes"}))
def test_in_weighted_elections_so_many_ballots_of_the_group_do_and_one_less_does_not(rule):
    told = 0
    for seed in range(250):
        made = random_election(seed)
        if made.profile.groups is None or made.kind is Kind.ORDINAL:
            continue
        options = random_options(seed, made)
        for lost in RULES[rule](made, options).projects:
            if lost.funded:
                continue
            for group in made.profile.group_names:
                least = next(naming_it_as_well(rule, made, options, lost.id, group), None)
                assert dict(lost.why.margin.by_group).get(group) == least, (seed, lost.id, group)
                told += least is not None
    assert told > 5


def naming_it_as_well(rule, made, options, project, group):
    """So many more ballots of the group naming the project, for which it would have been funded."""
    place, profile = made.ids.index(project), made.profile
    ballots = [dict(zip(*profile.ballot(voter), strict=True)) for voter in range(profile.n_voters)]
    labels = [profile.group_of(voter) for voter in range(profile.n_voters)]
    others = [v for v, ballot in enumerate(ballots) if labels[v] == group and place not in ballot]
    for number, voter in enumerate(others, 1):
        ballots[voter][place] = 1
        changed = replace(made, profile=Profile.of(len(made.projects), ballots, labels))
        if funded(rule, changed, options, project):
            yield number


def test_a_project_below_the_quorum_is_told_how_many_votes_would_do():
    made = election({"park": 60, "road": 30}, ["park", "park", "park", "road"], budget=100)
    lost = RULES["greedy"](made, Options(quorum=3)).verdict("road")
    assert (lost.why.code, lost.why.need) == (Code.QUORUM, 3)
    assert lost.why.margin == Margin(more_votes=2)


def test_nothing_helps_against_a_mandatory_rival():
    made = election(
        {"bridge": 10, "ferry": 10},
        ["ferry"],
        budget=100,
        conflicts=frozenset({frozenset({"bridge", "ferry"})}),
        mandatory=frozenset({"bridge"}),
    )
    assert RULES["greedy"](made, Options()).verdict("ferry").why.margin == Margin()


def test_halving_finds_the_edge_of_a_monotone_question():
    assert smallest(lambda n: n >= 777, 1000, monotone=True) == Edge(777)
    assert smallest(lambda n: n >= 1, 1000, monotone=True) == Edge(1)
    assert smallest(lambda n: n >= 1000, 1000, monotone=True) == Edge(1000)
    assert smallest(lambda n: False, 1000, monotone=True) == Edge(None)
    assert smallest(lambda n: True, 0, monotone=True) == Edge(None)


def test_a_question_that_is_not_monotone_is_answered_honestly():
    # Few changes are tried one by one, so the least is found although 5 and 6 do not hold.
    assert smallest(lambda n: n in (4, 7, 8, 9), 9, monotone=False) == Edge(4)
    # Many are not: 40 holds and 39 does not, but 11 would have done as well, and the answer does not deny it.
    found = smallest(lambda n: n == 11 or n >= 40, 1000, monotone=False)
    assert found == Edge(40, least=False)


def test_a_guess_shortens_the_search_and_changes_no_answer():
    for guess in (1, 300, 776, 777, 778, 1000, 5000):
        tried = []
        assert smallest(lambda n, tried=tried: tried.append(n) or n >= 777, 1000, True, guess) == Edge(777)
        assert max(tried) <= 1000
