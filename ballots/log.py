"""The Merkle tree of RFC 9162, section 2.1: hashes, roots, inclusion and consistency proofs.

Hashes of whole subtrees are found through a `Reader`: (level, index) to the hash of the leaves
index·2^level ... (index+1)·2^level - 1. Tiles, a database or a list can all be readers.

Models: Go's sumdb/tlog (stored hashes), sigstore-python (short functions that raise).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from ballots.errors import BadProof

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()

Reader: TypeAlias = Callable[[int, int], bytes]


def leaf_hash(entry: bytes) -> bytes:
    """RFC 9162 2.1.1: leaf and node hashes differ in the first byte, so neither can pass for the other."""
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over its two children."""
    return hashlib.sha256(b"\1" + left + right).digest()


class Frontier:
    """The right edge of a growing tree: all that is needed to append and to know the root."""

    def __init__(self) -> None:
        self.size = 0
        self._edge: list[bytes] = []

    @classmethod
    def resume(cls, read: Reader, size: int) -> Frontier:
        """The right edge of a tree of `size` leaves."""
        frontier = cls()
        frontier.size = size
        levels = [level for level in reversed(range(size.bit_length())) if size >> level & 1]
        frontier._edge = [read(level, (size >> level) - 1) for level in levels]
        return frontier

    def append(self, leaf: bytes) -> list[bytes]:
        """Add a leaf hash. Returns the subtrees it completes: level 0 (the leaf itself), 1, 2 ..."""
        completed = [leaf]
        rest = self.size
        while rest & 1:
            completed.append(node_hash(self._edge.pop(), completed[-1]))
            rest >>= 1
        self._edge.append(completed[-1])
        self.size += 1
        return completed

    def root(self) -> bytes:
        """The root over all leaves so far (RFC 9162 2.1.1)."""
        return _fold(self._edge)


def root(read: Reader, size: int) -> bytes:
    """The root of the first `size` leaves."""
    return _span(read, 0, size) if size else EMPTY_ROOT


def inclusion_path(read: Reader, index: int, size: int) -> list[bytes]:
    """RFC 9162 2.1.3.1: the proof that leaf `index` is in the tree of `size` leaves."""
    if not 0 <= index < size:
        raise BadProof(f"there is no leaf {index} in a log of {size}")
    return _path(read, index, 0, size)


def consistency_path(read: Reader, old: int, new: int) -> list[bytes]:
    """RFC 9162 2.1.4.1: the proof that the tree of `old` leaves is the beginning of the tree of `new`."""
    if not 0 < old <= new:
        raise BadProof(f"a log of {old} cannot grow to {new}")
    return _subproof(read, old, 0, new, whole=True)


def check_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root_hash: bytes) -> None:
    """RFC 9162 2.1.3.2: BadProof unless `path` leads from leaf hash `leaf` at `index` to `root_hash`."""
    if not 0 <= index < size:
        raise BadProof(f"there is no leaf {index} in a log of {size}")
    inner = (index ^ (size - 1)).bit_length()
    border = (index >> inner).bit_count()
    if len(path) != inner + border:
        raise BadProof(f"{len(path)} hashes in the path, {inner + border} belong there")
    found = leaf
    for level, sibling in enumerate(path[:inner]):
        found = node_hash(sibling, found) if index >> level & 1 else node_hash(found, sibling)
    for sibling in path[inner:]:
        found = node_hash(sibling, found)
    if found != root_hash:
        raise BadProof("the path leads to another root")


def check_consistency(old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """RFC 9162 2.1.4.2: BadProof unless the log of `new` leaves begins with the log of `old`."""
    if not 0 < old <= new:
        raise BadProof(f"a log of {old} cannot grow to {new}")
    if old == new:
        if path or old_root != new_root:
            raise BadProof("the same size with another root: a forked log")
        return
    _check_growth(old, new, path if old & (old - 1) else [old_root, *path], old_root, new_root)


def _check_growth(old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    first, last = old - 1, new - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    if not path:
        raise BadProof("the path is empty")
    of_old = of_new = path[0]
    for sibling in path[1:]:
        if not last:
            raise BadProof("the path is too long")
        if first & 1 or first == last:
            of_old, of_new = node_hash(sibling, of_old), node_hash(sibling, of_new)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            of_new = node_hash(of_new, sibling)
        first, last = first >> 1, last >> 1
    if last:
        raise BadProof("the path is too short")
    if of_old != old_root:
        raise BadProof("the path does not begin with the older root: a forked log, or a false path")
    if of_new != new_root:
        raise BadProof("the newer log does not contain the older: a forked log")


def _fold(edge: Sequence[bytes]) -> bytes:
    if not edge:
        return EMPTY_ROOT
    found = edge[-1]
    for left in reversed(edge[:-1]):
        found = node_hash(left, found)
    return found


def _split(width: int) -> int:
    """The largest power of two below `width` (RFC 9162 2.1.1)."""
    return 1 << ((width - 1).bit_length() - 1)


def _span(read: Reader, start: int, end: int) -> bytes:
    """The hash over leaves start .. end-1, where start is a multiple of the next power of two."""
    edge = []
    while start < end:
        level = (end - start).bit_length() - 1
        edge.append(read(level, start >> level))
        start += 1 << level
    return _fold(edge)


def _path(read: Reader, index: int, start: int, end: int) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if index < middle:
        return [*_path(read, index, start, middle), _span(read, middle, end)]
    return [*_path(read, index, middle, end), _span(read, start, middle)]


def _subproof(read: Reader, old: int, start: int, end: int, whole: bool) -> list[bytes]:
    """RFC 9162 2.1.4.1, SUBPROOF(old - start, D[start:end], whole)."""
    if old == end:
        return [] if whole else [_span(read, start, end)]
    middle = start + _split(end - start)
    if old <= middle:
        return [*_subproof(read, old, start, middle, whole), _span(read, middle, end)]
    return [*_subproof(read, old, middle, end, whole=False), _span(read, start, middle)]
