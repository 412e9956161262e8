"""Time against size on synthetic ballots: the time for one mark should not grow with the number of ballots or
of projects. `--short` leaves out the largest sizes."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
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


def main(*, short: bool, plot: Path | None = None) -> int:
    """Print time against ballots (100 projects) and against projects (100,000 ballots), and draw both."""
    by_ballots: dict[str, list[Point]] = {}
    by_projects: dict[str, list[Point]] = {}
    for rule in RULE_NAMES:
        print(f"\n{rule}\n| ballots | projects | ms | ns for a mark |\n|---|---|---|---|")
        by_ballots[rule] = [_print(measure(rule, n, 100)) for n in BALLOTS[: 3 if short else None]]
        by_projects[rule] = [_print(measure(rule, 100_000, n)) for n in PROJECTS[: 4 if short else None]]
    if plot:
        draw(by_ballots, by_projects, plot)
    return 0


def _print(point: Point) -> Point:
    ms = point.seconds * 1000
    print(f"| {point.ballots:,} | {point.projects:,} | {ms:,.1f} | {point.per_mark:,.1f} |", flush=True)
    return point


def draw(by_ballots: dict[str, list[Point]], by_projects: dict[str, list[Point]], path: Path) -> None:
    """Two panels on logarithmic axes, each with a line of slope one to compare with."""
    plt.rcParams["svg.hashsalt"] = "growth"
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 4), sharey=True, layout="constrained")
    _panel(
        left,
        "ballots, 100 projects",
        {r: [(p.ballots, p.seconds) for p in ps] for r, ps in by_ballots.items()},
    )
    _panel(
        right,
        "projects, 100,000 ballots",
        {r: [(p.projects, p.seconds) for p in ps] for r, ps in by_projects.items()},
    )
    left.set_ylabel("seconds of the processor")
    left.legend()
    figure.savefig(path, metadata={"Date": None, "Title": "Time of counting against size"})


def _panel(axes: Any, label: str, lines: dict[str, list[tuple[int, float]]]) -> None:
    for (rule, points), marker in zip(lines.items(), "os^", strict=True):
        axes.loglog(*zip(*points, strict=True), marker=marker, label=rule)
    sizes = [size for size, _ in next(iter(lines.values()))]
    start = min(points[0][1] for points in lines.values())
    linear = [start * size / sizes[0] for size in sizes]
    axes.loglog(sizes, linear, color="grey", linestyle=":", label="linear growth")
    axes.set_xlabel(label)
