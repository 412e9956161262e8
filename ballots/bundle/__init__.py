"""One election as one file or folder that anyone can check (FORMAT.md, chapters 14 and 16)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

from ballots.bundle import archive, names
from ballots.bundle.archive import Archive
from ballots.bundle.folder import Folder
from ballots.errors import BadBundle, Malformed

__all__ = ["Archive", "Bundle", "Folder", "lines", "names", "open_bundle", "pack", "records"]

Bundle: TypeAlias = Archive | Folder
_MOST_LINE = 1024 * 1024


def open_bundle(path: Path) -> Bundle:
    """The bundle at `path`, a zip file or a folder.

    Raises BadBundle or TooLarge for anything that is no bundle; file contents are not looked at yet.
    """
    try:
        return Folder(path) if path.is_dir() else Archive(path)
    except OSError as error:
        raise BadBundle(f"cannot be read: {error.strerror}", str(path)) from None


def pack(folder: Path, path: Path, only: tuple[str, ...] = ("",)) -> None:
    """Write the bundle in `folder` as the zip file `path`; or only its files whose names begin so."""
    inside = Folder(folder)
    archive.write(path, ((name, folder / name) for name in inside.names if name.startswith(only)))


def records(bundle: Bundle, name: str, width: int, chunk: int = archive.CHUNK) -> Iterator[bytes]:
    """The file's records of `width` bytes, read piece by piece; Malformed if the last is not whole."""
    size = bundle.size(name)
    if size % width:
        raise Malformed(f"{size} bytes are not a whole number of {width}-byte records", name)
    step = max(1, chunk // width) * width
    for start in range(0, size, step):
        piece = bundle.part(name, start, min(step, size - start))
        yield from (piece[at : at + width] for at in range(0, len(piece), width))


def lines(bundle: Bundle, name: str) -> Iterator[bytes]:
    """The file's lines with their newlines, read piece by piece; Malformed if one is very long or unended."""
    rest = b""
    size = bundle.size(name)
    for start in range(0, size, archive.CHUNK):
        rest += bundle.part(name, start, min(archive.CHUNK, size - start))
        *whole, rest = rest.split(b"\n")
        yield from (line + b"\n" for line in whole)
        if len(rest) > _MOST_LINE:
            raise Malformed("a line of more than 1 MiB", name)
    if rest:
        raise Malformed("the last line has no end", name)


def missing(bundle: Bundle, wanted: Iterable[str]) -> list[str]:
    """Which of the `wanted` files the bundle lacks."""
    return [name for name in wanted if name not in bundle]
