"""Servers that are there at once: forks of a process that has read all the code before.

Reading the code takes most of the time in which `python -m pb` starts, and a torture starts it a hundred
times. From the first line of `main` on these are the same servers.
"""

import importlib
import multiprocessing
import os
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from pb.config import Settings
from tests.bench.serving import Server, environment, wait_for
from tools import dev

PROGRAMS = {
    "pb": "pb.cli",
    "tests.torture.early": "tests.torture.early",
    "tests.torture.forgetful": "tests.torture.forgetful",
}
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["pb.app", *PROGRAMS.values()])


@dataclass(frozen=True)
class Fork:
    """As much of `subprocess.Popen` as whoever stops a server needs."""

    process: ForkServerProcess

    @property
    def pid(self) -> int:
        return self.process.pid or 0

    def terminate(self) -> None:
        self.process.terminate()

    def kill(self) -> None:
        self.process.kill()

    def wait(self, timeout: float) -> None:
        self.process.join(timeout)


def start(settings: Settings, log: Path, port: int, program: str) -> Server:
    """Returns as soon as it answers."""
    given = environment(settings, port, workers=2), str(log), PROGRAMS[program]
    process = FORKS.Process(target=live, args=given)
    process.start()
    wait_for(port)
    return Server(settings, port, log, Fork(process))


def live(given: Mapping[str, str], log: str, program: str) -> None:
    os.chdir(dev.ROOT)
    os.environ.clear()
    os.environ.update(given)
    said = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for stream in (1, 2):
        os.dup2(said, stream)
    importlib.import_module(program).main([])
