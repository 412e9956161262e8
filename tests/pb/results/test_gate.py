"""The gate: each sum that must hold is a check of its own, which says by how much it fails."""

from dataclasses import replace

import pytest

from pb.results import gate, sentences
from pb.results.gate import Code, Figures, Part

COUNTS = {
    "slots": 2000,
    "admitted": 1300,
    "readmitted": 3,
    "cast": 1290,
    "superseded": 40,
    "voided": 6,
    "online": 1244,
    "paper": 30,
    "spoiled": 1,
    "unlawful": 0,
    "counted": 1274,
}
PART = Part(
    name="town",
    kind="approval",
    limits={"min": 3, "max": 3},
    projects=18,
    budget=2_000_000_000,
    cost=1_990_000_000,
    left=10_000_000,
    winners=1_990_000_000,
    ballots={"residents": 1274},
    votes={"residents": 3822},
    ballots_counted=1274,
    votes_counted=3822,
    opened=1274,
)
HONEST = Figures(
    counts=COUNTS, opened=1274, budget=2_000_000_000, parts=(PART,), districts={"가": 1000, "나": 244}
)


def codes(figures: Figures) -> set[Code]:
    return {check.code for check in gate.refused(gate.checks(figures))}


def test_an_honest_count_passes() -> None:
    assert gate.refused(gate.checks(HONEST)) == ()


def test_what_the_winners_cost_together_is_not_told_before_unless_it_is_wrong() -> None:
    money = {Code.BUDGET, Code.MONEY, Code.WINNERS}
    assert {check.code for check in gate.checks(HONEST) if gate.is_telling(check)} == money
    wrong = replace(PART, cost=PART.budget + 1, winners=1)
    found = gate.checks(replace(HONEST, parts=(wrong,)))
    assert not [check for check in found if gate.is_telling(check)]


def test_3835_votes_of_1274_voters_with_three_choices_are_refused_by_13() -> None:
    """Gwangju Buk-gu, 2017."""
    wrong = replace(PART, votes={"residents": 3835}, votes_counted=3835)
    (refused,) = gate.refused(gate.checks(replace(HONEST, parts=(wrong,))))
    assert (refused.code, refused.part) == (Code.LIMITS_MOST, "town")
    assert (refused.left, refused.right, refused.by) == (3835, 3822, 13)


@pytest.mark.parametrize(
    ("figure", "by", "code"),
    [
        ("cast", 1, {Code.CAST}),
        ("cast", 100, {Code.CAST, Code.ADMITTED}),
        ("voided", -1, {Code.CAST}),
        ("counted", 1, {Code.COUNTED, Code.OPENED}),
        ("admitted", 900, {Code.ON_ROLL}),
        ("admitted", -100, {Code.ADMITTED}),
        ("slots", -800, {Code.ON_ROLL, Code.PAPER}),
        ("paper", 2, {Code.COUNTED}),
        ("online", -1, {Code.CAST, Code.COUNTED, Code.DISTRICTS}),
    ],
)
def test_each_figure_of_the_box_is_held_by_another(figure: str, by: int, code: set[Code]) -> None:
    assert codes(replace(HONEST, counts=COUNTS | {figure: COUNTS[figure] + by})) == code


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"ballots_counted": 1273}, {Code.SAME_BALLOTS}),
        ({"votes_counted": 3821}, {Code.SAME_VOTES}),
        ({"votes": {"residents": 3819}, "votes_counted": 3819}, {Code.LIMITS_MOST}),
        ({"opened": 1200}, {Code.BALLOTS}),
        ({"cost": 2_000_000_001, "winners": 2_000_000_001, "left": -1}, {Code.BUDGET}),
        ({"left": 9_999_999}, {Code.MONEY}),
        ({"winners": 1_989_999_999}, {Code.WINNERS}),
        ({"budget": 2_000_000_001, "left": 10_000_001}, {Code.WHOLE_BUDGET}),
    ],
)
def test_each_figure_of_a_section_is_held_by_another(changed: dict[str, object], code: set[Code]) -> None:
    assert codes(replace(HONEST, parts=(replace(PART, **changed),))) == code  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "limits", "ballots", "least", "most"),
    [
        ("approval", {"min": 1, "max": 5}, 10, 10, 50),
        ("ranked", {"min": 0, "max": 5}, 10, 0, 50),
        ("choose-1", {}, 10, 10, 10),
        ("yes-no", {}, 10, 0, 10),
        ("knapsack", {"spend": 9}, 10, 0, 180),
        ("cumulative", {"points": 10, "max": 5, "exact": False}, 10, 0, 100),
        ("cumulative", {"points": 10, "max": 5, "exact": True}, 10, 100, 100),
        ("scoring", {"max": 4}, 10, 0, 720),
    ],
)
def test_every_kind_of_ballot_bounds_its_votes(
    kind: str, limits: dict[str, object], ballots: int, least: int, most: int
) -> None:
    assert gate.bounds(replace(PART, kind=kind, limits=limits), ballots) == (least, most)


def test_groups_are_checked_each_by_itself() -> None:
    """One group's surplus is not made up for by the other's lack."""
    both = replace(PART, ballots={"a": 1000, "b": 274}, votes={"a": 3003, "b": 819})
    found = gate.refused(gate.checks(replace(HONEST, parts=(both,))))
    assert [(one.part, one.by) for one in found] == [("town · a", 3), ("town · b", 3)]


def test_every_check_has_its_sentence() -> None:
    assert set(sentences.TELLS) == set(Code)
