from tallying.rules import RULES
from tallying.variants import VARIANTS


def test_every_way_of_counting_begins_with_the_name_of_its_rule() -> None:
    assert [name for name, way in VARIANTS.items() if name.split("/")[0] != way.rule] == []


def test_every_rule_can_be_chosen() -> None:
    assert set(RULES) <= {way.rule for way in VARIANTS.values()}


def test_each_way_has_a_title_of_its_own_in_both_languages() -> None:
    for language in (0, 1):
        assert len({way.title[language] for way in VARIANTS.values()}) == len(VARIANTS)
