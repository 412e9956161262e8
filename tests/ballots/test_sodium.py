"""Where libsodium comes from."""

from __future__ import annotations

import ctypes
import stat

import pytest

from ballots import sodium


def test_the_wheel_carries_a_library_that_can_be_used(tmp_path):
    library = sodium.carried_library()
    assert library is not None
    kept = sodium.keep(library, (tmp_path / "cache",))
    assert ctypes.CDLL(str(kept)).sodium_library_version_major() == 10


def test_the_library_is_kept_once_under_the_hash_of_its_content(tmp_path):
    first = sodium.keep(b"some library", (tmp_path,))
    inode = first.stat().st_ino
    assert sodium.keep(b"some library", (tmp_path,)).stat().st_ino == inode
    assert sodium.keep(b"another", (tmp_path,)) != first
    assert stat.S_IMODE(first.stat().st_mode) == 0o500


def test_a_changed_copy_is_replaced(tmp_path):
    kept = sodium.keep(b"some library", (tmp_path,))
    kept.chmod(0o700)
    kept.write_bytes(b"something evil")
    assert sodium.keep(b"some library", (tmp_path,)).read_bytes() == b"some library"


def test_a_link_in_place_of_the_copy_is_not_followed(tmp_path):
    kept = sodium.keep(b"some library", (tmp_path,))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"some library")
    kept.unlink()
    kept.symlink_to(elsewhere)
    assert not sodium.keep(b"some library", (tmp_path,)).is_symlink()


def test_a_folder_that_others_may_write_to_is_passed_over(tmp_path):
    shared, private = tmp_path / "shared", tmp_path / "private"
    shared.mkdir()
    shared.chmod(0o777)
    assert sodium.keep(b"library", (shared, private)).parent == private
    with pytest.raises(sodium.NoSodium, match="private folder"):
        sodium.keep(b"library", (shared,))
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
