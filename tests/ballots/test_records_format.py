"""FORMAT.md's worked examples and the frozen vectors of chapters 1-17 are what the code writes."""

import json

import pytest

from ballots import canonical, checkpoint, entry, log, manifest, receipt, roll, sealing
from ballots.entry import Cast, Paper
from ballots.verify import STEPS
from tests.ballots import make_records as records


def test_the_examples_in_the_specification_are_true() -> None:
    written = records.FORMAT.read_text(encoding="utf-8")
    assert records.with_examples(written) == written


def test_the_vectors_are_frozen() -> None:
    """A change here is a change of the format: a new version, not a new vector."""
    assert json.loads(records.VECTORS.read_text(encoding="utf-8")) == records.vectors()


def test_every_check_of_the_verifier_is_in_the_table() -> None:
    assert [step.code for step in STEPS] == list(records.WHERE)


def test_the_example_log_is_a_lawful_one_up_to_its_numbers() -> None:
    """Every signature and every proof of the examples holds."""
    made = records.example()
    frozen = manifest.decode(made.manifest.blob)
    voters = roll.read(frozen, made.roll.blob)
    voters.check_voter(0, made.salts[0], "Kim Minji, 1990-03-02")
    proofs = 0
    for blob in made.entries:
        decoded = entry.decode(blob)
        entry.check_signature(frozen, decoded)
        if isinstance(decoded.entry, Cast):
            sealing.check(sealing.online(voters, decoded.entry), decoded.entry.sealed)
            proofs += 1
        if isinstance(decoded.entry, Paper):
            sealing.check(sealing.on_paper(frozen, decoded.entry, 0), decoded.entry.ballots[0])
            proofs += 1
    assert proofs == 3


def test_the_example_receipt_holds() -> None:
    frozen = records.example().manifest
    blob = json.loads(records.VECTORS.read_text(encoding="utf-8"))["receipt"].encode()
    held = receipt.decode(blob)
    receipt.check(frozen, held)
    assert held.entry == log.leaf_hash(records.example().entries[1])
    assert held.proof
    assert checkpoint.check_quorum(frozen, held.proof.checkpoint) == 1


@pytest.mark.parametrize("name", ["manifest", "receipt"])
def test_the_examples_are_canonical(name: str) -> None:
    written = json.loads(records.VECTORS.read_text(encoding="utf-8"))[name]
    assert canonical.encode(canonical.decode(written.encode())) == written.encode()
