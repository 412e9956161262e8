"""Opening a mixed group with shares of the key."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ballots import group
from ballots.equations import Balance, Terms
from ballots.errors import BadPoint, BadProof
from ballots.group import IDENTITY, L, Point
from ballots.trustees import decryption, polynomial
from ballots.workers import Alone
from tests.ballots.proof_making import mixed, opened, other_point, source

DEALT = polynomial.draw(source("polynomial"), 2)


def fails(statement: decryption.Statement, proof: decryption.Proof) -> bool:
    """Whether the plain check refuses; the fold must say the same."""
    outcomes = []
    for check in (_plain, _folded):
        try:
            check(statement, proof)
            outcomes.append(False)
        except (BadProof, BadPoint):
            outcomes.append(True)
    assert outcomes[0] == outcomes[1]
    return outcomes[0]


def _plain(statement: decryption.Statement, proof: decryption.Proof) -> None:
    decryption.check(statement, proof)


def _folded(statement: decryption.Statement, proof: decryption.Proof) -> None:
    balance = Balance(Alone())
    ballots, factors = Terms(statement.ciphertexts), Terms(statement.factors)
    decryption.fold(balance, statement, proof, ballots, factors)
    balance.terms(ballots)
    balance.terms(factors)
    balance.settle()


@pytest.mark.parametrize("count", [1, 4])
def test_an_honest_opening_holds(count):
    assert not fails(*opened(count))


def test_every_changed_factor_is_found():
    statement, proof = opened(4)
    for at in range(4):
        old = statement.factors[32 * at : 32 * at + 32]
        for new in (other_point(old), IDENTITY, b"\1" + bytes(31), old[:31] + bytes([old[31] | 0x80])):
            changed = statement.factors[: 32 * at] + new + statement.factors[32 * at + 32 :]
            assert fails(replace(statement, factors=changed), proof)


def test_two_factors_changed_so_that_their_sum_stays_are_found():
    statement, proof = opened(4)
    first, second, *rest = group.split(statement.factors)
    moved = group.add(first, group.G) + group.sub(second, group.G) + b"".join(rest)
    assert fails(replace(statement, factors=moved), proof)


def test_every_changed_part_of_the_proof_is_found():
    statement, proof = opened(4)
    for changed in (
        replace(proof, t1=other_point(proof.t1)),
        replace(proof, t2=other_point(proof.t2)),
        replace(proof, s=(proof.s + 1) % L),
        replace(proof, t1=IDENTITY),
        replace(proof, t2=Point(b"\1" + bytes(31))),
    ):
        assert fails(statement, changed)


@pytest.mark.parametrize(
    "change", [{"context": b"z" * 64}, {"trustee": 1}, {"verification": group.G}], ids=str
)
def test_an_opening_holds_only_for_its_group_trustee_and_key(change):
    statement, proof = opened(4)
    assert fails(replace(statement, **change), proof)


def test_factors_or_ciphertexts_one_longer_or_shorter_are_refused():
    statement, proof = opened(4)
    for name, width in (("factors", 32), ("ciphertexts", 64)):
        old = getattr(statement, name)
        for new in (old + old[:width], old[:-width], old[:-1], b""):
            assert fails(replace(statement, **{name: new}), proof)


@pytest.mark.parametrize("numbers", [(1, 2), (1, 3), (2, 3), (3, 1)])
def test_any_two_of_three_shares_open_the_same_ballots(numbers):
    secret = DEALT[0]
    column = mixed(4).statement.outputs
    given = {number: decryption.factors(polynomial.evaluate(DEALT, number), column) for number in numbers}
    whole = decryption.combine(column, {1: decryption.factors(secret, column)})
    assert decryption.combine(column, given) == whole


def test_one_share_of_two_opens_nothing():
    column = mixed(4).statement.outputs
    alone = decryption.combine(column, {1: decryption.factors(polynomial.evaluate(DEALT, 1), column)})
    whole = decryption.combine(column, {1: decryption.factors(DEALT[0], column)})
    assert not set(alone) & set(whole)


def test_shares_fit_their_commitments_and_no_others():
    points = polynomial.commit(DEALT)
    for number in (1, 2, 3):
        share = polynomial.evaluate(DEALT, number)
        assert group.base(share) == polynomial.evaluate_committed(points, number)
        assert group.base(share) != polynomial.evaluate_committed(points, number + 1)


def test_lagrange_factors_of_two_trustees_are_those_worked_out_by_hand():
    # f(0) = 2·f(1) - f(2), and f(0) = 3/2·f(1) - 1/2·f(3)
    assert polynomial.lagrange((1, 2)) == {1: 2, 2: L - 1}
    half = pow(2, -1, L)
    assert polynomial.lagrange((1, 3)) == {1: 3 * half % L, 3: -half % L}
