"""A receipt proves that a slot's ballot is in the box, and shows nothing of what is in it."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from sigstore._internal.merkle import _chain_border_right, _chain_inner, _decomp_inclusion_proof

from ballots import canonical, entry, receipt
from ballots.bundle import Bundle, names
from ballots.checkpoint import Checkpoint, read
from ballots.commands.check_receipt import fate
from ballots.entry import Cast
from ballots.errors import BadProof, BadSignature, Malformed
from ballots.log import leaf_hash
from ballots.receipt import Receipt
from ballots.tiles import TileReader
from tests.ballots.conftest import Made


@pytest.fixture
def under(bundle: Bundle) -> Checkpoint:
    return read(bundle.read(names.CHECKPOINT))


@pytest.fixture
def tiles(bundle: Bundle, under: Checkpoint) -> TileReader:
    return TileReader(lambda path: bundle.read(f"log/{path}"), under.size)


@pytest.fixture
def receipts(honest: Made, tiles: TileReader, under: Checkpoint) -> dict[int, Receipt]:
    """Every cast's receipt with its proof, by index in the log."""
    manifest, key = honest.election.manifest, honest.election.keys.log
    found = {}
    for index in range(under.size):
        blob = tiles.entry(index)
        cast = entry.decode(blob).entry
        if isinstance(cast, Cast):
            promise = receipt.promise(manifest, key, leaf_hash(blob), cast.slot, cast.revision)
            found[index] = receipt.prove(promise, tiles, index, under)
    return found


def test_every_receipt_holds_and_survives_its_bytes(honest: Made, receipts: dict[int, Receipt]) -> None:
    assert len(receipts) > 40
    for held in receipts.values():
        again = receipt.decode(receipt.encode(held))
        assert again == held
        receipt.check(honest.election.manifest, again)


def test_sigstores_merkle_code_agrees(receipts: dict[int, Receipt], under: Checkpoint) -> None:
    for index, held in receipts.items():
        assert held.proof
        inner, border = _decomp_inclusion_proof(index, under.size)
        path = list(held.proof.path)
        assert len(path) == inner + border
        root = _chain_border_right(_chain_inner(held.entry, path[:inner], index), path[inner:])
        assert root == under.root


def test_two_different_votes_have_receipts_of_the_same_form(receipts: dict[int, Receipt]) -> None:
    """Only numbers, hashes and signatures differ, and none of them is made from the marking."""
    forms = {
        re.sub(r"[0-9a-f]{128}|[0-9a-f]{64}|\d+", "*", json.dumps(held.fields)) for held in receipts.values()
    }
    assert len(forms) == 1


def test_casting_again_gives_the_same_receipt(honest: Made, receipts: dict[int, Receipt]) -> None:
    held = next(iter(receipts.values()))
    again = receipt.promise(
        honest.election.manifest, honest.election.keys.log, held.entry, held.slot, held.revision
    )
    assert receipt.encode(again) == receipt.encode(replace(held, proof=None))


def test_no_two_voters_hold_the_same_receipt(receipts: dict[int, Receipt]) -> None:
    """The clash attack (Küsters, Truderung, Vogt 2012) needs two voters with one tracker."""
    assert len({receipt.tracker(held.entry) for held in receipts.values()}) == len(receipts)


def test_the_fate_of_each_ballot_is_told(bundle: Bundle, receipts: dict[int, Receipt]) -> None:
    fates = [fate(bundle, held) for held in receipts.values()]
    told = {words: sum(words in fate for fate in fates) for words in ("and counted", "replaced", "voided")}
    assert sum(told.values()) == len(receipts)
    assert all(told.values())


def test_a_promise_that_was_not_kept_is_evidence(honest: Made, bundle: Bundle) -> None:
    broken = receipt.promise(honest.election.manifest, honest.election.keys.log, bytes(32), 0, 1)
    receipt.check(honest.election.manifest, broken)
    with pytest.raises(BadProof, match="evidence"):
        fate(bundle, broken)


def test_a_receipt_for_another_slot_than_the_entry_is_refused(
    honest: Made, bundle: Bundle, receipts: dict[int, Receipt]
) -> None:
    held = next(iter(receipts.values()))
    other = receipt.promise(honest.election.manifest, honest.election.keys.log, held.entry, held.slot + 1, 1)
    with pytest.raises(BadProof, match="another slot"):
        fate(bundle, other)


def test_a_promise_by_anybody_else_is_refused(honest: Made) -> None:
    false = receipt.promise(honest.election.manifest, honest.election.keys.registrar, bytes(32), 0, 1)
    with pytest.raises(BadSignature):
        receipt.check(honest.election.manifest, false)


def test_every_altered_hash_of_the_path_is_found(honest: Made, receipts: dict[int, Receipt]) -> None:
    held = next(iter(receipts.values()))
    assert held.proof
    for number in range(len(held.proof.path)):
        path = list(held.proof.path)
        path[number] = bytes([path[number][0] ^ 1]) + path[number][1:]
        with pytest.raises(BadProof):
            receipt.check(
                honest.election.manifest, replace(held, proof=replace(held.proof, path=tuple(path)))
            )


def test_a_proof_of_another_leaf_is_refused(honest: Made, receipts: dict[int, Receipt]) -> None:
    one, other = list(receipts.values())[:2]
    with pytest.raises(BadProof):
        receipt.check(honest.election.manifest, replace(one, proof=other.proof))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"revision":1', b'"revision":0'),
        (b'"revision":1', b'"revision":true'),
        (b'"type":"receipt"', b'"type":"receipts"'),
        (b'"proofs":[', b'"proofs":[[],'),
        (b'"slot":', b'"slot":-'),
        (b'"entry":"', b'"entry":"00'),
        (b'{"promise"', b'{"more":1,"promise"'),
    ],
)
def test_a_receipt_of_another_form_is_refused(receipts: dict[int, Receipt], old: bytes, new: bytes) -> None:
    blob = receipt.encode(next(held for held in receipts.values() if held.revision == 1 and held.slot))
    assert old in blob
    with pytest.raises(Malformed):
        receipt.decode(blob.replace(old, new, 1))


def test_a_tracker_is_read_however_it_is_typed() -> None:
    written = receipt.tracker(bytes(range(32)))
    assert written == "aaaqeayeaudaocajbifqydiob4ibceqtcqkrmfyydenbwha5dypq"
    assert receipt.read_tracker(f" {written[:4].upper()} {written[4:]}\n") == bytes(range(32))


@pytest.mark.parametrize("written", ["", "a" * 51, "1" * 52, "a" * 51 + "b", "ä" * 52])
def test_no_tracker_is_refused(written: str) -> None:
    with pytest.raises(Malformed):
        receipt.read_tracker(written)


def test_receipts_hold_nothing_of_the_sealed_ballot(receipts: dict[int, Receipt], tiles: TileReader) -> None:
    for index, held in list(receipts.items())[:5]:
        fields = canonical.decode(tiles.entry(index))
        blob = receipt.encode(held).decode()
        assert all(fields[name] not in blob for name in ("alpha", "beta", "commitment", "response"))


def test_the_demo_leaves_receipts_that_hold(tmp_path: Path) -> None:
    from ballots.__main__ import main

    assert main(["demo", str(tmp_path / "d"), "--voters", "30", "--seed", "r"]) == 0
    held = sorted((tmp_path / "d").glob("receipt-*.json"))
    assert len(held) == 3
    for path in held:
        assert main(["check-receipt", str(path), str(tmp_path / "d/bundle.zip")]) == 0
