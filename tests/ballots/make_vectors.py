"""Writes the frozen vectors again: `python -m tests.ballots.make_vectors`.

Every value comes from a fixed seed; only the sealed shares of the ceremony are random, so `ceremony.json`
keeps its old content unless it is deleted first. A changed vector is a changed format.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ballots import canonical, elgamal, group, shuffle, signed, signing, transcript
from ballots.trustees import ceremony, holder
from tests.ballots.forged_mix import forge
from tests.ballots.proof_making import (
    CASTING,
    ELECTION,
    KEY,
    SECRET,
    message,
    mixed,
    opened,
    other_point,
    proven,
    source,
)

FOLDER = Path(__file__).parent / "vectors"
Cases = list[dict[str, Any]]


def transcript_cases() -> Cases:
    inputs: list[tuple[str, list[Any]]] = [
        ("context", []),
        ("context", [b""]),
        ("context", [b"hi", 258, "가"]),
        ("context", [ELECTION, "whole", "adults"]),
        ("manifest", [[b"a", [1, 0]], []]),
        ("mix-seed", [2**64, 2**252]),
    ]
    return [
        {
            "domain": domain,
            "items": [_item(item) for item in items],
            "digest": transcript.digest(domain, *items).hex(),
            "challenge": group.scalar_octets(transcript.challenge(domain, *items)).hex(),
        }
        for domain, items in inputs
    ]


def _item(item: Any) -> dict[str, Any]:
    """Bytes as hex, numbers in decimal: JSON numbers are too small for them."""
    if isinstance(item, bytes):
        return {"bytes": item.hex()}
    if isinstance(item, int):
        return {"number": str(item)}
    if isinstance(item, str):
        return {"text": item}
    return {"list": [_item(each) for each in item]}


def group_cases() -> dict[str, Any]:
    texts = [bytes(30), b"\xff" * 30, message(1), bytes(range(30))]
    carrying = [group.encode_message(text) for text in texts]
    larger = next(
        octets
        for octets in (bytes([2 * k]) + bytes(range(30)) + b"\0" for k in range(carrying[3][0] // 2 + 1, 128))
        if group.is_valid(octets)
    )
    return {
        "generators": [{"number": n, "point": group.generator(n).hex()} for n in (0, 1, 2, 3, 256, 100_000)],
        "messages": [
            {"message": text.hex(), "point": point.hex()} for text, point in zip(texts, carrying, strict=True)
        ],
        "carry_nothing": [larger.hex(), group.IDENTITY.hex(), group.G.hex(), group.base(5).hex()],
        "refused_points": [(b"\1" + bytes(31)).hex(), (group.G[:31] + bytes([group.G[31] | 128])).hex()],
    }


def sealing_cases() -> Cases:
    ciphertext, proof = proven()
    good = {
        "key": KEY.hex(),
        "secret": group.scalar_octets(SECRET).hex(),
        "message": message(1).hex(),
        "context": CASTING.context.hex(),
        "slot": CASTING.slot,
        "device": CASTING.device.hex(),
        "revision": CASTING.revision,
        "supersedes": CASTING.supersedes.hex(),
        "alpha": ciphertext.alpha.hex(),
        "beta": ciphertext.beta.hex(),
        "commitment": proof.commitment.hex(),
        "response": group.scalar_octets(proof.response).hex(),
        "holds": True,
    }
    beyond = (proof.response + group.L).to_bytes(32, "little").hex()
    second_name = (ciphertext.alpha[:31] + bytes([ciphertext.alpha[31] | 128])).hex()
    return [
        good,
        {**good, "holds": False, "slot": 8},
        {**good, "holds": False, "revision": 2},
        {**good, "holds": False, "supersedes": ""},
        {**good, "holds": False, "alpha": other_point(ciphertext.alpha).hex()},
        {**good, "holds": False, "alpha": second_name},
        {**good, "holds": False, "beta": other_point(ciphertext.beta).hex()},
        {**good, "holds": False, "beta": group.IDENTITY.hex()},
        {**good, "holds": False, "response": beyond},
    ]


def mix_cases() -> Cases:
    made = mixed(3)
    good = {**_mix(made.statement, made.proof), "holds": True}
    statement, proof = forge(3, c_in_seed=False)
    moved = other_point(made.statement.outputs[:32]) + made.statement.outputs[32:]
    return [
        good,
        {**_mix(mixed(1).statement, mixed(1).proof), "holds": True},
        {**_mix(statement, proof), "holds": False, "why": "made for a seed without c; this seed has it"},
        {**good, "holds": False, "mixer": 1, "why": "another mixer"},
        {**good, "holds": False, "outputs": moved.hex(), "why": "another output"},
    ]


def _mix(statement: shuffle.Statement, proof: shuffle.Proof) -> dict[str, Any]:
    first = shuffle.seed(statement, proof.c)
    challenge = shuffle.second_challenge(first, proof.chain, proof.points, proof.t_chain)
    return {
        "context": statement.context.hex(),
        "number": statement.number,
        "mixer": statement.mixer,
        "key": statement.key.hex(),
        "inputs": statement.inputs.hex(),
        "outputs": statement.outputs.hex(),
        "proof": proof.octets().hex(),
        "points": [point.hex() for point in proof.points],
        "scalars": [group.scalar_octets(scalar).hex() for scalar in proof.scalars],
        "seed": first.hex(),
        "challenge": group.scalar_octets(challenge).hex(),
    }


def decryption_cases() -> Cases:
    statement, proof = opened(3)
    good = {
        "context": statement.context.hex(),
        "trustee": statement.trustee,
        "verification": statement.verification.hex(),
        "ciphertexts": statement.ciphertexts.hex(),
        "factors": statement.factors.hex(),
        "t1": proof.t1.hex(),
        "t2": proof.t2.hex(),
        "s": group.scalar_octets(proof.s).hex(),
        "opened": [elgamal.unseal(SECRET, each).hex() for each in elgamal.unpack(statement.ciphertexts)],
        "holds": True,
    }
    first, second, rest = statement.factors[:32], statement.factors[32:64], statement.factors[64:]
    return [
        good,
        {**good, "holds": False, "factors": (second + first + rest).hex()},
        {**good, "holds": False, "trustee": 1},
    ]


def ceremony_case() -> dict[str, Any]:
    blob, people = holder.rehearse(("Kim", "Lee", "Park"), 2, source("vector"))
    key = ceremony.read(blob)
    return {
        "ceremony": canonical.decode(blob),
        "digest": transcript.digest("ceremony-file", blob).hex(),
        "public": key.public.hex(),
        "verification": [key.verification[number].hex() for number in (1, 2, 3)],
        "shares": [group.scalar_octets(people[number].share).hex() for number in (1, 2, 3)],
    }


def signature_cases() -> Cases:
    key = signing.new_key(source("signer"))
    fields = {"type": "void", "election": ELECTION.hex(), "slot": 1, "reason": "desk", "revision": 0}
    made = signed.sign(key, fields)
    octets = bytes.fromhex(made["signature"])
    s = int.from_bytes(octets[32:], "little") + group.L
    good = {
        "key": signing.public_key(key).hex(),
        "message": signed.message(made).hex(),
        "signature": octets.hex(),
        "holds": True,
    }
    small = {"key": (b"\1" + bytes(31)).hex(), "signature": (b"\1" + bytes(63)).hex()}
    cofactored = [part.hex() for part in signing.COFACTORED]
    return [
        good,
        {**good, "holds": False, "signature": (octets[:32] + s.to_bytes(32, "little")).hex()},
        {**good, "holds": False, "message": good["message"][:-2] + "00"},
        {**good, "holds": False, **small},
        {**dict(zip(("key", "message", "signature"), cofactored, strict=True)), "holds": False},
    ]


def content() -> dict[str, Any]:
    """Every vector file but the ceremony's."""
    return {
        "transcript": transcript_cases(),
        "group": group_cases(),
        "sealing": sealing_cases(),
        "mix": mix_cases(),
        "decryption": decryption_cases(),
        "signatures": signature_cases(),
    }


def write(name: str, value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    (FOLDER / f"{name}.json").write_text(text + "\n")


def main() -> None:
    """Write every file."""
    for name, value in content().items():
        write(name, value)
    if not (FOLDER / "ceremony.json").exists():
        write("ceremony", ceremony_case())


if __name__ == "__main__":
    main()
