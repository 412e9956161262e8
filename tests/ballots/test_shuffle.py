"""Mixing: honest mixes hold, all else is refused, by the plain check, the fold and the slow twin alike."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ballots import group, mixing, shuffle
from ballots.errors import BadProof
from ballots.group import IDENTITY, L, Point
from tests.ballots import slow_mix
from tests.ballots.proof_making import (
    CONTEXT,
    KEY,
    messages_in,
    mix_fails_folded,
    mix_fails_plainly,
    mixed,
    other_point,
    source,
)

POINT_COLUMNS = ("c", "chain", "t_chain")
SCALAR_COLUMNS = ("s_chain", "s_prime")
BAD_POINTS = {
    "another point": None,
    "the identity": IDENTITY,
    "no element": b"\1" + bytes(31),
    "highest bit": b"\x80",
}


def refused(statement: shuffle.Statement, proof: shuffle.Proof) -> bool:
    plain, folded = mix_fails_plainly(statement, proof), mix_fails_folded(statement, proof)
    assert plain == folded
    return plain


def with_record(column: bytes, at: int, record: bytes) -> bytes:
    return column[: 32 * at] + record + column[32 * at + 32 :]


def spoilt(record: bytes, how: bytes | None) -> bytes:
    if how is None:
        return other_point(record)
    if how == b"\x80":
        return record[:31] + bytes([record[31] | 0x80])
    return how


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_an_honest_mix_holds_for_all_three_verifiers(count):
    made = mixed(count)
    shuffle.check(made.statement, made.proof)
    assert not mix_fails_folded(made.statement, made.proof)
    assert slow_mix.holds(made.statement, made.proof)


def test_a_mix_keeps_the_ballots_and_hides_which_is_which():
    made = mixed(7)
    assert sorted(messages_in(made.statement.outputs)) == list(range(7))
    assert messages_in(made.statement.outputs) != list(range(7))
    before = set(group.split(made.statement.inputs))
    assert not before & set(group.split(made.statement.outputs))


def test_a_proof_has_160_bytes_a_ballot_and_is_read_as_written():
    proof = mixed(7).proof
    assert len(proof.octets()) == 160 * 7
    assert shuffle.read_proof(proof.octets(), 7, proof.points, proof.scalars) == proof


@pytest.mark.parametrize("how", BAD_POINTS)
@pytest.mark.parametrize("column", POINT_COLUMNS)
@pytest.mark.parametrize("at", [0, 1, 2])
def test_every_changed_point_of_a_proof_is_found(column, at, how):
    made = mixed(3)
    old = getattr(made.proof, column)
    new = with_record(old, at, spoilt(old[32 * at : 32 * at + 32], BAD_POINTS[how]))
    assert refused(made.statement, replace(made.proof, **{column: new}))


@pytest.mark.parametrize("how", BAD_POINTS)
@pytest.mark.parametrize("at", range(6))
def test_every_changed_point_of_inputs_and_outputs_is_found(at, how):
    made = mixed(3)
    for column in ("inputs", "outputs"):
        old = getattr(made.statement, column)
        new = with_record(old, at, spoilt(old[32 * at : 32 * at + 32], BAD_POINTS[how]))
        assert refused(replace(made.statement, **{column: new}), made.proof)


@pytest.mark.parametrize("add", [1, L - 1, L])
@pytest.mark.parametrize("column", SCALAR_COLUMNS)
@pytest.mark.parametrize("at", [0, 1, 2])
def test_every_changed_scalar_of_a_proof_is_found(column, at, add):
    made = mixed(3)
    old = getattr(made.proof, column)
    number = int.from_bytes(old[32 * at : 32 * at + 32], "little")
    number = number + add if add == L else (number + add) % L
    new = with_record(old, at, number.to_bytes(32, "little"))
    assert refused(made.statement, replace(made.proof, **{column: new}))


@pytest.mark.parametrize("at", range(5))
def test_every_changed_single_point_is_found(at):
    made = mixed(3)
    points = list(made.proof.points)
    for new in (other_point(points[at]), IDENTITY, Point(b"\1" + bytes(31))):
        changed = tuple(new if i == at else point for i, point in enumerate(points))
        assert refused(made.statement, replace(made.proof, points=changed))


@pytest.mark.parametrize("at", range(4))
def test_every_changed_single_scalar_is_found(at):
    made = mixed(3)
    scalars = tuple((s + (i == at)) % L for i, s in enumerate(made.proof.scalars))
    assert refused(made.statement, replace(made.proof, scalars=scalars))


@pytest.mark.parametrize("column", POINT_COLUMNS + SCALAR_COLUMNS)
def test_every_column_one_longer_or_shorter_is_refused(column):
    made = mixed(3)
    old = getattr(made.proof, column)
    for new in (old + old[:32], old[:-32], old[:-1], b""):
        assert refused(made.statement, replace(made.proof, **{column: new}))


def test_inputs_or_outputs_one_longer_or_shorter_are_refused():
    made = mixed(3)
    for column in ("inputs", "outputs"):
        old = getattr(made.statement, column)
        for new in (old + old[:64], old[:-64], old[:-32], b""):
            assert refused(replace(made.statement, **{column: new}), made.proof)


@pytest.mark.parametrize(
    "change", [{"context": b"y" * 64}, {"number": 2}, {"mixer": 1}, {"key": group.G}], ids=str
)
def test_a_mix_holds_only_for_its_group_place_mixer_and_key(change):
    made = mixed(3)
    assert refused(replace(made.statement, **change), made.proof)


@pytest.mark.parametrize("length", [0, 159, 161, 160 * 2, 160 * 4])
def test_a_proof_file_of_another_length_is_refused(length):
    proof = mixed(3).proof
    with pytest.raises(BadProof, match="480 bytes"):
        shuffle.read_proof((proof.octets() * 2)[:length], 3, proof.points, proof.scalars)


def test_a_mix_of_nothing_is_no_mix():
    with pytest.raises(BadProof):
        shuffle.check_form(shuffle.Statement(CONTEXT, 1, 1, KEY, b"", b""), mixed(1).proof)


def test_two_mixes_of_one_box_give_different_orders():
    inputs = mixed(7).statement.inputs
    orders = {
        tuple(messages_in(mixing.mix(CONTEXT, 1, 1, KEY, inputs, source(seed)).outputs)) for seed in "abcd"
    }
    assert len(orders) == 4
