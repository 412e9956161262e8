"""Checkpoints: the log's signed word on its size and root, and what witnesses add (FORMAT.md, chapter 9).

C2SP tlog-checkpoint, signed-note (Ed25519, type 0x01) and tlog-cosignature (cosignature/v1, type 0x04).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, replace
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballots import signing
from ballots.errors import BadSignature, Malformed, TooLarge
from ballots.manifest import Manifest, NamedKey

MOST_BYTES: Final = 1024 * 1024
LOG_TYPE: Final = b"\x01"
WITNESS_TYPE: Final = b"\x04"

_LINE = re.compile(r"\u2014 ([^\n ]+) ([A-Za-z0-9+/=]+)\n")
_NOTE = re.compile(
    r"([^\n]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\n\n((?:\u2014 [^\n ]+ [A-Za-z0-9+/=]+\n)+)\Z"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One signature line: who, the 4-byte key id, and the bytes after it."""

    name: str
    key_id: bytes
    signature: bytes

    def text(self) -> str:
        """The line with its newline."""
        return f"\u2014 {self.name} {base64.b64encode(self.key_id + self.signature).decode()}\n"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Size and root of a log, with the signatures under them; signatures are not checked by reading."""

    origin: str
    size: int
    root: bytes
    lines: tuple[Line, ...]

    def body(self) -> bytes:
        """The signed text: three lines."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n".encode()

    def octets(self) -> bytes:
        """The whole note."""
        return self.body() + b"\n" + "".join(line.text() for line in self.lines).encode()


def read(blob: bytes, place: str = "") -> Checkpoint:
    """The checkpoint with exactly these bytes; raises Malformed."""
    if len(blob) > MOST_BYTES:
        raise TooLarge(f"a checkpoint of {len(blob)} bytes", place)
    try:
        found = _NOTE.match(blob.decode("utf-8"))
    except UnicodeDecodeError:
        found = None
    if found is None:
        raise Malformed("no checkpoint: origin, size, root, an empty line and signature lines", place)
    origin, size, root, signatures = found.groups()
    lines = tuple(_line(name, coded, place) for name, coded in _LINE.findall(signatures))
    return Checkpoint(origin, int(size), _base64(root, place), lines)


def sign(key: Ed25519PrivateKey, origin: str, size: int, root: bytes) -> Checkpoint:
    """A checkpoint signed by the log, without cosignatures."""
    bare = Checkpoint(origin, size, root, ())
    line = Line(origin, key_id(origin, LOG_TYPE, signing.public_key(key)), signing.sign(key, bare.body()))
    return replace(bare, lines=(line,))


def cosign(checkpoint: Checkpoint, key: Ed25519PrivateKey, name: str, time: int) -> Checkpoint:
    """The checkpoint with one more line: witness `name` saw it at `time` (Unix seconds).

    A witness cosigns only what it has found to extend the last one it cosigned (`witness` does).
    """
    signature = time.to_bytes(8, "big") + signing.sign(key, _cosigned(checkpoint, time))
    line = Line(name, key_id(name, WITNESS_TYPE, signing.public_key(key)), signature)
    return replace(checkpoint, lines=(*checkpoint.lines, line))


def join(one: Checkpoint, other: Checkpoint) -> Checkpoint:
    """One checkpoint with the signature lines of both; Malformed if they are of different trees."""
    if one.body() != other.body():
        raise Malformed("two checkpoints of different logs, sizes or roots cannot be joined")
    return replace(one, lines=(*one.lines, *(line for line in other.lines if line not in one.lines)))


def key_id(name: str, kind: bytes, key: bytes) -> bytes:
    """The 4 bytes that say which key a line is for (C2SP signed-note)."""
    return hashlib.sha256(name.encode() + b"\n" + kind + key).digest()[:4]


def check(manifest: Manifest, checkpoint: Checkpoint, place: str = "") -> int:
    """How many witnesses cosigned; raises unless it is this log's and every line is known and holds.

    Malformed for another log, BadSignature for an unknown, repeated or false signature.
    """
    if checkpoint.origin != manifest.origin:
        raise Malformed(f"a checkpoint of another log: {checkpoint.origin[:120]}", place)
    check_log_line(manifest, checkpoint, place)
    witnesses = {witness.name: witness for witness in manifest.witnesses}
    for line in checkpoint.lines[1:]:
        witness = witnesses.pop(line.name, None)
        if witness is None:
            raise BadSignature(f"{line.name[:80]} is no witness of this election, or signs twice", place)
        _check_cosignature(checkpoint, line, witness, place)
    return len(checkpoint.lines) - 1


def check_log_line(manifest: Manifest, checkpoint: Checkpoint, place: str = "") -> None:
    """BadSignature unless the first line is by the log of the manifest."""
    line = checkpoint.lines[0]
    key = manifest.log.key
    if line.name != manifest.origin or line.key_id != key_id(manifest.origin, LOG_TYPE, key):
        raise BadSignature("the first signature is not by the log's key", place)
    signing.verify(key, checkpoint.body(), line.signature, place)


def check_quorum(manifest: Manifest, checkpoint: Checkpoint, place: str = "") -> int:
    """As `check`; BadSignature also if fewer witnesses cosigned than the manifest asks for."""
    count = check(manifest, checkpoint, place)
    if count < manifest.quorum:
        raise BadSignature(f"{count} witnesses cosigned, {manifest.quorum} are asked for", place)
    return count


def _check_cosignature(checkpoint: Checkpoint, line: Line, witness: NamedKey, place: str) -> None:
    where = f"{place} witness {line.name}"
    if line.key_id != key_id(witness.name, WITNESS_TYPE, witness.key) or len(line.signature) != 72:
        raise BadSignature("the cosignature is not by the key of the manifest", where)
    time = int.from_bytes(line.signature[:8], "big")
    signing.verify(witness.key, _cosigned(checkpoint, time), line.signature[8:], where)


def _cosigned(checkpoint: Checkpoint, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n".encode() + checkpoint.body()


def _line(name: str, coded: str, place: str) -> Line:
    blob = _base64(coded, place)
    if len(blob) < 5:
        raise Malformed("a signature line without a signature", place)
    return Line(name, blob[:4], blob[4:])


def _base64(coded: str, place: str) -> bytes:
    try:
        blob = base64.b64decode(coded, validate=True)
    except binascii.Error:
        blob = b""
    if base64.b64encode(blob).decode() != coded:
        raise Malformed("not canonical base64", place)
    return blob
