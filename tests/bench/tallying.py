"""How fast counting is, beside pabutools with exact fractions, in one run: `make bench`.

Every job runs alone in its process and under a time limit: where pabutools is stopped its time is a lower
bound, written "> limit". Seconds are of the processor, ours the best of up to five runs, each on ballots read
anew. `--short` takes two elections and a short limit; `--growth` measures time against size instead.
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.bench import growth
from tests.peers.job import Done, run
from tests.tallying.files import PABULIB

FILES = {
    "Łódź 2022": "Poland_Lodz_2022",
    "Wawer 2020": "Poland_Warszawa_2020_Wawer",
    "Amsterdam 621": "Netherlands_Amsterdam_621",
    "Wrocław 2015": "Poland_Wroclaw_2015_150_-_500",
    "Budapest 2024": "Hungary_Budapest_2024",
}
SHORT = ("Wawer 2020", "Amsterdam 621")
GOALS = {
    "parse": 80,
    "greedy": 5_000,
    "max-votes": 5_000,
    "equal-shares": 1_000,
    "add1": 1_000,
    "phragmen": 1_000,
}
MOST_MEGABYTES = 200
ADD1_SECONDS = 5.0  # Budapest 2024, where peers do not finish


@dataclass(frozen=True, slots=True)
class Row:
    """One work on one election, both sides."""

    election: str
    work: str
    ours: Done
    theirs: Done
    limit: float

    @property
    def ratio(self) -> float:
        """How many times faster we are, at least."""
        return (self.limit if self.theirs.seconds is None else self.theirs.seconds) / (
            self.ours.seconds or 1e9
        )

    def missed(self) -> list[str]:
        """The goals that this row misses, in words."""
        proved = self.theirs.seconds is not None or self.ratio >= GOALS[self.work]
        missed = [f"{GOALS[self.work]}x"] if proved and self.ratio < GOALS[self.work] else []
        if self.work == "add1" and "Budapest" in self.election and (self.ours.seconds or 1e9) > ADD1_SECONDS:
            missed.append(f"{ADD1_SECONDS:.0f} s")
        if self.ours.megabytes > MOST_MEGABYTES:
            missed.append(f"{MOST_MEGABYTES} MB")
        return missed

    def verdict(self) -> str:
        if self.missed():
            return "missed " + ", ".join(self.missed())
        return "met" if self.ratio >= GOALS[self.work] else "open (peer stopped)"

    def line(self) -> str:
        theirs = f"> {self.limit:.0f} s" if self.theirs.seconds is None else _time(self.theirs.seconds)
        ratio = f"{'> ' if self.theirs.seconds is None else ''}{self.ratio:,.0f}"
        memory = f"{self.ours.megabytes:.0f} / {self.theirs.megabytes:.0f}"
        cells = (
            self.election,
            self.work,
            _time(self.ours.seconds or 0),
            theirs,
            ratio,
            memory,
            self.verdict(),
        )
        return "| " + " | ".join(cells) + " |"


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms" if seconds < 1 else f"{seconds:.2f} s"


def main() -> int:
    """Print the table, row by row, and how many goals were missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="two elections, ten seconds a job")
    parser.add_argument("--growth", action="store_true", help="time against ballots and projects")
    parser.add_argument(
        "--limit", type=float, default=150, help="seconds for one job of the peer (default 150)"
    )
    parser.add_argument("--plot", type=Path, help="with --growth: also draw it into this SVG file")
    asked = parser.parse_args()
    if asked.growth:
        return growth.main(short=asked.short, plot=asked.plot)
    return table(SHORT if asked.short else tuple(FILES), 10 if asked.short else asked.limit)


def table(elections: tuple[str, ...], limit: float) -> int:
    """Measure and print; 1 when there is nothing to measure."""
    if not PABULIB.is_dir():
        print(f"no real elections in {PABULIB}; set PB_PABULIB", file=sys.stderr)
        return 1
    print("| election | work | ours | pabutools exact | times faster | peak MB ours / theirs | goal |")
    print("|---|---|---|---|---|---|---|")
    rows = []
    for election in elections:
        for work in GOALS:
            rows.append(_measure(election, work, limit))
            print(rows[-1].line(), flush=True)
    print(f"\n{sum(bool(row.missed()) for row in rows)} of {len(rows)} rows miss a goal")
    return 0


def _measure(election: str, work: str, limit: float) -> Row:
    path = PABULIB / f"{FILES[election]}.pb"
    return Row(
        election, work, run("ours", work, Path(path), 600), run("theirs", work, Path(path), limit), limit
    )


if __name__ == "__main__":
    sys.exit(main())
