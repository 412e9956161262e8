"""Hashing: domains, and an encoding in which different inputs differ."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots import transcript

items = st.recursive(
    st.one_of(st.binary(max_size=4), st.text(max_size=3), st.integers(0, 300)),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)


def test_a_digest_hashes_the_bytes_that_the_format_shows():
    shown = (
        "02 0000000000000014 70622d62616c6c6f74732f312f636f6e74657874"
        "01 0000000000000002 6869"
        "03 0000000000000002 0102"
        "02 0000000000000003 eab080"
    )
    expected = hashlib.sha512(bytes.fromhex(shown)).digest()
    assert transcript.digest("context", b"hi", 258, "가") == expected


def test_the_encoding_of_each_kind_of_item():
    assert transcript.encode(b"") == bytes.fromhex("01 0000000000000000")
    assert transcript.encode("a") == bytes.fromhex("02 0000000000000001 61")
    assert transcript.encode(0) == bytes.fromhex("03 0000000000000000")
    assert transcript.encode(255) == bytes.fromhex("03 0000000000000001 ff")
    assert transcript.encode([b"a", [1]]) == bytes.fromhex(
        "04 0000000000000002 01 0000000000000001 61 04 0000000000000001 03 0000000000000001 01"
    )


@given(st.lists(items, max_size=3), st.lists(items, max_size=3))
def test_different_items_never_have_the_same_encoding(one, other):
    encoded = [b"".join(map(transcript.encode, each)) for each in (one, other)]
    assert (encoded[0] == encoded[1]) == (one == other)


def test_the_same_items_under_two_domains_give_two_digests():
    found = {transcript.digest(domain, b"x", 1) for domain in transcript.DOMAINS}
    assert len(found) == len(transcript.DOMAINS)


def test_a_domain_that_is_not_in_the_table_is_refused():
    with pytest.raises(ValueError, match="table of domains"):
        transcript.digest("surprise", b"")


def test_a_negative_number_has_no_encoding():
    with pytest.raises(OverflowError):
        transcript.encode(-1)


def test_a_series_of_challenges_is_each_challenge_by_itself():
    series = list(transcript.challenges("mix-weight", 300, b"seed", 7))
    assert series == [transcript.challenge("mix-weight", b"seed", 7, i) for i in range(1, 301)]


def test_the_format_lists_exactly_the_domains_of_the_code():
    text = (Path(transcript.__file__).parent / "FORMAT.md").read_text()
    table = text.split("<!-- domains -->")[1].split("<!-- end of domains -->")[0]
    listed = {line.split("`")[1]: line.split("|")[2].strip() for line in table.splitlines() if "`" in line}
    assert listed == transcript.DOMAINS
