"""Which projects exclude each other and which are paid first, from a file."""

import json
from pathlib import Path

import pytest

from tallying import conditionsfile, pabulib
from tallying.badfile import BadFile
from tallying.command import main
from tests.tallying.files import SMALL

ELECTION = pabulib.parse(SMALL.encode(), "town.pb").election
ONE, TWO, *_ = ELECTION.ids


def test_conflicts_and_mandatory_projects_are_added() -> None:
    found = conditionsfile.applied(
        ELECTION, json.dumps({"conflicts": [[ONE, TWO]], "mandatory": [TWO]}).encode(), "c"
    )
    assert found.conflicts == {frozenset({ONE, TWO})}
    assert found.mandatory == {TWO}
    assert conditionsfile.applied(ELECTION, b"{}", "c") == ELECTION


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("{", "not-json"),
        ("[" * 100_000, "not-json"),
        ("[]", "bad-conditions"),
        ('{"rivals": []}', "bad-conditions"),
        ('{"conflicts": 3}', "bad-conditions"),
        ('{"conflicts": ["ab"]}', "bad-conditions"),
        ('{"mandatory": [1]}', "bad-conditions"),
        ('{"mandatory": ["nowhere"]}', "bad-reference"),
    ],
)
def test_other_content_is_refused(text: str, code: str) -> None:
    with pytest.raises(BadFile) as refusal:
        conditionsfile.applied(ELECTION, text.encode(), "c")
    assert refusal.value.code == code


def test_the_command_line_counts_under_conditions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "town.pb").write_text(SMALL, encoding="utf-8")
    (tmp_path / "c.json").write_text(json.dumps({"conflicts": [list(ELECTION.ids[:2])]}), encoding="utf-8")
    count = ["count", str(tmp_path / "town.pb"), "--rule", "greedy", "--format", "json"]
    assert main([*count, "--conditions", str(tmp_path / "c.json")]) == 0
    assert len({ONE, TWO} & set(json.loads(capsys.readouterr().out)["funded"])) < 2
    assert main([*count, "--conditions", str(tmp_path / "none.json")]) == 2
