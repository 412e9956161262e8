"""Finds and loads libsodium, version 1.0.18 or later.

First the system's library; else the one that the `rbcl` wheel carries as hexadecimal text inside a Python
file. That wheel's own code is never imported: it writes the library to a new temporary file at every import
and its wrappers ignore return codes. Here the library is written once, under the hash of its content, into a
folder that only this user may write to.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import re
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, cast

NAMES: Final = (
    "libsodium.so.26",
    "libsodium.so.23",
    "libsodium.26.dylib",
    "libsodium.23.dylib",
    "libsodium.dll",
)
LEAST: Final = (10, 3)
"""libsodium 1.0.18 calls itself library version 10.3; it is the first with ristretto255."""

_NEEDED: Final = ("crypto_scalarmult_ristretto255", "crypto_core_ristretto255_from_hash")
_CARRIED = re.compile(r"bytes\.fromhex\('([0-9a-f]+)'\)")


class NoSodium(ImportError):
    """No usable libsodium on this computer; the message says how to get one."""


def load() -> ctypes.CDLL:
    """The initialised library; NoSodium if there is none that is new enough."""
    for library in _candidates():
        if _usable(library):
            return library
    raise NoSodium("libsodium 1.0.18 or later is needed: install Debian's libsodium23 or the wheel rbcl")


def _candidates() -> Iterator[ctypes.CDLL]:
    for name in NAMES:
        try:
            yield ctypes.CDLL(name)
        except OSError:
            continue
    carried = carried_library()
    if carried:
        yield ctypes.CDLL(str(keep(carried)))


def _usable(library: ctypes.CDLL) -> bool:
    version = library.sodium_library_version_major(), library.sodium_library_version_minor()
    return version >= LEAST and all(hasattr(library, name) for name in _NEEDED) and library.sodium_init() >= 0


def carried_library() -> bytes | None:
    """The library inside the installed rbcl wheel, or None; its file is read as text, never run."""
    found = importlib.util.find_spec("rbcl")
    folders = found.submodule_search_locations if found else None
    if not folders:
        return None
    source = Path(folders[0], "_sodium.py")
    text = _CARRIED.search(source.read_text("ascii")) if source.is_file() else None
    return bytes.fromhex(text[1]) if text else None


def keep(library: bytes, folders: tuple[Path, ...] | None = None) -> Path:
    """A private file with exactly these bytes, in the first of `folders` that can be made private."""
    for folder in folders or _folders():
        if _make_private(folder):
            return _write_once(library, folder)
    raise NoSodium("no private folder to keep libsodium in: make ~/.cache writable for this user only")


def _folders() -> tuple[Path, ...]:
    user = str(os.getuid()) if hasattr(os, "getuid") else "user"
    return Path.home() / ".cache" / "pb-ballots", Path(tempfile.gettempdir()) / f"pb-ballots-{user}"


def _make_private(folder: Path) -> bool:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return False
    owned = not hasattr(os, "getuid") or found.st_uid == os.getuid()
    return stat.S_ISDIR(found.st_mode) and owned and not found.st_mode & 0o022


def _write_once(library: bytes, folder: Path) -> Path:
    target = folder / f"libsodium-{hashlib.sha256(library).hexdigest()}.so"
    if not target.is_symlink() and target.is_file() and target.read_bytes() == library:
        return target
    handle, name = tempfile.mkstemp(dir=folder)
    with os.fdopen(handle, "wb") as file:
        file.write(library)
    fresh = Path(name)
    fresh.chmod(0o500)
    fresh.replace(target)
    return target


_LIBRARY: Final = load()


def function(name: str, *arguments: type[ctypes._SimpleCData[Any]]) -> Callable[..., int]:
    """The library's function `name`, which answers with a return code that the caller must look at."""
    found = getattr(_LIBRARY, name)
    found.argtypes = arguments
    found.restype = ctypes.c_int
    return cast(Callable[..., int], found)
