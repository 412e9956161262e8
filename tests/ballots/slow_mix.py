"""A shuffle proof checked as FORMAT.md, chapter 24, writes it: plain Python group, one equation a line.

`c_in_seed=False` is the broken verifier of the published attack, to show that the attack is real.
"""

from __future__ import annotations

from ballots.shuffle import Proof, Statement
from ballots.transcript import ORDER, challenge, digest
from tests.ballots import slow_group
from tests.ballots.slow_group import Element


def records(column: bytes) -> list[bytes]:
    return [column[at : at + 32] for at in range(0, len(column), 32)]


def elements(column: bytes) -> list[Element]:
    found = [slow_group.decode(each) for each in records(column)]
    return [element for element in found if element is not None and any(slow_group.encode(element))]


def total(*terms: tuple[int, Element]) -> bytes:
    result = slow_group.ZERO
    for scalar, element in terms:
        result = slow_group.add(result, slow_group.mul(scalar % ORDER, element))
    return slow_group.encode(result)


def generator(number: int) -> bytes:
    return slow_group.hash_to_point(digest("generator", number))


def first_seed(statement: Statement, c: bytes, c_in_seed: bool = True) -> bytes:
    n = len(statement.inputs) // 64
    generators = b"".join(generator(i) for i in range(1, n + 1))
    named = (statement.context, statement.number, statement.mixer, n, statement.key, generator(0), generators)
    return digest("mix-seed", *named, statement.inputs, statement.outputs, *([c] if c_in_seed else []))


def holds(statement: Statement, proof: Proof, c_in_seed: bool = True) -> bool:
    n = len(statement.inputs) // 64
    h, *big_h = (slow_group.decode(generator(i)) for i in range(n + 1))
    g, y = slow_group.decode(bytes.fromhex(BASE)), slow_group.decode(statement.key)
    ins, outs = elements(statement.inputs), elements(statement.outputs)
    c, links, t_hat = elements(proof.c), elements(proof.chain), elements(proof.t_chain)
    s_hat, s_prime = (
        [int.from_bytes(s, "little") for s in records(column)] for column in (proof.s_chain, proof.s_prime)
    )
    s1, s2, s3, s4 = proof.scalars
    if not (len(ins) == len(outs) == 2 * n and len(c) == len(links) == len(t_hat) == n):
        return False
    if any(s >= ORDER for s in (*s_hat, *s_prime, *proof.scalars)):
        return False
    seed = first_seed(statement, proof.c, c_in_seed)
    u = [challenge("mix-weight", seed, i) for i in range(1, n + 1)]
    e = challenge("mix-challenge", seed, proof.chain, *proof.points, proof.t_chain)
    product = 1
    for each in u:
        product = product * each % ORDER
    expected = [
        total((s1, g), *zip([-e] * n, c, strict=True), *zip([e] * n, big_h, strict=True)),
        total((s2, g), (-e, links[-1]), (e * product, h)),
        total((s3, g), *zip(s_prime, big_h, strict=True), *((-e * a, b) for a, b in zip(u, c, strict=True))),
        total((-s4, g), *pairs(s_prime, outs[::2]), *pairs([-e * a for a in u], ins[::2])),
        total((-s4, y), *pairs(s_prime, outs[1::2]), *pairs([-e * a for a in u], ins[1::2])),
    ]
    before = [h, *links[:-1]]
    expected += [total((s_hat[i], g), (s_prime[i], before[i]), (-e, links[i])) for i in range(n)]
    return expected == [*proof.points, *records(proof.t_chain)]


def pairs(scalars: list[int], points: list[Element]) -> list[tuple[int, Element]]:
    return list(zip(scalars, points, strict=True))


BASE = "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76"
