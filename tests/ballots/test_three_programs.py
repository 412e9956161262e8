"""Python, the booth and the second verifier read signatures, points, JSON and ballots alike.

Libraries differ in what odd input they accept; an election in which programs disagree has no result.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

import pytest

from ballots import canonical, group, log, signing
from ballots.bundle import names
from ballots.errors import BallotError, Unlawful
from ballots.randomness import SeededSource
from ballots.sections import Section, read_section
from ballots.transcript import ORDER
from tests.ballots import every_kind
from tests.ballots.javascript import evaluate

IMPORTS = """
  const booth = name => import(`./static/js/booth/${name}.js`);
  const second = name => import(`./tests/ballots/second_verifier/${name}.js`);
  const holds = work => { try { work(); return true; } catch { return false; } };
  const bytes = text => new Uint8Array(Buffer.from(text, 'hex'));
  const buffer = text => Buffer.from(text, 'hex');
  const say = value => console.log(JSON.stringify(value));
"""


def ask(lines: str, given: Any) -> Any:
    return evaluate(IMPORTS + lines, given)


def python_holds(work: Any, *given: Any) -> bool:
    try:
        work(*given)
    except BallotError:
        return False
    return True


# Signatures

# R is a point plus one of order 8: a verifier that multiplies by the cofactor (as noble's does) takes it.
COFACTORED = (
    "ef4f62f8479733ad879cfaced3c89a9c39dd4fc795ef2efa1c3eafe4d729a081",
    b"hi".hex(),
    "2856536c4aeeeb789bd4c703a54587280a914c7e7b9054f42dda4012e369282c"
    "373fc427873ae9942567412d8b0f016c963f741209bc084937a886eeb9b8b805",
)
ORDER_EIGHT = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"
NOT_CANONICAL = "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"


def strange_signatures() -> list[tuple[str, str, str]]:
    """(key, message, signature) in hex: first three that hold, then only ones that must be refused."""
    signer = signing.new_key(SeededSource(b"signer"))
    key = signing.public_key(signer).hex()
    good = [(key, each.hex(), signing.sign(signer, each).hex()) for each in (b"", b"a", b"ballot" * 50)]
    _, message, signature = good[1]
    r, s = signature[:64], int.from_bytes(bytes.fromhex(signature[64:]), "little")
    one = "01" + "00" * 31
    bad = [
        (key, good[0][1], signature),
        (key, message, r + (s + ORDER).to_bytes(32, "little").hex()),
        (key, message, r + (ORDER - s).to_bytes(32, "little").hex()),
        (one, message, one + "00" * 32),
        (ORDER_EIGHT, message, one + "00" * 32),
        (NOT_CANONICAL, message, one + "00" * 32),
        (key, message, one + signature[64:]),
        (key, message, "ff" * 32 + signature[64:]),
        COFACTORED,
    ]
    return good + bad


def test_they_agree_on_strange_signatures() -> None:
    cases = strange_signatures()
    expected = [True] * 3 + [False] * (len(cases) - 3)
    python = [python_holds(signing.verify, *map(bytes.fromhex, case)) for case in cases]
    found = ask(
        """const mine = (await booth('signatures')).checkSignature;
        const other = (await second('crypto')).checkSignature;
        say([given.map(parts => holds(() => mine(...parts.map(bytes)))),
             given.map(parts => holds(() => other(...parts.map(buffer), 'here')))]);""",
        cases,
    )
    assert [python, *found] == [expected] * 3


# Points


def test_they_agree_on_what_is_a_point() -> None:
    """Also on the second name that older versions of libsodium gave each point: its top bit set."""
    good = [bytes(group.base(number)) for number in range(1, 6)]
    named_twice = [each[:31] + bytes([each[31] | 0x80]) for each in good]
    negative = [bytes([each[0] | 1]) + each[1:] for each in good]
    bad = [bytes(32), b"\xff" * 32, (2**255 - 19).to_bytes(32, "little"), *named_twice, *negative]
    expected = [True] * len(good) + [False] * len(bad)
    python = [python_holds(group.check, each) for each in good + bad]
    found = ask(
        """const mine = (await booth('group')).point;
        const other = (await second('crypto')).point;
        say([given.map(each => holds(() => mine(bytes(each)))),
             given.map(each => holds(() => other(buffer(each), 'here')))]);""",
        [each.hex() for each in good + bad],
    )
    assert [python, *found] == [expected] * 3


# JSON

SEEDS = (
    '{"a":[1,-2,0,9007199254740991],"b":{"c":"주민","d":true},"e":"\\u001f\\n\\"\\\\/"}',
    '[[],{},"",false,-1]',
    '{"type":"cast","version":"pb-ballots/1"}',
    "[" * 16 + "]" * 16,
)
ODD = (
    *('{"b":1,"a":2}', '{"a":1,"a":1}', '{"a": 1}', "[1.0]", "[1e3]", "[-0]", "[01]", "[null]", "[NaN]"),
    *(
        '["\\u0041"]',
        '["\\u001F"]',
        '["\\/"]',
        '["\\u000a"]',
        '["\\ud800"]',
        '["\t"]',
        "[1]\n",
        " [1]",
        "[1,]",
    ),
    *(
        "[9007199254740992]",
        "[-9007199254740992]",
        "[1" + "0" * 400 + "]",
        '{"é":1}',
        '{"__proto__":1}',
        "{}",
    ),
    *("[" * 17 + "]" * 17, '"', "", "tru", "[1]]", '{"a"}', '["\ufeff"]', '["\u007f"]', '["\u2028"]'),
)


def odd_texts() -> list[bytes]:
    """Texts in and nearly in canonical form, some not even UTF-8."""
    dice = random.Random(8785)
    texts = [text.encode() for text in (*SEEDS, *ODD)]
    for _ in range(600):
        blob = bytearray(dice.choice(SEEDS).encode())
        at = dice.randrange(len(blob))
        blob[at : at + dice.choice((0, 1))] = dice.choice(b' ",:[]{}0123456789-.\\ue\xff\x00tf').to_bytes()
        texts.append(bytes(blob))
    return [*texts, b"\xef\xbb\xbf[]", b'["\xed\xa0\x80"]', b'["\xc0\x80"]']


def test_they_agree_on_what_is_canonical_json() -> None:
    texts = odd_texts()
    python = [python_holds(canonical.decode, each) for each in texts]
    mine, other = ask(
        """const mine = (await booth('canonical')).decode;
        const other = (await second('json')).parse;
        say([given.map(each => holds(() => mine(bytes(each)))),
             given.map(each => holds(() => other(buffer(each), 'here')))]);""",
        [each.hex() for each in texts],
    )
    assert [
        text for text, said in zip(texts, zip(python, mine, other, strict=True), strict=True) if odd(said)
    ] == []
    assert 20 < sum(python) < len(texts) - 300


def odd(said: tuple[bool, ...]) -> bool:
    return len(set(said)) > 1


# Ballots

SMALL: dict[str, tuple[str, int, dict[str, Any], bool]] = {
    "any two to four of five": ("approval", 5, {"max": 4, "min": 2}, True),
    "any of four": ("approval", 4, {"max": 4, "min": 0}, False),
    "while money lasts": ("knapsack", 4, {"spend": 35_000_000}, False),
    "one of three": ("choose-1", 3, {}, True),
    "yes or no": ("yes-no", 1, {}, True),
    "up to three of four in order": ("ranked", 4, {"max": 3, "min": 0}, False),
    "two of three in order": ("ranked", 3, {"max": 2, "min": 2}, True),
    "five points, at most three each": ("cumulative", 3, {"exact": False, "max": 3, "points": 5}, False),
    "exactly four points": ("cumulative", 3, {"exact": True, "max": 4, "points": 4}, True),
    "nought to four each": ("scoring", 3, {"max": 4}, False),
}


def small_section(name: str) -> tuple[dict[str, Any], Section]:
    fields = every_kind.section_of("small", *SMALL[name])
    return fields, read_section(fields, "section")


@pytest.mark.parametrize("name", SMALL)
def test_every_number_is_the_same_ballot_in_all_three(name: str) -> None:
    fields, section = small_section(name)
    expected = [marking(section, code) for code in range(section.size)]
    lawful = [each for each in expected if each is not None]
    codes, others = ask(
        """const {codeOf, sizeOf} = await booth('kinds');
        const {unpack, sizeOf: otherSize, isLawful} = await second('kinds');
        const [section, lawful, size] = given;
        if (sizeOf(section) !== BigInt(size) || otherSize(section) !== BigInt(size)) throw new Error('size');
        const codes = Array.from({length: size}, (_, code) => BigInt(code));
        const others = codes.map(code => unpack(code, [section])?.small ?? null);
        if (!lawful.every(each => isLawful(each, section))) throw new Error('isLawful');
        say([lawful.map(each => Number(codeOf(each, section))), others]);""",
        [fields, lawful, section.size],
    )
    assert codes == [code for code, each in enumerate(expected) if each is not None]
    assert others == expected


def marking(section: Section, code: int) -> Any:
    try:
        return section.to_json(section.unpack(code))
    except Unlawful:
        return None


# Files of a bundle

MIB = 1024 * 1024
NAMES = {
    "manifest.json": 16 * MIB,
    "roll.bin": 36 * 2**24,
    "journal.json": MIB,
    "log/checkpoints/9007199254740992": MIB,
    "log/tile/0/000": 8192,
    "log/tile/63/x001/x000/067.p/255": 8192,
    "log/tile/entries/x999/999": 256 * (2 + 65535),
    "mix/a.b/1.json": MIB,
    "mix/a-1.b-2/16.proof": 4096 * MIB,
    "decryption/a.b/77.factors": 4096 * MIB,
    "plaintexts/all.residents": 4096 * MIB,
}
NO_NAMES = (
    *("", "/", "manifest", "Manifest.json", "manifest.json/", "./manifest.json", "../manifest.json", "log"),
    *("log/checkpoints/0", "log/checkpoints/01", "log/checkpoints/12345678901234567", "log/tile/64/000"),
    *("log/tile/00/000", "log/tile/0/0", "log/tile/0/x000/001", "log/tile/0/000.p/256", "log/tile/0/000.p/0"),
    *("log/tile/0/000.p/01", "mix/a/1.json", "mix/a.b/0.json", "mix/a.b/1.factors", "mix/1.b/1.json"),
    *(
        "mix/a.b.c/1.json",
        "decryption/a.b/1.proof",
        "plaintexts/A.b",
        "plaintexts/a.b\n",
        "manifest.json\x00",
    ),
)


def test_they_agree_on_the_names_and_sizes_of_files() -> None:
    cases = [(name, size) for name, most in NAMES.items() for size in (most, most + 1)]
    cases += [(name, 1) for name in NO_NAMES]
    expected = [size == NAMES.get(name) for name, size in cases]
    other = ask(
        """const {checkName} = await second('names');
        say(given.map(([name, size]) => holds(() => checkName(name, size))));""",
        cases,
    )
    assert [python_holds(names.check_size, *case) for case in cases] == expected
    assert other == expected


# Places in the log


def whole_tree(leaves: list[bytes]) -> log.Reader:
    def read(level: int, index: int) -> bytes:
        if level == 0:
            return leaves[index]
        return log.node_hash(read(level - 1, 2 * index), read(level - 1, 2 * index + 1))

    return read


def inclusions(sizes: Iterable[int]) -> tuple[list[Any], list[Any]]:
    """Proofs that hold, and as many that do not: a hash changed, one more, one less, another place."""
    good, bad = [], []
    for size in sizes:
        leaves = [log.leaf_hash(bytes([number % 256, number // 256])) for number in range(size)]
        read = whole_tree(leaves)
        root = log.root(read, size).hex()
        for index in range(size) if size < 40 else (0, size // 2, size - 1):
            path = [each.hex() for each in log.inclusion_path(read, index, size)]
            leaf = leaves[index].hex()
            good.append([leaf, index, size, path, root])
            bad += [[leaf, index, size, spoilt, root] for spoilt in changed(path)]
            bad += [[leaf, other, size, path, root] for other in (index + 1, size, size + index)]
            bad.append([leaf, index, size + 1, path, "00" * 32])
    return good, bad


def changed(path: list[str]) -> list[list[str]]:
    spoilt = [
        [*path[:at], each[:-1] + "0123456789abcdef"[15 - int(each[-1], 16)], *path[at + 1 :]]
        for at, each in enumerate(path)
    ]
    return [*spoilt, [*path, "00" * 32], *([path[:-1]] if path else [])]


def test_the_booth_accepts_every_true_place_in_the_log_and_no_other() -> None:
    good, bad = inclusions((*range(1, 34), 255, 256, 257, 1000))
    held = ask(
        """const {checkInclusion} = await booth('log');
        say(given.map(([leaf, index, size, path, root]) =>
          holds(() => checkInclusion(bytes(leaf), index, size, path.map(bytes), bytes(root)))));""",
        good + bad,
    )
    assert held == [True] * len(good) + [False] * len(bad)
    assert len(good) > 500
    assert len(bad) > 4000
