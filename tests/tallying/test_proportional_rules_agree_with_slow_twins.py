"""The proportional rules against twins that follow every voter in fractions, on small random elections."""

from dataclasses import replace
from random import Random

import pytest

from tallying import prices
from tallying.prices import Prices
from tallying.rules import RULES
from tests.tallying.elections import random_election, random_options
from tests.tallying.twins import proportional

ELECTIONS = 2_000
COMPLETIONS = ("none", "add1", "add1-exhaustive", "utilitarian", "comparison")


def options_of(seed, election, **more):
    return replace(random_options(seed, election), utility=Random(seed).choice(("cost", "votes")), **more)


@pytest.mark.parametrize("completion", COMPLETIONS)
def test_equal_shares_buys_what_the_twin_buys_in_the_same_order_and_its_prices_hold(completion):
    for seed in range(ELECTIONS):
        election = random_election(seed)
        options = options_of(seed, election, completion=completion)
        outcome = RULES["equal-shares"](election, options)
        assert list(outcome.funded) == proportional.equal_shares(election, options), seed
        if isinstance(outcome.certificate, Prices):
            prices.check(election, outcome.certificate)


def test_phragmen_funds_what_the_twin_funds_in_the_same_order():
    for seed in range(ELECTIONS):
        election = random_election(seed)
        options = options_of(seed, election)
        outcome = RULES["phragmen"](election, options)
        assert list(outcome.funded) == proportional.phragmen(election, options), seed


def test_maximin_funds_what_the_twin_that_looks_at_every_set_of_projects_funds():
    for seed in range(ELECTIONS):
        election = random_election(seed)
        options = options_of(seed, election)
        outcome = RULES["maximin"](election, options)
        assert list(outcome.funded) == proportional.maximin(election, options), seed
