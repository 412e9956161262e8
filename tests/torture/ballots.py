"""Torture of the verifier: every byte of a bundle flipped, and a thousand honest elections.

    make torture-ballots                       everything: honest, zip, folder (about half an hour)
    python -m tests.torture.ballots flips [--form zip|folder] [--every N] [--workers N]
    python -m tests.torture.ballots honest [--elections N] [--first N] [--workers N]

`flips` makes a small election and changes one bit of every byte (of every N-th); each change must be found.
`honest` makes elections of random sizes and ballot kinds; none may raise an alarm. Both name their bound: no
failure in N trials shows less than 3/N at 95 %. Both begin with a control that must fail.
"""

from __future__ import annotations

import argparse
import multiprocessing
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from tqdm import tqdm

from ballots import workers
from ballots.bundle import open_bundle
from ballots.demo import election, keyring, town
from ballots.demo.election import Layout
from ballots.demo.stages import Stages
from ballots.demo.town import Size
from ballots.errors import BallotError
from ballots.randomness import SeededSource, below
from ballots.tamper import spoil
from ballots.verify import STEPS, Verifier

WITHOUT_RECOUNT = STEPS[:-1]
KINDS: dict[str, dict[str, Any]] = {
    "approval": {"max": 3, "min": 1},
    "choose-1": {},
    "cumulative": {"exact": True, "max": 4, "points": 6},
    "knapsack": {"spend": 120_000_000},
    "ranked": {"max": 3, "min": 0},
    "scoring": {"max": 10},
    "yes-no": {},
}


def small_election(folder: Path) -> Path:
    """The zip file of a small honest election; its folder is beside it."""
    make(folder, Size(30, 2, 1, 1, 2), "flips", None)
    return folder / "bundle.zip"


def make(folder: Path, size: Size, seed: str, layout: Layout | None) -> None:
    """An honest election in `folder`, as folder and zip, with the keys of its insiders."""
    stages = Stages(quiet=True)
    made = election.make(folder / "bundle", size, stages, workers.Alone(), seed, layout, counted=False)
    election.pack(made, folder / "bundle.zip", stages)
    keyring.save(folder / "keys.json", made.keys, made.holders)


def found(path: Path, but: str = "") -> str:
    """The code of the check (or of the refusal to open) that finds a fault; empty if none does."""
    try:
        with open_bundle(path) as bundle:
            failed = Verifier(bundle).run(tuple(step for step in WITHOUT_RECOUNT if step.code != but)).failed
    except BallotError as error:
        return error.code
    return failed.code if failed else ""


def flip_in_zip(path: Path, places: Iterable[int], but: str = "") -> dict[int, str]:
    """What finds a flipped bit at each of `places` of the zip file."""
    blob = bytearray(path.read_bytes())
    answers = {}
    with tempfile.TemporaryDirectory() as work:
        spoilt = Path(work) / "spoilt.zip"
        for place in places:
            blob[place] ^= 1 << place % 8
            spoilt.write_bytes(blob)
            blob[place] ^= 1 << place % 8
            answers[place] = found(spoilt, but)
    return answers


def files_of(folder: Path) -> list[tuple[Path, int]]:
    """Every file of a folder with its length."""
    return [(path, path.stat().st_size) for path in sorted(folder.rglob("*")) if path.is_file()]


def flip_in_folder(folder: Path, places: Iterable[int], but: str = "") -> dict[int, str]:
    """The same for a folder; a place counts through all its files, one after another."""
    answers = {}
    with tempfile.TemporaryDirectory() as work:
        copy = Path(work) / "bundle"
        shutil.copytree(folder, copy)
        sizes = files_of(copy)
        for place in places:
            path, at = _locate(sizes, place)
            blob = bytearray(path.read_bytes())
            blob[at] ^= 1 << place % 8
            path.write_bytes(blob)
            answers[place] = found(copy, but)
            blob[at] ^= 1 << place % 8
            path.write_bytes(blob)
    return answers


def _locate(sizes: list[tuple[Path, int]], place: int) -> tuple[Path, int]:
    for path, size in sizes:
        if place < size:
            return path, place
        place -= size
    raise IndexError(place)


def random_election(number: int) -> tuple[Size, Layout]:
    """Sizes, trustees and one to three sections of random kinds, the same for the same number."""
    source = SeededSource(b"honest %d" % number)
    threshold = 1 + below(source, 3)
    mixers = threshold + below(source, 2)
    size = Size(30 + below(source, 40), mixers + below(source, 2), threshold, mixers, below(source, 6))
    sections = []
    for place in range(1 + below(source, 3)):
        kind = sorted(KINDS)[below(source, len(KINDS))]
        projects = 1 if kind == "yes-no" else 3 + below(source, 8)
        blank = kind in ("choose-1", "yes-no") and below(source, 2) == 0
        sections.append(town.section(f"s{place}", kind, KINDS[kind], projects, blank))
    return size, (sections, [{"name": "all", "sections": [section["name"] for section in sections]}])


def alarm(number: int) -> str:
    """The check that raises an alarm over honest election `number`; empty, as it should be, if none does."""
    size, layout = random_election(number)
    with tempfile.TemporaryDirectory() as work:
        make(Path(work), size, str(number), layout)
        return found(Path(work) / "bundle.zip")


def control_of_honest() -> bool:
    """Whether the same check does raise an alarm over a dishonest election."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        make(folder, Size(30), "control", None)
        spoil("vote-changed", folder / "bundle.zip", folder / "out.zip", folder / "keys.json")
        return found(folder / "out.zip") == "opening"


def control_of_flips(zipped: Path) -> bool:
    """Whether a verifier without its last check misses a flip in the file only that check looks at."""
    folder = zipped.parent / "bundle"
    before = 0
    for path, size in files_of(folder):
        if path.name == "journal.data":
            return flip_in_folder(folder, [before], but="journal") == {before: ""}
        before += size
    return False


def main(arguments: list[str] | None = None) -> int:
    """Run one of the two programs; 0 if nothing went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture.ballots")
    parser.add_argument("program", nargs="?", choices=("all", "flips", "honest"), default="all")
    parser.add_argument("--form", choices=("zip", "folder"), default="zip")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--elections", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    if options.program == "honest":
        return _honest(options)
    if options.program == "flips":
        return _flips(options, options.form)
    return max(_honest(options), _flips(options, "zip"), _flips(options, "folder"))


def _flips(options: argparse.Namespace, form: str) -> int:
    with tempfile.TemporaryDirectory() as work:
        zipped = small_election(Path(work))
        if not control_of_flips(zipped):
            print("the control was found: this program shows nothing", file=sys.stderr)
            return 2
        folder = zipped.parent / "bundle"
        total = zipped.stat().st_size if form == "zip" else sum(size for _, size in files_of(folder))
        places = list(range(0, total, options.every))
        pieces = [places[at : at + 200] for at in range(0, len(places), 200)]
        flip, where = (flip_in_zip, zipped) if form == "zip" else (flip_in_folder, folder)
        answers: dict[int, str] = {}
        with _pool(options.workers) as pool, tqdm(total=len(places)) as bar:
            for answer in pool.map(flip, [where] * len(pieces), pieces):
                answers |= answer
                bar.update(len(answer))
    return _report(form, len(answers), Counter(answers.values()))


def _honest(options: argparse.Namespace) -> int:
    if not control_of_honest():
        print("the control was not found: this program shows nothing", file=sys.stderr)
        return 2
    with _pool(options.workers) as pool:
        alarms = Counter(
            tqdm(
                pool.map(alarm, range(options.first, options.first + options.elections)),
                total=options.elections,
            )
        )
    wrong = options.elections - alarms[""]
    print(f"{options.elections} honest elections, {wrong} false alarms {dict(alarms) if wrong else ''}")
    print(f"bound: fewer than {3 / options.elections:.4%} (95 %)" if not wrong else "FAILED")
    return int(wrong > 0)


def _report(form: str, count: int, by: Counter[str]) -> int:
    for code, number in by.most_common():
        print(f"{number:>8} found by {code or 'NOTHING'}")
    print(f"{count} flipped bytes of the {form}, {by['']} not found")
    print(f"bound: fewer than {3 / count:.4%} (95 %)" if not by[""] else "FAILED")
    return int(by[""] > 0)


def _pool(count: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(count, multiprocessing.get_context("spawn"))


def sample(total: int, count: int) -> Iterator[int]:
    """`count` places spread evenly over `total`."""
    return (place * total // count for place in range(count))


if __name__ == "__main__":
    sys.exit(main())
