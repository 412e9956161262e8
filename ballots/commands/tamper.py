"""`tamper LIST` and `tamper KIND BUNDLE OUT`: spoil a bundle in a named way, to see that it is caught."""

from __future__ import annotations

import argparse
from pathlib import Path

from ballots.errors import Refused
from ballots.tamper import KINDS, spoil


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser("tamper", help="spoil a bundle in a named way, for teaching and tests")
    parser.add_argument("kind", metavar="LIST|KIND", help="LIST shows every kind")
    parser.add_argument("bundle", type=Path, nargs="?", metavar="BUNDLE", help="made by demo")
    parser.add_argument("out", type=Path, nargs="?", metavar="OUT")
    parser.add_argument("--keys", type=Path, metavar="FILE", help="keys.json of the demo")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Show the table, or spoil one bundle."""
    if options.kind.upper() == "LIST":
        for name, kind in KINDS.items():
            print(f"{name:<24} {kind.code:<17} {kind.words}")
        return 0
    if options.kind not in KINDS:
        raise Refused(f"there is no kind {options.kind!r}; see `tamper LIST`")
    if options.bundle is None or options.out is None:
        raise Refused("say which BUNDLE to spoil and where to write it: tamper KIND BUNDLE OUT")
    keys = options.keys or options.bundle.parent / "keys.json"
    if not keys.exists():
        raise Refused("the keys of the demonstration are needed: --keys FILE", str(keys))
    spoil(options.kind, options.bundle, options.out, keys)
    kind = KINDS[options.kind]
    print(f"{options.out}: {kind.words}. It must fail in the check `{kind.code}`.")
    return 0
