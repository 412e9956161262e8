"""`trustee new|deal|finish|mix|decrypt`: the work of those who hold a share of the key."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from ballots import workers
from ballots.commands.passphrase import ask, ask_twice
from ballots.trustees import steps


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its five steps."""
    parser = commands.add_parser("trustee", help="make, mix and open with a share of the key")
    verbs = parser.add_subparsers(required=True, metavar="new|deal|finish|mix|decrypt")
    new = _step(verbs, "new", "make your keys", run_new, "CEREMONY")
    new.add_argument("--name", required=True, help="your name as the others know it")
    deal = _step(verbs, "deal", "commit, and when all have, deal", run_deal, "CEREMONY")
    deal.add_argument("--threshold", type=int, metavar="T", help="the first trustee fixes the terms with it")
    _step(verbs, "finish", "check the others' deals and keep your share", run_finish, "CEREMONY")
    for verb, words, run in (("mix", "mix the box", run_mix), ("decrypt", "open the mixed box", run_decrypt)):
        _step(verbs, verb, words, run, "BUNDLE").add_argument(
            "--workers", type=int, default=os.cpu_count() or 1, metavar="N", help="processes"
        )


def _step(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    words: str,
    run: Callable[[argparse.Namespace], int],
    shared: str,
) -> argparse.ArgumentParser:
    step = verbs.add_parser(name, help=words)
    step.add_argument("own", type=Path, metavar="OWN", help="your own private folder")
    step.add_argument("shared", type=Path, metavar=shared, help="the folder that all trustees see")
    step.set_defaults(run=run)
    return step


def run_new(options: argparse.Namespace) -> int:
    """Step 1."""
    return _say(steps.new(options.own, options.shared, options.name, ask_twice()))


def run_deal(options: argparse.Namespace) -> int:
    """Steps 2 and 3."""
    return _say(steps.deal(options.own, options.shared, ask(), options.threshold))


def run_finish(options: argparse.Namespace) -> int:
    """Step 4."""
    return _say(steps.finish(options.own, options.shared, ask()))


def run_mix(options: argparse.Namespace) -> int:
    """After the close."""
    with workers.gather(options.workers) as crew:
        return _say(steps.mix(options.own, options.shared, ask(), crew))


def run_decrypt(options: argparse.Namespace) -> int:
    """After the last mix."""
    with workers.gather(options.workers) as crew:
        return _say(steps.decrypt(options.own, options.shared, ask(), crew))


def _say(words: steps.Words) -> int:
    print("\n".join(words))
    return 0
