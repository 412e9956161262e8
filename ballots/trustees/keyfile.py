"""Key files: a trustee's secrets, encrypted with a passphrase, readable by their owner alone.

scrypt (RFC 7914) turns the passphrase into a key for ChaCha20-Poly1305 (RFC 8439); everything outside the
sealed part is authenticated with it.
"""

from __future__ import annotations

import os
import stat
import tempfile
import unicodedata
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from ballots import canonical, signed
from ballots.canonical import natural, octets, text
from ballots.errors import BadKeyFile
from ballots.randomness import Source

COST: Final = 17
"""log2 of scrypt's N: 128 MB and about half a second for each guess."""

SHORTEST: Final = 10
_EASIEST, _HARDEST = 10, 20
_MEMBERS: Final = frozenset({"cost", "nonce", "salt", "sealed", "type", "version"})


def write(path: Path, secrets: dict[str, Any], passphrase: str, source: Source, cost: int = COST) -> None:
    """Put `secrets` (canonical JSON) into the file, mode 600, whole or not at all.

    Raises BadKeyFile for a passphrase under ten characters or one that is no text.
    """
    if len(passphrase) < SHORTEST:
        raise BadKeyFile(f"the passphrase needs at least {SHORTEST} characters", str(path))
    salt, nonce = source.octets(16), source.octets(12)
    header = {
        "type": "key-file",
        "version": signed.VERSION,
        "cost": cost,
        "salt": salt.hex(),
        "nonce": nonce.hex(),
    }
    cipher = ChaCha20Poly1305(_stretch(passphrase, salt, cost, path))
    sealed = cipher.encrypt(nonce, canonical.encode(secrets), canonical.encode(header))
    write_private(path, canonical.encode({**header, "sealed": sealed.hex()}))


def read(path: Path, passphrase: str) -> Any:
    """The secrets; BadKeyFile if others may read the file, it was altered, or the passphrase is wrong."""
    blob = read_private(path)
    fields = canonical.decode_object(blob, _MEMBERS, str(path), limit=1 << 20)
    signed.check_header(fields, "key-file", str(path))
    cost = natural(fields["cost"], f"{path}: cost", _EASIEST, _HARDEST)
    header = {name: value for name, value in fields.items() if name != "sealed"}
    sealed = octets(fields["sealed"], len(text(fields["sealed"], f"{path}: sealed", 1 << 20)) // 2, str(path))
    key = _stretch(passphrase, octets(fields["salt"], 16, f"{path}: salt"), cost, path)
    nonce = octets(fields["nonce"], 12, f"{path}: nonce")
    try:
        opened = ChaCha20Poly1305(key).decrypt(nonce, sealed, canonical.encode(header))
    except InvalidTag:
        raise BadKeyFile("wrong passphrase, or the file was altered", str(path)) from None
    return canonical.decode(opened, str(path))


def write_private(path: Path, blob: bytes) -> None:
    """Replace the file by `blob`, open to its owner alone, on the disk before this returns."""
    handle, name = tempfile.mkstemp(dir=path.parent)  # mode 600 from the first byte on
    with os.fdopen(handle, "wb") as file:
        file.write(blob)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)


def read_private(path: Path) -> bytes:
    """The file's bytes; BadKeyFile if it is no plain file of ours or others may touch it."""
    try:
        found = path.lstat()
    except OSError:
        raise BadKeyFile("there is no such file", str(path)) from None
    if not stat.S_ISREG(found.st_mode):
        raise BadKeyFile("a key file is a plain file, no link", str(path))
    if found.st_mode & 0o077:
        raise BadKeyFile(f"others may read this file: chmod 600 {path}", str(path))
    return path.read_bytes()


def _stretch(passphrase: str, salt: bytes, cost: int, path: Path) -> bytes:
    """The key; a passphrase in Korean is the same however a keyboard puts its syllables together."""
    try:
        typed = unicodedata.normalize("NFC", passphrase).encode()
    except UnicodeEncodeError:
        raise BadKeyFile("the passphrase is no text", str(path)) from None
    return Scrypt(salt=salt, length=32, n=1 << cost, r=8, p=1).derive(typed)
