"""Who voted is told in figures that show nobody."""

from pb.results.turnout import by_age, by_district, shown


def test_a_small_cell_stays_empty_and_takes_a_second_one_along() -> None:
    assert shown([(40, 100), (50, 100)]) == [40, 50]
    assert shown([(3, 100), (40, 100), (50, 100)]) == [None, None, 50]
    assert shown([(3, 100), (4, 100), (50, 100)]) == [None, None, 50]
    assert shown([(98, 100), (40, 100), (50, 100)]) == [None, None, 50]
    assert shown([(6, 6), (50, 100)]) == [6, 50]
    assert shown([(0, 100)]) == [None]


def test_districts_and_ages_are_told_with_the_places_on_the_roll() -> None:
    assert by_district(None, {"성산동": 9}) == []
    assert by_district({"성산동": 20}, {"성산동": 90}) == [{"district": "성산동", "roll": 90, "voted": 20}]
    assert by_age([(1950, 30, 90), (None, 20, 90)]) == [
        {"born": 1950, "roll": 90, "voted": 30},
        {"born": None, "roll": 90, "voted": 20},
    ]
