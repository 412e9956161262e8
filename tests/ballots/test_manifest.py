"""The frozen election: everything in it is checked, and its hash is the election's name."""

from collections.abc import Callable
from typing import Any

import pytest

from ballots import canonical, manifest, roll
from ballots.errors import BadProof, BadSignature, DoesNotFit, Malformed
from ballots.manifest import MEMBERS
from ballots.roll import Roll, Slot
from ballots.transcript import digest
from tests.ballots.conftest import Made


@pytest.fixture
def fields(honest: Made) -> dict[str, Any]:
    read: dict[str, Any] = canonical.decode(honest.election.manifest.blob)
    return read


def put(*path: Any) -> Callable[[dict[str, Any]], None]:
    """Set the member at `path` (its last item is the value)."""

    def change(fields: dict[str, Any]) -> None:
        *way, last, value = path
        target: Any = fields
        for step in way:
            target = target[step]
        target[last] = value

    return change


def twice(name: str) -> Callable[[dict[str, Any]], None]:
    return lambda fields: fields[name].append(fields[name][0])


def swapped_times(fields: dict[str, Any]) -> None:
    fields["opens"], fields["closes"] = fields["closes"], fields["opens"]


def clerk_is_registrar(fields: dict[str, Any]) -> None:
    fields["clerks"][0]["key"] = fields["registrar"]


def unused_section(fields: dict[str, Any]) -> None:
    fields["sections"].append({**fields["sections"][0], "name": "spare"})


BAD: dict[str, tuple[Callable[[dict[str, Any]], None], str]] = {
    "another type": (put("type", "manifesto"), "'manifest' belongs here"),
    "another version": (put("version", "pb-ballots/2"), "this is pb-ballots/1"),
    "times the wrong way": (swapped_times, "closes before it opens"),
    "a time with a zone": (put("opens", "2026-11-02T09:00+09"), "a time is written"),
    "a title in one language": (put("title", {"ko": "하나"}), "'en' is missing"),
    "an empty title": (put("title", "en", ""), "a title is empty"),
    "a short nonce": (put("nonce", "00"), "64 lower-case"),
    "no sections": (put("sections", []), "0 items"),
    "two sections of one name": (twice("sections"), "a name is given twice"),
    "a section on no ballot": (unused_section, "'spare' is on no ballot"),
    "a style with an unknown section": (put("styles", 0, "sections", ["moon"]), "no section 'moon'"),
    "a section twice on a ballot": (put("styles", 0, "sections", ["town", "town"]), "given twice"),
    "a name with a capital": (put("styles", 0, "name", "All"), "a name is 1 to 32"),
    "a name with a line end": (put("styles", 0, "name", "all\n"), "a name is 1 to 32"),
    "a weight of nothing": (put("groups", 0, "weight", 0), "between 1"),
    "a group merged into itself": (put("merge", 0, "into", "committee"), "merged into itself"),
    "a group merged twice": (twice("merge"), "merged twice"),
    "a merge with nobody": (put("merge", 0, "into", "nobody"), "no voter group 'nobody'"),
    "groups of four": (put("smallest", 4), "between 5"),
    "no slots": (put("roll", "slots", 0), "between 1"),
    "a threshold above the count": (put("trustees", "threshold", 4), "between 1 and 3"),
    "fewer mixers than the threshold": (put("trustees", "mixers", 1), "between 2 and 3"),
    "a quorum above the witnesses": (put("quorum", 3), "between 0 and 2"),
    "a log with a scheme": (put("log", "origin", "https://town.example"), "named like"),
    "a project twice": (put("sections", 0, "projects", 1, "id", "P001"), "given twice"),
    "a negative cost": (put("sections", 0, "projects", 0, "cost", -1), "between 0"),
    "an unknown kind": (put("sections", 0, "kind", "lottery"), "no ballot kind 'lottery'"),
    "no tie-break": (put("sections", 0, "ties", []), "0 items"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_manifest_with_a_fault_is_refused(fields: dict[str, Any], name: str) -> None:
    change, reason = BAD[name]
    change(fields)
    with pytest.raises(Malformed, match=reason) as refusal:
        manifest.decode(canonical.encode(fields))
    assert refusal.value.place.startswith("manifest.json")


@pytest.mark.parametrize("name", sorted(MEMBERS))
def test_every_member_is_needed(fields: dict[str, Any], name: str) -> None:
    del fields[name]
    with pytest.raises(Malformed, match=f"'{name}' is missing"):
        manifest.decode(canonical.encode(fields))


@pytest.mark.parametrize("name", sorted(MEMBERS - {"type", "version"}))
def test_every_member_changes_the_election(honest: Made, fields: dict[str, Any], name: str) -> None:
    """The id covers everything: no rule can change while people vote without another election."""
    before = honest.election.manifest
    assert digest("manifest", before.blob)[:32] == before.election
    fields[name] = "changed"
    assert digest("manifest", canonical.encode(fields))[:32] != before.election


def test_one_key_for_two_people_is_refused(fields: dict[str, Any]) -> None:
    clerk_is_registrar(fields)
    with pytest.raises(BadSignature, match="one key is given to two"):
        manifest.decode(canonical.encode(fields))


def test_a_style_too_wide_is_refused_with_its_numbers(fields: dict[str, Any]) -> None:
    first = fields["sections"][0]
    projects = [{**first["projects"][0], "id": f"P{number}"} for number in range(121)]
    first.update(kind="knapsack", limits={"spend": 1}, projects=projects)
    fields["sections"].append({**first, "name": "twin"})
    fields["styles"][0]["sections"].append("twin")
    with pytest.raises(DoesNotFit, match=r"style all needs 242 bits \(town 121, twin 121\); 240 fit"):
        manifest.decode(canonical.encode(fields))


def test_a_voter_finds_their_own_slot_and_nobody_elses(honest: Made) -> None:
    old = honest.election.manifest
    slots = [
        Slot(0, 0, roll.commit(old.nonce, number, bytes([number]) * 32, f"Voter {number}"))
        for number in range(3)
    ]
    fields = canonical.decode(old.blob)
    fields["roll"] = {"root": roll.root(slots).hex(), "slots": 3}
    frozen = manifest.decode(canonical.encode(fields))
    voters = roll.read(frozen, b"".join(slot.octets() for slot in slots))
    voters.check_voter(1, b"\1" * 32, "Voter 1")
    for number, salt, identity in (
        (0, b"\1" * 32, "Voter 1"),
        (1, b"\2" * 32, "Voter 1"),
        (1, b"\1" * 32, "Voter 2"),
        (3, b"\1" * 32, "Voter 1"),
        (-1, b"\1" * 32, "Voter 1"),
    ):
        with pytest.raises(BadProof):
            voters.check_voter(number, salt, identity)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda blob: blob[:-1], "2159 bytes, 60 slots take 2160"),
        (lambda blob: blob + blob[:36], "2196 bytes"),
        (lambda blob: blob[36:72] + blob[36:], "same commitment"),
        (lambda blob: blob[36:72] + blob[:36] + blob[72:], "another root"),
        (lambda blob: b"\0\1" + blob[2:], "no ballot style number 1"),
        (lambda blob: blob[:2] + b"\0\2" + blob[4:], "no voter group number 2"),
    ],
)
def test_another_roll_than_the_frozen_one_is_refused(
    honest: Made, change: Callable[[bytes], bytes], reason: str
) -> None:
    with pytest.raises((BadProof, Malformed), match=reason):
        roll.read(honest.election.manifest, change(honest.election.roll.blob))


def test_the_sizes_of_the_roll_add_up(honest: Made) -> None:
    voters: Roll = honest.election.roll
    assert sum(voters.sizes.values()) == 60
    assert voters.sizes[0, 1] == 20
