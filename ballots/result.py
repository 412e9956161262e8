"""What was counted: sums anyone can add up, and the funded list as announced (FORMAT.md, chapter 15)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballots import canonical, signed
from ballots.box import Counts
from ballots.canonical import array, members, natural, octets, text
from ballots.errors import BadProof, Malformed
from ballots.kinds import KINDS, FormOfMarking, Marking
from ballots.manifest import Manifest
from ballots.sections import Section
from ballots.styles import Ballot

COUNTS: Final = (
    *("admitted", "cast", "counted", "online", "paper", "readmitted", "slots", "spoiled"),
    *("superseded", "unlawful", "voided"),
)
_RESULT = frozenset({"ballots", "counts", "election", "funded", "signature", "type", "version", "votes"})
_JOURNAL = frozenset({"bytes", "election", "sha512", "signature", "type", "version"})


@dataclass(slots=True)
class Sums:
    """Votes and ballots by section and voter group, added up ballot by ballot."""

    manifest: Manifest
    votes: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    ballots: dict[str, dict[str, int]] = field(default_factory=dict)
    unlawful: int = 0
    counted: int = 0

    def add(self, style: str, group: str, ballot: Ballot | None) -> None:
        """One opened ballot of a mix group; None if it was unlawful."""
        self.counted += 1
        if ballot is None:
            self.unlawful += 1
            return
        for name, marking in zip(self.manifest.style_named[style].sections, ballot, strict=True):
            self._mark(self.manifest.sections[name], group, marking)

    def _mark(self, section: Section, group: str, marking: Marking | None) -> None:
        votes = self.votes.setdefault(section.name, {}).setdefault(group, [0] * len(section.projects))
        ballots = self.ballots.setdefault(section.name, {})
        ballots[group] = ballots.get(group, 0) + (marking is not None)
        if marking is not None:
            _add_marking(votes, section, marking)


def _add_marking(votes: list[int], section: Section, marking: Marking) -> None:
    if KINDS[section.kind_name].form == FormOfMarking.IDS:
        for number in marking:
            votes[number] += 1
    else:
        for number, points in enumerate(marking):
            votes[number] += points


@dataclass(frozen=True, slots=True)
class Result:
    """What the town announced."""

    counts: Mapping[str, int]
    votes: Mapping[str, Any]
    ballots: Mapping[str, Any]
    funded: Mapping[str, tuple[str, ...]]


def counts_of(counts: Counts, sums: Sums) -> dict[str, int]:
    """The figures of the log and of the opened ballots together."""
    return {**asdict(counts), "unlawful": sums.unlawful, "counted": counts.online + counts.paper}


def write(
    manifest: Manifest,
    key: Ed25519PrivateKey,
    counts: Counts,
    sums: Sums,
    funded: Mapping[str, tuple[str, ...]],
) -> bytes:
    """The bytes of result.json, signed by the registrar's `key`."""
    fields = {
        "type": "result",
        "election": manifest.election.hex(),
        "counts": counts_of(counts, sums),
        "votes": sums.votes,
        "ballots": sums.ballots,
        "funded": {section: list(ids) for section, ids in funded.items()},
    }
    return canonical.encode(signed.sign(key, fields))


def read(manifest: Manifest, blob: bytes, place: str = "result.json") -> Result:
    """The result with exactly these bytes; raises Malformed or BadSignature."""
    fields = canonical.decode_object(blob, _RESULT, place)
    signed.check_header(fields, "result", place)
    if octets(fields["election"], 32, f"{place}.election") != manifest.election:
        raise Malformed("the result of another election", place)
    signed.check(manifest.registrar, fields, place)
    counts = members(fields["counts"], frozenset(COUNTS), f"{place}.counts")
    for name in COUNTS:
        natural(counts[name], f"{place}.counts.{name}")
    return Result(counts, fields["votes"], fields["ballots"], _funded(manifest, fields["funded"], place))


def check(result: Result, counts: Counts, sums: Sums, place: str = "result.json") -> None:
    """BadProof, naming the figure, unless the announced figures are the ones anyone finds."""
    found = counts_of(counts, sums)
    for name in COUNTS:
        if result.counts[name] != found[name]:
            raise BadProof(f"{name}: announced {result.counts[name]}, found {found[name]}", f"{place}.counts")
    if found["cast"] != found["superseded"] + found["voided"] + found["online"]:
        raise BadProof("cast is not superseded + voided + online", f"{place}.counts")
    if found["counted"] != sums.counted:
        raise BadProof(f"{found['counted']} ballots count, {sums.counted} were opened", f"{place}.counts")
    for name, announced, sums_found in (
        ("votes", result.votes, sums.votes),
        ("ballots", result.ballots, sums.ballots),
    ):
        if canonical.encode(announced) != canonical.encode(sums_found):
            raise BadProof(f"the announced {name} are not the sum of the opened ballots", f"{place}.{name}")


def write_journal(manifest: Manifest, key: Ed25519PrivateKey, data: bytes) -> bytes:
    """The bytes of journal.json for `data`, the public journal of official decisions."""
    fields = {
        "type": "journal",
        "election": manifest.election.hex(),
        "bytes": len(data),
        "sha512": hashlib.sha512(data).hexdigest(),
    }
    return canonical.encode(signed.sign(key, fields))


def check_journal(manifest: Manifest, blob: bytes, data: bytes, place: str = "journal.json") -> None:
    """Raise unless the registrar signed exactly this journal of this election."""
    fields = canonical.decode_object(blob, _JOURNAL, place)
    signed.check_header(fields, "journal", place)
    if octets(fields["election"], 32, f"{place}.election") != manifest.election:
        raise Malformed("the journal of another election", place)
    signed.check(manifest.registrar, fields, place)
    if fields["bytes"] != len(data) or fields["sha512"] != hashlib.sha512(data).hexdigest():
        raise BadProof("the journal is not the one that was signed", place)


def _funded(manifest: Manifest, value: Any, place: str) -> dict[str, tuple[str, ...]]:
    place = f"{place}.funded"
    fields = members(value, frozenset(manifest.sections), place)
    return {name: _ids(manifest.sections[name], ids, f"{place}.{name}") for name, ids in fields.items()}


def _ids(section: Section, value: Any, place: str) -> tuple[str, ...]:
    ids = [text(item, place, 32) for item in array(value, place, 0, len(section.projects))]
    for item in ids:
        if item not in section.number_of:
            raise Malformed(f"there is no project {item!r} in this section", place)
    if len(set(ids)) != len(ids):
        raise Malformed("a project is funded twice", place)
    return tuple(ids)
