"""The time each stage takes, and a progress bar while it runs."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TextIO

from tqdm import tqdm

Step = Callable[[int], object]


@dataclass
class Stages:
    """Names and seconds of the stages so far; `quiet` shows nothing while they run."""

    quiet: bool = False
    out: TextIO = field(default_factory=lambda: sys.stderr)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str, total: int = 0) -> Iterator[Step]:
        """Run one stage; the given function moves the bar on."""
        began = time.perf_counter()
        hidden = self.quiet or not total
        with tqdm(total=total, desc=name, file=self.out, disable=hidden or None, leave=False) as bar:
            yield bar.update
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - began

    def table(self) -> str:
        """One line for each stage, and the sum."""
        rows = [*self.seconds.items(), ("together", sum(self.seconds.values()))]
        return "".join(f"{name:<12} {seconds:8.2f} s\n" for name, seconds in rows)
