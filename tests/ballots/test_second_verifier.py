"""The second verifier, written in JavaScript from FORMAT.md alone, and the first one always say the same.

`second_verifier/verify.js` shares no code with Python's verifier or with the booth. It does not recount.
"""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from ballots import bundle, tamper
from ballots.demo.election import Layout
from ballots.demo.town import Size
from tests.ballots.both_verifiers import (
    HOLDS,
    SECOND,
    UNREADABLE,
    damage,
    fault,
    fault_in_python,
    second,
    summary,
)
from tests.ballots.conftest import Made, make_election, verify
from tests.ballots.every_kind import KINDS, section
from tests.ballots.javascript import node
from tools import dev

BOOTH = dev.ROOT / "static" / "js" / "booth"
RECOUNT = "recount"


def every_kind() -> Layout:
    small = [name for name in KINDS if name != "many"]
    styles = [{"name": "small", "sections": small}, {"name": "wide", "sections": ["many"]}]
    return [section(name) for name in KINDS], styles


ELECTIONS: dict[str, tuple[Size, Layout | None]] = {
    "paper and two voter groups": (Size(50, paper=9), None),
    "three of five trustees, four mixes": (Size(30, trustees=5, threshold=3, mixers=4), None),
    "one trustee": (Size(30, trustees=1, threshold=1, mixers=1), None),
    "every kind of ballot": (Size(120), every_kind()),
    "more entries than a tile holds": (Size(150), None),
}


@pytest.mark.parametrize("name", ELECTIONS)
def test_both_verifiers_find_the_same_in_an_honest_election(name: str, tmp_path: Path) -> None:
    size, layout = ELECTIONS[name]
    made = make_election(tmp_path, size, name, layout)
    (found,) = second([made.zip])
    assert [check["detail"] for check in found["checks"] if not check["ok"]] == []
    assert summary(found) == summary(verify(made.zip).to_json())


def test_every_frozen_vector_holds_or_is_refused_as_it_says() -> None:
    vectors = SECOND.parent / "vectors"
    printed = node(str(SECOND / "vectors.js"), str(vectors)).split("\n")
    frozen = {path.stem: json.loads(path.read_text()) for path in vectors.glob("*.json")}
    lists = {name: frozen[name] for name in ("transcript", "sealing", "signatures", "mix", "decryption")}
    lists |= {f"group.{part}": cases for part, cases in frozen["group"].items()} | {"ceremony": ["one"]}
    lists |= {"packing": frozen["records"]["packing"], "example": ["one"]}
    assert sorted(filter(None, printed)) == sorted(f"{name} {len(cases)}" for name, cases in lists.items())


# Tampering


@pytest.fixture(scope="module")
def tampered(honest: Made, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The second verifier's report for each kind of tampering."""
    folder = tmp_path_factory.mktemp("tampered")
    paths = [folder / f"{kind}.zip" for kind in tamper.KINDS]
    for kind, path in zip(tamper.KINDS, paths, strict=True):
        tamper.spoil(kind, honest.zip, path, honest.keys)
    return dict(zip(tamper.KINDS, second(paths), strict=True))


@pytest.mark.parametrize("kind", [kind for kind, each in tamper.KINDS.items() if each.code != RECOUNT])
def test_tampering_is_caught_by_the_check_that_catches_it_in_python(
    tampered: dict[str, dict[str, Any]], kind: str
) -> None:
    assert fault(tampered[kind]) == tamper.KINDS[kind].code


def test_chance_damage_is_found_by_both_verifiers_in_the_same_check(honest: Made, tmp_path: Path) -> None:
    dice = random.Random(20261122)
    deeds, paths = [], [tmp_path / f"{number}.zip" for number in range(20)]
    for path in paths:
        folder = path.with_suffix("")
        tamper.unpack(honest.zip, folder)
        deeds.append(damage(folder, dice))
        bundle.pack(folder, path)
    told = list(zip(deeds, map(fault, second(paths)), strict=True))
    assert told == [(deed, fault_in_python(path)) for deed, path in zip(deeds, paths, strict=True)]
    codes = {code for _, code in told}
    assert HOLDS not in codes
    assert len(codes) > 5


def test_a_changed_byte_of_the_zip_is_found_by_both(honest: Made, tmp_path: Path) -> None:
    whole = honest.zip.read_bytes()
    dice = random.Random(7)
    paths = [tmp_path / f"{number}.zip" for number in range(40)]
    for path in paths:
        changed = bytearray(whole)
        changed[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
        path.write_bytes(changed)
    found = [fault(report) for report in second(paths)]
    assert set(found) <= {"bundle", UNREADABLE}
    assert found == [fault_in_python(path) for path in paths]


# Independence


def imports_of(folder: Path) -> set[str]:
    return {
        name
        for path in folder.glob("*.js")
        for name in re.findall(r'from "([^"]+)"', path.read_text(encoding="utf-8"))
    }


def test_the_second_verifier_shares_no_code_with_the_booth() -> None:
    outside = {name for name in imports_of(SECOND) if not name.startswith("./")}
    assert outside == {*("@noble/curves/ed25519.js", "node:assert", "node:crypto", "node:fs", "node:zlib")}
    assert {name for name in imports_of(BOOTH) if not name.startswith("./")} == {
        "@noble/curves/ed25519.js",
        "@noble/hashes/sha2.js",
    }


def lines_of(folder: Path) -> set[str]:
    lines = {line.strip() for path in folder.glob("*.js") for line in path.read_text("utf-8").splitlines()}
    return {line for line in lines if len(line) > 60 and not line.startswith(("import", "//"))}


def test_no_long_line_stands_in_both() -> None:
    assert lines_of(SECOND) & lines_of(BOOTH) == set()
