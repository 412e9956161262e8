"""A ballot style: sections side by side become one number of at most 240 bits (FORMAT.md, chapter 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any, Final, TypeAlias

from ballots import canonical, group
from ballots.errors import DoesNotFit, Malformed, Unlawful
from ballots.kinds import Marking
from ballots.sections import Section

MESSAGE_BITS: Final = 240

Ballot: TypeAlias = tuple[Marking | None, ...]
"""One marking for each section of the style, None where the section is left out."""


@dataclass(frozen=True, slots=True)
class Style:
    """The ballot of one kind of voter: names of sections, in order."""

    name: str
    sections: tuple[str, ...]


def check_fits(style: Style, sections: Mapping[str, Section], place: str = "") -> None:
    """DoesNotFit, with the numbers, if the style's codes need more than 240 bits."""
    if prod(sections[name].size for name in style.sections) <= 1 << MESSAGE_BITS:
        return
    total = bits(prod(sections[name].size for name in style.sections))
    parts = ", ".join(f"{name} {bits(sections[name].size)}" for name in style.sections)
    raise DoesNotFit(f"ballot style {style.name} needs {total} bits ({parts}); {MESSAGE_BITS} fit", place)


def bits(size: int) -> int:
    """How many bits hold every number below `size`."""
    return (size - 1).bit_length()


def pack(style: Style, sections: Mapping[str, Section], ballot: Ballot) -> bytes:
    """The 30-byte message of a ballot; raises Unlawful."""
    if len(ballot) != len(style.sections):
        raise Unlawful(f"{len(ballot)} markings for {len(style.sections)} sections", style.name)
    code = 0
    for name, marking in zip(style.sections, ballot, strict=True):
        code = code * sections[name].size + sections[name].pack(marking)
    return code.to_bytes(MESSAGE_BITS // 8, "big")


def unpack(style: Style, sections: Mapping[str, Section], message: bytes) -> Ballot:
    """The ballot of a 30-byte message; raises Unlawful if it is the message of none."""
    code = int.from_bytes(message, "big")
    codes = []
    for name in reversed(style.sections):
        code, part = divmod(code, sections[name].size)
        codes.append(part)
    if code:
        raise Unlawful("this number belongs to no ballot", style.name)
    parts = zip(style.sections, reversed(codes), strict=True)
    return tuple(sections[name].unpack(part) for name, part in parts)


def to_json(style: Style, sections: Mapping[str, Section], ballot: Ballot) -> dict[str, Any]:
    """The ballot as an object: section name to marking."""
    parts = zip(style.sections, ballot, strict=True)
    return {name: sections[name].to_json(marking) for name, marking in parts}


def from_json(style: Style, sections: Mapping[str, Section], value: Any, place: str = "") -> Ballot:
    """The ballot that `to_json` would write so; raises Malformed or Unlawful."""
    fields = canonical.members(value, frozenset(style.sections), place)
    return tuple(sections[name].from_json(fields[name], f"{place}.{name}") for name in style.sections)


def plaintext(style: Style, sections: Mapping[str, Section], point: bytes) -> Ballot | None:
    """The ballot in a decrypted point, or None if it carries no lawful one (it counts for nothing)."""
    try:
        return unpack(style, sections, group.decode_message(group.Point(point)))
    except (Malformed, Unlawful):
        return None


def plaintext_line(style: Style, sections: Mapping[str, Section], point: bytes) -> bytes:
    """The line that `plaintexts/...` has for a decrypted point, with its newline (FORMAT.md, chapter 15)."""
    ballot = plaintext(style, sections, point)
    if ballot is None:
        return canonical.encode({"spoiled": point.hex()}) + b"\n"
    return canonical.encode({"marking": to_json(style, sections, ballot)}) + b"\n"
