"""Holds every page that a test gets to the HTML standard, with one validator (html-validate) for each run."""

import atexit
import json
import re
import subprocess
import threading
from itertools import pairwise

from tools import dev

TAG = re.compile(r"<[^>]*>")
# What differs from page to page without making a difference to the standard.
WRITTEN = re.compile(r'\b(?:href|src|value|content|title|alt|aria-label|d|points)="[^"]*"|\d+')


class Validator:
    """A Node that waits for pages. To be quick it looks only at pages in which two tags follow one another
    that never did before: what may stand where, and with which attributes, is decided between neighbours.
    """

    def __init__(self) -> None:
        self._seen: set[tuple[str, str]] = set()
        self._one_at_a_time = threading.Lock()
        self._process: subprocess.Popen[str] | None = None

    def faults(self, page: str) -> list[str]:
        with self._one_at_a_time:
            found = self._ask(page) if self.would_look_at(page) else []
            if not found:
                self._seen |= neighbours(page)
            return found

    def would_look_at(self, page: str) -> bool:
        return not neighbours(page) <= self._seen

    def _ask(self, page: str) -> list[str]:
        process = self._process = self._process or started()
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(page) + "\n")
        process.stdin.flush()
        faults: list[str] = json.loads(process.stdout.readline())
        return faults


def neighbours(page: str) -> set[tuple[str, str]]:
    return set(pairwise(WRITTEN.sub("", tag) for tag in TAG.findall(page)))


def started() -> subprocess.Popen[str]:
    process = subprocess.Popen(
        ["node", "tests/validity.mjs"],
        cwd=dev.ROOT,
        env=dev.node_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(process.communicate)
    return process


VALIDATOR = Validator()
