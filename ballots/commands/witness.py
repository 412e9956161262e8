"""`witness new` makes a witness's key, `witness sign URL` cosigns a log that has only grown."""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballots import canonical, checkpoint, signing
from ballots.commands import watch
from ballots.commands.passphrase import ask, ask_twice
from ballots.errors import Refused
from ballots.randomness import SystemSource
from ballots.trustees import keyfile

_MEMBERS = frozenset({"name", "secret", "type"})


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser("witness", help="cosign a ballot box that only grows")
    verbs = parser.add_subparsers(required=True, metavar="new|sign")
    new = verbs.add_parser("new", help="make the key of a witness")
    new.add_argument("key", type=Path, metavar="KEYFILE", help="a new file")
    new.add_argument("--name", required=True, help="like witness.example/press")
    new.set_defaults(run=run_new)
    sign = verbs.add_parser("sign", help="look at the log and cosign its newest checkpoint")
    sign.add_argument("address", metavar="URL")
    sign.add_argument("--key", type=Path, required=True, metavar="KEYFILE")
    sign.add_argument("--out", type=Path, metavar="FILE", help="for the cosigned note")
    watch.add_options(sign)
    sign.set_defaults(run=run_sign)


def run_new(options: argparse.Namespace) -> int:
    """Make a key file, and say what the town needs."""
    if options.key.exists():
        raise Refused("the file exists already; nothing is overwritten", str(options.key))
    key = signing.new_key(SystemSource())
    secrets = {"type": "witness", "name": options.name, "secret": key.private_bytes_raw().hex()}
    keyfile.write(options.key, secrets, ask_twice(), SystemSource())
    print(f"Your key is in {options.key}. Keep the file and its passphrase apart.")
    print("Next: give the town these two lines for the manifest, before the election opens:")
    print(f"  name {options.name}\n  key  {signing.public_key(key).hex()}")
    return 0


def run_sign(options: argparse.Namespace) -> int:
    """Prove growth since the last time, then cosign."""
    fields = canonical.members(keyfile.read(options.key, ask()), _MEMBERS, str(options.key))
    election, found = watch.look(options.address, options.state, options.election)
    key = Ed25519PrivateKey.from_private_bytes(canonical.octets(fields["secret"], 32, str(options.key)))
    known = {(witness.name, witness.key) for witness in election.witnesses}
    if (fields["name"], signing.public_key(key)) not in known:
        raise Refused("the manifest does not name this witness", str(options.key))
    bare = replace(found, lines=found.lines[:1])
    note = checkpoint.cosign(bare, key, fields["name"], int(time.time())).octets()
    if options.out:
        options.out.write_bytes(note)
        print(f"Cosigned size {found.size}. Next: send {options.out} to the town for log/checkpoint.")
    else:
        sys.stdout.write(note.decode())
    return 0
