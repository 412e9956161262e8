"""A bundle as a folder of files, the same that a web server would publish (FORMAT.md, chapter 14)."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from ballots.bundle import names
from ballots.errors import BadBundle


class Folder:
    """A bundle in a folder. Opening lists it and refuses links, devices and files that do not belong."""

    def __init__(self, path: Path) -> None:
        self.path = path
        found = sorted(_files(path, ""))
        for name, size in found:
            names.check_size(name, size)
        self._sizes = dict(found)

    @property
    def names(self) -> tuple[str, ...]:
        """Every file, sorted."""
        return tuple(self._sizes)

    def __contains__(self, name: str) -> bool:
        return name in self._sizes

    def size(self, name: str) -> int:
        """The length of a file in bytes; BadBundle if there is none."""
        if name not in self._sizes:
            raise BadBundle("the bundle lacks this file", name)
        return self._sizes[name]

    def read(self, name: str) -> bytes:
        """A whole file; BadBundle if there is none."""
        return self.part(name, 0, self.size(name))

    def part(self, name: str, start: int, length: int) -> bytes:
        """`length` bytes of a file from `start`; BadBundle if it is shorter."""
        if start + length > self.size(name):
            raise BadBundle(f"{self.size(name)} bytes, {start + length} are wanted", name)
        descriptor = os.open(self.path / name, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(descriptor, "rb") as file:
            file.seek(start)
            found = file.read(length)
        if len(found) != length:
            raise BadBundle("the file changed while it was read", name)
        return found

    def check_whole(self) -> None:
        """Nothing more to check: a folder has no checksums of its own."""

    def close(self) -> None:
        """Nothing is held open."""

    def __enter__(self) -> Folder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _files(path: Path, prefix: str) -> Iterator[tuple[str, int]]:
    for entry in os.scandir(path):
        name = prefix + entry.name
        about = entry.stat(follow_symlinks=False)
        if stat.S_ISDIR(about.st_mode):
            if name.count("/") > 12:
                raise BadBundle("folders within folders", repr(name[:200]))
            yield from _files(path / entry.name, f"{name}/")
        elif stat.S_ISREG(about.st_mode):
            yield name, about.st_size
        else:
            raise BadBundle("neither a file nor a folder", repr(name[:200]))
