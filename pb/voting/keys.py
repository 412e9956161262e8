"""The town's own signing keys of one election: files under `instance/`, readable by their owner alone.

They are in no table and no log. Whoever has them can let a device in or sign a checkpoint; nobody can read a
vote with them.
"""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballots import signing
from ballots.randomness import SystemSource
from ballots.trustees import keyfile
from pb.config import Settings


def folder(settings: Settings, election: int) -> Path:
    """Where everything of an election lies that is no row."""
    return settings.instance / "elections" / str(election)


def path(settings: Settings, election: int, name: str) -> Path:
    return folder(settings, election) / "keys" / name


def make(settings: Settings, election: int, name: str) -> Ed25519PrivateKey:
    """A new key, kept on the disk before this returns; the one that is there already is never replaced."""
    file = path(settings, election, name)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = signing.new_key(SystemSource())
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return read(settings, election, name)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(key.private_bytes_raw().hex())
        out.flush()
        os.fsync(out.fileno())
    return key


def read(settings: Settings, election: int, name: str) -> Ed25519PrivateKey:
    """Raises BadKeyFile if the file is gone or others may read it."""
    text = keyfile.read_private(path(settings, election, name)).decode("ascii")
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text))
