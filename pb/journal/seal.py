"""The journal's own signing key, and how its checkpoints are signed and checked."""

from dataclasses import dataclass
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballots import checkpoint, signing
from ballots.checkpoint import LOG_TYPE, Checkpoint
from ballots.errors import BadSignature, Malformed


@dataclass(frozen=True)
class Seal:
    """Signs checkpoints. The log is named after its key, so the name alone tells which key to expect."""

    private: Ed25519PrivateKey

    @classmethod
    def from_hex(cls, seed: str) -> Self:
        return cls(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed)))

    @property
    def public(self) -> bytes:
        return signing.public_key(self.private)

    def sign(self, size: int, root: bytes) -> Checkpoint:
        return checkpoint.sign(self.private, origin(self.public), size, root)


def origin(public: bytes) -> str:
    return f"journal/{public.hex()[:16]}"


def check(public: bytes, note: Checkpoint, place: str = "") -> None:
    """Raise Malformed or BadSignature unless `note` is of this journal and signed by its key alone."""
    name = origin(public)
    if note.origin != name or len(note.lines) != 1:
        raise Malformed(f"a checkpoint of another log: {note.origin[:80]}", place)
    line = note.lines[0]
    if line.name != name or line.key_id != checkpoint.key_id(name, LOG_TYPE, public):
        raise BadSignature("the signature is not by the journal's key", place)
    signing.verify(public, note.body(), line.signature, place)
