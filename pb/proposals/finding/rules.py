"""What is looked for and in which order: decisions without rows and pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from pb.proposals.models import State
from pb.web.texts import neat

# These have ended elsewhere; who looks for them chooses their state.
ASIDE = frozenset({State.MERGED, State.WITHDRAWN, State.FORWARDED})
SHOWN = tuple(state for state in State if state is not State.DRAFT)
BY_THEMSELVES = tuple(state for state in SHOWN if state not in ASIDE)
MOST_WORDS = 6
LONGEST_SEARCH = 100

# Particles that follow a closed syllable, an open one, or any. The shorter come last.
AFTER_CLOSED = ("이라는", "으로", "과", "을", "은", "이")
AFTER_OPEN = ("라는", "로", "와", "를", "는", "가")
AFTER_ANY = ("에서는", "에서", "에게", "까지", "부터", "처럼", "보다", "하고", "에는", "에", "의", "도", "만")
FIRST, LAST, FINALS = 0xAC00, 0xD7A3, 28


class Sort(StrEnum):
    """The orders of the list; the first is the one a newcomer gets."""

    LOT = "lot"
    NEWEST = "newest"
    SUPPORTS = "supports"
    COST = "cost"


SORTS: Mapping[Sort, LazyString] = {
    Sort.LOT: _l("By lot"),
    Sort.NEWEST: _l("Newest"),
    Sort.SUPPORTS: _l("Most supported"),
    Sort.COST: _l("Lowest cost"),
}


@dataclass(frozen=True)
class Wish:
    """What a visitor looks for in one cycle; None where nothing was chosen."""

    cycle: int
    text: str = ""
    district: int | None = None
    category: int | None = None
    state: State | None = None
    sort: Sort = Sort.LOT
    call: int | None = None

    @property
    def words(self) -> tuple[str, ...]:
        return searched(self.text)

    @property
    def is_filtered(self) -> bool:
        return any((self.text, self.district, self.category, self.state, self.call))

    def arguments(self) -> dict[str, str]:
        """How an address says it; what nobody chose is left out."""
        chosen = {
            "q": self.text,
            "district": self.district,
            "category": self.category,
            "state": self.state.value if self.state else None,
            "call": self.call,
            "sort": self.sort.value if self.sort is not Sort.LOT else None,
        }
        return {name: str(value) for name, value in chosen.items() if value}


def searched(text: str) -> tuple[str, ...]:
    """The words to look for, without the particles behind them."""
    return tuple(stem(word) for word in neat(text)[:LONGEST_SEARCH].lower().split()[:MOST_WORDS])


def stem(word: str) -> str:
    """`놀이터를` → `놀이터`: a word without its particle, as long as two syllables are left of it."""
    for particle in (*AFTER_ANY, *AFTER_CLOSED, *AFTER_OPEN):
        left = word.removesuffix(particle)
        if left != word and len(left) >= 2 and fits(left[-1], particle):
            return left
    return word


def is_hangul(sign: str) -> bool:
    return FIRST <= ord(sign) <= LAST


def fits(before: str, particle: str) -> bool:
    """Whether this particle can stand behind this syllable; behind foreign letters any can."""
    if particle in AFTER_ANY or not is_hangul(before):
        return True
    return (particle in AFTER_CLOSED) == ((ord(before) - FIRST) % FINALS != 0)


def drawn_by_lot(numbers: Sequence[int], lot: int) -> list[int]:
    """The numbers in an order that only `lot` decides. A newcomer among them moves none of the others.

    Each is mixed by SplitMix64 (Steele, Lea, Flood 2014), and the mixed ones are sorted.
    """
    mixed = np.array(numbers, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(lot)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return [numbers[place] for place in np.argsort(mixed, kind="stable").tolist()]


# What a category is drawn as, by the first word that stands in its Korean name.
DRAWINGS: Mapping[str, tuple[str, ...]] = {
    "play": ("아동", "어린이", "청소년", "놀이", "교육", "학교"),
    "people": ("복지", "돌봄", "건강", "보건", "어르신", "노인", "장애"),
    "road": ("교통", "도로", "보행", "주차", "길"),
    "lamp": ("안전", "치안", "방범", "재난", "소방"),
    "tree": ("공원", "녹지", "나무", "환경", "기후", "숲", "에너지"),
    "stage": ("문화", "체육", "예술", "관광", "축제"),
    "house": ("주거", "주택", "시설", "건축", "도시", "경제", "일자리"),
}


def drawing_of(name: str) -> str:
    """The name of the drawing for a category of this Korean name; an idea where none fits."""
    return next((drawing for drawing, words in DRAWINGS.items() if any(w in name for w in words)), "idea")
