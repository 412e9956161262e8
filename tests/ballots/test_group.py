"""The group against RFC 9496, against its slow twin, and where libsodium's habits could bite."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots import group, randomness
from ballots.errors import BadPoint, BadProof, Malformed
from ballots.group import IDENTITY, L, Point
from tests.ballots import slow_group

RFC = json.loads((Path(__file__).parent / "vectors" / "rfc9496.json").read_text())
NOT_A_POINT = Point(bytes.fromhex(RFC["refused"][12]))
scalars = st.integers(0, L - 1)


def point_of(scalar: int) -> Point:
    return group.base(scalar)


@pytest.mark.parametrize("number", range(16))
def test_multiples_of_the_generator_are_those_of_the_rfc(number):
    assert group.base(number).hex() == RFC["multiples"][number]
    assert group.mul(number, group.G).hex() == RFC["multiples"][number]


@pytest.mark.parametrize("encoding", RFC["refused"])
def test_encodings_that_the_rfc_refuses_are_refused_everywhere(encoding):
    bad = Point(bytes.fromhex(encoding))
    for use in (
        lambda: group.check(bad),
        lambda: group.check_any(bad),
        lambda: group.mul(2, bad),
        lambda: group.mul(0, bad),
        lambda: group.add(bad, group.G),
        lambda: group.sub(group.G, bad),
        lambda: group.multiscalar([1, 0], [group.G, bad]),
    ):
        with pytest.raises(BadPoint):
            use()
    assert slow_group.decode(bad) is None


@pytest.mark.parametrize("case", RFC["hashed"], ids=lambda case: case["text"][:20])
def test_hashing_to_the_group_is_that_of_the_rfc(case):
    uniform = hashlib.sha512(case["text"].encode()).digest()
    assert group.hash_to_point(uniform).hex() == case["point"]
    assert slow_group.hash_to_point(uniform).hex() == case["point"]


def test_the_identity_is_only_let_through_where_asked():
    assert group.check_any(IDENTITY) == IDENTITY
    with pytest.raises(BadPoint, match="identity"):
        group.check(IDENTITY, "alpha")


def test_a_product_that_is_the_identity_is_the_identity_and_no_error():
    assert group.base(0) == IDENTITY
    assert group.base(L) == IDENTITY
    assert group.mul(0, group.G) == IDENTITY
    assert group.mul(5, IDENTITY) == IDENTITY
    assert group.sub(group.G, group.G) == IDENTITY
    assert group.multiscalar([], []) == IDENTITY


def test_a_zero_coefficient_does_not_hide_an_invalid_point():
    with pytest.raises(BadPoint):
        group.multiscalar([0], [NOT_A_POINT])
    with pytest.raises(BadPoint):
        group.multiscalar([L], [NOT_A_POINT])


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_point_of_another_length_is_refused_before_libsodium_sees_it(length):
    short = Point((group.G + group.G)[:length])
    for use in (
        lambda: group.check(short),
        lambda: group.mul(1, short),
        lambda: group.add(group.G, short),
        lambda: group.sub(short, group.G),
    ):
        with pytest.raises(BadPoint):
            use()


@pytest.mark.parametrize("encoding", RFC["multiples"])
def test_an_encoding_with_the_highest_bit_set_is_no_second_name_of_a_point(encoding):
    octets = bytes.fromhex(encoding)
    other = Point(octets[:31] + bytes([octets[31] | 0x80]))
    assert not group.is_valid(other)
    for use in (
        lambda: group.mul(1, other),
        lambda: group.add(group.G, other),
        lambda: group.multiscalar([0], [other]),
    ):
        with pytest.raises(BadPoint):
            use()


def test_as_many_scalars_as_points_are_needed():
    with pytest.raises(ValueError, match="zip"):
        group.multiscalar([1, 2], [group.G])


@given(st.lists(st.tuples(scalars, scalars), max_size=4))
def test_multiscalar_equals_its_slow_twin(pairs):
    numbers = [scalar for scalar, _ in pairs]
    points = [point_of(secret) for _, secret in pairs]
    assert group.multiscalar(numbers, points) == slow_group.multiscalar(numbers, points)


@given(st.binary(min_size=32, max_size=32))
def test_what_is_an_element_is_what_the_slow_twin_decodes(octets):
    assert group.is_valid(octets) == (slow_group.decode(octets) is not None)


@given(st.binary(min_size=30, max_size=30))
def test_a_message_is_carried_by_the_point_with_the_smallest_counter(message):
    point = group.encode_message(message)
    assert group.decode_message(point) == message
    assert point[1:31] == message
    for counter in range(point[0] // 2):
        smaller = bytes([2 * counter]) + message + b"\0"
        assert smaller == IDENTITY or slow_group.decode(smaller) is None


def test_a_larger_counter_would_be_a_hidden_mark_and_carries_nothing():
    message = bytes(range(30))
    found = [
        octets
        for octets in (bytes([2 * counter]) + message + b"\0" for counter in range(128))
        if group.is_valid(octets)
    ]
    assert found[0] == group.encode_message(message)
    for other in found[1:]:
        with pytest.raises(Malformed):
            group.decode_message(Point(other))


def test_the_empty_marking_is_not_the_identity():
    assert group.encode_message(bytes(30)) != IDENTITY
    with pytest.raises(Malformed):
        group.decode_message(IDENTITY)


@pytest.mark.parametrize("length", [0, 29, 31])
def test_a_message_has_thirty_bytes(length):
    with pytest.raises(Malformed, match="30 bytes"):
        group.encode_message(bytes(length))


def test_generators_come_from_the_label_alone_and_are_all_different():
    column = group.generators(600)
    points = group.split(column)
    assert len(set(points) | {group.H, group.G}) == 602
    assert points[0] == group.generator(1)
    assert points[599] == group.generator(600)
    assert group.generators(3) == column[:96]


@pytest.mark.parametrize("number", [L, L + 1, 2**256 - 1])
def test_a_scalar_beyond_the_order_is_refused(number):
    with pytest.raises(BadProof):
        group.read_scalar(number.to_bytes(32, "little"))


def test_scalars_are_little_endian():
    assert group.scalar_octets(258) == b"\x02\x01" + bytes(30)
    assert group.read_scalar(b"\x02\x01" + bytes(30)) == 258


def test_a_column_that_is_not_whole_is_refused():
    with pytest.raises(Malformed):
        group.split(bytes(33))
    with pytest.raises(BadProof):
        group.check_column(group.G, 2)
    with pytest.raises(BadPoint, match=r"c\[1\]"):
        group.check_column(group.G + NOT_A_POINT, 2, "c")


def test_a_seeded_source_repeats_itself_and_a_permutation_is_one():
    one, other = (randomness.SeededSource(b"seed") for _ in range(2))
    assert [one.octets(n) for n in (1, 63, 64, 65)] == [other.octets(n) for n in (1, 63, 64, 65)]
    assert sorted(randomness.permutation(one, 100)) == list(range(100))


def test_drawing_below_a_bound_reaches_every_number_and_none_beyond():
    source = randomness.SeededSource(b"below")
    assert {randomness.below(source, 5) for _ in range(300)} == set(range(5))
