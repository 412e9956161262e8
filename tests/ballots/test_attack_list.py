"""docs/attacks.md and docs/threat-model.md say nothing of tests or kinds of tampering that do not exist."""

import ast
import re
from pathlib import Path

import pytest

from ballots import tamper
from tools import dev

ATTACKS = dev.ROOT / "docs" / "attacks.md"
TEXT = ATTACKS.read_text(encoding="utf-8")
NAMED = re.findall(r"^- `([^`]+)`(?: \((.+)\))?$", TEXT, re.MULTILINE)
THREATS = (dev.ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
SECTIONS = re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]
# Those that the project set out to withstand.
WANTED = {
    "Ballot copying",
    "Weak Fiat-Shamir",
    "Trapdoored generators",
    "Missing group checks",
    "Rushing in key generation",
    "Shuffled order that can be undone",
    "Clash of receipts",
    "Forked logs",
    "Replay between elections and styles",
    "Small groups",
    "Malleable signatures",
}


def names_in(path: Path) -> set[str]:
    """Names of the tests of a file, as pytest writes them: `test_x` or `TestY::test_x`."""
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{each.name}" for each in node.body if isinstance(each, ast.FunctionDef)}
    return {name for name in found if name.split("::")[-1].startswith("test_")}


@pytest.mark.parametrize("name", sorted({name for name, _ in NAMED}))
def test_each_named_test_exists(name: str) -> None:
    file, _, test = name.partition("::")
    assert test in names_in(dev.ROOT / file)


def test_each_named_kind_of_tampering_exists() -> None:
    kinds = {kind for _, beside in NAMED for kind in re.findall(r"`([^`]+)`", beside)}
    assert kinds
    assert kinds <= tamper.KINDS.keys()


def test_every_attack_of_the_list_is_there_with_a_source_and_a_test() -> None:
    titles = {section.split("\n")[0] for section in SECTIONS}
    assert titles >= WANTED
    for section in SECTIONS:
        assert re.search(r"^\*.*[가-힣].*\*$", section, re.MULTILINE), section[:60]
        assert re.search(r"^- `tests/", section, re.MULTILINE), section[:60]


def outline(text: str) -> list[str]:
    """What each line is, without its words: heading, row with its cells, item, paragraph."""
    lines = [line for line in text.split("\n") if line]
    marks = (re.match(r"#+|\d+\.|-|\|", line) for line in lines)
    cells = (f" {line.count('|')}" if line.startswith("|") else "" for line in lines)
    return [(mark[0] if mark else "text") + cell for mark, cell in zip(marks, cells, strict=True)]


def test_the_threat_model_says_the_same_in_korean_and_english() -> None:
    korean, english = THREATS.split("\n## English\n")
    korean = korean.split("\n## 한국어\n")[1]
    assert outline(korean) == outline(english)
    assert len(outline(english)) > 60


def test_the_limits_stand_first_in_both_languages() -> None:
    headings = re.findall(r"^###? (.+)$", THREATS, re.MULTILINE)
    assert headings[:2] == ["한국어", "먼저, 막지 못하는 것"]
    at = headings.index("English")
    assert headings[at + 1] == "First, what it does not prevent"
