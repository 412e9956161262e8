"""One piece of work on one real election, ours or pabutools', alone in its process: so that it can be timed,
stopped, and its memory seen. `python -m tests.peers.job ours|theirs WORK FILE SECONDS` prints one JSON.

Seconds are of the processor. Ours is the best of several runs, each on ballots read anew; pabutools (exact
fractions, its default) runs once. Both break ties by project id as text.
"""

import json
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

from tallying.election import Kind
from tallying.options import Options
from tallying.pabulib import USUAL, read
from tallying.rules import RULES

BY_ID = ("lexico",)
WORKS: dict[str, tuple[str, Options]] = {
    "greedy": ("greedy", Options(ties=BY_ID)),
    "max-votes": ("max-votes", Options(ties=BY_ID)),
    "equal-shares": ("equal-shares", Options(ties=BY_ID)),
    "equal-shares-votes": ("equal-shares", Options(ties=BY_ID, utility="votes")),
    "add1": ("equal-shares", Options(ties=BY_ID, completion="add1-exhaustive")),
    "add1-to-the-end": ("equal-shares", Options(ties=BY_ID, completion="add1")),
    "phragmen": ("phragmen", Options(ties=BY_ID)),
}


@dataclass(frozen=True, slots=True)
class Done:
    """What a job answered; `seconds` None when it was stopped at the limit or failed, as `note` says."""

    seconds: float | None
    megabytes: float = 0.0
    funded: tuple[str, ...] = ()
    note: str = ""


def run(side: str, work: str, path: Path, limit: float) -> Done:
    """Do one job in a process of its own; pabutools gets `limit` seconds of the processor after parsing."""
    command = [sys.executable, "-m", "tests.peers.job", side, work, str(path), str(limit)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == -signal.SIGXCPU:
        return Done(None, note=f"stopped after {limit:.0f} s")
    if done.returncode:
        return Done(None, note=done.stderr.strip().splitlines()[-1])
    answer = json.loads(done.stdout)
    return Done(answer["seconds"], answer["megabytes"], tuple(answer["funded"]))


def ours(work: str, path: Path) -> tuple[float, tuple[str, ...]]:
    """Our best time of up to five runs (within about a second), and the projects funded."""
    best, spent, funded = float("inf"), 0.0, ()
    for _ in range(5):
        start = time.process_time()
        election = read(path, USUAL)
        parsed = time.process_time()
        if work != "parse":
            rule, options = WORKS[work]
            funded = RULES[rule](election, options).funded
        end = time.process_time()
        best = min(best, parsed - start if work == "parse" else end - parsed)
        spent += end - start
        if spent > 1:
            break
    return best, funded


def theirs(work: str, path: Path, limit: float) -> tuple[float, tuple[str, ...]]:
    """pabutools' time, and the projects it funds; the process ends by SIGXCPU at the limit."""
    from pabutools import rules
    from pabutools.election import Additive_Cardinal_Sat, Cardinality_Sat, Cost_Sat, parse_pabulib

    start = time.process_time()
    instance, profile = parse_pabulib(str(path))
    parsed = time.process_time()
    votes = Additive_Cardinal_Sat if read(path, USUAL).kind is Kind.CUMULATIVE else Cardinality_Sat
    calls: dict[str, Callable[[], Any]] = {
        "parse": lambda: (),
        "greedy": lambda: rules.greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat),
        "max-votes": lambda: rules.max_additive_utilitarian_welfare(instance, profile, sat_class=votes),
        "equal-shares": lambda: rules.method_of_equal_shares(instance, profile, sat_class=Cost_Sat),
        "equal-shares-votes": lambda: rules.method_of_equal_shares(instance, profile, sat_class=votes),
        "add1": lambda: rules.method_of_equal_shares(
            instance, profile, sat_class=Cost_Sat, voter_budget_increment=1
        ),
        "phragmen": lambda: rules.sequential_phragmen(instance, profile),
    }
    begun = time.process_time()
    resource.setrlimit(resource.RLIMIT_CPU, (ceil(begun + limit), resource.RLIM_INFINITY))
    funded = calls[work]()
    end = time.process_time()
    return (parsed - start if work == "parse" else end - begun), tuple(p.name for p in funded)


def main(side: str, work: str, path: str, limit: str) -> None:
    """Do the job and print what it took."""
    sys.setrecursionlimit(100_000)
    done = ours(work, Path(path)) if side == "ours" else theirs(work, Path(path), float(limit))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": done[0], "megabytes": megabytes, "funded": done[1]}))


if __name__ == "__main__":
    main(*sys.argv[1:5])
