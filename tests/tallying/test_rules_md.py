"""The examples of RULES.md run, and no rule is without its section."""

import re
from pathlib import Path

import tallying
from tallying.rules import RULES

PAGE = (Path(tallying.__file__).parent / "RULES.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_every_example_of_the_page_runs_in_order():
    names: dict[str, object] = {}
    blocks = list(BLOCK.finditer(PAGE))
    assert blocks
    for block in blocks:
        line = PAGE.count("\n", 0, block.start(1))
        code = "\n" * line + block.group(1)  # an error then names the line of the page
        exec(compile(code, "RULES.md", "exec"), names)


def test_every_rule_has_one_section_with_an_example_and_a_claim():
    sections = dict(re.findall(r"^## `([a-z-]+)`: (.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
    assert sections.keys() == RULES.keys()
    for name, text in sections.items():
        assert "assert" in "".join(BLOCK.findall(text)), name
