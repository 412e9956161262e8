"""Drawing slots by a public seed, and what calling their people can show. Pure.

The draw: for n = 0, 1, 2 ... take SHA-256 of the text "SEED/FINGERPRINT/n" as a number. Numbers at or above
the largest multiple of the number of slots are left out, so that no slot is likelier than another; of the
others the rest after division by the number of slots is the slot. A slot that was drawn before is left out.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice

SPACE = 2**256
# Of a hundred slots so many voted without their people, and so many people are called.
STUFFED = (1, 2, 5, 10)
CALLED = (10, 30, 60, 100, 200)


@dataclass(frozen=True)
class Chances:
    """How likely at least one stuffed slot is among those called, for each share of stuffed ones."""

    called: int
    shares: tuple[float, ...]


def drawn(seed: str, fingerprint: str, slots: int, wanted: int) -> list[int]:
    """So many different slots, or all of them."""
    return list(islice(distinct(numbers(seed, fingerprint, slots)), min(wanted, slots)))


def numbers(seed: str, fingerprint: str, slots: int) -> Iterator[int]:
    limit = SPACE - SPACE % slots
    for place in count():
        found = int.from_bytes(hashlib.sha256(f"{seed}/{fingerprint}/{place}".encode()).digest(), "big")
        if found < limit:
            yield found % slots


def distinct(found: Iterator[int]) -> Iterator[int]:
    seen: set[int] = set()
    for number in found:
        if number not in seen:
            seen.add(number)
            yield number


def chance(slots: int, stuffed: int, called: int) -> float:
    """That at least one of `stuffed` slots is among `called` ones, drawn without putting back."""
    missed = 1.0
    for place in range(min(called, slots)):
        missed *= max(0, slots - stuffed - place) / (slots - place)
    return 1 - missed


def table(slots: int) -> list[Chances]:
    """A row for each number of calls that the roll allows."""
    return [
        Chances(called, tuple(chance(slots, max(1, slots * share // 100), called) for share in STUFFED))
        for called in CALLED
        if called <= slots
    ]
