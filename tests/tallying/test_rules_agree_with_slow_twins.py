"""Each fast rule against its slow, obvious twin, on thousands of small random elections."""

from functools import partial

import pytest

from tallying.rules import RULES
from tests.tallying.elections import random_election, random_options
from tests.tallying.twins import best_list, greedy

ELECTIONS = 2_000
DOWN_THE_LIST = {
    "greedy": partial(greedy.fund, merit=greedy.by_votes, stop=False),
    "greedy-threshold": partial(greedy.fund, merit=greedy.by_votes, stop=False),
    "greedy-no-skip": partial(greedy.fund, merit=greedy.by_votes, stop=True),
    "greedy-per-won": partial(greedy.fund, merit=greedy.by_votes_per_won, stop=False),
    "knapsack-per-won": partial(greedy.fund, merit=greedy.by_votes, stop=True),
}


@pytest.mark.parametrize("rule", DOWN_THE_LIST)
def test_going_down_the_list_funds_what_the_twin_funds_in_the_same_order(rule):
    for seed in range(ELECTIONS):
        election = random_election(seed)
        options = random_options(seed, election)
        outcome = RULES[rule](election, options)
        partly = options.partial_last or rule == "knapsack-per-won"
        funded, granted = DOWN_THE_LIST[rule](election, options, partial=partly)
        assert list(outcome.funded) == funded, seed
        assert {v.id: v.paid for v in outcome.projects if v.paid and not v.funded} == granted, seed


def test_max_votes_finds_the_list_that_looking_at_every_list_finds():
    for seed in range(ELECTIONS):
        election = random_election(seed)
        options = random_options(seed, election)
        assert set(RULES["max-votes"](election, options).funded) == best_list.fund(election, options), seed
