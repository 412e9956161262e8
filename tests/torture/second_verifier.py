"""Torture of the agreement between the two verifiers: random honest elections, and random damage to one.

    python tools/dev.py torture second_verifier [--elections N] [--damages N]

Of each honest election both must give the same report; of each damaged bundle both must name the same check.
No difference in N trials shows fewer than 3/N at 95 %. It begins with a control that must differ.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tqdm import tqdm

from ballots import bundle
from ballots.tamper import unpack
from tests.ballots.both_verifiers import HOLDS, damage, fault, fault_in_python, second, summary
from tests.ballots.conftest import verify
from tests.torture.ballots import make, random_election, small_election

BATCH = 20


def election_differs(number: int) -> bool:
    """Whether the verifiers say different things of honest election `number`, or raise an alarm."""
    size, layout = random_election(number)
    with tempfile.TemporaryDirectory() as work:
        make(Path(work), size, str(number), layout)
        path = Path(work) / "bundle.zip"
        (found,) = second([path])
        return not found["ok"] or summary(found) != summary(verify(path).to_json())


def damaged(honest: Path, folder: Path, dice: random.Random) -> Path:
    """A copy of the bundle with one file changed."""
    unpack(honest, folder)
    damage(folder, dice)
    path = folder.with_suffix(".zip")
    bundle.pack(folder, path)
    return path


def faults(honest: Path, count: int, dice: random.Random) -> list[tuple[str, str]]:
    """What the second verifier and Python find in each of `count` damaged copies."""
    with tempfile.TemporaryDirectory() as work:
        paths = [damaged(honest, Path(work) / str(number), dice) for number in range(count)]
        found = map(fault, second(paths))
        return list(zip(found, map(fault_in_python, paths), strict=True))


def control_holds(honest: Path) -> bool:
    """Whether damage that only Python is shown does make a difference."""
    with tempfile.TemporaryDirectory() as work:
        spoilt = damaged(honest, Path(work) / "one", random.Random(1))
        (report,) = second([honest])
        return fault(report) == HOLDS and fault_in_python(spoilt) != HOLDS


def main(arguments: list[str] | None = None) -> int:
    """0 if the verifiers never differed."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture.second_verifier")
    parser.add_argument("--elections", type=int, default=1000)
    parser.add_argument("--damages", type=int, default=1000)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as work:
        honest = small_election(Path(work))
        if not control_holds(honest):
            print("the control did not differ: this program shows nothing", file=sys.stderr)
            return 2
        found = Counter[tuple[str, str]]()
        for start in tqdm(range(0, options.damages, BATCH)):
            batch = min(BATCH, options.damages - start)
            found.update(faults(honest, batch, random.Random(start)))
    different = sum(map(election_differs, tqdm(range(options.elections))))
    return report(found, different, options.elections)


def report(found: Counter[tuple[str, str]], different: int, elections: int) -> int:
    """Print what was found and the bounds; 1 if there was any difference."""
    for (one, other), count in found.most_common():
        print(f"{count:>8}  second: {one:<17} first: {other:<17}{'' if one == other != HOLDS else ' WRONG'}")
    odd = sum(count for (one, other), count in found.items() if one != other or one == HOLDS)
    for what, wrong, trials in (("damaged bundles", odd, found.total()), ("elections", different, elections)):
        bound = f"; fewer than {3 / trials:.3%} (95 %)" if trials and not wrong else ""
        print(f"{trials} {what}, {wrong} differences{bound}")
    return int(odd + different > 0)


if __name__ == "__main__":
    sys.exit(main())
