"""The booth's modules against the frozen vectors and, number by number, against Python."""

import json
from pathlib import Path
from typing import Any

from ballots import elgamal, group, proofs
from ballots.group import L, Point
from ballots.proofs import Casting
from tests.ballots.javascript import evaluate

VECTORS = Path(__file__).parent / "vectors"
FIRST_LINES = """
  const hex = bytes => Buffer.from(bytes).toString('hex');
  const bytes = text => Uint8Array.from(Buffer.from(text, 'hex'));
  const load = name => import(`./static/js/booth/${name}.js`);
  const refused = work => { try { work(); return false; } catch (error) { return error.code; } };
"""


def booth(lines: str, given: Any) -> Any:
    return evaluate(FIRST_LINES + lines, given)


def load(name: str) -> Any:
    return json.loads((VECTORS / f"{name}.json").read_text())


def test_digests_and_challenges_are_the_frozen_ones() -> None:
    """Those the booth needs: it hashes no lists and no number beyond 2^53."""
    cases = [case for case in load("transcript") if all(map(fits, case["items"]))]
    found = booth(
        """const {digest, challenge} = await load('transcript');
        const {scalarBytes} = await load('group');
        const made = {bytes, text: String, number: Number};
        const item = found => Object.entries(found).map(([kind, value]) => made[kind](value))[0];
        console.log(JSON.stringify(given.map(({domain, items}) => ({
          digest: hex(digest(domain, ...items.map(item))),
          challenge: hex(scalarBytes(challenge(domain, ...items.map(item))))}))));""",
        cases,
    )
    assert found == [{name: case[name] for name in ("digest", "challenge")} for case in cases]
    assert len(cases) >= 3


def fits(item: dict[str, Any]) -> bool:
    return "list" not in item and int(item.get("number", 0)) < 2**53


def test_messages_become_the_frozen_points_and_bad_points_are_refused() -> None:
    frozen = load("group")
    refused_by_the_rfc = json.loads((VECTORS / "rfc9496.json").read_text())["refused"]
    bad = [*frozen["refused_points"], *refused_by_the_rfc, "00" * 32]
    made, codes = booth(
        """const {messagePoint, point} = await load('group');
        console.log(JSON.stringify([given[0].map(each => hex(messagePoint(bytes(each)).toBytes())),
          given[1].map(each => refused(() => point(bytes(each))))]));""",
        [[case["message"] for case in frozen["messages"]], bad],
    )
    assert made == [case["point"] for case in frozen["messages"]]
    assert codes == ["bad-point"] * len(bad)


def test_signatures_hold_or_are_refused_as_the_vectors_say() -> None:
    cases = load("signatures")
    found = booth(
        """const {checkSignature} = await load('signatures');
        console.log(JSON.stringify(given.map(({key, message, signature}) =>
          !refused(() => checkSignature(bytes(key), bytes(message), bytes(signature))))));""",
        cases,
    )
    assert found == [case["holds"] for case in cases]


def test_markings_have_the_frozen_codes() -> None:
    cases = load("records")["packing"]
    found = booth(
        """const {codeOf, sizeOf} = await load('kinds');
        console.log(JSON.stringify(given.map(({costs, marking, ...section}) => {
          section.projects = costs.map((cost, at) => ({cost, id: `P${String(at + 1).padStart(3, '0')}`}));
          return [sizeOf(section), codeOf(marking, section)].map(String);
        })));""",
        cases,
    )
    assert found == [[case["size"], case["code"]] for case in cases]


def test_the_receipt_of_the_specification_holds_and_names_its_tracker() -> None:
    frozen = load("records")
    found = booth(
        """const {checkReceipt} = await load('receipt');
        const {decode} = await load('canonical');
        const text = words => new TextEncoder().encode(words);
        const election = {manifest: decode(text(given.manifest)), id: bytes(given.election),
          fingerprint: given.election};
        console.log(JSON.stringify(checkReceipt(text(given.receipt), election, given.tracker)));""",
        frozen,
    )
    assert (found["tracker"], found["inTheBox"], found["witnesses"]) == (frozen["tracker"], True, 1)


def test_with_the_same_random_numbers_booth_and_python_seal_the_same_bytes() -> None:
    key, message = group.base(123456789), bytes(range(30))
    casting = Casting(bytes(range(64)), 70_000, bytes(range(32)), 3, bytes(32))
    pairs = [(1, 1), (L - 1, 2), (2**200 + 7, L - 1)]
    found = booth(
        """const {sealWith, proveKnowledge} = await load('seal');
        const {Point} = await load('group');
        const belonging = given.casting.map(each => typeof each === 'string' ? bytes(each) : each);
        console.log(JSON.stringify(given.pairs.map(([r, k]) => {
          const sealed = sealWith(Point.fromHex(given.key), bytes(given.message), BigInt(r));
          const proof = proveKnowledge(belonging, sealed, BigInt(r), BigInt(k));
          return ['alpha', 'beta', 'commitment', 'response'].map(name => hex({...sealed, ...proof}[name]));
        })));""",
        {
            "key": key.hex(),
            "message": message.hex(),
            "pairs": [[str(r), str(k)] for r, k in pairs],
            "casting": [
                *(casting.context.hex(), casting.slot, casting.device.hex()),
                *(casting.revision, casting.supersedes.hex()),
            ],
        },
    )
    assert found == [sealed_by_python(key, message, casting, r, k) for r, k in pairs]


def sealed_by_python(key: Point, message: bytes, casting: Casting, r: int, k: int) -> list[str]:
    sealed = elgamal.seal(key, group.encode_message(message), r)
    commitment = group.base(k)
    response = (k + proofs.knowledge_challenge(casting, sealed, commitment) * r) % L
    parts = (sealed.alpha, sealed.beta, commitment, group.scalar_octets(response))
    return [part.hex() for part in parts]
