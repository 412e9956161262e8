"""How a section will be counted is frozen with it, and unlawful terms are refused by both verifiers."""

from typing import Any

import pytest

from ballots import sections, terms
from ballots.demo import town
from ballots.errors import Malformed
from ballots.terms import Sheet

SHEET = {"name": "committee", "weight": 30, "top": 100, "marks": {"P001": 80, "P003": 0}}


def section(**changed: Any) -> dict[str, Any]:
    return town.section("town", "approval", {"min": 1, "max": 2}, 4) | changed


def test_terms_are_read() -> None:
    made = section(quorum=5, conflicts=[["P001", "P002"]], mandatory=["P001"], sheets=[SHEET])
    found = sections.read_section(made, "town").terms
    assert found.quorum == 5
    assert found.conflicts == (("P001", "P002"),)
    assert found.mandatory == ("P001",)
    assert found.sheets == (Sheet("committee", 30, 100, {"P001": 80, "P003": 0}),)


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "a quorum below nothing": ({"quorum": -1}, "-1 is not between"),
    "a conflict of one": ({"conflicts": [["P001"]]}, "1 items"),
    "a conflict out of order": ({"conflicts": [["P002", "P001"]]}, "in the order of the ballot"),
    "a conflict with a stranger": ({"conflicts": [["P001", "P9"]]}, "projects of this section"),
    "conflicts out of order": ({"conflicts": [["P002", "P003"], ["P001", "P004"]]}, "conflicts stand"),
    "a conflict twice": ({"conflicts": [["P001", "P002"], ["P001", "P002"]]}, "each once"),
    "a mandatory stranger": ({"mandatory": ["P9"]}, "projects of this section"),
    "mandatory twice": ({"mandatory": ["P001", "P001"]}, "each once"),
    "mandatory beyond the budget": ({"mandatory": ["P001"], "budget": 1}, "the budget is 1"),
    "mandatory rivals": (
        {"mandatory": ["P001", "P003"], "conflicts": [["P001", "P003"]], "budget": 10**9},
        "exclude each other",
    ),
    "two sheets of one name": ({"sheets": [SHEET, SHEET]}, "given twice"),
    "marks for a stranger": ({"sheets": [SHEET | {"marks": {"P9": 1}}]}, "projects of this section"),
    "marks above the top": ({"sheets": [SHEET | {"marks": {"P001": 101}}]}, "between 0 and 100"),
    "a sheet without weight": ({"sheets": [SHEET | {"weight": 0}]}, "between 1 and"),
    "a sheet with more": ({"sheets": [SHEET | {"by": "us"}]}, "unknown member"),
    "a rule with blanks": ({"rule": "most votes"}, "no name of a counting rule"),
    "no tie-break": ({"ties": []}, "0 items"),
}


@pytest.mark.parametrize("name", BAD)
def test_unlawful_terms_are_refused(name: str) -> None:
    changed, words = BAD[name]
    with pytest.raises(Malformed, match=words):
        sections.read_section(section(**changed), "town")


def test_every_member_is_one_of_the_section() -> None:
    assert section().keys() >= terms.MEMBERS
