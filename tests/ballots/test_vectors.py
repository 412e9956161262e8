"""The frozen vectors: the same bytes as ever, and each case holds or is refused as it says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ballots import canonical, elgamal, group, proofs, shuffle, signing, transcript
from ballots.errors import BallotError
from ballots.group import Point
from ballots.trustees import ceremony, decryption
from tests.ballots import make_vectors

FOLDER = Path(__file__).parent / "vectors"
COUNTS = {"decryption": 3, "mix": 5, "sealing": 9, "signatures": 5, "transcript": 6}


def load(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text())


def octets(case: dict[str, Any], name: str) -> bytes:
    return bytes.fromhex(case[name])


def check_sealing(case: dict[str, Any]) -> None:
    casting = proofs.Casting(
        octets(case, "context"),
        case["slot"],
        octets(case, "device"),
        case["revision"],
        octets(case, "supersedes"),
    )
    sealed = elgamal.check(octets(case, "alpha"), octets(case, "beta"))
    response = group.read_scalar(octets(case, "response"))
    proofs.check_knowledge(casting, sealed, proofs.Knowledge(Point(octets(case, "commitment")), response))
    secret = int.from_bytes(octets(case, "secret"), "little")
    assert group.base(secret).hex() == case["key"]
    assert group.decode_message(elgamal.unseal(secret, sealed)).hex() == case["message"]


def check_mix(case: dict[str, Any]) -> None:
    statement = shuffle.Statement(
        octets(case, "context"),
        case["number"],
        case["mixer"],
        Point(octets(case, "key")),
        octets(case, "inputs"),
        octets(case, "outputs"),
    )
    points = [bytes.fromhex(point) for point in case["points"]]
    scalars = [group.read_scalar(bytes.fromhex(scalar)) for scalar in case["scalars"]]
    proof = shuffle.read_proof(octets(case, "proof"), statement.count, points, scalars)
    shuffle.check(statement, proof)
    first = shuffle.seed(statement, proof.c)
    assert first.hex() == case["seed"]
    challenge = shuffle.second_challenge(first, proof.chain, proof.points, proof.t_chain)
    assert group.scalar_octets(challenge).hex() == case["challenge"]


def check_decryption(case: dict[str, Any]) -> None:
    statement = decryption.Statement(
        octets(case, "context"),
        case["trustee"],
        Point(octets(case, "verification")),
        octets(case, "ciphertexts"),
        octets(case, "factors"),
    )
    s = group.read_scalar(octets(case, "s"))
    proof = decryption.Proof(Point(octets(case, "t1")), Point(octets(case, "t2")), s)
    decryption.check(statement, proof)
    opened = decryption.combine(statement.ciphertexts, {1: statement.factors})
    assert [point.hex() for point in opened] == case["opened"]


def check_signature(case: dict[str, Any]) -> None:
    signing.verify(octets(case, "key"), octets(case, "message"), octets(case, "signature"))


CHECKS = {
    "decryption": check_decryption,
    "mix": check_mix,
    "sealing": check_sealing,
    "signatures": check_signature,
}


@pytest.mark.parametrize("name", sorted(COUNTS))
def test_the_vectors_are_made_again_byte_for_byte(name):
    assert load(name) == make_vectors.content()[name]
    assert len(load(name)) == COUNTS[name]


@pytest.mark.parametrize(("name", "number"), [(name, i) for name in CHECKS for i in range(COUNTS[name])])
def test_each_case_holds_or_is_refused_as_it_says(name, number):
    case = load(name)[number]
    if case["holds"]:
        CHECKS[name](case)
    else:
        with pytest.raises(BallotError):
            CHECKS[name](case)


def item(found: dict[str, Any]) -> transcript.Item:
    ((kind, value),) = found.items()
    if kind == "list":
        return [item(each) for each in value]
    return {"bytes": bytes.fromhex, "number": int, "text": str}[kind](value)


@pytest.mark.parametrize("number", range(COUNTS["transcript"]))
def test_each_digest_is_the_frozen_one(number):
    case = load("transcript")[number]
    items = [item(each) for each in case["items"]]
    assert transcript.digest(case["domain"], *items).hex() == case["digest"]
    assert group.scalar_octets(transcript.challenge(case["domain"], *items)).hex() == case["challenge"]


def test_generators_and_message_points_are_the_frozen_ones():
    frozen = load("group")
    assert frozen == make_vectors.group_cases()
    for case in frozen["generators"]:
        assert group.generator(case["number"]).hex() == case["point"]
    for case in frozen["messages"]:
        assert group.encode_message(bytes.fromhex(case["message"])).hex() == case["point"]
    for point in frozen["carry_nothing"]:
        with pytest.raises(BallotError):
            group.decode_message(Point(bytes.fromhex(point)))
    for point in frozen["refused_points"]:
        assert not group.is_valid(bytes.fromhex(point))


def test_the_frozen_ceremony_gives_the_frozen_keys():
    frozen = load("ceremony")
    blob = canonical.encode(frozen["ceremony"])
    key = ceremony.read(blob)
    assert transcript.digest("ceremony-file", blob).hex() == frozen["digest"]
    assert key.public.hex() == frozen["public"]
    assert [key.verification[number].hex() for number in (1, 2, 3)] == frozen["verification"]
    shares = [int.from_bytes(bytes.fromhex(share), "little") for share in frozen["shares"]]
    assert [group.base(share).hex() for share in shares] == frozen["verification"]
