"""One value, one byte string; everything else is refused with its place and reason."""

from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ballots import canonical
from ballots.errors import Malformed

KEYS = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=5)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
VALUES = st.recursive(
    st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


def test_keys_are_sorted_and_nothing_is_spaced() -> None:
    value = {"name": "주민참여예산", "b": [1, 2]}
    assert canonical.encode(value) == '{"b":[1,2],"name":"주민참여예산"}'.encode()


def test_control_characters_have_their_shortest_escapes() -> None:
    assert canonical.encode('\b\t\n\f\r"\\/\x01\x1f\x7f') == b'"\\b\\t\\n\\f\\r\\"\\\\/\\u0001\\u001f\x7f"'


@given(VALUES)
def test_the_form_is_that_of_rfc_8785(value: Any) -> None:
    assert canonical.encode(value) == rfc8785.dumps(value)


@given(VALUES)
def test_what_is_encoded_decodes_to_the_same_value(value: Any) -> None:
    assert canonical.decode(canonical.encode(value)) == value


@pytest.mark.parametrize(
    ("blob", "reason"),
    [
        (b'{"a":1,"a":1}', "twice"),
        (b'{"b":1,"a":1}', "canonical form"),
        (b'{"a": 1}', "canonical form"),
        (b'{"a":1}\n', "canonical form"),
        (b"null", "NoneType"),
        (b"1.5", "no integer"),
        (b"1e3", "no integer"),
        (b"NaN", "no integer"),
        (b"-Infinity", "no integer"),
        (b"-0", "canonical form"),
        (b"9007199254740992", "beyond 2"),
        (b"1" + b"0" * 400, "beyond 2"),
        (b'"\\u0041"', "canonical form"),
        (b'"\\/"', "canonical form"),
        (b'"\\u001F"', "canonical form"),
        (b'"\\ud800"', "surrogate"),
        (b'"\xff"', "UTF-8"),
        (b'\xef\xbb\xbf"a"', "JSON"),
        ('{"ä":1}'.encode(), "ASCII"),
        (b"[" * 100_000 + b"]" * 100_000, "nested"),
        (b"[" * 17 + b"]" * 17, "nested"),
        (b"", "JSON"),
        (b"[1,]", "JSON"),
        (b"01", "JSON"),
    ],
)
def test_any_other_form_is_refused(blob: bytes, reason: str) -> None:
    with pytest.raises(Malformed, match=reason) as refusal:
        canonical.decode(blob, "here")
    assert refusal.value.place == "here"


def test_sixteen_levels_are_allowed() -> None:
    assert canonical.decode(b"[" * 16 + b"]" * 16) == [[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]


def test_a_missing_and_an_unknown_member_are_named() -> None:
    with pytest.raises(Malformed, match="'b' is missing"):
        canonical.decode_object(b'{"a":1}', frozenset("ab"))
    with pytest.raises(Malformed, match="unknown member 'c'"):
        canonical.decode_object(b'{"a":1,"b":1,"c":1}', frozenset("ab"))


def test_true_is_no_number() -> None:
    with pytest.raises(Malformed, match="integer"):
        canonical.natural(True)


@pytest.mark.parametrize("value", ["AB", "a", "abcd", "zz", 12, "a\n"])
def test_bytes_are_lower_case_hexadecimal_of_the_right_length(value: Any) -> None:
    with pytest.raises(Malformed, match="2 lower-case"):
        canonical.octets(value, 1)
