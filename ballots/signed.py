"""Signed objects: canonical JSON with a signature inside it (FORMAT.md, chapter 3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballots import canonical, signing
from ballots.errors import Malformed

VERSION: Final = "pb-ballots/1"


def message(fields: Mapping[str, Any], *left_out: str) -> bytes:
    """The bytes that are signed: the object without `signature` and the members `left_out`."""
    rest = {key: value for key, value in fields.items() if key != "signature" and key not in left_out}
    return f"{VERSION}/sign/{fields['type']}\n".encode() + canonical.encode(rest)


def sign(key: Ed25519PrivateKey, fields: Mapping[str, Any]) -> dict[str, Any]:
    """`fields` with `version` and the `signature` by `key`."""
    unsigned = {**fields, "version": VERSION}
    return {**unsigned, "signature": signing.sign(key, message(unsigned)).hex()}


def check(key: bytes, fields: Mapping[str, Any], place: str = "") -> None:
    """BadSignature unless `key` (32 bytes) signed this object."""
    signature = canonical.octets(fields["signature"], 64, f"{place}.signature")
    signing.verify(key, message(fields), signature, place)


def check_header(fields: Mapping[str, Any], kind: str, place: str = "") -> None:
    """Malformed unless the object says it is a `kind` of this version."""
    if fields["type"] != kind:
        raise Malformed(f"type is {str(fields['type'])[:40]!r}, {kind!r} belongs here", place)
    if fields["version"] != VERSION:
        raise Malformed(f"version is {str(fields['version'])[:40]!r}, this is {VERSION}", place)
