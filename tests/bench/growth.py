"""Time against size on synthetic ballots: the time for one mark should not grow with the number of ballots or
of projects. `--short` leaves out the largest sizes."""

import time
from dataclasses import dataclass

import numpy as np

from tallying.election import Election, Project
from tallying.options import Options
from tallying.profile import Profile
from tallying.rules import RULES

RULE_NAMES = ("greedy", "equal-shares", "phragmen")
BALLOTS = (10_000, 100_000, 1_000_000, 10_000_000)
PROJECTS = (50, 100, 200, 500, 1_000, 2_000)
MARKS = 3  # projects on a ballot


@dataclass(frozen=True, slots=True)
class Point:
    """One measurement: marks are ballots times projects on each."""

    ballots: int
    projects: int
    seconds: float

    @property
    def per_mark(self) -> float:
        """Nanoseconds for one mark."""
        return self.seconds / (self.ballots * MARKS) * 1e9


def synthetic(ballots: int, projects: int) -> Election:
    """Ballots with three different projects each, some far more popular than others; costs of all sizes."""
    dice = np.random.default_rng(2026)
    first = (projects * dice.random(ballots) ** 2).astype(np.int64)
    step = dice.integers(1, max(2, projects // MARKS), ballots)
    marks = ((first[:, None] + step[:, None] * np.arange(MARKS)) % projects).astype(np.int32)
    costs = dice.integers(1, 200, projects) * 1_000_000
    listed = tuple(Project(id=f"p{p:04}", cost=int(cost)) for p, cost in enumerate(costs))
    starts = np.arange(ballots + 1, dtype=np.int64) * MARKS
    profile = Profile(projects, starts, marks.ravel(), np.ones(ballots * MARKS, dtype=np.int64))
    return Election(projects=listed, budget=int(costs.sum()) // 5, profile=profile)


def measure(rule: str, ballots: int, projects: int) -> Point:
    """Processor time of one count, the better of two."""
    best = float("inf")
    for _ in range(2):
        election = synthetic(ballots, projects)
        start = time.process_time()
        RULES[rule](election, Options())
        best = min(best, time.process_time() - start)
    return Point(ballots, projects, best)


def main(*, short: bool) -> int:
    """Print time against ballots (100 projects) and against projects (100,000 ballots)."""
    for rule in RULE_NAMES:
        print(f"\n{rule}\n| ballots | projects | ms | ns for a mark |\n|---|---|---|---|")
        for ballots in BALLOTS[: 3 if short else None]:
            _print(measure(rule, ballots, 100))
        for projects in PROJECTS[: 4 if short else None]:
            _print(measure(rule, 100_000, projects))
    return 0


def _print(point: Point) -> None:
    ms = point.seconds * 1000
    print(f"| {point.ballots:,} | {point.projects:,} | {ms:,.1f} | {point.per_mark:,.1f} |", flush=True)
