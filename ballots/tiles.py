"""The log as static files: C2SP tlog-tiles (FORMAT.md, chapter 8)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from ballots import log
from ballots.errors import BadProof, Malformed

WIDTH: Final = 256
HEIGHT: Final = 8
MOST_ENTRY: Final = 65_535
MOST_BUNDLE: Final = WIDTH * (2 + MOST_ENTRY)
ENTRIES: Final = "entries"

_PATH = re.compile(
    r"tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?\Z"
)

Writer = Callable[[str, bytes], None]


@dataclass(frozen=True, slots=True)
class Tile:
    """`level` is 0 .. 63, or None for a bundle of entries; `width` 1 .. 256 says how many it holds."""

    level: int | None
    index: int
    width: int

    @property
    def path(self) -> str:
        """Where the tile is published."""
        level = ENTRIES if self.level is None else str(self.level)
        part = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{_number_path(self.index)}{part}"


def parse(path: str) -> Tile:
    """The tile published at `path`; Malformed unless it is the path of one."""
    found = _PATH.match(path)
    if found is None:
        raise Malformed("this is no path of a tile", path[:200])
    level, number, width = found.groups()
    index = int(number.replace("x", "").replace("/", ""))
    tile = Tile(None if level == ENTRIES else int(level), index, int(width or WIDTH))
    if tile.path != path or tile.width > WIDTH:
        raise Malformed("this is no path of a tile", path[:200])
    return tile


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile of a log of `size` entries, bundles of entries first, then level by level."""
    if not size:
        return
    yield from _row(None, size)
    level = 0
    while size:
        yield from _row(level, size)
        level, size = level + 1, size >> HEIGHT


def entry_bundle(entries: list[bytes]) -> bytes:
    """The bytes of a bundle of entries: each after its length."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def entries_in(blob: bytes, width: int, place: str = "") -> list[bytes]:
    """The `width` entries of a bundle; Malformed if it does not hold exactly so many."""
    entries: list[bytes] = []
    at = 0
    for _ in range(width):
        length = int.from_bytes(blob[at : at + 2], "big")
        entry = blob[at + 2 : at + 2 + length]
        at += 2 + length
        if at > len(blob):
            raise Malformed(f"the bundle ends inside entry {len(entries)}", place)
        entries.append(entry)
    if at != len(blob):
        raise Malformed(f"{len(blob) - at} bytes after the last entry", place)
    return entries


class TileWriter:
    """Writes a growing log as tiles: full ones as they fill, partial ones by `publish`.

    Memory is one unfinished tile a level. `write(path, blob)` stores a file.
    """

    def __init__(self, write: Writer) -> None:
        self._write = write
        self._frontier = log.Frontier()
        self._entries: list[bytes] = []
        self._levels: list[list[bytes]] = []

    @classmethod
    def resume(cls, write: Writer, fetch: Callable[[str], bytes], size: int) -> TileWriter:
        """The writer as it was when a log of `size` entries was published; `fetch(path)` gives its files."""
        writer = cls(write)
        read = TileReader(fetch, size)
        writer._frontier = log.Frontier.resume(read, size)
        if size % WIDTH:
            tile = Tile(None, size >> HEIGHT, size % WIDTH)
            writer._entries = entries_in(fetch(tile.path), tile.width, tile.path)
        level = 0
        while size >> HEIGHT * level:
            hashes = size >> HEIGHT * level
            writer._levels.append([read(HEIGHT * level, i) for i in range(hashes - hashes % WIDTH, hashes)])
            level += 1
        return writer

    @property
    def size(self) -> int:
        """How many entries there are."""
        return self._frontier.size

    def root(self) -> bytes:
        """The root over all entries."""
        return self._frontier.root()

    def append(self, entry: bytes) -> int:
        """Add an entry; returns its index."""
        if len(entry) > MOST_ENTRY:
            raise Malformed(f"an entry of {len(entry)} bytes, at most {MOST_ENTRY} are allowed")
        index = self._frontier.size
        completed = self._frontier.append(log.leaf_hash(entry))
        self._entries.append(entry)
        for level, digest in enumerate(completed[::HEIGHT]):
            self._add(level, digest)
        if len(self._entries) == WIDTH:
            self._write(Tile(None, index >> HEIGHT, WIDTH).path, entry_bundle(self._entries))
            self._entries = []
        return index

    def publish(self) -> None:
        """Write the partial tiles of the present size."""
        if self._entries:
            tile = Tile(None, self.size >> HEIGHT, len(self._entries))
            self._write(tile.path, entry_bundle(self._entries))
        for level, hashes in enumerate(self._levels):
            if hashes:
                index = self.size >> HEIGHT * (level + 1)
                self._write(Tile(level, index, len(hashes)).path, b"".join(hashes))

    def _add(self, level: int, digest: bytes) -> None:
        if level == len(self._levels):
            self._levels.append([])
        hashes = self._levels[level]
        hashes.append(digest)
        if len(hashes) == WIDTH:
            index = (self.size >> HEIGHT * (level + 1)) - 1
            self._write(Tile(level, index, WIDTH).path, b"".join(hashes))
            hashes.clear()


class TileReader:
    """Hashes of subtrees out of published tiles of a log of `size`. `fetch(path)` gives a file's bytes."""

    def __init__(self, fetch: Callable[[str], bytes], size: int) -> None:
        self._fetch = fetch
        self._size = size
        self._kept: dict[Tile, bytes] = {}

    def __call__(self, level: int, index: int) -> bytes:
        """A `log.Reader`: the hash of subtree (level, index)."""
        above, inner = divmod(level, HEIGHT)
        first = index << inner
        hashes = self._hashes(above, first, 1 << inner)
        while len(hashes) > 1:
            pairs = zip(hashes[::2], hashes[1::2], strict=True)
            hashes = [log.node_hash(left, right) for left, right in pairs]
        return hashes[0]

    def entry(self, index: int) -> bytes:
        """The entry at `index`."""
        tile = self._tile(None, index >> HEIGHT)
        return entries_in(self._read(tile), tile.width, tile.path)[index % WIDTH]

    def _hashes(self, level: int, first: int, count: int) -> list[bytes]:
        tile = self._tile(level, first >> HEIGHT)
        at = first % WIDTH
        if at + count > tile.width:
            raise BadProof(f"a log of {self._size} has no such subtree", tile.path)
        blob = self._read(tile)
        if len(blob) != log.HASH_BYTES * tile.width:
            raise Malformed(f"{len(blob)} bytes, {tile.width} hashes take {32 * tile.width}", tile.path)
        return [blob[32 * i : 32 * (i + 1)] for i in range(at, at + count)]

    def _tile(self, level: int | None, index: int) -> Tile:
        hashes = self._size >> HEIGHT * (level or 0)
        width = min(WIDTH, hashes - index * WIDTH)
        if width <= 0:
            raise BadProof(f"a log of {self._size} has no such tile", f"tile/{level}/{index}")
        return Tile(level, index, width)

    def _read(self, tile: Tile) -> bytes:
        if tile not in self._kept:
            self._kept[tile] = self._fetch(tile.path)
        return self._kept[tile]


def _row(level: int | None, hashes: int) -> Iterator[Tile]:
    full, rest = divmod(hashes, WIDTH)
    for index in range(full):
        yield Tile(level, index, WIDTH)
    if rest:
        yield Tile(level, full, rest)


def _number_path(index: int) -> str:
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.append(f"x{index % 1000:03}")
    return "/".join(reversed(groups))
