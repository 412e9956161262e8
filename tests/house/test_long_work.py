"""One process does the long work beside the web workers, whoever of them dies."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from pb.config import Settings
from tests.bench import serving
from tests.bench.serving import PATIENCE, processes


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_the_long_work_goes_on_whoever_dies_and_ends_with_the_server(tmp_path: Path) -> None:
    settings = Settings.from_environment({"PB_INSTANCE": str(tmp_path / "instance")})
    with serving.serving(settings, tmp_path) as server:
        wait_until(lambda: len(server.long_work()) == 1 and len(server.workers()) == 2)
        (before,), (silent, stopped) = server.long_work(), server.workers()
        # As gunicorn does with a worker that is silent for too long, and as an operator might.
        os.kill(silent, signal.SIGABRT)
        os.kill(stopped, signal.SIGTERM)
        wait_until(lambda: len(server.workers()) == 2 and not {silent, stopped} & set(server.workers()))
        assert server.long_work() == [before]
        os.kill(before, signal.SIGKILL)
        wait_until(lambda: server.long_work() not in ([], [before]))
        everyone = processes(server.process.pid)
    wait_until(lambda: not any(map(serving.is_alive, everyone)))
