"""`watch URL`: keep the last checkpoint of a log and prove, each time, that the log only grew."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from ballots import checkpoint, follow
from ballots.checkpoint import Checkpoint
from ballots.errors import BadBundle, BadProof, BallotError
from ballots.manifest import Manifest


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser("watch", help="watch that a ballot box only grows")
    parser.add_argument("address", metavar="URL", help="where the bundle is published (or a path)")
    add_options(parser)
    parser.add_argument("--every", type=float, metavar="SECONDS", help="look again and again")
    parser.set_defaults(run=run)


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `watch` and `witness` have in common."""
    parser.add_argument("--state", type=Path, default=Path("watch.checkpoint"), metavar="FILE")
    parser.add_argument("--election", metavar="HEX", help="the election id from the poster")


def run(options: argparse.Namespace) -> int:
    """Look once, or every so often until interrupted."""
    while options.every is not None:
        try:
            _say(options)
        except BadBundle as error:  # a server that does not answer is no fork: look again
            print(error, file=sys.stderr, flush=True)
        time.sleep(options.every)
    _say(options)
    return 0


def _say(options: argparse.Namespace) -> None:
    found = look(options.address, options.state, options.election)[1]
    print(f"size {found.size}, root {found.root.hex()}: grew honestly, signed by the log", flush=True)


def look(address: str, state: Path, fingerprint: str | None) -> tuple[Manifest, Checkpoint]:
    """Fetch the newest checkpoint, prove it extends the kept one, and keep it instead.

    BadProof when the log forked; the evidence is then kept beside the state file.
    """
    fetch = follow.source(address)
    election = follow.read_manifest(fetch, fingerprint)
    new = follow.newest(fetch, election)
    old = _kept(state, election)
    try:
        follow.check_growth(fetch, old, new)
    except BadProof:
        _keep(state.with_suffix(".evidence"), new.octets())
        raise
    _keep(state, new.octets())
    return election, new


def _kept(state: Path, election: Manifest) -> Checkpoint | None:
    if not state.exists():
        return None
    old = checkpoint.read(state.read_bytes(), str(state))
    if old.origin != election.origin:
        raise BallotError("this state belongs to another log; give another --state", str(state))
    return old


def _keep(path: Path, blob: bytes) -> None:
    beside = path.with_name(f"{path.name}.new")
    with beside.open("wb") as file:
        file.write(blob)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
