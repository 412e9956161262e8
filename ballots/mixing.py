"""Mixing: re-encrypt, reorder, and prove it (FORMAT.md, chapter 24).

Algorithms GenShuffle and GenProof of Haenni, Locher, Koenig and Dubuis ("Pseudo-code algorithms for
verifiable re-encryption mix-nets", FC 2017 workshops). r are the secrets of commitments, w (omega in the
paper) those of the proof, x and y the closed form of the chain; c-hat is called links, u' u_prime.
"""

from __future__ import annotations

from dataclasses import dataclass

from ballots import columns, group, randomness, shuffle
from ballots.group import H, L, Point
from ballots.shuffle import Proof, Statement
from ballots.workers import Alone, Crew, spread


@dataclass(frozen=True, slots=True)
class Mix:
    """The outputs of one mix and the proof; nobody can find the order from them."""

    outputs: bytes
    proof: Proof


def mix(
    context: bytes,
    number: int,
    mixer: int,
    key: Point,
    inputs: bytes,
    source: randomness.Source,
    crew: Crew | None = None,
) -> Mix:
    """GenShuffle and GenProof: `inputs` (a column of N >= 1 ciphertexts) mixed, with the proof of it.

    The order and all secrets exist only inside this call.
    """
    crew = crew or Alone()
    count = len(inputs) // 64
    order = randomness.permutation(source, count)
    r_outputs = _scalars(source, count)
    outputs = _reencrypted(key, inputs, order, r_outputs, crew)
    statement = Statement(context, number, mixer, key, inputs, outputs)
    return Mix(outputs, _prove(statement, order, r_outputs, source, crew))


def _scalars(source: randomness.Source, count: int) -> list[int]:
    return [randomness.scalar(source) for _ in range(count)]


def _reencrypted(key: Point, inputs: bytes, order: list[int], r: list[int], crew: Crew) -> bytes:
    moved = b"".join(inputs[64 * place : 64 * place + 64] for place in order)
    packed = columns.pack_scalars(r)
    return b"".join(spread(crew, _Reseal(key), len(order), (packed, 32), (moved, 64)))


@dataclass(frozen=True, slots=True)
class _Reseal:
    key: Point

    def __call__(self, scalars: bytes, ciphertexts: bytes) -> bytes:
        numbers, points = columns.unpack_scalars(scalars), group.split(ciphertexts)
        return b"".join(
            group.add(alpha, group.base(r)) + group.add(beta, group.mul(r, self.key))
            for r, alpha, beta in zip(numbers, points[::2], points[1::2], strict=True)
        )


@dataclass(frozen=True, slots=True)
class _Secrets:
    """What a prover draws: r by place of the input, the chain's r, and one w for each response."""

    r: list[int]
    r_chain: list[int]
    w: list[int]
    w_chain: list[int]
    w_prime: list[int]


def _draw(source: randomness.Source, count: int) -> _Secrets:
    return _Secrets(
        r=_scalars(source, count),
        r_chain=_scalars(source, count),
        w=_scalars(source, len(shuffle.SINGLE_SCALARS)),
        w_chain=_scalars(source, count),
        w_prime=_scalars(source, count),
    )


def _prove(
    statement: Statement, order: list[int], r_outputs: list[int], source: randomness.Source, crew: Crew
) -> Proof:
    drawn = _draw(source, statement.count)
    c = _permutation_commitments(order, drawn.r, crew)
    first_seed = shuffle.seed(statement, c)
    u = shuffle.weights(first_seed, statement.count)
    u_prime = [u[place] for place in order]
    x, y = _closed_form(drawn.r_chain, u_prime)
    links = _both(crew, x[1:], y[1:])
    t_chain = _chain_commitments(drawn, x, y, crew)
    points = _single_commitments(statement, drawn, crew)

    e = shuffle.second_challenge(first_seed, links, points, t_chain)
    secrets = (sum(drawn.r), x[-1], _inner(drawn.r, u), _inner(r_outputs, u_prime))
    s1, s2, s3, s4 = ((w + e * secret) % L for w, secret in zip(drawn.w, secrets, strict=True))
    s_chain = columns.pack_scalars(w + e * r for w, r in zip(drawn.w_chain, drawn.r_chain, strict=True))
    s_prime = columns.pack_scalars(w + e * value for w, value in zip(drawn.w_prime, u_prime, strict=True))
    return Proof(c, links, t_chain, s_chain, s_prime, points, (s1, s2, s3, s4))


def _chain_commitments(drawn: _Secrets, x: list[int], y: list[int], crew: Crew) -> bytes:
    """t-hat_i = w-hat_i·G + w'_i·link_(i-1), the link in its closed form."""
    base = [w + wp * before for w, wp, before in zip(drawn.w_chain, drawn.w_prime, x[:-1], strict=True)]
    return _both(crew, base, [wp * before for wp, before in zip(drawn.w_prime, y[:-1], strict=True)])


def _single_commitments(
    statement: Statement, drawn: _Secrets, crew: Crew
) -> tuple[Point, Point, Point, Point, Point]:
    w1, w2, w3, w4 = drawn.w
    w_prime = columns.pack_scalars(drawn.w_prime)
    alphas, betas = _halves(statement.outputs)
    generators = group.generators(statement.count)
    return (
        group.base(w1),
        group.base(w2),
        group.add(group.base(w3), columns.multiscalar(w_prime, generators, crew)),
        group.sub(columns.multiscalar(w_prime, alphas, crew), group.base(w4)),
        group.sub(columns.multiscalar(w_prime, betas, crew), group.mul(w4, statement.key)),
    )


def _permutation_commitments(order: list[int], r: list[int], crew: Crew) -> bytes:
    """c[j] = r[j]·G + H_i where output i came from input j."""
    by_output = columns.pack_scalars(r[place] for place in order)
    made = b"".join(
        spread(crew, columns.blinded, len(order), (by_output, 32), (group.generators(len(order)), 32))
    )
    c = [b""] * len(order)
    for output, place in enumerate(order):
        c[place] = made[32 * output : 32 * output + 32]
    return b"".join(c)


def _closed_form(r_chain: list[int], u_prime: list[int]) -> tuple[list[int], list[int]]:
    """x and y with link i = x_i·G + y_i·h, from link 0 = h on: so none has to wait for the one before."""
    x, y = [0], [1]
    for r, u in zip(r_chain, u_prime, strict=True):
        x.append((r + u * x[-1]) % L)
        y.append(u * y[-1] % L)
    return x, y


def _both(crew: Crew, x: list[int], y: list[int]) -> bytes:
    packed = columns.pack_scalars(x), columns.pack_scalars(y)
    return b"".join(spread(crew, columns.Combine(H), len(x), (packed[0], 32), (packed[1], 32)))


def _halves(ciphertexts: bytes) -> tuple[bytes, bytes]:
    records = group.split(ciphertexts)
    return b"".join(records[::2]), b"".join(records[1::2])


def _inner(one: list[int], other: list[int]) -> int:
    return sum(a * b for a, b in zip(one, other, strict=True)) % L
