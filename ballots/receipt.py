"""Receipts: "this slot's ballot is in the box", provable, silent on its content (FORMAT.md, chapter 12)."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballots import canonical, checkpoint, log, signed
from ballots.canonical import array, members, natural, octets, text
from ballots.checkpoint import Checkpoint
from ballots.errors import BadProof, Malformed
from ballots.manifest import Manifest

MOST_BYTES: Final = 2 * 1024 * 1024

_PROMISE = frozenset({"election", "entry", "revision", "signature", "slot", "type", "version"})
_RECEIPT = frozenset({"promise", "proofs", "type", "version"})
_PROOF = frozenset({"checkpoint", "index", "path"})


@dataclass(frozen=True, slots=True)
class Proof:
    """That an entry is leaf `index` of the log under `checkpoint`."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: Checkpoint


@dataclass(frozen=True, slots=True)
class Receipt:
    """The log's signed promise (`fields`) for one cast entry, and the proof once there is one."""

    fields: Mapping[str, Any]
    proof: Proof | None

    @property
    def entry(self) -> bytes:
        """The hash of the cast entry, 32 bytes."""
        return bytes.fromhex(self.fields["entry"])

    @property
    def slot(self) -> int:
        """Whose ballot it is, as a number."""
        return int(self.fields["slot"])

    @property
    def revision(self) -> int:
        """The how-manieth ballot of this slot."""
        return int(self.fields["revision"])


def promise(manifest: Manifest, key: Ed25519PrivateKey, entry: bytes, slot: int, revision: int) -> Receipt:
    """The receipt given at once: the log's `key` promises that entry hash `entry` will be in the log.

    The same entry always gets the same bytes, so casting again is harmless.
    """
    fields = {
        "type": "promise",
        "election": manifest.election.hex(),
        "entry": entry.hex(),
        "slot": slot,
        "revision": revision,
    }
    return Receipt(signed.sign(key, fields), None)


def prove(receipt: Receipt, read: log.Reader, index: int, under: Checkpoint) -> Receipt:
    """The receipt with the proof that its entry is leaf `index` under the checkpoint."""
    path = tuple(log.inclusion_path(read, index, under.size))
    return Receipt(receipt.fields, Proof(index, path, under))


def check(manifest: Manifest, receipt: Receipt, place: str = "receipt") -> None:
    """Raise unless the log of this election gave this receipt and its proof, if it has one, holds."""
    if receipt.fields["election"] != manifest.election.hex():
        raise BadProof("a receipt of another election", place)
    signed.check(manifest.log.key, receipt.fields, f"{place}.promise")
    if receipt.proof:
        _check_proof(manifest, receipt.entry, receipt.proof, f"{place}.proofs[0]")


def encode(receipt: Receipt) -> bytes:
    """The bytes of a receipt."""
    proofs = [_proof_fields(receipt.proof)] if receipt.proof else []
    fields = {"type": "receipt", "version": signed.VERSION, "promise": receipt.fields, "proofs": proofs}
    return canonical.encode(fields)


def decode(blob: bytes, place: str = "receipt") -> Receipt:
    """The receipt with exactly these bytes; raises Malformed."""
    fields = canonical.decode_object(blob, _RECEIPT, place, limit=MOST_BYTES)
    signed.check_header(fields, "receipt", place)
    given = members(fields["promise"], _PROMISE, f"{place}.promise")
    signed.check_header(given, "promise", f"{place}.promise")
    _check_promise_form(given, f"{place}.promise")
    proofs = array(fields["proofs"], f"{place}.proofs", 0, 1)
    return Receipt(given, _proof(proofs[0], f"{place}.proofs[0]") if proofs else None)


def tracker(entry: bytes) -> str:
    """How an entry hash is shown to people: 52 letters and digits."""
    return base64.b32encode(entry).decode().rstrip("=").lower()


def read_tracker(written: str) -> bytes:
    """The entry hash that `tracker` wrote so; spaces and capitals do not matter. Raises Malformed."""
    letters = "".join(written.split()).upper()
    try:
        entry = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except ValueError:
        entry = b""
    if len(entry) != log.HASH_BYTES or tracker(entry).upper() != letters:
        raise Malformed("a tracker is 52 letters and digits, a-z and 2-7", written[:80])
    return entry


def _check_promise_form(fields: Mapping[str, Any], place: str) -> None:
    octets(fields["election"], 32, f"{place}.election")
    octets(fields["entry"], 32, f"{place}.entry")
    octets(fields["signature"], 64, f"{place}.signature")
    natural(fields["slot"], f"{place}.slot")
    natural(fields["revision"], f"{place}.revision", 1)


def _proof(value: Any, place: str) -> Proof:
    fields = members(value, _PROOF, place)
    path = array(fields["path"], f"{place}.path", 0, 64)
    note = text(fields["checkpoint"], f"{place}.checkpoint", checkpoint.MOST_BYTES)
    return Proof(
        natural(fields["index"], f"{place}.index"),
        tuple(octets(item, 32, f"{place}.path[{i}]") for i, item in enumerate(path)),
        checkpoint.read(note.encode(), f"{place}.checkpoint"),
    )


def _proof_fields(proof: Proof) -> dict[str, Any]:
    return {
        "checkpoint": proof.checkpoint.octets().decode(),
        "index": proof.index,
        "path": [sibling.hex() for sibling in proof.path],
    }


def _check_proof(manifest: Manifest, entry: bytes, proof: Proof, place: str) -> None:
    checkpoint.check(manifest, proof.checkpoint, f"{place}.checkpoint")
    under = proof.checkpoint
    try:
        log.check_inclusion(entry, proof.index, under.size, proof.path, under.root)
    except BadProof as error:
        raise error.at(place) from None
