"""Entries of the ballot box: what may stand in the log, one dataclass each (FORMAT.md, chapter 7).

`decode` checks form only: members, lengths, numbers. Signatures are checked by `check_signature`, what counts
is decided in `box`, proofs of knowledge in `verify`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballots import canonical, signed, signing
from ballots.canonical import array, members, natural, octets, text
from ballots.errors import BadSignature, Malformed
from ballots.manifest import MOST_SLOTS, Manifest, check_slug, check_time
from ballots.tiles import MOST_ENTRY

MOST_REVISIONS: Final = 1_000_000
MOST_PAPER: Final = 100
MOST_SPOILED: Final = 10_000
NOTHING_BEFORE: Final = bytes(32)
REASONS: Final = frozenset({"death", "desk", "request"})

_COMMON = frozenset({"election", "signature", "type", "version"})
_SEALED = ("alpha", "beta", "commitment", "response")


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed ballot and the proof that its maker knows what is in it; 32 bytes each, not yet checked."""

    alpha: bytes
    beta: bytes
    commitment: bytes
    response: bytes

    def to_json(self) -> dict[str, str]:
        """The four members."""
        return {name: getattr(self, name).hex() for name in _SEALED}


@dataclass(frozen=True, slots=True)
class Admit:
    """The registrar lets `device` (Ed25519 key) cast for `slot`."""

    slot: int
    device: bytes


@dataclass(frozen=True, slots=True)
class Readmit:
    """A new `device` takes the place of the one admitted by the entry with hash `replaces`."""

    slot: int
    device: bytes
    replaces: bytes


@dataclass(frozen=True, slots=True)
class Cast:
    """A sealed ballot of `slot`; `supersedes` is the hash of the slot's cast before, or NOTHING_BEFORE."""

    slot: int
    device: bytes
    revision: int
    supersedes: bytes
    sealed: Sealed


@dataclass(frozen=True, slots=True)
class Void:
    """The slot's ballots so far do not count: a paper ballot was handed out, a death, a request."""

    slot: int
    reason: str
    revision: int


@dataclass(frozen=True, slots=True)
class ClerkSignature:
    """One of the two clerks of a paper batch."""

    key: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Paper:
    """A stack of paper ballots, typed twice, sealed one by one."""

    batch: int
    style: str
    group: str
    ballots: tuple[Sealed, ...]
    spoiled: int
    clerks: tuple[ClerkSignature, ...]


@dataclass(frozen=True, slots=True)
class Close:
    """The end: `entries` stand before it."""

    entries: int
    closed: str


Entry: TypeAlias = Admit | Readmit | Cast | Void | Paper | Close


@dataclass(frozen=True, slots=True)
class Decoded:
    """An entry, the object it was read from, and the election it says it belongs to."""

    entry: Entry
    fields: Mapping[str, Any]
    election: bytes


def decode(blob: bytes, place: str = "") -> Decoded:
    """The entry with exactly these bytes; raises Malformed."""
    value = canonical.decode(blob, place, limit=MOST_ENTRY)
    kind = value.get("type") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in FORMS:
        raise Malformed("this is no entry of a ballot box", place)
    form = FORMS[kind]
    fields = members(value, _COMMON | form.members, place)
    signed.check_header(fields, kind, place)
    octets(fields["signature"], 64, f"{place}.signature")
    return Decoded(form.read(fields, place), fields, octets(fields["election"], 32, f"{place}.election"))


def write(election: bytes, entry: Entry, key: Ed25519PrivateKey) -> bytes:
    """The bytes of `entry`, signed by `key`: the device's for a Cast, the registrar's for all others."""
    return canonical.encode(signed.sign(key, fields_of(election, entry)))


def fields_of(election: bytes, entry: Entry) -> dict[str, Any]:
    """The members of an entry before it is signed."""
    kind = _KIND_OF[type(entry)]
    return {"type": kind, "election": election.hex(), **FORMS[kind].write(entry)}


def sign_as_clerk(election: bytes, paper: Paper, key: Ed25519PrivateKey) -> ClerkSignature:
    """One clerk's word on a batch that has no clerks yet."""
    fields = {**fields_of(election, paper), "version": signed.VERSION}
    return ClerkSignature(signing.public_key(key), signing.sign(key, signed.message(fields, "clerks")))


def check_signature(manifest: Manifest, decoded: Decoded, place: str = "") -> None:
    """BadSignature unless those who must sign such an entry signed it."""
    if isinstance(decoded.entry, Cast):
        signed.check(decoded.entry.device, decoded.fields, place)
        return
    if isinstance(decoded.entry, Paper):
        _check_clerks(manifest, decoded.entry, decoded.fields, place)
    signed.check(manifest.registrar, decoded.fields, place)


def _check_clerks(manifest: Manifest, paper: Paper, fields: Mapping[str, Any], place: str) -> None:
    known = {clerk.key for clerk in manifest.clerks}
    if len({clerk.key for clerk in paper.clerks}) != 2:
        raise BadSignature("two different clerks sign a batch", place)
    message = signed.message(fields, "clerks")
    for number, clerk in enumerate(paper.clerks):
        where = f"{place}.clerks[{number}]"
        if clerk.key not in known:
            raise BadSignature("this key is no clerk's of this election", where)
        signing.verify(clerk.key, message, clerk.signature, where)


@dataclass(frozen=True, slots=True)
class _Form:
    members: frozenset[str]
    read: Callable[[Mapping[str, Any], str], Entry]
    write: Callable[[Any], dict[str, Any]]


def _slot(fields: Mapping[str, Any], place: str) -> int:
    return natural(fields["slot"], f"{place}.slot", 0, MOST_SLOTS - 1)


def _device(fields: Mapping[str, Any], place: str) -> bytes:
    key = octets(fields["device"], 32, f"{place}.device")
    signing.check_key(key, f"{place}.device")
    return key


def _sealed(fields: Mapping[str, Any], place: str) -> Sealed:
    return Sealed(*(octets(fields[name], 32, f"{place}.{name}") for name in _SEALED))


def _read_admit(fields: Mapping[str, Any], place: str) -> Entry:
    return Admit(_slot(fields, place), _device(fields, place))


def _write_admit(entry: Admit) -> dict[str, Any]:
    return {"slot": entry.slot, "device": entry.device.hex()}


def _read_readmit(fields: Mapping[str, Any], place: str) -> Entry:
    replaces = octets(fields["replaces"], 32, f"{place}.replaces")
    return Readmit(_slot(fields, place), _device(fields, place), replaces)


def _write_readmit(entry: Readmit) -> dict[str, Any]:
    return {"slot": entry.slot, "device": entry.device.hex(), "replaces": entry.replaces.hex()}


def _read_cast(fields: Mapping[str, Any], place: str) -> Entry:
    return Cast(
        _slot(fields, place),
        octets(fields["device"], 32, f"{place}.device"),
        natural(fields["revision"], f"{place}.revision", 1, MOST_REVISIONS),
        octets(fields["supersedes"], 32, f"{place}.supersedes"),
        _sealed(fields, place),
    )


def _write_cast(entry: Cast) -> dict[str, Any]:
    return {
        "slot": entry.slot,
        "device": entry.device.hex(),
        "revision": entry.revision,
        "supersedes": entry.supersedes.hex(),
        **entry.sealed.to_json(),
    }


def _read_void(fields: Mapping[str, Any], place: str) -> Entry:
    reason = text(fields["reason"], f"{place}.reason", 20)
    if reason not in REASONS:
        raise Malformed("the reason of a void is desk, death or request", f"{place}.reason")
    revision = natural(fields["revision"], f"{place}.revision", 0, MOST_REVISIONS)
    return Void(_slot(fields, place), reason, revision)


def _write_void(entry: Void) -> dict[str, Any]:
    return {"slot": entry.slot, "reason": entry.reason, "revision": entry.revision}


def _read_paper(fields: Mapping[str, Any], place: str) -> Entry:
    ballots = array(fields["ballots"], f"{place}.ballots", 0, MOST_PAPER)
    spoiled = natural(fields["spoiled"], f"{place}.spoiled", 0, MOST_SPOILED)
    if not ballots and not spoiled:
        raise Malformed("a batch without a single paper", place)
    return Paper(
        natural(fields["batch"], f"{place}.batch", 1),
        check_slug(fields["style"], f"{place}.style"),
        check_slug(fields["group"], f"{place}.group"),
        tuple(_paper_ballot(ballot, f"{place}.ballots[{i}]") for i, ballot in enumerate(ballots)),
        spoiled,
        tuple(_clerk(clerk, place) for clerk in array(fields["clerks"], f"{place}.clerks", 2, 2)),
    )


def _write_paper(entry: Paper) -> dict[str, Any]:
    return {
        "batch": entry.batch,
        "style": entry.style,
        "group": entry.group,
        "ballots": [ballot.to_json() for ballot in entry.ballots],
        "spoiled": entry.spoiled,
        "clerks": [{"key": c.key.hex(), "signature": c.signature.hex()} for c in entry.clerks],
    }


def _paper_ballot(value: Any, place: str) -> Sealed:
    return _sealed(members(value, frozenset(_SEALED), place), place)


def _clerk(value: Any, place: str) -> ClerkSignature:
    fields = members(value, frozenset({"key", "signature"}), f"{place}.clerks")
    return ClerkSignature(
        octets(fields["key"], 32, f"{place}.clerks.key"),
        octets(fields["signature"], 64, f"{place}.clerks.signature"),
    )


def _read_close(fields: Mapping[str, Any], place: str) -> Entry:
    closed = check_time(fields["closed"], f"{place}.closed")
    return Close(natural(fields["entries"], f"{place}.entries"), closed)


def _write_close(entry: Close) -> dict[str, Any]:
    return {"entries": entry.entries, "closed": entry.closed}


def _form(
    names: str, read: Callable[[Mapping[str, Any], str], Entry], write: Callable[[Any], dict[str, Any]]
) -> _Form:
    return _Form(frozenset(names.split()), read, write)


FORMS: Final[Mapping[str, _Form]] = {
    "admit": _form("slot device", _read_admit, _write_admit),
    "cast": _form("slot device revision supersedes alpha beta commitment response", _read_cast, _write_cast),
    "close": _form("entries closed", _read_close, _write_close),
    "paper": _form("batch style group ballots spoiled clerks", _read_paper, _write_paper),
    "readmit": _form("slot device replaces", _read_readmit, _write_readmit),
    "void": _form("slot reason revision", _read_void, _write_void),
}
"""Every kind of entry: its members, how it is read and how written."""

_KIND_OF: Final[Mapping[type, str]] = {
    Admit: "admit",
    Cast: "cast",
    Close: "close",
    Paper: "paper",
    Readmit: "readmit",
    Void: "void",
}
