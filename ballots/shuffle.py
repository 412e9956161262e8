"""What a mix claims, and checking that nothing was added, lost or changed (FORMAT.md, chapter 24).

The shuffle argument of Terelius and Wikström ("Proofs of restricted shuffles", AFRICACRYPT 2010; Wikström,
ACISP 2009) in the form of Haenni, Locher, Koenig and Dubuis ("Pseudo-code algorithms for verifiable
re-encryption mix-nets", FC 2017 workshops, algorithm CheckProof), with the proof kept as commitments and
responses so that every equation stays linear in the points. `ballots.mixing` makes such proofs.

The names are the paper's: c permutation commitments, c-hat the chain, t commitments, s responses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ballots import group
from ballots.equations import Balance, Terms
from ballots.errors import BadProof
from ballots.group import G, H, L, Point
from ballots.transcript import challenge, challenges, digest

SINGLE_POINTS: Final = ("t1", "t2", "t3", "t4a", "t4b")
SINGLE_SCALARS: Final = ("s1", "s2", "s3", "s4")
COLUMNS: Final = 5
"""The long parts of a proof in the order of its file: c, c-hat, t-hat (points), s-hat, s-prime (scalars)."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a mix claims: that `outputs` are `inputs`, re-encrypted under `key` and reordered.

    `number` is the place of the mix in its cascade (from 1), `mixer` the trustee's number, `context` the 64
    bytes of the mix group; `inputs` and `outputs` are columns of 64-byte ciphertexts.
    """

    context: bytes
    number: int
    mixer: int
    key: Point
    inputs: bytes
    outputs: bytes

    @property
    def count(self) -> int:
        return len(self.inputs) // 64


@dataclass(frozen=True, slots=True)
class Proof:
    """A shuffle proof: 160 bytes a ballot and nine single values."""

    c: bytes
    chain: bytes
    t_chain: bytes
    s_chain: bytes
    s_prime: bytes
    points: tuple[Point, Point, Point, Point, Point]
    scalars: tuple[int, int, int, int]

    def octets(self) -> bytes:
        """The five columns, one after another."""
        return self.c + self.chain + self.t_chain + self.s_chain + self.s_prime


def read_proof(column: bytes, count: int, points: Sequence[bytes], scalars: Sequence[int]) -> Proof:
    """A proof of `count` ballots from its file and its single values; BadProof on any other length."""
    if not count or len(column) != COLUMNS * 32 * count:
        raise BadProof(f"a proof of {count} ballots has {COLUMNS * 32 * count} bytes, not {len(column)}")
    c, links, t_chain, s_chain, s_prime = (
        column[at : at + 32 * count] for at in range(0, len(column), 32 * count)
    )
    t1, t2, t3, t4a, t4b = map(Point, points)
    s1, s2, s3, s4 = scalars
    return Proof(c, links, t_chain, s_chain, s_prime, (t1, t2, t3, t4a, t4b), (s1, s2, s3, s4))


def seed(statement: Statement, c: bytes) -> bytes:
    """The first seed. It must cover c: a mixer who may choose c after u can replace every ballot."""
    return digest(
        "mix-seed",
        statement.context,
        statement.number,
        statement.mixer,
        statement.count,
        statement.key,
        H,
        group.generators(statement.count),
        statement.inputs,
        statement.outputs,
        c,
    )


def weights(first_seed: bytes, count: int) -> list[int]:
    """u_1 .. u_N."""
    return list(challenges("mix-weight", count, first_seed))


def second_challenge(first_seed: bytes, chain_column: bytes, points: Sequence[Point], t_chain: bytes) -> int:
    """The challenge c of the paper, called e in the code: over the first seed and all commitments."""
    return challenge("mix-challenge", first_seed, chain_column, *points, t_chain)


def check_form(statement: Statement, proof: Proof) -> None:
    """BadProof unless every column of statement and proof has exactly the length for N >= 1 ballots."""
    count = statement.count
    if not count or len(statement.inputs) != 64 * count or len(statement.outputs) != 64 * count:
        raise BadProof("a mix has one output for each input, and at least one")
    long_parts = (proof.c, proof.chain, proof.t_chain, proof.s_chain, proof.s_prime)
    if any(len(part) != 32 * count for part in long_parts):
        raise BadProof(f"every part of the proof has {count} records, one a ballot")


def check(statement: Statement, proof: Proof) -> None:
    """CheckProof, one equation after another: BadProof or BadPoint names the first that fails.

    The slow, plain twin of `fold`.
    """
    check_form(statement, proof)
    count = statement.count
    inputs, outputs = (group.check_column(each, 2 * count, name) for each, name in _ciphertexts(statement))
    c = group.check_column(proof.c, count, "c")
    chain_points = group.check_column(proof.chain, count, "c-hat")
    t_chain = group.check_column(proof.t_chain, count, "t-hat")
    t1, t2, t3, t4a, t4b = (group.check(t, name) for t, name in zip(proof.points, SINGLE_POINTS, strict=True))
    s1, s2, s3, s4 = proof.scalars
    s_chain = group.read_scalars(proof.s_chain, count, "s-hat")
    s_prime = group.read_scalars(proof.s_prime, count, "s-prime")
    generators = group.split(group.generators(count))

    first_seed = seed(statement, proof.c)
    u = weights(first_seed, count)
    e = second_challenge(first_seed, proof.chain, proof.points, proof.t_chain)
    c_bar = group.sub(group.total(c), group.total(generators))
    c_hat = group.sub(chain_points[-1], group.mul(_product(u), H))
    c_tilde = group.multiscalar(u, c)
    alpha = group.multiscalar(u, inputs[::2])
    beta = group.multiscalar(u, inputs[1::2])
    new_alpha = group.multiscalar(s_prime, outputs[::2])
    new_beta = group.multiscalar(s_prime, outputs[1::2])

    _expect("t1", t1, group.sub(group.base(s1), group.mul(e, c_bar)))
    _expect("t2", t2, group.sub(group.base(s2), group.mul(e, c_hat)))
    expected = group.add(group.base(s3), group.multiscalar(s_prime, generators))
    _expect("t3", t3, group.sub(expected, group.mul(e, c_tilde)))
    _expect("t4a", t4a, group.sub(group.sub(new_alpha, group.base(s4)), group.mul(e, alpha)))
    _expect("t4b", t4b, group.sub(group.sub(new_beta, group.mul(s4, statement.key)), group.mul(e, beta)))
    links = pairwise([H, *chain_points])
    for i, (t, (before, link), sc, sp) in enumerate(zip(t_chain, links, s_chain, s_prime, strict=True)):
        _expect(f"t-hat[{i}]", t, group.multiscalar((sc, sp, -e), (G, before, link)))


def _ciphertexts(statement: Statement) -> tuple[tuple[bytes, str], tuple[bytes, str]]:
    return (statement.inputs, "inputs"), (statement.outputs, "outputs")


def _expect(name: str, given: Point, computed: Point) -> None:
    if given != computed:
        raise BadProof("the equation of this commitment does not hold", name)


def _product(u: list[int]) -> int:
    product = 1
    for value in u:
        product = product * value % L
    return product


def fold(balance: Balance, statement: Statement, proof: Proof, ballots: Sides, generators: Terms) -> None:
    """Add every equation of `check`, each times a fresh weight, to `balance`; only lengths are checked here.

    The coefficients of inputs, outputs and generators go to `ballots` and `generators`, because other proofs
    speak of the same points.
    """
    check_form(statement, proof)
    count = statement.count
    first_seed = seed(statement, proof.c)
    u = weights(first_seed, count)
    e = second_challenge(first_seed, proof.chain, proof.points, proof.t_chain)
    s1, s2, s3, s4 = proof.scalars
    s_chain = group.read_scalars(proof.s_chain, count, "s-hat")
    s_prime = group.read_scalars(proof.s_prime, count, "s-prime")
    v1, v2, v3, v4a, v4b = single = [balance.weight() for _ in SINGLE_POINTS]
    v = balance.weights(count)

    balance.base(v1 * s1 + v2 * s2 + v3 * s3 - v4a * s4 + _inner(v, s_chain))
    balance.point(-v4b * s4, statement.key)
    balance.point(v[0] * s_prime[0] + e * v2 * _product(u), H)
    for weight, t in zip(single, proof.points, strict=True):
        balance.point(-weight, t)
    balance.column([-e * (v1 + v3 * value) for value in u], proof.c)
    balance.column([-weight for weight in v], proof.t_chain)
    balance.column(_chain_coefficients(e, v, v2, s_prime), proof.chain)
    generators.add([e * v1 + v3 * value for value in s_prime])
    ballots.inputs.add_pairs((-e * v4a * value, -e * v4b * value) for value in u)
    ballots.outputs.add_pairs((v4a * value, v4b * value) for value in s_prime)


@dataclass(frozen=True, slots=True)
class Sides:
    """The terms of a mix's input and output ciphertexts."""

    inputs: Terms
    outputs: Terms


def _chain_coefficients(e: int, v: list[int], v2: int, s_prime: list[int]) -> list[int]:
    """Link i stands in its own equation, in the next one as the link before, and the last also in t2's."""
    following = [weight * value for weight, value in zip(v[1:], s_prime[1:], strict=True)]
    return [after - e * own for own, after in zip(v, [*following, -e * v2], strict=True)]


def _inner(one: list[int], other: list[int]) -> int:
    return sum(a * b for a, b in zip(one, other, strict=True))
