"""The keys of a demonstration in one open file, so that its insiders can be played. Never for an election."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballots import canonical
from ballots.canonical import array, members, octets, text
from ballots.demo.town import Keys
from ballots.trustees import holder
from ballots.trustees.holder import Holder
from ballots.trustees.keyfile import write_private

_MEMBERS = frozenset({"clerks", "log", "registrar", "trustees", "type", "witnesses"})


def save(path: Path, keys: Keys, holders: Mapping[int, Holder]) -> None:
    """Write every secret of the demonstration, readable by its owner alone."""
    fields = {
        "type": "demonstration-keys",
        "registrar": _secret(keys.registrar),
        "log": _secret(keys.log),
        "clerks": [_secret(key) for key in keys.clerks],
        "witnesses": [{"name": name, "secret": _secret(key)} for name, key in keys.witnesses],
        "trustees": [holder.to_json(holders[number]) for number in sorted(holders)],
    }
    write_private(path, canonical.encode(fields))


def load(path: Path) -> tuple[Keys, dict[int, Holder]]:
    """What `save` wrote."""
    place = str(path)
    fields = canonical.decode_object(path.read_bytes(), _MEMBERS, place)
    first, second = (_key(each, place) for each in array(fields["clerks"], place, 2, 2))
    witnesses = tuple(
        (text(each["name"], place), _key(each["secret"], place))
        for each in (members(item, frozenset({"name", "secret"}), place) for item in fields["witnesses"])
    )
    keys = Keys(_key(fields["registrar"], place), _key(fields["log"], place), (first, second), witnesses)
    trustees = (holder.from_json(each, place) for each in fields["trustees"])
    return keys, dict(enumerate(trustees, start=1))


def _secret(key: Ed25519PrivateKey) -> str:
    return key.private_bytes_raw().hex()


def _key(value: object, place: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(octets(value, 32, place))
