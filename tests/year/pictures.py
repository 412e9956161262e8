"""The pictures of the guide to running an election, taken while the whole year runs: `make pictures`."""

import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.pb.accounts.live import SHOTS

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
WIDEST, COLOURS = 900, 64


def main() -> int:
    """Walk through the year in both languages, then keep what was seen, small enough for a repository."""
    failed = pytest.main(["-q", str(Path(__file__).parent)])
    if not failed:
        PICTURES.mkdir(exist_ok=True)
        for shot in sorted(SHOTS.glob("guide-*.png")):
            keep(shot, PICTURES / shot.name.removeprefix("guide-"))
    return int(failed)


def keep(shot: Path, path: Path) -> None:
    with Image.open(shot) as picture:
        picture.thumbnail((WIDEST, picture.height))
        picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
