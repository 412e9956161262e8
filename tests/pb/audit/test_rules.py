"""The draw of slots, and what calling them can show."""

from hashlib import sha256
from math import comb

import pytest

from pb.audit import rules


def test_anyone_can_draw_the_same_slots_again() -> None:
    """Done here once more by the words of the page, for 1,000 slots, of which 2^256 is almost a multiple."""
    again: list[int] = []
    place = 0
    while len(again) < 5:
        number = int(sha256(f"3 1 6/abc/{place}".encode()).hexdigest(), 16) % 1000
        again += [] if number in again else [number]
        place += 1
    assert rules.drawn("3 1 6", "abc", 1000, 5) == again


def test_another_seed_or_election_draws_others() -> None:
    one = rules.drawn("1", "abc", 10_000, 20)
    assert one != rules.drawn("2", "abc", 10_000, 20)
    assert one != rules.drawn("1", "abd", 10_000, 20)
    assert len(set(one)) == 20


@pytest.mark.parametrize("slots", [1, 7, 30])
def test_everyone_can_be_drawn_and_nobody_twice(slots: int) -> None:
    assert sorted(rules.drawn("seed", "abc", slots, 500)) == list(range(slots))


def test_no_slot_is_likelier_than_another() -> None:
    often = [0] * 6
    for seed in range(6000):
        often[rules.drawn(str(seed), "abc", 6, 1)[0]] += 1
    # Within five standard deviations of 1,000.
    assert all(855 < count < 1145 for count in often)


@pytest.mark.parametrize(
    ("slots", "stuffed", "called"), [(100, 5, 10), (1000, 50, 60), (40, 2, 40), (9, 9, 1)]
)
def test_the_chance_is_the_hypergeometric_one(slots: int, stuffed: int, called: int) -> None:
    exact = 1 - comb(slots - stuffed, called) / comb(slots, called)
    assert rules.chance(slots, stuffed, called) == pytest.approx(exact)
