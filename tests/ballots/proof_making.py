"""Small honest proofs for tests, from a fixed seed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ballots import elgamal, group, mixing, randomness, shuffle
from ballots.elgamal import Ciphertext
from ballots.equations import Balance, Terms
from ballots.errors import BadPoint, BadProof
from ballots.group import Point
from ballots.proofs import Casting, Knowledge, prove_knowledge
from ballots.transcript import context
from ballots.trustees import decryption
from ballots.workers import Alone

SECRET = 123_456_789
KEY = group.base(SECRET)
ELECTION = bytes(range(32))
CONTEXT = context(ELECTION, "whole", "adults")
CASTING = Casting(CONTEXT, 7, b"\x07" * 32, 1, bytes(32))


def source(seed: str = "tests") -> randomness.SeededSource:
    return randomness.SeededSource(seed.encode())


def message(number: int) -> bytes:
    return number.to_bytes(30, "big")


def sealed(number: int, seed: str = "tests") -> tuple[Ciphertext, int]:
    r = randomness.scalar(source(f"{seed} {number}"))
    return elgamal.seal(KEY, group.encode_message(message(number)), r), r


def proven(casting: Casting = CASTING, number: int = 1) -> tuple[Ciphertext, Knowledge]:
    ciphertext, r = sealed(number)
    return ciphertext, prove_knowledge(casting, ciphertext, r, source("proof"))


@dataclass(frozen=True)
class Made:
    """A mix with its statement."""

    statement: shuffle.Statement
    proof: shuffle.Proof


@cache
def mixed(count: int) -> Made:
    inputs = elgamal.pack([sealed(number)[0] for number in range(count)])
    made = mixing.mix(CONTEXT, 1, 2, KEY, inputs, source("mix"))
    return Made(shuffle.Statement(CONTEXT, 1, 2, KEY, inputs, made.outputs), made.proof)


def messages_in(column: bytes) -> list[int]:
    """The messages of ciphertexts, by the secret key, in order."""
    points = (elgamal.unseal(SECRET, each) for each in elgamal.unpack(column))
    return [int.from_bytes(group.decode_message(point), "big") for point in points]


@cache
def opened(count: int, secret: int = SECRET) -> tuple[decryption.Statement, decryption.Proof]:
    column = mixed(count).statement.outputs
    factors = decryption.factors(secret, column)
    statement = decryption.Statement(CONTEXT, 3, group.base(secret), column, factors)
    return statement, decryption.prove(statement, secret, source("decryption"))


def mix_fails_folded(statement: shuffle.Statement, proof: shuffle.Proof) -> bool:
    """Whether the folded sum of one mix is refused."""
    balance = Balance(Alone())
    try:
        sides = shuffle.Sides(Terms(statement.inputs), Terms(statement.outputs))
        generators = Terms(group.generators(statement.count))
        shuffle.fold(balance, statement, proof, sides, generators)
        for terms in (sides.inputs, sides.outputs, generators):
            balance.terms(terms)
        balance.settle()
    except (BadProof, BadPoint):
        return True
    return False


def mix_fails_plainly(statement: shuffle.Statement, proof: shuffle.Proof) -> bool:
    try:
        shuffle.check(statement, proof)
    except (BadProof, BadPoint):
        return True
    return False


def other_point(point: bytes) -> Point:
    """Another valid point."""
    return group.add(Point(point), group.G)
