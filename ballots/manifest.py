"""The frozen election: every rule of it, its keys and its hash, the election id (FORMAT.md, chapter 4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final, TypeVar

from ballots import canonical, signing
from ballots.canonical import NAME, array, members, natural, octets, text
from ballots.errors import BadSignature, Malformed
from ballots.sections import Section, read_section, titles
from ballots.signed import VERSION, check_header
from ballots.styles import Style, check_fits
from ballots.transcript import digest

MEMBERS: Final = frozenset(
    {
        *("ceremony", "clerks", "closes", "groups", "log", "merge", "nonce", "opens", "quorum", "registrar"),
        *("roll", "sections", "smallest", "styles", "title", "trustees", "type", "version", "witnesses"),
    }
)
MOST_SLOTS: Final = 2**24
_ORIGIN = re.compile(r"[a-z0-9.-]+(/[a-z0-9.-]+)*\Z")
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class VoterGroup:
    """Voters whose ballots weigh the same together: `weight` is relative to the other groups."""

    name: str
    weight: int


@dataclass(frozen=True, slots=True)
class Merge:
    """When a mix group of `source` is too small, its ballots join the group of `into`."""

    source: str
    into: str


@dataclass(frozen=True, slots=True)
class NamedKey:
    """Who holds which Ed25519 key (32 bytes)."""

    name: str
    key: bytes


@dataclass(frozen=True, slots=True)
class Trustees:
    """`count` hold a share, any `threshold` can open, `mixers` mix."""

    count: int
    threshold: int
    mixers: int


@dataclass(frozen=True)
class Manifest:
    """One election, frozen. Made by `decode`; `blob` is its bytes."""

    blob: bytes
    title: Mapping[str, str]
    nonce: bytes
    opens: str
    closes: str
    sections: Mapping[str, Section]
    styles: tuple[Style, ...]
    groups: tuple[VoterGroup, ...]
    smallest: int
    merge: tuple[Merge, ...]
    slots: int
    roll_root: bytes
    ceremony: bytes
    trustees: Trustees
    registrar: bytes
    clerks: tuple[NamedKey, ...]
    log: NamedKey
    witnesses: tuple[NamedKey, ...]
    quorum: int

    @cached_property
    def election(self) -> bytes:
        """The election id, 32 bytes."""
        return digest("manifest", self.blob)[:32]

    @cached_property
    def origin(self) -> str:
        """The first line of every checkpoint and the name of the log's key."""
        return f"{self.log.name}/{self.election.hex()}"

    @cached_property
    def style_named(self) -> Mapping[str, Style]:
        """Ballot styles by name."""
        return {style.name: style for style in self.styles}

    @cached_property
    def group_named(self) -> Mapping[str, VoterGroup]:
        """Voter groups by name."""
        return {group.name: group for group in self.groups}

    @cached_property
    def keys(self) -> frozenset[bytes]:
        """Every signing key named here: none of them may be a voter's."""
        people = (*self.clerks, *self.witnesses, self.log)
        return frozenset({self.registrar, *(person.key for person in people)})


def decode(blob: bytes, place: str = "manifest.json") -> Manifest:
    """The manifest with these bytes; raises Malformed, BadSignature (a key nobody may use) or DoesNotFit."""
    fields = canonical.decode_object(blob, MEMBERS, place)
    check_header(fields, "manifest", place)
    manifest = Manifest(blob=blob, **_parts(fields, place))
    _check_together(manifest, place)
    return manifest


def encode(fields: Mapping[str, Any]) -> Manifest:
    """The manifest of `fields` (all members but type and version), checked as `decode` does."""
    return decode(canonical.encode({**fields, "type": "manifest", "version": VERSION}))


def check_slug(value: Any, place: str) -> str:
    """`value` if it is a name: 1-32 of a-z, 0-9 and -, beginning with a letter."""
    if not NAME.match(text(value, place, 32)):
        raise Malformed("a name is 1 to 32 of a-z, 0-9 and -, beginning with a letter", place)
    return str(value)


def check_time(value: Any, place: str) -> str:
    """`value` if it is a UTC time in the one form of chapter 1."""
    try:
        same = datetime.strptime(text(value, place, 20), _TIME).strftime(_TIME)
    except ValueError:
        same = ""
    if same != value:
        raise Malformed("a time is written YYYY-MM-DDTHH:MM:SSZ", place)
    return str(value)


def _parts(fields: dict[str, Any], place: str) -> dict[str, Any]:
    def at(name: str) -> str:
        return f"{place}.{name}"

    roll = members(fields["roll"], frozenset({"root", "slots"}), at("roll"))
    witnesses = _people(fields["witnesses"], at("witnesses"), 50, _origin)
    return {
        "title": titles(fields["title"], at("title")),
        "nonce": octets(fields["nonce"], 32, at("nonce")),
        "opens": check_time(fields["opens"], at("opens")),
        "closes": check_time(fields["closes"], at("closes")),
        "sections": {s.name: s for s in _list(fields["sections"], at("sections"), 50, read_section)},
        "styles": _list(fields["styles"], at("styles"), 2000, _style),
        "groups": _list(fields["groups"], at("groups"), 20, _group),
        "smallest": natural(fields["smallest"], at("smallest"), 5, 1000),
        "merge": _list(fields["merge"], at("merge"), 20, _merge, least=0),
        "slots": natural(roll["slots"], at("roll.slots"), 1, MOST_SLOTS),
        "roll_root": octets(roll["root"], 32, at("roll.root")),
        "ceremony": octets(fields["ceremony"], 32, at("ceremony")),
        "trustees": _trustees(fields["trustees"], at("trustees")),
        "registrar": _key(fields["registrar"], at("registrar")),
        "clerks": _people(fields["clerks"], at("clerks"), 100, _person),
        "log": _log(fields["log"], at("log")),
        "witnesses": witnesses,
        "quorum": natural(fields["quorum"], at("quorum"), 0, len(witnesses)),
    }


def _list(
    value: Any, place: str, most: int, read: Callable[[Any, str], _T], least: int = 1
) -> tuple[_T, ...]:
    """Each item by `read`; items that have a name have different names."""
    items = tuple(read(item, f"{place}[{i}]") for i, item in enumerate(array(value, place, least, most)))
    names = [getattr(item, "name", i) for i, item in enumerate(items)]
    if len(set(names)) != len(names):
        raise Malformed("a name is given twice", place)
    return items


def _style(value: Any, place: str) -> Style:
    fields = members(value, frozenset({"name", "sections"}), place)
    sections = _list(fields["sections"], f"{place}.sections", 20, check_slug)
    if len(set(sections)) != len(sections):
        raise Malformed("a section is given twice", f"{place}.sections")
    return Style(check_slug(fields["name"], f"{place}.name"), sections)


def _group(value: Any, place: str) -> VoterGroup:
    fields = members(value, frozenset({"name", "weight"}), place)
    weight = natural(fields["weight"], f"{place}.weight", 1, 1_000_000)
    return VoterGroup(check_slug(fields["name"], f"{place}.name"), weight)


def _merge(value: Any, place: str) -> Merge:
    fields = members(value, frozenset({"from", "into"}), place)
    merge = Merge(check_slug(fields["from"], f"{place}.from"), check_slug(fields["into"], f"{place}.into"))
    if merge.source == merge.into:
        raise Malformed("a voter group cannot be merged into itself", place)
    return merge


def _trustees(value: Any, place: str) -> Trustees:
    fields = members(value, frozenset({"count", "mixers", "threshold"}), place)
    count = natural(fields["count"], f"{place}.count", 1, 50)
    threshold = natural(fields["threshold"], f"{place}.threshold", 1, count)
    return Trustees(count, threshold, natural(fields["mixers"], f"{place}.mixers", threshold, count))


def _key(value: Any, place: str) -> bytes:
    key = octets(value, 32, place)
    signing.check_key(key, place)
    return key


def _person(value: Any, place: str) -> str:
    if not text(value, place, 100):
        raise Malformed("a name is empty", place)
    return str(value)


def _origin(value: Any, place: str) -> str:
    if not _ORIGIN.match(text(value, place, 100)):
        raise Malformed("a log or witness is named like town.example/log: a-z 0-9 . - and /", place)
    return str(value)


def _log(value: Any, place: str) -> NamedKey:
    fields = members(value, frozenset({"key", "origin"}), place)
    return NamedKey(_origin(fields["origin"], f"{place}.origin"), _key(fields["key"], f"{place}.key"))


def _people(value: Any, place: str, most: int, name: Callable[[Any, str], str]) -> tuple[NamedKey, ...]:
    def read(item: Any, where: str) -> NamedKey:
        fields = members(item, frozenset({"key", "name"}), where)
        return NamedKey(name(fields["name"], f"{where}.name"), _key(fields["key"], f"{where}.key"))

    return _list(value, place, most, read, least=0)


def _check_together(manifest: Manifest, place: str) -> None:
    if manifest.opens >= manifest.closes:
        raise Malformed("the election closes before it opens", f"{place}.closes")
    if len(manifest.keys) != len(manifest.clerks) + len(manifest.witnesses) + 2:
        raise BadSignature("one key is given to two people", place)
    _check_merges(manifest, f"{place}.merge")
    _check_sections(manifest, f"{place}.styles")
    for style in manifest.styles:
        check_fits(style, manifest.sections, f"{place}.styles.{style.name}")


def _check_merges(manifest: Manifest, place: str) -> None:
    for merge in manifest.merge:
        for name in (merge.source, merge.into):
            if name not in manifest.group_named:
                raise Malformed(f"there is no voter group {name!r}", place)
    sources = [merge.source for merge in manifest.merge]
    if len(set(sources)) != len(sources):
        raise Malformed("a voter group is merged twice", place)


def _check_sections(manifest: Manifest, place: str) -> None:
    used = {name for style in manifest.styles for name in style.sections}
    if used != manifest.sections.keys():
        odd = sorted(used ^ manifest.sections.keys())[0]
        if odd in manifest.sections:
            raise Malformed(f"section {odd!r} is on no ballot", place)
        raise Malformed(f"there is no section {odd!r}", place)
