"""`make run` as a person would start it, and the browser that the tests insist on."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests import chromium
from tests.chromium import NoChromium
from tests.postgres import free_port
from tools import dev


def environment(tmp_path: Path, port: int) -> dict[str, str]:
    return {**os.environ, "PB_INSTANCE": str(tmp_path / "instance"), "PB_PORT": str(port)}


def answer(address: str) -> str:
    end = time.monotonic() + 240
    while True:
        try:
            with urllib.request.urlopen(address, timeout=60) as page:
                text: str = page.read().decode()
                return text
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def test_the_server_prints_its_address_and_answers_there(tmp_path: Path) -> None:
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-m", "pb"],
        cwd=dev.ROOT,
        env=environment(tmp_path, port),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        try:
            assert "<h1>" in answer(f"http://127.0.0.1:{port}/")
        finally:
            server.send_signal(signal.SIGTERM)
        said = server.communicate(timeout=300)[0]
    assert re.search(rf"http://127\.0\.0\.1:{port}$", said, re.MULTILINE)
    assert (tmp_path / "instance" / "pb.sqlite").exists()
    assert (tmp_path / "instance" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_taken_port_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "pb"],
            cwd=dev.ROOT,
            env=environment(tmp_path, port),
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )
    assert done.returncode == 2
    assert done.stderr.strip() == f"127.0.0.1:{port} is taken; stop what runs there or set PB_PORT"


def test_without_a_browser_the_tests_fail_and_say_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chromium, "WAYS", (lambda: None,))
    with pytest.raises(NoChromium, match="apt-get install chromium"):
        chromium.find()
