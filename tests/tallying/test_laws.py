"""Every rule keeps the laws, and every law notices when it is broken."""

from dataclasses import replace

import pytest

from tallying import laws
from tallying.options import Options
from tallying.outcome import Code, Reason
from tallying.rules import RULES
from tallying.unfit import Impossible
from tests.tallying.elections import election, random_election, random_options

PARK = election({"park": 60, "road": 50, "tree": 40}, ["park tree", "park road", "park"], budget=100)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_keeps_every_law_in_any_order_of_the_ballots(rule):
    for seed in range(200):
        made = random_election(seed)
        outcome = RULES[rule](made, random_options(seed, made))
        laws.hold(made, outcome, RULES[rule])


@pytest.fixture
def outcome():
    return RULES["greedy"](PARK, Options())


def changed(outcome, place, **changes):
    verdicts = list(outcome.projects)
    verdicts[place] = replace(verdicts[place], **changes)
    return replace(outcome, projects=tuple(verdicts))


def test_spending_more_than_the_budget_is_noticed(outcome):
    with pytest.raises(laws.Broken, match="100 spent of a budget of 99"):
        laws.within_budget(replace(PARK, budget=99), outcome)


def test_a_sum_that_does_not_add_up_is_noticed(outcome):
    with pytest.raises(laws.Broken, match="add up to 101, not 100"):
        laws.within_budget(PARK, changed(outcome, 0, paid=61))


def test_funding_a_project_twice_is_noticed(outcome):
    with pytest.raises(laws.Broken, match="funded twice: park"):
        laws.nothing_twice(PARK, replace(outcome, funded=("park", "park")))


def test_a_funded_list_that_contradicts_the_verdicts_is_noticed(outcome):
    with pytest.raises(laws.Broken, match="disagree"):
        laws.nothing_twice(PARK, replace(outcome, funded=("park", "road")))


def test_funding_less_than_the_cost_is_noticed(outcome):
    with pytest.raises(laws.Broken, match="without its full cost: park"):
        laws.nothing_twice(PARK, changed(outcome, 0, paid=59))


def test_a_missing_verdict_is_noticed(outcome):
    with pytest.raises(laws.Broken, match="verdicts are not those"):
        laws.nothing_twice(PARK, replace(outcome, projects=outcome.projects[:2]))


def test_funding_two_incompatible_projects_is_noticed(outcome):
    rivals = replace(PARK, conflicts=frozenset({frozenset({"park", "tree"})}))
    with pytest.raises(laws.Broken, match="incompatible and yet funded: park, tree"):
        laws.nothing_incompatible(rivals, outcome)


def test_leaving_out_a_mandatory_project_is_noticed(outcome):
    with pytest.raises(laws.Broken, match="mandatory and not funded: road"):
        laws.mandatory_funded(replace(PARK, mandatory=frozenset({"road"})), outcome)


def test_funding_below_the_quorum_is_noticed(outcome):
    with pytest.raises(laws.Broken, match="tree was funded with too few votes"):
        laws.quorum_kept(PARK, replace(outcome, options=Options(quorum=2)))
    with pytest.raises(laws.Broken, match="tree was funded with too few votes"):
        laws.quorum_kept(PARK, replace(outcome, options=Options(threshold=2)))


def test_rounds_that_tell_another_story_are_noticed(outcome):
    first, *others = outcome.rounds
    with pytest.raises(laws.Broken, match="round 1 leaves 40, not 41"):
        laws.rounds_add_up(PARK, replace(outcome, rounds=(replace(first, left=41), *others)))
    with pytest.raises(laws.Broken, match="no round tells of park, tree"):
        laws.rounds_add_up(PARK, replace(outcome, rounds=()))


def test_leaving_out_a_project_that_fits_is_noticed(outcome):
    rich = replace(outcome, left=50)
    with pytest.raises(laws.Broken, match="road would still have fitted"):
        laws.exhaustive(PARK, rich)
    laws.exhaustive(PARK, changed(rich, 1, why=Reason(Code.QUORUM, need=5)))


def test_a_rule_that_listens_to_the_first_voter_is_noticed(outcome):
    def first_come(made, options):
        first = made.ids[made.profile.ballot(0)[0][-1]]
        return replace(outcome, funded=(first,))

    with pytest.raises(laws.Broken, match="another order of the ballots"):
        laws.voter_order_does_not_matter(PARK, first_come(PARK, Options()), first_come)


def test_mandatory_projects_that_cannot_be_paid_or_cannot_stand_together_are_refused():
    with pytest.raises(Impossible, match="cost 10 more than the budget"):
        RULES["greedy"](replace(PARK, mandatory=frozenset({"park", "road"})), Options())
    rivals = replace(
        PARK, mandatory=frozenset({"park", "tree"}), conflicts=frozenset({frozenset({"park", "tree"})})
    )
    with pytest.raises(Impossible, match=r"mandatory projects .* are incompatible"):
        RULES["greedy"](rivals, Options())
