"""Voter groups, score sheets and rankings, by hand."""

from fractions import Fraction

import pytest

from tallying.election import Kind
from tallying.options import Options
from tallying.rules import RULES
from tallying.scores import marks, scores
from tallying.unfit import WeightsUnfit
from tallying.weights import Sheet, Weights, ballot_weights, endowments
from tests.tallying.elections import election

HALVES = Weights({"jury": Fraction(1, 2), "online": Fraction(1, 2)})
# Two jurors and eight online voters, half the weight each, as in Daejeon.
TOWN = election(
    {"park": 60, "road": 60},
    ["park", "park", *["road"] * 6, "park road", ""],
    budget=100,
    groups=["jury"] * 2 + ["online"] * 8,
)


def test_each_group_counts_by_its_share_whatever_its_turnout():
    # park: 1/2 * 2/2 + 1/2 * 1/8 = 9/16, road: 1/2 * 0/2 + 1/2 * 7/8 = 7/16
    assert scores(TOWN, Options(weights=HALVES)).all() == [Fraction(9, 16), Fraction(7, 16)]
    assert RULES["greedy"](TOWN, Options()).funded == ("road",)
    assert RULES["greedy"](TOWN, Options(weights=HALVES)).funded == ("park",)


def test_the_effective_weight_of_one_ballot_is_shown():
    assert ballot_weights(TOWN.profile, HALVES) == (Fraction(1, 4), Fraction(1, 16))


def test_a_score_sheet_adds_its_weight_times_the_share_of_full_marks():
    weights = Weights(
        {"jury": Fraction(45, 100), "online": Fraction(45, 100)},
        (Sheet("survey", Fraction(1, 10), {"road": Fraction(30)}, Fraction(40)),),
    )
    # park: 45/100 * (1 + 1/8) = 81/160; road: 45/100 * 7/8 + 1/10 * 30/40 = 63/160 + 12/160
    assert scores(TOWN, Options(weights=weights)).all() == [Fraction(81, 160), Fraction(75, 160)]


def test_in_proportional_rules_a_ballot_owns_its_share_and_all_own_the_whole_budget():
    assert endowments(TOWN.profile, HALVES) == (Fraction(1, 4), Fraction(1, 16))
    uneven = Weights({"jury": Fraction(1, 2), "online": Fraction(1, 4)})  # a sheet holds the last quarter
    jury, online = endowments(TOWN.profile, uneven)
    assert (jury, online) == (Fraction(1, 3), Fraction(1, 24))
    assert 2 * jury + 8 * online == 1
    assert endowments(TOWN.profile, None) == (Fraction(1, 10), Fraction(1, 10))


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        (Weights({"jury": Fraction(1)}), "no weight for group online"),
        (
            Weights(HALVES.groups, (Sheet("x", Fraction(1), {"pool": Fraction(1)}, Fraction(1)),)),
            "unknown project pool",
        ),
        (
            Weights(HALVES.groups, (Sheet("x", Fraction(1), {"park": Fraction(9)}, Fraction(4)),)),
            "9 of 4 marks",
        ),
    ],
)
def test_weights_that_do_not_belong_to_the_election_are_refused(weights, message):
    with pytest.raises(WeightsUnfit, match=message):
        scores(TOWN, Options(weights=weights))


def test_weights_without_groups_are_refused():
    plain = election({"park": 1}, ["park"], budget=1)
    with pytest.raises(WeightsUnfit, match="the ballots carry no groups"):
        scores(plain, Options(weights=HALVES))


def test_a_group_without_ballots_adds_nothing_and_owns_nothing():
    weights = Weights({**HALVES.groups, "school": Fraction(1, 4)})
    assert scores(TOWN, Options(weights=weights)).all() == [Fraction(9, 16), Fraction(7, 16)]
    assert endowments(TOWN.profile, weights) == (Fraction(1, 4), Fraction(1, 16))


RANKED = election(
    {"a": 1, "b": 1, "c": 1},
    [{"b": 0, "a": 1, "c": 2}, {"a": 0}, {"c": 0, "b": 1}],
    budget=1,
    kind=Kind.ORDINAL,
)


def test_borda_gives_the_last_place_of_a_ballot_one_point():
    assert marks(RANKED, Options()).tolist() == [3, 2, 1, 1, 2, 1]
    assert scores(RANKED, Options()).all() == [3, 4, 3]


def test_first_k_counts_the_first_places_alike():
    assert scores(RANKED, Options(ranked="first-k")).all() == [1, 1, 1]
    assert scores(RANKED, Options(ranked="first-k", first_k=2)).all() == [2, 2, 1]


def test_points_are_added_up():
    made = election({"a": 1, "b": 1}, [{"a": 3, "b": 1}, {"b": 1}], budget=1, kind=Kind.CUMULATIVE)
    assert scores(made, Options()).all() == [3, 2]
