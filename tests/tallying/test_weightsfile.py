"""Weights of voter groups, from a file."""

from fractions import Fraction

import pytest

from tallying import pabulib, weightsfile
from tallying.badfile import BadFile
from tests.tallying.files import SMALL


def test_a_csv_names_the_voter_column_and_the_weights() -> None:
    found = weightsfile.parse(
        "voting_method,weight\ninternet,50%\npaper,1/2\nother,0.25\n".encode("utf-8-sig"), "w"
    )
    assert found.column == "voting_method"
    assert found.weights.groups == {
        "internet": Fraction(1, 2),
        "paper": Fraction(1, 2),
        "other": Fraction(1, 4),
    }


def test_json_adds_score_sheets() -> None:
    text = """{"groups": {"residents": 50, "committee": 40.5},
        "sheets": [{"name": "survey", "weight": "1/10", "top": 100, "marks": {"a": 87, "b": "6.5"}}]}"""
    found = weightsfile.parse(text.encode(), "w")
    assert found.column == "group"
    assert found.weights.groups == {"residents": Fraction(50), "committee": Fraction(81, 2)}
    (sheet,) = found.weights.sheets
    assert (sheet.name, sheet.weight, sheet.top) == ("survey", Fraction(1, 10), Fraction(100))
    assert sheet.marks == {"a": Fraction(87), "b": Fraction(13, 2)}


def test_the_election_is_grouped_by_the_named_column() -> None:
    election = pabulib.parse(SMALL.encode(), "town.pb").election
    found = weightsfile.parse(b"age,weight\n34,1\n", "w")
    grouped = weightsfile.grouped(election, found, "w")
    assert [ballot.group for ballot in grouped.ballots()] == ["34", "", "18-24", "70"]


def test_a_column_that_the_election_lacks_is_refused() -> None:
    election = pabulib.parse(SMALL.encode(), "town.pb").election
    with pytest.raises(BadFile, match="there is no column office"):
        weightsfile.grouped(election, weightsfile.parse(b"office,weight\na,1\n", "w"), "w")


@pytest.mark.parametrize(
    ("code", "line", "data"),
    [
        ("empty", None, b""),
        ("no-column", 1, b"group\na\n"),
        ("no-column", 1, b"group,share\na,1\n"),
        ("ragged", 2, b"group,weight\na,1,2\n"),
        ("repeated-key", 3, b"group,weight\na,1\na,2\n"),
        ("not-money", 2, b"group,weight\na,-1\n"),
        ("not-money", 2, b"group,weight\na,1e400\n"),
        ("not-money", 2, b"group,weight\na,1/0\n"),
        ("not-money", 2, b"group,weight\na," + b"9" * 400 + b"\n"),
        ("not-money", 2, b"group,weight\na,nan\n"),
        ("nul-byte", 1, b"group,weight\0"),
        ("not-json", 1, b'{"groups": '),
        ("not-json", None, b'{"a":' * 100_000),
        ("bad-weights", None, b'{"groups": [1]}'),
        ("bad-weights", None, b'{"sheets": [{"name": "s"}]}'),
        ("bad-weights", None, b'{"sheets": [{"name": "s", "weight": 1, "top": 0, "marks": {}}]}'),
        ("bad-weights", None, b'{"sheets": [1]}'),
    ],
)
def test_a_spoilt_file_is_refused(code: str, line: int | None, data: bytes) -> None:
    with pytest.raises(BadFile) as caught:
        weightsfile.parse(data, "w.csv")
    assert (caught.value.code, caught.value.line) == (code, line)
