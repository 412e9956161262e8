"""Sealing and the proof of knowledge."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots import elgamal, group, proofs
from ballots.errors import BadPoint, BadProof, Malformed
from ballots.group import IDENTITY, L, Point
from tests.ballots.proof_making import CASTING, KEY, SECRET, message, other_point, proven, sealed

CHANGED = {"context": b"x" * 64, "slot": 8, "device": b"\x08" * 32, "revision": 2, "supersedes": b"\1" * 32}


@given(st.binary(min_size=30, max_size=30), st.integers(1, L - 1), st.integers(1, L - 1))
def test_a_sealed_message_is_opened_and_resealing_keeps_it(text, r, again):
    point = group.encode_message(text)
    first = elgamal.seal(KEY, point, r)
    second = elgamal.reseal(KEY, first, again)
    assert group.decode_message(elgamal.unseal(SECRET, first)) == text
    assert group.decode_message(elgamal.unseal(SECRET, second)) == text
    assert first != second


@pytest.mark.parametrize("r", [0, L, -1])
def test_the_secret_number_of_a_seal_is_never_zero_or_beyond_the_order(r):
    with pytest.raises(ValueError, match="between"):
        elgamal.seal(KEY, group.G, r)


def test_an_honest_proof_holds():
    proofs.check_knowledge(CASTING, *proven())


@pytest.mark.parametrize("name", CHANGED)
def test_a_proof_holds_only_for_what_the_ballot_belongs_to(name):
    assert set(CHANGED) == {field.name for field in fields(proofs.Casting)}
    with pytest.raises(BadProof):
        proofs.check_knowledge(replace(CASTING, **{name: CHANGED[name]}), *proven())


def test_every_changed_part_of_ballot_and_proof_is_found():
    ciphertext, proof = proven()
    for changed in (
        (replace(ciphertext, alpha=other_point(ciphertext.alpha)), proof),
        (replace(ciphertext, beta=other_point(ciphertext.beta)), proof),
        (ciphertext, replace(proof, commitment=other_point(proof.commitment))),
        (ciphertext, replace(proof, response=(proof.response + 1) % L)),
        (ciphertext, replace(proof, response=proof.response + L)),
    ):
        with pytest.raises(BadProof):
            proofs.check_knowledge(CASTING, *changed)


@pytest.mark.parametrize("bad", [IDENTITY, Point(b"\1" + bytes(31))], ids=["identity", "no element"])
def test_points_are_checked_before_the_equation(bad):
    ciphertext, proof = proven()
    for changed in (
        (replace(ciphertext, alpha=bad), proof),
        (replace(ciphertext, beta=bad), proof),
        (ciphertext, replace(proof, commitment=bad)),
    ):
        with pytest.raises(BadPoint):
            proofs.check_knowledge(CASTING, *changed)


def test_a_column_of_ciphertexts_is_read_as_written_and_only_whole():
    made = [sealed(number)[0] for number in range(3)]
    assert elgamal.unpack(elgamal.pack(made)) == made
    with pytest.raises(Malformed):
        elgamal.unpack(elgamal.pack(made)[:-32])


def test_two_seals_of_one_message_differ():
    assert sealed(1, "one")[0] != sealed(1, "two")[0]
    assert message(1)[-1] == 1
