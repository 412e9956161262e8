"""Hostile files: each ends in a named error with place and reason, quickly and within its memory."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ballots import hostile
from tests.ballots.conftest import Made

SECONDS = 5
ROOT = Path(__file__).resolve().parents[2]
CODES = "bad-bundle|bad-point|bad-proof|bad-signature|does-not-fit|malformed|refused|too-large"
NAMES = [*hostile.ZIPS, *hostile.FOLDERS, *hostile.RECEIPTS]


@pytest.fixture(scope="module")
def said(honest: Made, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str | int]]:
    """What the library said of each file, tried one after another in a process with 512 MB."""
    work = tmp_path_factory.mktemp("hostile")
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "tests.ballots.hostile",
        str(honest.zip.parent),
        str(work),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    peak = json.loads(done.stderr.splitlines()[-1])["peak"] * 1024
    assert peak < hostile.MOST_MEMORY
    assert not (work.parent / "outside").exists()
    return {answer["name"]: answer for answer in answers}


def test_there_are_more_than_a_hundred_hostile_files() -> None:
    assert len(set(NAMES)) == len(NAMES) > 100


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_file_ends_in_a_named_error(said: dict[str, dict[str, str | int]], name: str) -> None:
    words = str(said[name]["said"])
    assert re.match(rf"({CODES}): [^:]+.*: .+", words), words
    assert int(said[name]["ms"]) < 1000 * SECONDS


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("bomb", "a compressed file"),
        ("a-link", "a link is no file"),
        ("encrypted", "an encrypted file"),
        ("path-escape", "'../../outside': a bundle has no such file"),
        ("same-name-twice", "not sorted by name, each once"),
        ("cut-in-half", "cut off?"),
        ("damaged", "ceremony.json: the file is damaged"),
        ("link-to-passwords", "'manifest.json': neither a file nor a folder"),
        ("manifest-huge-number", "manifest.json: an integer beyond 2^53 - 1"),
        ("manifest-nested", "manifest.json: nested deeper than 16"),
        ("manifest-key-twice", "manifest.json: a key is given twice"),
        ("manifest-wide-sections", "needs 2347 bits (s0 2347); 240 fit"),
        ("entry-type-a-list", "entry 0: this is no entry"),
        ("plaintexts-one-endless-line", "a line of more than 1 MiB"),
        ("plaintexts-no-point", "line 1: 32 bytes that are no element of the group"),
        ("checkpoint-huge-size", "log/tile/entries/000: the bundle lacks this file"),
    ],
)
def test_the_error_says_what_is_wrong(said: dict[str, dict[str, str | int]], name: str, words: str) -> None:
    assert words in str(said[name]["said"])
