"""Worked examples of FORMAT.md, chapters 1-17, and their vectors: `python -m tests.ballots.make_records`.

Everything comes from one seed, so the same bytes come out each time; a test compares them with what is
written in ballots/FORMAT.md and tests/ballots/vectors/records.json.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballots import (
    canonical,
    checkpoint,
    entry,
    group,
    log,
    paper,
    receipt,
    roll,
    sealing,
    signed,
    signing,
    styles,
)
from ballots.bundle.archive import Member
from ballots.demo import town
from ballots.entry import NOTHING_BEFORE, Admit, Cast, Close, Readmit, Void
from ballots.manifest import Manifest
from ballots.paper import Typed
from ballots.randomness import SeededSource
from ballots.roll import Roll, Slot
from ballots.sections import read_section
from ballots.tiles import Tile, TileReader, TileWriter
from ballots.transcript import context
from ballots.verify import STEPS

FORMAT = Path(__file__).resolve().parents[2] / "ballots" / "FORMAT.md"
VECTORS = Path(__file__).parent / "vectors" / "records.json"

# kind, limits, projects, blank, markings to be worked out
PACKING: list[tuple[str, dict[str, Any], int, bool, list[Any]]] = [
    ("approval", {"max": 3, "min": 3}, 18, False, [["P001", "P002", "P003"], ["P001", "P006", "P018"]]),
    ("approval", {"max": 5, "min": 0}, 44, False, [[], ["P044"], ["P001", "P002"]]),
    ("approval", {"max": 3, "min": 3}, 18, True, ["blank", ["P001", "P006", "P018"]]),
    ("knapsack", {"spend": 100_000_000}, 8, False, [[], ["P002"], ["P003", "P004"]]),
    ("choose-1", {}, 5, True, ["blank", ["P001"], ["P005"]]),
    ("yes-no", {}, 1, False, ["no", "yes"]),
    ("ranked", {"max": 3, "min": 1}, 5, False, [["P001"], ["P005", "P001"], ["P005", "P001", "P002"]]),
    ("cumulative", {"exact": True, "max": 10, "points": 10}, 3, False, [[7, 0, 3], [0, 0, 10]]),
    ("scoring", {"max": 10}, 3, False, [[1, 2, 3], [10, 10, 10]]),
]
END = "<!-- end of example -->"
SIZES = [1, 2, 3, 7, 8, 255, 256, 257, 1000]


@dataclass(frozen=True)
class Example:
    """A very small election and its log."""

    manifest: Manifest
    roll: Roll
    salts: tuple[bytes, ...]
    election_secret: int
    device: Ed25519PrivateKey
    keys: town.Keys
    entries: tuple[bytes, ...]


@cache
def example() -> Example:
    source = SeededSource(b"worked examples")
    keys = town.new_keys(source)
    sections = [
        town.section("town", "approval", {"max": 2, "min": 1}, 3),
        town.section("park", "yes-no", {}, 1, blank=True),
    ]
    salts = tuple(source.octets(32) for _ in range(3))
    nonce = source.octets(32)
    slots = [
        Slot(0, int(n == 2), roll.commit(nonce, n, salts[n], name))
        for n, name in enumerate(("Kim Minji, 1990-03-02", "이서준, 2001-11-30", "박하은, 1968-07-14"))
    ]
    frozen = town.write_manifest(
        town.Size(30),
        keys,
        bytes(range(32)),
        slots,
        nonce,
        sections,
        [{"name": "all", "sections": ["town", "park"]}],
    )
    voters = roll.read(frozen, b"".join(slot.octets() for slot in slots))
    device = signing.new_key(source)
    secret = 42
    return Example(
        frozen, voters, salts, secret, device, keys, tuple(_entries(frozen, voters, keys, device, secret))
    )


def _entries(
    frozen: Manifest, voters: Roll, keys: town.Keys, device: Ed25519PrivateKey, secret: int
) -> list[bytes]:
    source = SeededSource(b"worked entries")
    own, key = signing.public_key(device), group.base(secret)
    written: list[bytes] = []

    def registered(new: entry.Entry) -> bytes:
        written.append(entry.write(frozen.election, new, keys.registrar))
        return log.leaf_hash(written[-1])

    def cast(revision: int, before: bytes, by: Ed25519PrivateKey, ballot: styles.Ballot) -> bytes:
        message = styles.pack(frozen.styles[0], frozen.sections, ballot)
        bare = Cast(0, signing.public_key(by), revision, before, entry.Sealed(b"", b"", b"", b""))
        sealed = sealing.seal(key, message, sealing.online(voters, bare), source).sealed
        written.append(entry.write(frozen.election, Cast(0, bare.device, revision, before, sealed), by))
        return log.leaf_hash(written[-1])

    admitted = registered(Admit(0, own))
    first = cast(1, NOTHING_BEFORE, device, ((0, 2), (1,)))
    second_device = signing.new_key(source)
    registered(Readmit(0, signing.public_key(second_device), admitted))
    cast(2, first, second_device, ((1,), None))
    registered(Void(1, "desk", 0))
    batch = paper.seal_batch(
        frozen, key, paper.empty_batch(1, "all", "resident"), Typed((((0, 1), (0,)),), 1), source
    )
    registered(paper.sign(frozen, batch, keys.clerks))
    registered(Close(len(written), frozen.closes))
    return written


def fenced(text: str) -> str:
    return f"```\n{text}\n```"


def wrapped(text: str, width: int = 150) -> str:
    """Long lines broken for the eye."""
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


def manifest_block() -> str:
    made = example()
    return (
        "Example (broken into lines here for the eye; the file is one line without a newline at its end):\n\n"
        + fenced(wrapped(made.manifest.blob.decode()))
        + f"\n\nIts election id is `{made.manifest.election.hex()}`.\n"
        "(Groups, keys and titles are those of the demonstration; `ceremony` is 00 01 02 ... 1f.)"
    )


def packing_rows() -> list[dict[str, Any]]:
    rows = []
    for kind, limits, projects, blank, markings in PACKING:
        section = read_section(town.section("s", kind, limits, projects, blank), "section")
        for marking in markings:
            code = section.pack(section.from_json(marking))
            rows.append(
                {
                    "kind": kind,
                    "limits": limits,
                    "costs": [project.cost for project in section.projects],
                    "blank": blank,
                    "size": str(section.size),
                    "marking": marking,
                    "code": str(code),
                }
            )
    return rows


def packing_block() -> str:
    lines = ["| kind | limits | n | blank | size | marking | code |", "|---|---|---|---|---|---|---|"]
    for row in packing_rows():
        limits, marking = (json.dumps(row[name], separators=(",", ":")) for name in ("limits", "marking"))
        blank = "yes" if row["blank"] else "no"
        cells = [f"`{row['kind']}`", f"`{limits}`", str(len(row["costs"])), blank, row["size"]]
        lines.append(f"| {' | '.join([*cells, f'`{marking}`', row['code']])} |")
    made = example()
    ballot = ((0, 2), (1,))
    message = styles.pack(made.manifest.styles[0], made.manifest.sections, ballot)
    point = group.encode_message(message)
    lines += [
        "",
        "(Project number i costs 10,000,000·(1 + 7·i mod 9); the projects are called P001, P002 ...)",
        "",
        "The example manifest's style `all` has `town` (size 6) and `park` (size 3, blank allowed). Ballot",
        '`{"park":"yes","town":["P001","P003"]}` has codes 4 and 2, together 4·3 + 2 = 14:',
        "",
        fenced(f"message = {message.hex()}\npoint   = {point.hex()}"),
    ]
    return "\n".join(lines)


def roll_block() -> str:
    made = example()
    slot = made.roll.slot(0)
    return "Example, slot 0 of the example election (`Kim Minji, 1990-03-02`):\n\n" + fenced(
        f"nonce      = {made.manifest.nonce.hex()}\nsalt       = {made.salts[0].hex()}\n"
        f"commitment = {slot.commitment.hex()}\nrecord     = {slot.octets().hex()}\n"
        f"root       = {made.manifest.roll_root.hex()}"
    )


def entries_block() -> str:
    made = example()
    shown = []
    for index, blob in enumerate(made.entries):
        shown.append(f"entry {index}, hash {log.leaf_hash(blob).hex()}\n{wrapped(blob.decode())}")
    bare = signed.message(canonical.decode(made.entries[0])).decode()
    return (
        "Example: a whole log (broken into lines for the eye). The secret key is 42, so Y = 42·G.\n\n"
        + fenced("\n\n".join(shown))
        + "\n\nWhat the registrar signed in entry 0 (`⏎` is the byte 0x0A):\n\n"
        + fenced(wrapped(bare.replace("\n", "⏎")))
    )


def log_block() -> str:
    made = example()
    writer, files = _tiles(made.entries)
    size = len(made.entries)
    read = TileReader(files.__getitem__, size)
    path = "\n".join(each.hex() for each in log.inclusion_path(read, 1, size))
    grown = "\n".join(each.hex() for each in log.consistency_path(read, 3, size))
    old = log.root(read, 3)
    return "Example, the log of chapter 7:\n\n" + fenced(
        f"size {size}, root {writer.root().hex()}\nfiles {', '.join(sorted(files))}\n\n"
        f"inclusion of leaf 1 in size {size}\n{path}\n\n"
        f"size 3, root {old.hex()}\nconsistency of size 3 in size {size}\n{grown}"
    )


def _tiles(entries: tuple[bytes, ...]) -> tuple[TileWriter, dict[str, bytes]]:
    files: dict[str, bytes] = {}
    writer = TileWriter(files.__setitem__)
    for blob in entries:
        writer.append(blob)
    writer.publish()
    return writer, files


def _note() -> checkpoint.Checkpoint:
    made = example()
    writer, _ = _tiles(made.entries)
    note = checkpoint.sign(made.keys.log, made.manifest.origin, writer.size, writer.root())
    name, key = made.keys.witnesses[0]
    return checkpoint.cosign(note, key, name, 1_763_197_200)


def checkpoint_block() -> str:
    return "Example, with one cosignature of time 1763197200:\n\n" + fenced(
        _note().octets().decode().rstrip("\n")
    )


def _receipt() -> receipt.Receipt:
    made = example()
    hashed = log.leaf_hash(made.entries[1])
    promised = receipt.promise(made.manifest, made.keys.log, hashed, 0, 1)
    _, files = _tiles(made.entries)
    return receipt.prove(promised, TileReader(files.__getitem__, len(made.entries)), 1, _note())


def receipt_block() -> str:
    held = _receipt()
    return f"Example: the receipt of entry 1. Its tracker is `{receipt.tracker(held.entry)}`.\n\n" + fenced(
        wrapped(receipt.encode(held).decode())
    )


def zip_block() -> str:
    member = Member("roll.bin", 0, 3, 0x352441C2)
    return (
        "Example: the headers of a file `roll.bin` that holds the three bytes `abc` at offset 0:\n\n"
        + fenced(f"local   {member.local().hex()}\ncentral {member.central().hex()}")
    )


WHERE = {
    "bundle": "CRC-32 of every file (chapter 16; nothing to check in a folder)",
    "manifest": "chapters 2, 4, 5",
    "ceremony": "chapter 23; the manifest's hash, number and threshold",
    "roll": "chapter 6",
    "checkpoint": "chapter 9: form, origin and the log's own line of `log/checkpoint`",
    "tiles": "chapter 8: entry bundles, every tile, the root; the form of the earlier checkpoints",
    "history": "chapter 9 rule 8: signatures and roots of the earlier checkpoints",
    "cosignatures": "chapter 9 rules 3, 4, 7: the other lines of `log/checkpoint`",
    "entries": "chapters 2, 7, 13: form of every entry, keys of admit and readmit",
    "signatures": "chapters 3, 7, 13",
    "box": "chapters 10 and 13; every entry up to the close",
    "groups": "chapter 11 rule 3",
    "files": "chapter 14; the trustees who decrypt are those whose header is there",
    "mixes": "chapter 24: headers, signatures, hashes, different mixers; not the proofs",
    "decryptions": "chapter 25: number of trustees, headers, signatures, hashes; not the proofs",
    "plaintexts": "chapters 5, 15: form and number of lines; the group element of each",
    "knowledge": "chapter 22, every sealed ballot of the log, counted or not",
    "mix-proof": "chapter 24",
    "decryption-proof": "chapter 25",
    "opening": "chapter 25: each line's element is what the factors give",
    "result": "chapter 15, but for `funded`",
    "journal": "chapter 15",
    "recount": "chapter 15, `funded`; holds without counting where no counting program is installed",
}


def checks_block() -> str:
    rows = [
        f"| {number} | `{step.code}` | {step.name} | {WHERE[step.code]} |"
        for number, step in enumerate(STEPS, start=1)
    ]
    return "\n".join(["| | code | what must hold | where it is said |", "|---|---|---|---|", *rows])


BLOCKS: dict[str, Callable[[], str]] = {
    "manifest": manifest_block,
    "packing": packing_block,
    "roll": roll_block,
    "entries": entries_block,
    "log": log_block,
    "checkpoint": checkpoint_block,
    "receipt": receipt_block,
    "zip": zip_block,
    "checks": checks_block,
}


def vectors() -> dict[str, Any]:
    """The same as JSON, and more of it, for verifiers in other languages."""
    made = example()
    style = made.manifest.styles[0]
    opened = ((0, 2), (1,))
    return {
        "manifest": made.manifest.blob.decode(),
        "election": made.manifest.election.hex(),
        "context": context(made.manifest.election, "all", "resident").hex(),
        "packing": packing_rows(),
        "ballot": {
            "marking": styles.to_json(style, made.manifest.sections, opened),
            "message": styles.pack(style, made.manifest.sections, opened).hex(),
            "point": group.encode_message(styles.pack(style, made.manifest.sections, opened)).hex(),
        },
        "roll": {
            "nonce": made.manifest.nonce.hex(),
            "salts": [salt.hex() for salt in made.salts],
            "records": made.roll.blob.hex(),
            "root": made.manifest.roll_root.hex(),
        },
        "entries": [blob.decode() for blob in made.entries],
        "hashes": [log.leaf_hash(blob).hex() for blob in made.entries],
        "log": [_log_vector(size) for size in SIZES],
        "paths": [[tile.path, tile.level, tile.index, tile.width] for tile in TILES],
        "checkpoint": _note().octets().decode(),
        "receipt": receipt.encode(_receipt()).decode(),
        "tracker": receipt.tracker(_receipt().entry),
    }


TILES = [Tile(0, 5, 256), Tile(3, 1_234_067, 256), Tile(None, 999, 17), Tile(1, 0, 1)]


def _log_vector(size: int) -> dict[str, Any]:
    """A log of the entries "0", "1", "2" ..."""
    writer, files = _tiles(tuple(b"%d" % index for index in range(size)))
    read = TileReader(files.__getitem__, size)
    index, old = size * 2 // 3, max(1, size // 3)
    return {
        "size": size,
        "root": writer.root().hex(),
        "index": index,
        "inclusion": [each.hex() for each in log.inclusion_path(read, index, size)],
        "old": old,
        "old_root": log.root(read, old).hex(),
        "consistency": [each.hex() for each in log.consistency_path(read, old, size)],
    }


def with_examples(text: str) -> str:
    """FORMAT.md with every example made anew."""
    for name, block in BLOCKS.items():
        begin = f"<!-- example {name} -->\n"
        before, found, rest = text.partition(begin)
        _, ended, after = rest.partition(END)
        if not (found and ended) or begin in after:
            raise ValueError(f"FORMAT.md has not one place for the example {name}")
        text = f"{before}{begin}{block()}\n{END}{after}"
    return text


def main() -> None:
    FORMAT.write_text(with_examples(FORMAT.read_text(encoding="utf-8")), encoding="utf-8")
    VECTORS.write_text(json.dumps(vectors(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
