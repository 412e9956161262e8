"""Ties are broken by a published list, and every tie is told."""

import hashlib
from dataclasses import replace

import pytest

from tallying.options import Options
from tallying.outcome import Tie
from tallying.rules import RULES
from tallying.ties import lot
from tallying.unfit import UnknownTieBreak
from tests.tallying.elections import election, random_election, random_options
from tests.tallying.twins import best_list

LEVEL = {"10": 5, "9": 5, "a": 7}


def greedy(*ties, costs=LEVEL, budget=5, **more):
    made = election(costs, [" ".join(costs)], budget=budget, **more)
    return RULES["greedy"](made, Options(ties=ties))


def test_ids_are_ordered_as_text_so_10_stands_before_9():
    assert greedy("lexico").funded == ("10",)


def test_the_lower_cost_goes_first_and_the_id_decides_what_is_left():
    outcome = greedy("cost", costs={"b": 7, "a": 7, "c": 5}, budget=12)
    assert outcome.funded == ("c", "a")
    assert outcome.ties == (
        Tie(1, ("c", "a", "b"), "cost", "c"),
        Tie(2, ("a", "b"), "lexico", "a"),
    )


def test_the_lot_is_the_sha256_of_seed_and_id_that_anyone_can_compute():
    assert lot("2026", "park") == hashlib.sha256(b"2026\npark").hexdigest()
    first = min(LEVEL, key=lambda project: hashlib.sha256(f"seoul-17\n{project}".encode()).digest())
    outcome = greedy("lot:seoul-17", budget=7)
    assert outcome.funded[0] == first
    assert outcome.ties[0].resolved_by == "lot:seoul-17"


def test_another_seed_may_draw_another_lot():
    assert len({greedy(f"lot:{seed}", budget=7).funded[0] for seed in range(20)}) == 3


@pytest.mark.parametrize("name", ["oldest", "lot:", "lot", "most:", "", "votes:2"])
def test_an_unknown_tie_break_is_refused_by_name(name):
    with pytest.raises(UnknownTieBreak, match="known are votes, cost, lexico, lot:SEED"):
        greedy(name)


def test_a_column_of_numbers_breaks_ties_and_a_project_without_one_is_refused():
    made = election({"a": 5, "b": 5}, ["a b"], budget=5)
    older = {"a": "120", "b": "340.5"}
    grown = replace(made, projects=tuple(replace(p, extra={"over65": older[p.id]}) for p in made.projects))
    assert RULES["greedy"](grown, Options(ties=("most:over65",))).funded == ("b",)
    assert RULES["greedy"](grown, Options(ties=("least:over65",))).funded == ("a",)
    with pytest.raises(UnknownTieBreak, match="project a has no number in column over65"):
        RULES["greedy"](made, Options(ties=("most:over65",)))


def test_no_tie_is_told_where_none_was_met():
    made = election({"a": 5, "b": 5}, ["a b", "a"], budget=10)
    assert RULES["greedy"](made, Options()).ties == ()


def test_max_votes_tells_which_of_two_equal_projects_it_took():
    made = election({"a": 5, "b": 5}, ["a b"], budget=5)
    outcome = RULES["max-votes"](made, Options())
    assert outcome.funded == ("a",)
    assert outcome.ties == (Tie(1, ("a", "b"), "lexico", "a"),)


def test_max_votes_tells_when_another_list_has_as_many_votes():
    # a with 3 votes for 10, or b and c with 2 and 1 votes for 5 each; the tie order begins with a.
    made = election({"a": 10, "b": 5, "c": 5}, ["a b", "a b c", "a"], budget=10)
    outcome = RULES["max-votes"](made, Options())
    assert outcome.funded == ("a",)
    assert outcome.ties == (Tie(1, ("a", "b", "c"), "votes", "a"),)
    richer = election({"a": 10, "b": 5, "c": 5}, ["a b", "a b c", "a b"], budget=10)
    assert RULES["max-votes"](richer, Options()).ties == ()


def test_max_votes_tells_a_tie_exactly_when_two_lists_have_the_most_votes():
    met = 0
    for seed in range(400):
        made = random_election(seed)
        options = random_options(seed, made)
        best = best_list.most_votes(made, options)
        assert bool(RULES["max-votes"](made, options).ties) == (len(best) > 1), seed
        met += len(best) > 1
    assert met > 10


@pytest.mark.parametrize("cell", ["1e999999999", "nan", "1/0", "many", "9" * 5000])
def test_a_cell_that_is_no_plain_number_breaks_no_tie_and_costs_no_time(cell):
    made = election({"a": 5, "b": 5}, ["a b"], budget=5)
    grown = replace(made, projects=tuple(replace(p, extra={"over65": cell}) for p in made.projects))
    with pytest.raises(UnknownTieBreak, match="project a has no number in column over65"):
        RULES["greedy"](grown, Options(ties=("most:over65",)))
