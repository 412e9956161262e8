"""Each lawful marking is one number, each number at most one lawful marking: nothing can hide."""

from itertools import combinations, permutations, product
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots import group, styles
from ballots.demo import town
from ballots.demo.markings import draw
from ballots.errors import DoesNotFit, Malformed, Unlawful
from ballots.kinds import KINDS, Kind
from ballots.kinds.approval import Approval
from ballots.kinds.choose_one import ChooseOne
from ballots.kinds.cumulative import Cumulative
from ballots.kinds.knapsack import Knapsack
from ballots.kinds.ranked import Ranked
from ballots.kinds.scoring import Scoring
from ballots.kinds.yes_no import NO, YES, YesNo
from ballots.randomness import SeededSource
from ballots.sections import Section, read_section
from ballots.styles import Style

SMALL: dict[str, tuple[Kind, set[tuple[int, ...]]]] = {
    "approval": (Approval(6, 1, 3), {c for k in (1, 2, 3) for c in combinations(range(6), k)}),
    "approval-all": (Approval(5, 0, 5), {c for k in range(6) for c in combinations(range(5), k)}),
    "choose-1": (ChooseOne(4), {(0,), (1,), (2,), (3,)}),
    "cumulative": (
        Cumulative(4, 3, 2, exact=False),
        {c for c in product(range(3), repeat=4) if sum(c) <= 3},
    ),
    "cumulative-exact": (
        Cumulative(4, 3, 2, exact=True),
        {c for c in product(range(3), repeat=4) if sum(c) == 3},
    ),
    "knapsack": (
        Knapsack((5, 4, 3, 2), 7),
        {c for k in range(5) for c in combinations(range(4), k) if sum((5, 4, 3, 2)[i] for i in c) <= 7},
    ),
    "ranked": (Ranked(5, 1, 3), {c for k in (1, 2, 3) for c in permutations(range(5), k)}),
    "scoring": (Scoring(3, 4), set(product(range(5), repeat=3))),
    "yes-no": (YesNo(), {NO, YES}),
}

SECTIONS: dict[str, tuple[dict[str, object], int, bool]] = {
    "approval": ({"max": 3, "min": 3}, 18, True),
    "choose-1": ({}, 5, True),
    "cumulative": ({"exact": False, "max": 5, "points": 10}, 20, False),
    "knapsack": ({"spend": 100_000_000}, 40, False),
    "ranked": ({"max": 4, "min": 1}, 30, True),
    "scoring": ({"max": 10}, 12, False),
    "yes-no": ({}, 1, True),
}


def a_section(kind: str) -> Section:
    limits, projects, blank = SECTIONS[kind]
    return read_section(town.section("s", kind, limits, projects, blank), "section")


def test_every_kind_is_tried_here() -> None:
    assert set(SECTIONS) == set(KINDS)


@pytest.mark.parametrize("name", SMALL)
def test_codes_and_lawful_markings_are_one_to_one(name: str) -> None:
    kind, lawful = SMALL[name]
    found = {}
    for code in range(kind.size):
        try:
            found[code] = kind.unpack(code)
        except Unlawful:
            continue
    assert set(found.values()) == lawful
    assert len(found) == len(lawful)
    assert all(kind.pack(marking) == code for code, marking in found.items())


@pytest.mark.parametrize("name", SMALL)
def test_no_code_lies_beyond_the_size(name: str) -> None:
    kind = SMALL[name][0]
    for code in (-1, kind.size, kind.size + 1, 2**240):
        with pytest.raises(Unlawful):
            kind.unpack(code)


@pytest.mark.parametrize(
    ("kind", "marking", "code"),
    [
        (Approval(18, 3, 3), (0, 1, 2), 0),
        (Approval(18, 3, 3), (0, 5, 17), 0 + 10 + 680),
        (Approval(18, 3, 3), (15, 16, 17), 815),
        (Approval(44, 0, 5), (), 0),
        (Approval(44, 0, 5), (43,), 44),
        (Knapsack((10, 20, 30), 50), (1, 2), 6),
        (Ranked(5, 1, 3), (4, 0, 1), 5 + 20 + (4 * 4 + 0) * 3 + 0),
        (Cumulative(3, 10, 10, exact=True), (7, 0, 3), 7 * 121 + 3),
        (Scoring(3, 10), (1, 2, 3), 1 * 121 + 2 * 11 + 3),
    ],
)
def test_worked_numbers(kind: Kind, marking: tuple[int, ...], code: int) -> None:
    assert kind.pack(marking) == code
    assert kind.unpack(code) == marking


@pytest.mark.parametrize(
    ("kind", "marking", "reason"),
    [
        (Approval(18, 3, 3), (0, 1), "2 projects are marked, exactly 3"),
        (Approval(18, 3, 3), (0, 1, 2, 3), "4 projects"),
        (Approval(18, 1, 3), (0, 0), "twice"),
        (Approval(18, 1, 3), (18,), "no project number 18"),
        (Approval(18, 1, 3), (-1,), "no project number -1"),
        (Knapsack((5, 4), 8), (0, 1), "cost 9, at most 8"),
        (ChooseOne(3), (), "0 projects"),
        (ChooseOne(3), (0, 1), "2 projects"),
        (YesNo(), (2,), "yes or no"),
        (Ranked(5, 1, 3), (1, 1), "twice"),
        (Ranked(5, 1, 3), (), "0 projects"),
        (Cumulative(3, 5, 4, exact=False), (5, 0, 0), "0 to 4"),
        (Cumulative(3, 5, 4, exact=False), (4, 2, 0), "6 points"),
        (Cumulative(3, 5, 4, exact=True), (4, 0, 0), "exactly 5"),
        (Cumulative(3, 5, 4, exact=True), (4, 1), "2 projects"),
        (Scoring(3, 4), (5, 0, 0), "0 to 4"),
        (Scoring(3, 4), (-1, 0, 0), "0 to 4"),
    ],
)
def test_unlawful_markings_are_refused_with_the_reason(
    kind: Kind, marking: tuple[int, ...], reason: str
) -> None:
    with pytest.raises(Unlawful, match=reason):
        kind.pack(marking)


@given(st.data(), st.sampled_from(sorted(SECTIONS)))
def test_a_marking_survives_number_element_and_json(data: st.DataObject, kind: str) -> None:
    section = a_section(kind)
    sections, style = {"s": section}, Style("all", ("s",))
    marking = draw(section, SeededSource(data.draw(st.binary(min_size=4, max_size=4))))
    point = group.encode_message(styles.pack(style, sections, (marking,)))
    assert styles.plaintext(style, sections, point) == (marking,)
    assert styles.from_json(style, sections, styles.to_json(style, sections, (marking,))) == (marking,)


def test_sections_stand_side_by_side_the_first_most_significant() -> None:
    sections = {
        "a": read_section(town.section("a", "approval", {"max": 3, "min": 3}, 18), "a"),
        "b": read_section(town.section("b", "yes-no", {}, 1, blank=True), "b"),
    }
    style = Style("all", ("a", "b"))
    assert styles.pack(style, sections, ((0, 5, 17), YES)) == (690 * 3 + 2).to_bytes(30, "big")
    assert styles.pack(style, sections, ((0, 5, 17), None)) == (690 * 3).to_bytes(30, "big")


def test_a_number_beyond_the_last_ballot_is_refused() -> None:
    section = a_section("approval")
    size = comb(18, 3) + 1
    with pytest.raises(Unlawful, match="no ballot"):
        styles.unpack(Style("all", ("s",)), {"s": section}, size.to_bytes(30, "big"))


def test_an_element_with_another_counter_carries_no_second_copy_of_a_ballot() -> None:
    """Try-and-increment has many elements for one message; only the smallest counter is a ballot."""
    section = a_section("approval")
    style, sections = Style("all", ("s",)), {"s": section}
    message = styles.pack(style, sections, ((0, 1, 2),))
    points = [
        bytes([2 * counter]) + message + b"\0"
        for counter in range(128)
        if group.is_valid(bytes([2 * counter]) + message + b"\0")
    ]
    assert len(points) > 1
    assert styles.plaintext(style, sections, points[0]) == ((0, 1, 2),)
    assert [styles.plaintext(style, sections, point) for point in points[1:]] == [None] * (len(points) - 1)
    line = styles.plaintext_line(style, sections, points[1])
    assert line == b'{"spoiled":"%s"}\n' % points[1].hex().encode()


def test_a_style_that_needs_241_bits_is_refused_with_the_numbers() -> None:
    wide = {"a": read_section(town.section("a", "knapsack", {"spend": 1}, 200), "a")}
    wide["b"] = read_section(town.section("b", "knapsack", {"spend": 1}, 41), "b")
    with pytest.raises(DoesNotFit, match=r"needs 241 bits \(a 200, b 41\); 240 fit"):
        styles.check_fits(Style("both", ("a", "b")), wide)


def test_a_style_of_exactly_240_bits_fits() -> None:
    sections = {"a": read_section(town.section("a", "knapsack", {"spend": 10**12}, 240), "a")}
    style = Style("all", ("a",))
    styles.check_fits(style, sections)
    everything = tuple(range(240))
    assert styles.pack(style, sections, (everything,)) == b"\xff" * 30
    assert styles.plaintext(style, sections, group.encode_message(b"\xff" * 30)) == (everything,)


@pytest.mark.parametrize(
    ("kind", "limits", "projects", "blank", "reason"),
    [
        ("approval", {"max": 4, "min": 5}, 9, False, "between"),
        ("approval", {"max": 10, "min": 1}, 9, False, "between"),
        ("approval", {"max": 2, "min": 0}, 9, True, "blank"),
        ("approval", {"max": 2}, 9, False, "missing"),
        ("approval", {"max": 2, "min": 1, "x": 1}, 9, False, "unknown"),
        ("approval", {"max": True, "min": 0}, 9, False, "integer"),
        ("yes-no", {}, 2, False, "one project"),
        ("cumulative", {"exact": True, "max": 2, "points": 7}, 3, False, "cannot all be given"),
        ("scoring", {"max": 0}, 3, False, "between"),
        ("knapsack", {"spend": 0}, 3, False, "between"),
        ("borda", {}, 3, False, "no ballot kind"),
    ],
)
def test_a_section_with_impossible_rules_is_refused(
    kind: str, limits: dict[str, object], projects: int, blank: bool, reason: str
) -> None:
    with pytest.raises(Malformed, match=reason):
        read_section(town.section("s", kind, limits, projects, blank), "section")


@pytest.mark.parametrize(
    ("kind", "value", "reason"),
    [
        ("approval", ["P003", "P001", "P002"], "order of the ballot"),
        ("approval", ["P001", "P002", "P999"], "no project 'P999'"),
        ("approval", ["P001"], "1 projects"),
        ("approval", "P001", "list"),
        ("yes-no", "maybe", "yes or no"),
        ("scoring", [1, 2], "2 projects"),
        ("scoring", "blank", "left out"),
    ],
)
def test_a_marking_in_json_is_read_strictly(kind: str, value: object, reason: str) -> None:
    with pytest.raises((Malformed, Unlawful), match=reason):
        a_section(kind).from_json(value)
