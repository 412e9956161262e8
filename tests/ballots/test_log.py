"""The Merkle log: every size, every leaf, every corrupted hash; and the same by an independent library."""

import hashlib
from collections.abc import Callable
from functools import cache

import pytest
from sigstore._internal.merkle import _chain_border_right, _chain_inner, _decomp_inclusion_proof

from ballots import log, tiles
from ballots.errors import BadProof, Malformed
from ballots.tiles import Tile, TileReader, TileWriter

SIZES = [*range(1, 65), 255, 256, 257]
LARGE = [65_535, 65_536, 65_537]


def leaf(index: int) -> bytes:
    return log.leaf_hash(b"%d" % index)


class Subtrees:
    """The slow twin: the definition of RFC 9162 2.1.1, straight from the leaves."""

    def __init__(self, size: int) -> None:
        self.leaves = [leaf(index) for index in range(size)]

    @cache  # noqa: B019  # lives as long as one test
    def span(self, start: int, end: int) -> bytes:
        if end - start == 1:
            return self.leaves[start]
        k = 1
        while 2 * k < end - start:
            k *= 2
        left, right = self.span(start, start + k), self.span(start + k, end)
        return hashlib.sha256(b"\1" + left + right).digest()

    def read(self, level: int, index: int) -> bytes:
        return self.span(index << level, (index + 1) << level)


@pytest.fixture(scope="module")
def tree() -> Subtrees:
    return Subtrees(257)


def changed(path: list[bytes]) -> list[list[bytes]]:
    """Every path with one hash corrupted, one dropped, one added."""
    wrong = [[*path[:i], bytes([path[i][0] ^ 1]) + path[i][1:], *path[i + 1 :]] for i in range(len(path))]
    shorter = [path[:-1]] if path else []
    return [*wrong, *shorter, [*path, bytes(32)]]


def refuses(check: Callable[[list[bytes]], None], paths: list[list[bytes]]) -> bool:
    for path in paths:
        with pytest.raises(BadProof):
            check(path)
    return True


@pytest.mark.parametrize("size", SIZES)
def test_the_root_is_the_definition_of_the_rfc(tree: Subtrees, size: int) -> None:
    frontier = log.Frontier()
    for index in range(size):
        frontier.append(leaf(index))
    assert frontier.root() == log.root(tree.read, size) == tree.span(0, size)


def test_the_empty_log_has_the_hash_of_nothing() -> None:
    assert log.Frontier().root().hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("size", SIZES)
def test_every_leaf_is_proved_and_every_corrupted_hash_refused(tree: Subtrees, size: int) -> None:
    root = tree.span(0, size)
    for index in range(size):
        path = log.inclusion_path(tree.read, index, size)

        def check(path: list[bytes], index: int = index) -> None:
            log.check_inclusion(leaf(index), index, size, path, root)

        check(path)
        assert refuses(check, changed(path))
        with pytest.raises(BadProof):
            log.check_inclusion(leaf(index + 1), index, size, path, root)
        if size > 1:
            with pytest.raises(BadProof):
                log.check_inclusion(leaf(index), (index + 1) % size, size, path, root)


@pytest.mark.parametrize("size", SIZES)
def test_sigstores_merkle_code_finds_the_same_root(tree: Subtrees, size: int) -> None:
    for index in range(size):
        path = log.inclusion_path(tree.read, index, size)
        inner, border = _decomp_inclusion_proof(index, size)
        assert len(path) == inner + border
        found = _chain_border_right(_chain_inner(leaf(index), path[:inner], index), path[inner:])
        assert found == tree.span(0, size)


@pytest.mark.parametrize("new", SIZES)
def test_every_growth_is_proved_and_every_corrupted_hash_refused(tree: Subtrees, new: int) -> None:
    for old in range(1, new + 1):
        path = log.consistency_path(tree.read, old, new)
        old_root, new_root = tree.span(0, old), tree.span(0, new)

        both = (old_root, new_root)

        def check(path: list[bytes], old: int = old, both: tuple[bytes, bytes] = both) -> None:
            log.check_consistency(old, new, path, *both)

        check(path)
        if new <= 64 or old % 16 == 0:
            assert refuses(check, changed(path))
        for roots in ((bytes(32), new_root), (old_root, bytes(32))):
            with pytest.raises(BadProof):
                log.check_consistency(old, new, path, *roots)


@pytest.mark.parametrize(("old", "new"), [(0, 1), (2, 1), (-1, 3)])
def test_impossible_growth_is_refused(old: int, new: int) -> None:
    with pytest.raises(BadProof, match="cannot grow"):
        log.check_consistency(old, new, [], bytes(32), bytes(32))


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 5), (5, 5)])
def test_a_leaf_outside_the_log_is_refused(index: int, size: int) -> None:
    with pytest.raises(BadProof, match="no leaf"):
        log.check_inclusion(leaf(0), index, size, [], bytes(32))


@pytest.fixture(scope="module")
def published() -> tuple[dict[str, bytes], dict[int, bytes]]:
    """Files of a log as it grew to 65,537 entries, published at the sizes asked about; and those roots."""
    files: dict[str, bytes] = {}
    roots: dict[int, bytes] = {}
    writer = TileWriter(files.__setitem__)
    for index in range(max(LARGE)):
        writer.append(b"%d" % index)
        if writer.size in (1, 2, 255, 256, 257, 1000, *LARGE):
            writer.publish()
            roots[writer.size] = writer.root()
    return files, roots


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 1000, *LARGE])
def test_published_tiles_prove_leaves_and_growth(
    published: tuple[dict[str, bytes], dict[int, bytes]], size: int
) -> None:
    files, roots = published
    read = TileReader(files.__getitem__, size)
    assert log.root(read, size) == roots[size]
    for index in {0, 1, 254, 255, 256, 257, size // 2, size - 2, size - 1} & set(range(size)):
        path = log.inclusion_path(read, index, size)
        log.check_inclusion(leaf(index), index, size, path, roots[size])
        assert read.entry(index) == b"%d" % index
        assert refuses(
            lambda path, index=index: log.check_inclusion(leaf(index), index, size, path, roots[size]),  # type: ignore[misc]
            changed(path),
        )
    for old in [each for each in roots if each <= size]:
        log.check_consistency(old, size, log.consistency_path(read, old, size), roots[old], roots[size])


@pytest.mark.parametrize(
    ("size", "count"),
    [
        (65_535, 256 + 256 + 1),  # entry bundles, level 0, level 1 (255 hashes)
        (65_536, 256 + 256 + 1 + 1),  # level 1 is full, level 2 has one hash
        (65_537, 257 + 257 + 1 + 1),
    ],
)
def test_exactly_the_tiles_of_a_size_are_published(
    published: tuple[dict[str, bytes], dict[int, bytes]], size: int, count: int
) -> None:
    files, _ = published
    wanted = list(tiles.tiles_of(size))
    assert len({tile.path for tile in wanted}) == count
    for tile in wanted:
        assert tile.level is None or len(files[tile.path]) == 32 * tile.width


@pytest.mark.parametrize("size", [1, 2, 7, 255, 256, 257, 511, 512, 1000])
def test_a_log_is_taken_up_where_it_was_left(size: int) -> None:
    files: dict[str, bytes] = {}
    first, whole = TileWriter(files.__setitem__), TileWriter(lambda path, blob: None)
    for index in range(size):
        first.append(b"%d" % index)
        whole.append(b"%d" % index)
    first.publish()
    again = TileWriter.resume(files.__setitem__, files.__getitem__, size)
    assert (again.size, again.root()) == (size, whole.root())
    for index in range(size, size + 300):
        assert again.append(b"%d" % index) == whole.append(b"%d" % index) == index
        assert again.root() == whole.root()
    again.publish()
    read = TileReader(files.__getitem__, size + 300)
    assert log.root(read, size + 300) == whole.root()
    assert [read.entry(index) for index in (0, size - 1, size, size + 299)] == [
        b"%d" % index for index in (0, size - 1, size, size + 299)
    ]


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 5, 256), "tile/0/005"),
        (Tile(3, 1_234_067, 256), "tile/3/x001/x234/067"),
        (Tile(None, 999, 17), "tile/entries/999.p/17"),
        (Tile(None, 1000, 256), "tile/entries/x001/000"),
        (Tile(63, 0, 1), "tile/63/000.p/1"),
    ],
)
def test_tile_paths_are_those_of_c2sp(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert tiles.parse(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/5",
        "tile/64/000",
        "tile/00/000",
        "tile/0/x000/005",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/257",
        "tile/0/000.p/01",
        "tile/0/../000",
        "tile/0/001/000",
        "tile/0/٠٠١",
        "tile/entries/",
        "tile/0/000\n",
    ],
)
def test_other_paths_are_no_tiles(path: str) -> None:
    with pytest.raises(Malformed):
        tiles.parse(path)


def test_a_bundle_of_entries_holds_exactly_its_entries() -> None:
    blob = tiles.entry_bundle([b"", b"ab", b"c" * 65_535])
    assert blob[:6] == b"\0\0\0\2ab"
    assert tiles.entries_in(blob, 3) == [b"", b"ab", b"c" * 65_535]
    for wrong, width in ((blob, 2), (blob, 4), (blob[:-1], 3), (blob + b"\0", 3), (b"", 1)):
        with pytest.raises(Malformed):
            tiles.entries_in(wrong, width)


def test_an_entry_of_65536_bytes_does_not_fit() -> None:
    with pytest.raises(Malformed, match="65536"):
        TileWriter(lambda path, blob: None).append(bytes(65_536))
