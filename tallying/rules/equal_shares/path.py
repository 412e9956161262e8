"""How a price falls while endowments rise, between straight lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from tallying.rules.equal_shares.purses import ULP


@dataclass(frozen=True, slots=True)
class Path:
    """How a price falls from `start` to `end` over `gap` raises, at each by at least `least` and at most
    `most`. So it is above two lines and below two others, each through one of the ends."""

    start: float
    end: float
    least: float
    most: float
    gap: int

    def above(self, other: "Path") -> bool:
        """Is this surely above the other at both ends and all the way?

        Of the four differences of a lower line of this and an upper line of the other each is straight; those
        that are positive at the left have to reach those that are positive at the right.
        """
        margin = 16 * ULP * max(other.start, self.end, self.start if self.most < inf else 0.0)
        covered, open_until = 0.0, float(self.gap)
        for low_left, low_right in self._lower():
            for high_left, high_right in other._upper():
                left, right = low_left - high_left - margin, low_right - high_right - margin
                if left > 0 and right > 0:
                    return True
                if left > 0:
                    covered = max(covered, self.gap * left / (left - right))
                if right > 0:
                    open_until = min(open_until, self.gap - self.gap * right / (right - left))
        return covered > open_until * (1 + 2.0**-30) + 2.0**-30

    def _lower(self) -> Iterator[tuple[float, float]]:
        yield self.end + self.least * self.gap, self.end
        if self.most < inf:
            yield self.start, self.start - self.most * self.gap

    def _upper(self) -> Iterator[tuple[float, float]]:
        yield self.start, self.start - self.least * self.gap
        if self.most < inf:
            yield self.end + self.most * self.gap, self.end


def retreat_to_crossing(path: Path, rival: Path) -> float:
    """About how far below b the rival's price met the winner's: between the crossings of chords and ends."""
    ahead, behind, closing = path.end - rival.end, rival.start - path.start, rival.least - path.least
    chord = path.gap * ahead / (ahead + max(behind, 0.0))
    tangent = ahead / closing if closing > 0 else inf
    return max(1.0, (chord + min(max(chord, tangent), path.gap)) / 2)
