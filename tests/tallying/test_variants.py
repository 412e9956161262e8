import pytest

from tallying import count
from tallying.election import Election, Project
from tallying.options import Options
from tallying.profile import Profile
from tallying.rules import RULES
from tallying.variants import MAJORITY, VARIANTS, every_variant, variant_of


def test_every_way_of_counting_begins_with_the_name_of_its_rule() -> None:
    assert [name for name, way in VARIANTS.items() if name.split("/")[0] != way.rule] == []


def test_every_rule_can_be_chosen() -> None:
    assert set(RULES) <= {way.rule for way in VARIANTS.values()}


def test_each_way_has_a_title_of_its_own_in_both_languages() -> None:
    for language in (0, 1):
        assert len({way.title[language] for way in every_variant().values()}) == len(VARIANTS) + 1


@pytest.mark.parametrize(("ballots", "least"), [(0, 1), (1, 1), (2, 2), (3, 2), (100, 51)])
def test_a_majority_is_more_than_half_of_all_ballots(ballots: int, least: int) -> None:
    assert variant_of(MAJORITY, ballots).options == Options(quorum=least)


@pytest.mark.parametrize(("yes", "no", "funded"), [(3, 2, ("hall",)), (2, 2, ()), (1, 9, ()), (0, 0, ())])
def test_a_large_project_needs_more_yes_than_no(yes: int, no: int, funded: tuple[str, ...]) -> None:
    ballots = [[0]] * yes + [[]] * no
    made = Election(budget=9, projects=(Project(id="hall", cost=9),), profile=Profile.of(1, ballots))
    way = variant_of(MAJORITY, made.profile.n_voters)
    assert count(made, way.rule, way.options).funded == funded
