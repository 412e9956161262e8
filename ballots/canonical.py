"""Canonical JSON: one value, one byte string (FORMAT.md, "Canonical JSON"; a profile of RFC 8785).

`decode` accepts exactly the bytes `encode` would write, so signing the bytes
signs the value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final, NoReturn

from ballots.errors import Malformed, TooLarge

Value = Any  # str, int, bool, list of Value, or dict of str to Value

MAX_BYTES: Final = 16 * 1024 * 1024
MAX_DEPTH: Final = 16
MAX_INTEGER: Final = 2**53 - 1

# What a section, a style, a voter group, a score sheet is called.
NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,31}\Z")

_KEY = re.compile(r"[\x20-\x7e]*\Z")
_HEX = re.compile(r"(?:[0-9a-f]{2})*\Z")
_NATURAL_DIGITS = 17


def encode(value: Value) -> bytes:
    """The one canonical form of `value`.

    Raises Malformed for anything the profile has no form for: floats, null, integers beyond 2^53 - 1, keys
    that are not printable ASCII, lone surrogates, nesting deeper than 16.
    """
    _check(value, MAX_DEPTH)
    return _dump(value)


def decode(blob: bytes, place: str = "", limit: int = MAX_BYTES) -> Value:
    """The value whose canonical form is exactly `blob`; raises Malformed or TooLarge otherwise."""
    if len(blob) > limit:
        raise TooLarge(f"{len(blob)} bytes of JSON, at most {limit} are allowed", place)
    try:
        value = _READER.decode(blob.decode("utf-8"))
        _check(value, MAX_DEPTH)
        again = _dump(value)
    except UnicodeDecodeError as error:
        raise Malformed(f"not UTF-8 at byte {error.start}", place) from None
    except RecursionError:
        raise TooLarge(f"nested deeper than {MAX_DEPTH}", place) from None
    except json.JSONDecodeError as error:
        raise Malformed(f"not JSON: {error.msg} at character {error.pos}", place) from None
    except Malformed as error:
        raise error.at(place) from None
    if again != blob:
        raise Malformed("not in canonical form: keys sorted, no spaces, shortest escapes", place)
    return value


def decode_object(
    blob: bytes, keys: frozenset[str], place: str = "", limit: int = MAX_BYTES
) -> dict[str, Value]:
    """As `decode`, for an object with exactly the members `keys`."""
    return members(decode(blob, place, limit), keys, place)


def members(value: Value, keys: frozenset[str], place: str = "") -> dict[str, Value]:
    """`value` if it is an object with exactly the members `keys`; Malformed names the first that differs."""
    if not isinstance(value, dict):
        raise Malformed("an object is expected here", place)
    if value.keys() != keys:
        raise Malformed(_difference(value, keys), place)
    return value


def _difference(value: Mapping[str, Value], keys: frozenset[str]) -> str:
    missing = sorted(keys - value.keys())
    if missing:
        return f"member {missing[0]!r} is missing"
    return f"unknown member {sorted(value.keys() - keys)[0]!r}"


def text(value: Value, place: str = "", longest: int = 10_000) -> str:
    """`value` if it is a string of 0 to `longest` characters."""
    if not isinstance(value, str):
        raise Malformed("a string is expected here", place)
    if len(value) > longest:
        raise TooLarge(f"{len(value)} characters, at most {longest} are allowed", place)
    return value


def matching(value: Value, pattern: re.Pattern[str], what: str, place: str = "") -> str:
    """`value` if it is a string of at most 64 characters in this pattern, which is called `what`."""
    if not pattern.match(text(value, place, 64)):
        raise Malformed(f"{str(value)[:40]!r} is no {what}", place)
    return str(value)


def natural(value: Value, place: str = "", least: int = 0, most: int = MAX_INTEGER) -> int:
    """`value` if it is an integer from `least` to `most`."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise Malformed("an integer is expected here", place)
    if not least <= value <= most:
        raise Malformed(f"{value} is not between {least} and {most}", place)
    return value


def boolean(value: Value, place: str = "") -> bool:
    """`value` if it is true or false."""
    if not isinstance(value, bool):
        raise Malformed("true or false is expected here", place)
    return value


def array(value: Value, place: str = "", least: int = 0, most: int = 1_000_000) -> list[Value]:
    """`value` if it is a list of `least` to `most` items."""
    if not isinstance(value, list):
        raise Malformed("a list is expected here", place)
    if not least <= len(value) <= most:
        raise Malformed(f"{len(value)} items, between {least} and {most} are allowed", place)
    return value


def octets(value: Value, length: int, place: str = "") -> bytes:
    """The `length` bytes that `value` gives as lower-case hexadecimal digits."""
    if not isinstance(value, str) or len(value) != 2 * length or not _HEX.match(value):
        raise Malformed(f"{2 * length} lower-case hexadecimal digits are expected here", place)
    return bytes.fromhex(value)


def _dump(value: Value) -> bytes:
    try:
        return _WRITER.encode(value).encode("utf-8")
    except UnicodeEncodeError:
        raise Malformed("a lone surrogate is no character") from None


def _check(value: Value, depth: int) -> None:
    if isinstance(value, str | bool):
        return
    if isinstance(value, int):
        _check_integer(value)
    elif isinstance(value, dict):
        _check_nested(value, value.values(), depth)
    elif isinstance(value, list | tuple):
        _check_nested((), value, depth)
    else:
        raise Malformed(f"{type(value).__name__} has no canonical form")


def _check_nested(keys: Any, values: Any, depth: int) -> None:
    if not depth:
        raise TooLarge(f"nested deeper than {MAX_DEPTH}")
    for key in keys:
        if not isinstance(key, str) or not _KEY.match(key):
            raise Malformed(f"key {key!r} is not printable ASCII")
    for item in values:
        _check(item, depth - 1)


def _check_integer(value: int) -> None:
    if not -MAX_INTEGER <= value <= MAX_INTEGER:
        raise Malformed("an integer beyond 2^53 - 1")


def _unique(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("a key is given twice")
    return found


def _no_float(literal: str) -> NoReturn:
    raise Malformed(f"{literal[:20]} is no integer")


def _integer(literal: str) -> int:
    if len(literal) > _NATURAL_DIGITS:
        raise Malformed("an integer beyond 2^53 - 1")
    return int(literal)


_WRITER: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
_READER: Final = json.JSONDecoder(
    object_pairs_hook=_unique, parse_float=_no_float, parse_int=_integer, parse_constant=_no_float
)
