"""Following a live log: fetch the newest checkpoint and prove that the log only grew.

What `watch` and `witness` do. The source is a web address or a local bundle; both serve the same names.
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from ballots import bundle, checkpoint, log, manifest
from ballots.bundle import names
from ballots.checkpoint import Checkpoint
from ballots.errors import BadBundle, BadProof, Refused, TooLarge
from ballots.manifest import Manifest
from ballots.tiles import WIDTH, TileReader, parse

SECONDS: Final = 30
MOST_BYTES: Final = 32 * names.MIB

Fetch = Callable[[str], bytes]


def source(address: str) -> Fetch:
    """A function that gets a file of the bundle by name, from http(s)://... or from a path."""
    try:
        scheme = urlsplit(address).scheme
    except ValueError as error:
        raise BadBundle(f"no address: {error}", address) from None
    if scheme in ("http", "https"):
        return lambda name: _download(f"{address.rstrip('/')}/{name}")
    return lambda name: _read(Path(address), name)


def read_manifest(fetch: Fetch, fingerprint: str | None = None) -> Manifest:
    """The election's manifest; Refused if a `fingerprint` is given and it is another election's."""
    found = manifest.decode(fetch(names.MANIFEST))
    if fingerprint and found.election.hex() != fingerprint:
        raise Refused(f"the election there is {found.election.hex()}, not {fingerprint}", names.MANIFEST)
    return found


def newest(fetch: Fetch, election: Manifest) -> Checkpoint:
    """The newest checkpoint, with its log signature checked; unknown witnesses are let pass (C2SP)."""
    found = checkpoint.read(fetch(names.CHECKPOINT), names.CHECKPOINT)
    if found.origin != election.origin:
        raise Refused("a checkpoint of another log", names.CHECKPOINT)
    checkpoint.check_log_line(election, found, names.CHECKPOINT)
    return found


def check_growth(fetch: Fetch, old: Checkpoint | None, new: Checkpoint) -> None:
    """BadProof unless the log under `new` begins with the log under `old`; a forked log is found here.

    Without an `old` one the tiles must give the root of `new`.
    """
    read = TileReader(lambda path: _tile(fetch, path), new.size)
    if old is None or not old.size:
        if log.root(read, new.size) != new.root:
            raise BadProof("the tiles give another root than the checkpoint", names.CHECKPOINT)
        return
    if new.size < old.size:
        raise BadProof(f"the log shrank from {old.size} to {new.size}: a forked log", names.CHECKPOINT)
    path = log.consistency_path(read, old.size, new.size)
    log.check_consistency(old.size, new.size, path, old.root, new.root)


def _tile(fetch: Fetch, path: str) -> bytes:
    """A tile; where the partial one is gone because the log has grown, the beginning of the full one."""
    try:
        return fetch(f"log/{path}")
    except BadBundle:
        width = parse(path).width
        if width == WIDTH:
            raise
        return fetch(f"log/{path.partition('.p/')[0]}")[: 32 * width]


def _read(path: Path, name: str) -> bytes:
    with bundle.open_bundle(path) as opened:
        return opened.read(name)


def _download(address: str) -> bytes:
    try:
        with urllib.request.urlopen(address, timeout=SECONDS) as answer:  # noqa: S310  # `source` saw the scheme
            blob: bytes = answer.read(MOST_BYTES + 1)
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        raise BadBundle(f"cannot be fetched: {error}", address) from None
    if len(blob) > MOST_BYTES:
        raise TooLarge(f"more than {MOST_BYTES} bytes", address)
    return blob
