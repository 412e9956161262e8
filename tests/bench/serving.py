"""The server as a town starts it, beside the program that measures it or breaks it."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Protocol

from pb.config import Settings
from tests.postgres import free_port
from tools import dev

PATIENCE = 120
TICKS = os.sysconf("SC_CLK_TCK")


class Process(Protocol):
    """What a server runs in."""

    @property
    def pid(self) -> int: ...

    def terminate(self) -> None: ...

    def kill(self) -> None: ...

    def wait(self, timeout: float) -> object: ...


@dataclass
class Server:
    """`python -m pb` as a process of its own; its log in a file."""

    settings: Settings
    port: int
    log: Path
    process: Process

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def workers(self) -> list[int]:
        """The web workers: those that listen where their master does."""
        return [one for one in self.children() if sockets(one) & sockets(self.process.pid)]

    def long_work(self) -> list[int]:
        """The process that does the long work, as soon as it listens no more."""
        return [one for one in self.children() if not sockets(one) & sockets(self.process.pid)]

    def children(self) -> list[int]:
        """Those of the master that were not killed."""
        mine = [
            one for one in processes(self.process.pid)[1:] if parent(Path(f"/proc/{one}")) == self.process.pid
        ]
        return [one for one in mine if is_alive(one)]

    def log_lines(self, *words: str) -> list[str]:
        """The lines with any of these words."""
        lines = self.log.read_text(errors="replace").splitlines()
        return [line for line in lines if any(word in line for word in words)]


def environment(settings: Settings, port: int, workers: int) -> dict[str, str]:
    return {
        **os.environ,
        "PB_INSTANCE": str(settings.instance),
        "PB_SECRET_KEY": settings.secret_key,
        "PB_JOURNAL_KEY": settings.journal_key,
        "PB_DATABASE_URL": settings.database_url,
        "PB_PORT": str(port),
        "PB_WORKERS": str(workers),
        "PB_PROXIES": "1",
    }


def start(settings: Settings, log: Path, port: int = 0, workers: int = 2, program: str = "pb") -> Server:
    """Returns as soon as it answers. `program` is the module that serves."""
    port = port or free_port()
    with log.open("ab") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", program],
            cwd=dev.ROOT,
            env=environment(settings, port, workers),
            stdout=said,
            stderr=said,
        )
    server = Server(settings, port, log, process)
    wait_for(port)
    return server


@contextmanager
def serving(settings: Settings, folder: Path) -> Iterator[Server]:
    server = start(settings, folder / "server.log")
    try:
        yield server
    finally:
        server.stop()


def wait_for(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            a_form(port)
            return
        except (OSError, RuntimeError):
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def a_form(port: int) -> tuple[str, str]:
    """Cookie and token of a browser that has opened a form."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", "/sign-in")
    answer = connection.getresponse()
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.read().decode())
    if found is None:
        raise RuntimeError("the page for signing in has no form")
    return str(answer.getheader("Set-Cookie")).split(";")[0], found.group(1)


def processes(root: int) -> list[int]:
    """A process and all that come from it."""
    parents = {int(each.name): parent(each) for each in Path("/proc").iterdir() if each.name.isdigit()}
    found = [root]
    for one in found:
        found += [child for child, of in parents.items() if of == one]
    return found


def sockets(process: int) -> set[str]:
    """The sockets that a process has open, by their numbers; none of one that is gone."""
    found = set()
    with suppress(OSError):
        for each in Path(f"/proc/{process}/fd").iterdir():
            with suppress(OSError):
                found.add(str(each.readlink()))
    return {one for one in found if one.startswith("socket:")}


def is_alive(process: int) -> bool:
    """Whether it still runs: who was killed stays in the list until its parent has looked."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def cpu_seconds(root: int) -> float:
    """The processor's time that a process and all that come from it have used, the ended ones included."""
    used = 0
    for one in processes(root):
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        used += sum(map(int, fields[11:15]))
    return used / TICKS
