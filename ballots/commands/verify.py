"""`verify BUNDLE`: check a whole election, offline."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from tqdm import tqdm

from ballots import tiles, workers
from ballots.bundle import Bundle, open_bundle
from ballots.logpass import BUNDLES
from ballots.report import Check, Report
from ballots.verify import Verifier

_COLUMNS = (".outputs", ".proof", ".factors")


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser("verify", help="check a whole election from its bundle, offline")
    parser.add_argument("bundle", type=Path, metavar="BUNDLE", help="the zip file or the folder")
    parser.add_argument("--json", action="store_true", help="the report as JSON")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, metavar="N", help="processes")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="a dask cluster instead, as tcp://host:port")
    parser.add_argument("--plain", action="store_true", help="check every proof by itself (slower)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """0 if every check holds, 1 if one does not."""
    with open_bundle(options.bundle) as bundle, workers.gather(options.workers, options.scheduler) as crew:
        report = _verify(bundle, crew, options.plain, quiet=options.json)
    if options.json:
        print(json.dumps(report.to_json(), ensure_ascii=False))
    else:
        _say(report)
    return 0 if report.ok else 1


def _verify(bundle: Bundle, crew: workers.Crew, plain: bool, quiet: bool) -> Report:
    bar = tqdm(total=_tasks(bundle), unit="part", file=sys.stderr, disable=quiet or None, leave=False)

    def watch(check: Check) -> None:
        if not quiet:
            with bar.external_write_mode():
                print(_line(check), flush=True)

    with bar:
        return Verifier(bundle, workers.Watched(crew, bar.update), plain).run(watch=watch)


def _tasks(bundle: Bundle) -> int:
    """About how many parts the work has, from the lengths of the files: for the progress bar only."""
    hashes = sum(bundle.size(name) for name in bundle.names if name.startswith("log/tile/0/")) // 32
    points = sum(bundle.size(name) for name in bundle.names if name.endswith(_COLUMNS)) // 32
    return hashes // (tiles.WIDTH * BUNDLES) + points // workers.PIECE + len(bundle.names) // 8


def _line(check: Check) -> str:
    mark = "holds" if check.ok else "FALSE"
    line = f"{mark}  {check.code:<17} {check.count:>9,}  {check.seconds:7.2f} s  {check.name}"
    return f"{line}\n       {check.detail}" if check.detail else line


def _say(report: Report) -> None:
    for name, number in report.counts.items():
        print(f"{name:<12} {number:>9,}")
    failed = report.failed
    if failed:
        print(f"NOT VERIFIED: {failed.code}: {failed.detail}")
    else:
        print(f"VERIFIED: all {len(report.checks)} checks hold")
