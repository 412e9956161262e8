"""Opening a mixed group: each trustee's factors, the proof that they are right, and putting them together.

FORMAT.md, chapter 25. Threshold ElGamal: a trustee publishes d_i = x·alpha_i for every ballot and one proof
of Chaum and Pedersen (CRYPTO 1992) for the whole batch, over composites whose weights are hashed from every
alpha and every d (RFC 9497 section 2.2, with full-length weights).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ballots import columns, group, randomness
from ballots.equations import Balance, Terms
from ballots.errors import BadProof
from ballots.group import L, Point
from ballots.transcript import challenge, challenges, digest
from ballots.trustees.polynomial import lagrange
from ballots.workers import Alone, Crew, spread


@dataclass(frozen=True, slots=True)
class Statement:
    """What a trustee claims: that with the secret of `verification`, `factors` come from `ciphertexts`.

    `context` is the 64 bytes of the mix group, `ciphertexts` the last mix's outputs (64 bytes each),
    `factors` a column of 32 bytes each.
    """

    context: bytes
    trustee: int
    verification: Point
    ciphertexts: bytes
    factors: bytes

    @property
    def count(self) -> int:
        return len(self.ciphertexts) // 64


@dataclass(frozen=True, slots=True)
class Proof:
    """t1 = k·G, t2 = k·M and s = k + c·x, with M the weighted sum of all alphas."""

    t1: Point
    t2: Point
    s: int


def alphas(ciphertexts: bytes) -> bytes:
    """The first halves of a column of ciphertexts."""
    return b"".join(group.split(ciphertexts)[::2])


def seed(statement: Statement) -> bytes:
    """The seed of weights and challenge, over the whole statement."""
    return digest(
        "decryption-seed",
        statement.context,
        statement.trustee,
        statement.verification,
        statement.count,
        statement.ciphertexts,
        statement.factors,
    )


def weights(first_seed: bytes, count: int) -> list[int]:
    """w_1 .. w_N."""
    return list(challenges("decryption-weight", count, first_seed))


def factors(secret: int, ciphertexts: bytes, crew: Crew | None = None) -> bytes:
    """d_i = secret·alpha_i for each ciphertext."""
    work = columns.Multiply(secret)
    column = alphas(ciphertexts)
    return b"".join(spread(crew or Alone(), work, len(column) // 32, (column, 32)))


def prove(statement: Statement, secret: int, source: randomness.Source, crew: Crew | None = None) -> Proof:
    """The proof for factors that were made with `secret`."""
    first_seed = seed(statement)
    packed = columns.pack_scalars(weights(first_seed, statement.count))
    composite = columns.multiscalar(packed, alphas(statement.ciphertexts), crew)
    k = randomness.scalar(source)
    t1, t2 = group.base(k), group.mul(k, composite)
    c = challenge("decryption-challenge", first_seed, t1, t2)
    return Proof(t1, t2, (k + c * secret) % L)


def check_form(statement: Statement) -> None:
    """BadProof unless there is one factor for each of N >= 1 ciphertexts."""
    if not statement.count or len(statement.ciphertexts) != 64 * statement.count:
        raise BadProof("a batch has at least one whole ciphertext")
    if len(statement.factors) != 32 * statement.count:
        raise BadProof(f"{len(statement.factors)} bytes of factors for {statement.count} ciphertexts")


def check(statement: Statement, proof: Proof) -> None:
    """BadProof unless s·G = t1 + c·X and s·M = t2 + c·Z; BadPoint at the first bad point.

    The plain twin of `fold`.
    """
    check_form(statement)
    points = group.check_column(statement.ciphertexts, 2 * statement.count, "ciphertexts")[::2]
    given = group.check_column(statement.factors, statement.count, "factors")
    for name, point in (("t1", proof.t1), ("t2", proof.t2)):
        group.check(point, name)
    first_seed = seed(statement)
    w = weights(first_seed, statement.count)
    c = challenge("decryption-challenge", first_seed, proof.t1, proof.t2)
    if group.base(proof.s) != group.add(proof.t1, group.mul(c, statement.verification)):
        raise BadProof("the equation of this commitment does not hold", "t1")
    left = group.mul(proof.s, group.multiscalar(w, points))
    if left != group.add(proof.t2, group.mul(c, group.multiscalar(w, given))):
        raise BadProof("the equation of this commitment does not hold", "t2")


def fold(balance: Balance, statement: Statement, proof: Proof, ballots: Terms, given: Terms) -> None:
    """Add both equations, weighted, to `balance`; coefficients of ciphertexts and factors to their terms."""
    check_form(statement)
    first_seed = seed(statement)
    w = weights(first_seed, statement.count)
    c = challenge("decryption-challenge", first_seed, proof.t1, proof.t2)
    v1, v2 = balance.weight(), balance.weight()
    balance.base(v1 * proof.s)
    balance.point(-v1, proof.t1)
    balance.point(-v1 * c, statement.verification)
    balance.point(-v2, proof.t2)
    ballots.add_pairs((v2 * proof.s * each, 0) for each in w)
    given.add([-v2 * c * each for each in w])


def combine(ciphertexts: bytes, given: Mapping[int, bytes], crew: Crew | None = None) -> list[Point]:
    """The opened points M_i = beta_i - sum of lambda_j·d_ij, from the factors of exactly t trustees."""
    factor_of = lagrange(sorted(given))
    work = _Combine(tuple(-factor_of[number] % L for number in sorted(given)))
    betas = b"".join(group.split(ciphertexts)[1::2])
    columns_of = [(given[number], 32) for number in sorted(given)]
    opened = spread(crew or Alone(), work, len(betas) // 32, (betas, 32), *columns_of)
    return group.split(b"".join(opened))


@dataclass(frozen=True, slots=True)
class _Combine:
    factors: tuple[int, ...]

    def __call__(self, betas: bytes, *given: bytes) -> bytes:
        rows = zip(group.split(betas), *map(group.split, given), strict=True)
        return b"".join(group.multiscalar((1, *self.factors), row) for row in rows)


def fold_plaintexts(balance: Balance, opened: bytes, ballots: Terms, given: Mapping[int, Terms]) -> None:
    """Add the equation of `combine` for each ballot, weighted; `opened` is a column, identity allowed."""
    v = balance.weights(len(opened) // 32)
    balance.column([-each for each in v], opened, identity=True)
    ballots.add_pairs((0, each) for each in v)
    for number, factor in lagrange(sorted(given)).items():
        given[number].add([-factor * each for each in v])
