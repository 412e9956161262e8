"""The published break of a shuffle proof whose first seed leaves out the permutation commitments.

Who knows u before choosing c can open c to any u' with the same product, so outputs need not be the inputs
reordered: here the first ballot is doubled and the second halved (which spoils both), and the proof holds.
"""

from __future__ import annotations

from ballots import columns, elgamal, group, randomness
from ballots.elgamal import Ciphertext
from ballots.group import H, L, Point
from ballots.shuffle import Proof, Statement
from ballots.transcript import challenge, challenges
from tests.ballots import slow_mix
from tests.ballots.proof_making import CONTEXT, KEY, mixed, source

HALF = pow(2, -1, L)


def forge(count: int, c_in_seed: bool) -> tuple[Statement, Proof]:
    """The false mix of `count` >= 2 ballots; `c_in_seed` says which seed the forger reckons with.

    With the true seed the forger must guess c before it is known: a seed over empty commitments.
    """
    drawn = source("forger")
    inputs = mixed(count).statement.inputs
    statement = Statement(CONTEXT, 1, 2, KEY, inputs, b"")
    r_out = [randomness.scalar(drawn) for _ in range(count)]
    factors = [2, HALF] + [1] * (count - 2)
    outputs = [
        _reseal(_times(factor, each), r)
        for factor, each, r in zip(factors, elgamal.unpack(inputs), r_out, strict=True)
    ]
    statement = Statement(CONTEXT, 1, 2, KEY, inputs, elgamal.pack(outputs))

    guessed = slow_mix.first_seed(statement, b"", c_in_seed=False)
    u = list(challenges("mix-weight", count, guessed))
    u_prime = [value * pow(factor, -1, L) % L for value, factor in zip(u, factors, strict=True)]
    r = [randomness.scalar(drawn) for _ in range(count)]
    c = _commitments(u, u_prime, r)
    seed = slow_mix.first_seed(statement, c, c_in_seed)
    return statement, _prove(statement, seed, c, u, u_prime, r, r_out, drawn)


def _times(factor: int, sealed: Ciphertext) -> Ciphertext:
    return Ciphertext(group.mul(factor, sealed.alpha), group.mul(factor, sealed.beta))


def _reseal(sealed: Ciphertext, r: int) -> Ciphertext:
    return elgamal.reseal(KEY, sealed, r)


def _commitments(u: list[int], u_prime: list[int], r: list[int]) -> bytes:
    """c with sum c = sum H + ... and sum u·c = sum u'·H + ...: the false weight lies in the first two."""
    generators = group.split(group.generators(len(u)))
    share = [(value - u[1]) * pow(u[0] - u[1], -1, L) % L for value in u_prime]
    first = group.add(group.base(r[0]), group.multiscalar(share, generators))
    second = group.add(group.base(r[1]), group.multiscalar([(1 - a) % L for a in share], generators))
    return first + second + b"".join(group.base(each) for each in r[2:])


def _prove(
    statement: Statement,
    seed: bytes,
    c: bytes,
    u: list[int],
    u_prime: list[int],
    r: list[int],
    r_out: list[int],
    drawn: randomness.Source,
) -> Proof:
    """GenProof of the paper with the false witness u'."""
    count = len(u)
    generators = group.split(group.generators(count))
    outs = elgamal.unpack(statement.outputs)
    w1, w2, w3, w4 = (randomness.scalar(drawn) for _ in range(4))
    r_hat, w_hat, w_prime = ([randomness.scalar(drawn) for _ in range(count)] for _ in range(3))
    links, x = [H], [0]
    for each, weight in zip(r_hat, u_prime, strict=True):
        links.append(group.add(group.base(each), group.mul(weight, links[-1])))
        x.append((each + weight * x[-1]) % L)
    chain = b"".join(links[1:])
    t_hat = b"".join(
        group.add(group.base(w), group.mul(wp, link))
        for w, wp, link in zip(w_hat, w_prime, links[:-1], strict=True)
    )
    points = (
        group.base(w1),
        group.base(w2),
        group.add(group.base(w3), group.multiscalar(w_prime, generators)),
        group.sub(group.multiscalar(w_prime, [each.alpha for each in outs]), group.base(w4)),
        group.sub(group.multiscalar(w_prime, [each.beta for each in outs]), group.mul(w4, KEY)),
    )
    e = challenge("mix-challenge", seed, chain, *points, t_hat)
    scalars = (
        (w1 + e * sum(r)) % L,
        (w2 + e * x[-1]) % L,
        (w3 + e * _inner(r, u)) % L,
        (w4 + e * _inner(r_out, u_prime)) % L,
    )
    s_hat = columns.pack_scalars(w + e * each for w, each in zip(w_hat, r_hat, strict=True))
    s_prime = columns.pack_scalars(w + e * each for w, each in zip(w_prime, u_prime, strict=True))
    return Proof(c, chain, t_hat, s_hat, s_prime, _five(points), scalars)


def _five(points: tuple[Point, ...]) -> tuple[Point, Point, Point, Point, Point]:
    t1, t2, t3, t4a, t4b = points
    return t1, t2, t3, t4a, t4b


def _inner(one: list[int], other: list[int]) -> int:
    return sum(a * b for a, b in zip(one, other, strict=True))
