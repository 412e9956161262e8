"""What the booth says of receipts that Python made, whole and spoilt."""

import copy
from typing import Any

import pytest

from ballots import canonical, checkpoint, log, receipt
from ballots.randomness import SeededSource
from ballots.signing import new_key
from tests.ballots.booth_page import Booth
from tests.ballots.every_kind import World


def given_receipt(
    world: World, index: int = 3, size: int = 11, cosigned: bool = True
) -> tuple[dict[str, Any], str]:
    """A receipt by Python for leaf `index` of a log of `size` entries, as its object, with its tracker."""
    entries = [f"entry {number}".encode() for number in range(size)]
    leaves = [log.leaf_hash(each) for each in entries]
    under = checkpoint.sign(world.log, world.manifest.origin, size, log.root(reader(leaves), size))
    if cosigned:
        under = checkpoint.cosign(under, world.witness, "university.example", 1_777_777_777)
    promised = receipt.promise(world.manifest, world.log, leaves[index], 7, 2)
    proven = receipt.prove(promised, reader(leaves), index, under)
    return canonical.decode(receipt.encode(proven)), receipt.tracker(leaves[index])


def reader(leaves: list[bytes]) -> log.Reader:
    """The hash of any whole subtree of these leaves."""

    def read(level: int, index: int) -> bytes:
        if level == 0:
            return leaves[index]
        return log.node_hash(read(level - 1, 2 * index), read(level - 1, 2 * index + 1))

    return read


CHECK = "return booth.checkReceipt(ofText(given.receipt), election, given.tracker)"


def checked(booth: Booth, fields: Any, tracker: str) -> Any:
    return booth.do(CHECK, receipt=canonical.encode(fields).decode(), tracker=tracker)


@pytest.mark.parametrize(
    ("index", "size"), [(0, 1), (0, 2), (1, 2), (3, 11), (10, 11), (255, 256), (256, 257)]
)
def test_a_receipt_of_python_is_checked_in_the_browser(booth: Booth, index: int, size: int) -> None:
    fields, tracker = given_receipt(booth.world, index, size)
    answer = checked(booth, fields, tracker)
    assert (answer["inTheBox"], answer["index"], answer["size"], answer["witnesses"]) == (
        True,
        index,
        size,
        1,
    )
    assert (answer["slot"], answer["revision"], answer["tracker"]) == (7, 2, tracker)


def test_a_promise_alone_is_told_from_a_place_in_the_box(booth: Booth) -> None:
    fields, tracker = given_receipt(booth.world)
    answer = checked(booth, {**fields, "proofs": []}, tracker)
    assert answer == {"tracker": tracker, "slot": 7, "revision": 2, "inTheBox": False}


def spoilt_receipts() -> dict[str, tuple[str, Any]]:
    def proof(**changed: Any) -> Any:
        return lambda fields: fields["proofs"][0].update(changed)

    def promise(**changed: Any) -> Any:
        return lambda fields: fields["promise"].update(changed)

    def short_path(fields: dict[str, Any]) -> None:
        del fields["proofs"][0]["path"][-1]

    def long_path(fields: dict[str, Any]) -> None:
        fields["proofs"][0]["path"].append("00" * 32)

    def other_root(fields: dict[str, Any]) -> None:
        note = fields["proofs"][0]["checkpoint"]
        fields["proofs"][0]["checkpoint"] = note.replace("\n11\n", "\n12\n")

    return {
        "another slot": ("bad-signature", promise(slot=8)),
        "another revision": ("bad-signature", promise(revision=3)),
        "another election": ("receipt", promise(election="00" * 32)),
        "another entry": ("bad-signature", promise(entry="00" * 32)),
        "another place": ("bad-proof", proof(index=4)),
        "a place beyond the end": ("bad-proof", proof(index=11)),
        "a path too short": ("bad-proof", short_path),
        "a path too long": ("bad-proof", long_path),
        "another size": ("bad-signature", other_root),
        "no checkpoint": ("malformed", proof(checkpoint="")),
        "an unknown member": ("malformed", lambda fields: fields.update(more=1)),
        "another version": ("malformed", lambda fields: fields.update(version="pb-ballots/2")),
    }


@pytest.mark.parametrize("name", spoilt_receipts())
def test_a_receipt_spoilt_in_one_place_is_refused(booth: Booth, name: str) -> None:
    fields, tracker = given_receipt(booth.world)
    code, spoil = spoilt_receipts()[name]
    spoilt = copy.deepcopy(fields)
    spoil(spoilt)
    answer = checked(booth, spoilt, tracker if name != "another entry" else receipt.tracker(bytes(32)))
    assert answer == {"refused": code}


def test_a_receipt_for_someone_elses_ballot_is_refused(booth: Booth) -> None:
    fields, _ = given_receipt(booth.world)
    assert checked(booth, fields, receipt.tracker(bytes(32))) == {"refused": "receipt"}


def test_a_receipt_with_a_cosignature_of_nobody_we_know_is_refused(booth: Booth) -> None:
    fields, tracker = given_receipt(booth.world, cosigned=False)
    note = checkpoint.read(fields["proofs"][0]["checkpoint"].encode())
    stranger = checkpoint.cosign(note, new_key(SeededSource(b"stranger")), "stranger.example", 1)
    fields["proofs"][0]["checkpoint"] = stranger.octets().decode()
    assert checked(booth, fields, tracker) == {"refused": "bad-signature"}


NOT_CANONICAL = [
    '{"b":1,"a":2}',
    '{"a": 1}',
    '{"a":1.0}',
    '{"a":1,"a":1}',
    "[1e3]",
    "[null]",
    "[-0]",
    '["\\u0041"]',
    "[1]\n",
]


@pytest.mark.parametrize("text", NOT_CANONICAL)
def test_json_in_another_form_is_refused_before_it_is_looked_at(booth: Booth, text: str) -> None:
    assert booth.do(CHECK, receipt=text) == {"refused": "malformed"}
