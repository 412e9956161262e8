"""What the second verifier and the first one say of the same bundle, in words that can be compared."""

from __future__ import annotations

import json
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from ballots.errors import BadBundle, TooLarge
from tests.ballots.conftest import verify
from tests.ballots.javascript import node

SECOND = Path(__file__).parent / "second_verifier"
UNREADABLE = "unreadable"
HOLDS = "holds"


def second(paths: list[Path]) -> list[dict[str, Any]]:
    """The second verifier's reports, made by two processes."""
    halves = [half for half in (paths[::2], paths[1::2]) if half]
    with ThreadPoolExecutor() as pool:
        printed = list(pool.map(lambda half: node(str(SECOND / "verify.js"), *map(str, half)), halves))
    reports = [[json.loads(line) for line in each.splitlines()] for each in printed]
    return [reports[at % 2][at // 2] for at in range(len(paths))]


def fault(report: dict[str, Any]) -> str:
    """The code of the check that failed, or what else became of it."""
    if UNREADABLE in report:
        return UNREADABLE
    return next((check["code"] for check in report["checks"] if not check["ok"]), HOLDS)


def fault_in_python(path: Path) -> str:
    """As `fault`, by the first verifier."""
    try:
        return fault(verify(path).to_json())
    except (BadBundle, TooLarge):
        return UNREADABLE


def summary(report: dict[str, Any]) -> dict[str, Any]:
    """All that two verifiers must say alike: everything but words and times."""
    checks = [(check["code"], check["name"], check["ok"], check["count"]) for check in report["checks"]]
    return {"ok": report["ok"], "checks": checks, "counts": report["counts"]}


def damage(folder: Path, dice: random.Random) -> str:
    """Change one file of the bundle in `folder` by chance, and say what was done."""
    path = dice.choice(sorted(path for path in folder.rglob("*") if path.is_file()))
    blob = bytearray(path.read_bytes())
    # A bundle may leave earlier checkpoints out; no other file.
    deeds = ["flip", "flip", "digit", "cut", "more", "remove"]
    deed = dice.choice(deeds[:-1] if path.parent.name == "checkpoints" else deeds)
    if deed == "remove":
        path.unlink()
        return f"{path.name} removed"
    at = dice.randrange(len(blob))
    if deed == "flip":
        blob[at] ^= 1 << dice.randrange(8)
    elif deed == "digit":
        digits = [place for place, byte in enumerate(blob) if chr(byte).isdigit()]
        at = dice.choice(digits or [at])
        blob[at] = dice.choice(b"0123456789".replace(blob[at : at + 1], b""))
    elif deed == "cut":
        del blob[at:]
    else:
        blob += b"0" * dice.choice([1, 32, 64])
    path.write_bytes(blob)
    return f"{path.name}: {deed} at {at}"
