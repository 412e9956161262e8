"""When everything happened in the demonstration's year, so that today is in the middle of voting."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pb.cycles.phases import DATED
from pb.cycles.plan import Span
from pb.cycles.rules import day, morning

# The days from today to the beginning of each phase; the next one begins where it ends.
BEGINS = {
    "call": -150,
    "review": -95,
    "appeal": -50,
    "bulletin": -29,
    "voting": -6,
    "counting": 8,
    "results": 11,
    "council": 25,
    "delivery": 95,
    "evaluation": 460,
}
LAST = 490
# The same day of the week.
A_YEAR = timedelta(weeks=52)


@dataclass(frozen=True)
class Calendar:
    """Days are counted from `today`, on the town's calendar."""

    today: date

    @classmethod
    def of(cls, now: datetime) -> "Calendar":
        return cls(day(now))

    def a_year_ago(self) -> "Calendar":
        return Calendar(self.today - A_YEAR)

    def spans(self) -> Iterator[Span]:
        ends = [*(BEGINS[phase] for phase in DATED[1:]), LAST]
        for phase, end in zip(DATED, ends, strict=True):
            yield Span(phase, self.at(BEGINS[phase]), self.at(end))

    def at(self, days: int, hours: float = 0) -> datetime:
        """So many days from today's midnight, and hours after that."""
        return morning(self.today + timedelta(days=days)) + timedelta(hours=hours)

    def within(self, phase: str, share: float) -> datetime:
        """A moment in office hours after `share` (0 to 1) of the phase has passed."""
        span = next(span for span in self.spans() if span.phase == phase)
        days = (span.ends - span.starts).days
        return span.starts + timedelta(days=int(share * (days - 1)), hours=9 + 8 * ((share * days) % 1))
