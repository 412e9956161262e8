"""Which proposals resemble some words: how much of their pairs and triples of neighbouring letters is shared.

Letters instead of words, since Korean words change at their ends and not everyone puts blanks at the same
places. Rare pairs weigh more (inverse document frequency, Spärck Jones 1972), and what a long text shares
counts a little less (pivoted length, Singhal, Buckley and Mitra 1996).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

# Each pair and triple is one of this many; few enough collide not to matter among some hundred of a text.
BUCKETS = 1 << 20
# Below this share the likeness is of everyday words only.
LEAST = 0.25
# How much the length of a text counts.
SLOPE = 0.2
MOST_LETTERS = 400
Grams = NDArray[np.int64]


def grams(text: str) -> Grams:
    """The different pairs and triples of the letters of a text, blanks left out."""
    letters = "".join(sign for sign in text.lower() if sign.isalnum())[:MOST_LETTERS]
    codes = np.frombuffer(letters.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    if len(codes) < 2:
        return np.empty(0, dtype=np.int64)
    pairs = codes[:-1] * np.uint64(0x9E3779B97F4A7C15) + codes[1:]
    triples = (pairs[:-1] * np.uint64(0xBF58476D1CE4E5B9)) ^ codes[2:]
    mixed = np.concatenate([pairs, triples]) * np.uint64(0x94D049BB133111EB)
    return np.unique((mixed >> np.uint64(44)).astype(np.int64))


@dataclass(frozen=True)
class Index:
    """For each gram the texts that hold it, one after the other; `begins` says where each gram's begin."""

    numbers: NDArray[np.int64]
    begins: NDArray[np.int64]
    holders: NDArray[np.int32]
    rarity: NDArray[np.float32]
    pivots: NDArray[np.floating]

    @classmethod
    def of(cls, texts: Mapping[int, Grams]) -> Self:
        numbers = np.fromiter(texts, dtype=np.int64, count=len(texts))
        sizes = np.array([len(found) for found in texts.values()], dtype=np.int64)
        every = np.concatenate([np.empty(0, dtype=np.int64), *texts.values()])
        holders = np.repeat(np.arange(len(numbers), dtype=np.int32), sizes)
        counts = np.bincount(every, minlength=BUCKETS)
        return cls(
            numbers=numbers,
            begins=np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts)]),
            holders=holders[np.argsort(every, kind="stable")],
            rarity=np.log1p(len(numbers) / (1 + counts)).astype(np.float32),
            pivots=1 - SLOPE + SLOPE * sizes / max(float(sizes.mean()) if len(sizes) else 0.0, 1.0),
        )

    def nearest(self, text: str, most: int, but: Sequence[int] = ()) -> list[tuple[int, float]]:
        """(number, likeness) of the texts that resemble this one, the most alike first."""
        asked = grams(text)
        if not len(asked) or not len(self.numbers):
            return []
        alike = np.zeros(len(self.numbers))
        for gram in asked.tolist():
            alike[self.holders[self.begins[gram] : self.begins[gram + 1]]] += self.rarity[gram]
        alike /= float(self.rarity[asked].sum()) * self.pivots
        alike[np.isin(self.numbers, list(but))] = 0
        best = np.argsort(-alike, kind="stable")[:most].tolist()
        return [(int(self.numbers[i]), float(alike[i])) for i in best if alike[i] >= LEAST]
