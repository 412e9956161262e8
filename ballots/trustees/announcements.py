"""What a trustee publishes with a mix and with a decryption: a small signed object beside the long columns.

FORMAT.md, chapters 24 and 25. The object names election, mix group and trustee, and holds the hashes of the
columns, so one signature covers all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballots import canonical, group, shuffle, signed, transcript
from ballots.canonical import array, members, natural, octets
from ballots.errors import BadProof, Malformed
from ballots.shuffle import Proof
from ballots.trustees import decryption
from ballots.trustees.ceremony import Key

_MIX: Final = frozenset(
    {
        *("ballots", "election", "group", "inputs", "mixer", "number", "outputs", "points", "proof"),
        *("scalars", "signature", "style", "type", "version"),
    }
)
_DECRYPTION: Final = frozenset(
    {
        *("ballots", "ciphertexts", "election", "factors", "group", "s", "signature", "style", "t1", "t2"),
        *("trustee", "type", "version"),
    }
)
_MOST_BALLOTS: Final = 1 << 26


@dataclass(frozen=True, slots=True)
class Batch:
    """Which mix group of which election: 32 bytes and two names."""

    election: bytes
    style: str
    group: str

    @property
    def context(self) -> bytes:
        """The 64 bytes that tie this group's proofs to it."""
        return transcript.context(self.election, self.style, self.group)

    def to_json(self) -> dict[str, str]:
        """The three members every announcement has."""
        return {"election": self.election.hex(), "style": self.style, "group": self.group}


def sha512(column: bytes) -> str:
    """The hash by which an announcement names a column, hexadecimal."""
    return hashlib.sha512(column).hexdigest()


def write_mix(batch: Batch, statement: shuffle.Statement, proof: Proof, key: Ed25519PrivateKey) -> bytes:
    """The announcement of a mix, signed by the mixer."""
    fields = {
        "type": "mix",
        **batch.to_json(),
        "number": statement.number,
        "mixer": statement.mixer,
        "ballots": statement.count,
        "inputs": sha512(statement.inputs),
        "outputs": sha512(statement.outputs),
        "proof": sha512(proof.octets()),
        "points": [point.hex() for point in proof.points],
        "scalars": [group.scalar_octets(scalar).hex() for scalar in proof.scalars],
    }
    return canonical.encode(signed.sign(key, fields))


@dataclass(frozen=True, slots=True)
class MixFiles:
    """The three files of one mix."""

    header: bytes
    outputs: bytes
    proof: bytes


def read_mix(
    batch: Batch, number: int, key: Key, inputs: bytes, files: MixFiles, place: str
) -> tuple[shuffle.Statement, Proof]:
    """The statement and proof of mix `number` over `inputs`; proves nothing yet, but form and signature hold.

    Raises Malformed, BadSignature or BadProof.
    """
    fields = _header(files.header, _MIX, "mix", batch, place)
    mixer = natural(fields["mixer"], f"{place}.mixer", 1, len(key.cards))
    if natural(fields["number"], f"{place}.number") != number:
        raise Malformed(f"mix {number} belongs here", f"{place}.number")
    signed.check(key.cards[mixer].signing, fields, place)
    count = natural(fields["ballots"], f"{place}.ballots", 1, _MOST_BALLOTS)
    columns = {"inputs": inputs, "outputs": files.outputs, "proof": files.proof}
    _check_hashes(fields, columns, place)
    statement = shuffle.Statement(batch.context, number, mixer, key.public, inputs, files.outputs)
    if count != statement.count:
        raise BadProof(f"{count} ballots announced, {statement.count} put in", f"{place}.ballots")
    return statement, _mix_proof(fields, files.proof, count, place)


def _mix_proof(fields: Mapping[str, Any], column: bytes, count: int, place: str) -> Proof:
    points = [
        group.check(octets(each, 32, f"{place}.{name}"), f"{place}.{name}")
        for name, each in zip(shuffle.SINGLE_POINTS, array(fields["points"], place, 5, 5), strict=True)
    ]
    scalars = [
        group.read_scalar(octets(each, 32, f"{place}.{name}"), f"{place}.{name}")
        for name, each in zip(shuffle.SINGLE_SCALARS, array(fields["scalars"], place, 4, 4), strict=True)
    ]
    return shuffle.read_proof(column, count, points, scalars)


def write_decryption(
    batch: Batch, statement: decryption.Statement, proof: decryption.Proof, key: Ed25519PrivateKey
) -> bytes:
    """The announcement of a trustee's factors, signed by the trustee."""
    fields = {
        "type": "decryption",
        **batch.to_json(),
        "trustee": statement.trustee,
        "ballots": statement.count,
        "ciphertexts": sha512(statement.ciphertexts),
        "factors": sha512(statement.factors),
        "t1": proof.t1.hex(),
        "t2": proof.t2.hex(),
        "s": group.scalar_octets(proof.s).hex(),
    }
    return canonical.encode(signed.sign(key, fields))


@dataclass(frozen=True, slots=True)
class DecryptionFiles:
    """The two files of one trustee for one mix group."""

    header: bytes
    factors: bytes


def read_decryption(
    batch: Batch,
    trustee: int,
    key: Key,
    ciphertexts: bytes,
    files: DecryptionFiles,
    place: str,
) -> tuple[decryption.Statement, decryption.Proof]:
    """The statement and proof of one trustee's factors; form and signature hold, the proof is not checked.

    Raises Malformed, BadSignature, BadPoint or BadProof.
    """
    fields = _header(files.header, _DECRYPTION, "decryption", batch, place)
    if natural(fields["trustee"], f"{place}.trustee", 1, len(key.cards)) != trustee:
        raise Malformed(f"trustee {trustee} belongs here", f"{place}.trustee")
    signed.check(key.cards[trustee].signing, fields, place)
    count = natural(fields["ballots"], f"{place}.ballots", 1, _MOST_BALLOTS)
    _check_hashes(fields, {"ciphertexts": ciphertexts, "factors": files.factors}, place)
    statement = decryption.Statement(
        batch.context, trustee, key.verification[trustee], ciphertexts, files.factors
    )
    if count != statement.count:
        raise BadProof(f"{count} ballots announced, {statement.count} mixed", f"{place}.ballots")
    decryption.check_form(statement)
    t1, t2 = (
        group.check(octets(fields[name], 32, f"{place}.{name}"), f"{place}.{name}") for name in ("t1", "t2")
    )
    s = group.read_scalar(octets(fields["s"], 32, f"{place}.s"), f"{place}.s")
    return statement, decryption.Proof(t1, t2, s)


def _header(blob: bytes, names: frozenset[str], kind: str, batch: Batch, place: str) -> dict[str, Any]:
    fields = members(canonical.decode(blob, place, limit=1 << 20), names, place)
    signed.check_header(fields, kind, place)
    octets(fields["election"], 32, f"{place}.election")
    for name, value in batch.to_json().items():
        if fields[name] != value:
            raise Malformed(f"this belongs to another {name}", f"{place}.{name}")
    return fields


def _check_hashes(fields: Mapping[str, Any], columns: Mapping[str, bytes], place: str) -> None:
    for name, column in columns.items():
        octets(fields[name], 64, f"{place}.{name}")
        if fields[name] != sha512(column):
            raise BadProof(f"the announced hash of the {name} is not theirs", f"{place}.{name}")
