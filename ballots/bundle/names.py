"""Which files a bundle may have, and how large each may be (FORMAT.md, chapter 14)."""

from __future__ import annotations

import re
from typing import Final

from ballots import tiles
from ballots.errors import BadBundle, Malformed, TooLarge

MANIFEST: Final = "manifest.json"
CEREMONY: Final = "ceremony.json"
ROLL: Final = "roll.bin"
CHECKPOINT: Final = "log/checkpoint"
RESULT: Final = "result.json"
JOURNAL: Final = "journal.json"
JOURNAL_DATA: Final = "journal.data"

KIB: Final = 1024
MIB: Final = 1024 * KIB
LONGEST_NAME: Final = 200
MOST_FILES: Final = 65_534

_FIXED: Final = {
    MANIFEST: 16 * MIB,
    CEREMONY: 16 * MIB,
    RESULT: 16 * MIB,
    ROLL: 36 * 2**24,
    CHECKPOINT: MIB,
    JOURNAL: MIB,
    JOURNAL_DATA: 256 * MIB,
}
_SLUG = "[a-z][a-z0-9-]{0,31}"
_GROUP = rf"{_SLUG}\.{_SLUG}"
_NUMBER = "[1-9][0-9]{0,15}"
_PATTERNS: Final = (
    (re.compile(rf"log/checkpoints/{_NUMBER}\Z"), MIB),
    (re.compile(rf"mix/{_GROUP}/{_NUMBER}\.json\Z"), MIB),
    (re.compile(rf"mix/{_GROUP}/{_NUMBER}\.(?:outputs|proof)\Z"), 4096 * MIB),
    (re.compile(rf"decryption/{_GROUP}/{_NUMBER}\.json\Z"), MIB),
    (re.compile(rf"decryption/{_GROUP}/{_NUMBER}\.factors\Z"), 4096 * MIB),
    (re.compile(rf"plaintexts/{_GROUP}\Z"), 4096 * MIB),
)


def check_size(name: str, size: int) -> None:
    """BadBundle unless a bundle may have a file of this name; TooLarge if not of this size."""
    most = _most(name)
    if size > most:
        raise TooLarge(f"{size} bytes, at most {most} are allowed", name)


def mix_file(group: str, mixer: int, ending: str) -> str:
    """`ending` is json, outputs or proof."""
    return f"mix/{group}/{mixer}.{ending}"


def decryption_file(group: str, trustee: int, ending: str) -> str:
    """`ending` is json or factors."""
    return f"decryption/{group}/{trustee}.{ending}"


def plaintexts_file(group: str) -> str:
    """Where the opened ballots of a mix group stand."""
    return f"plaintexts/{group}"


def earlier_checkpoint(size: int) -> str:
    """Where the checkpoint of a smaller log stands."""
    return f"log/checkpoints/{size}"


def _most(name: str) -> int:
    if name in _FIXED:
        return _FIXED[name]
    for pattern, most in _PATTERNS:
        if pattern.match(name):
            return most
    if name.startswith("log/tile/"):
        return _most_of_tile(name)
    raise BadBundle("a bundle has no such file", repr(name[:200]))


def _most_of_tile(name: str) -> int:
    try:
        tile = tiles.parse(name.removeprefix("log/"))
    except Malformed:
        raise BadBundle("a bundle has no such file", repr(name[:200])) from None
    return tiles.MOST_BUNDLE if tile.level is None else 32 * tiles.WIDTH
