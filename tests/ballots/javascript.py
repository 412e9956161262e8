"""Runs the project's JavaScript outside a browser."""

import json
import subprocess
from typing import Any

from tools import dev


def node(*words: str) -> str:
    """What node prints; anything on its error output fails the test."""
    done = subprocess.run(
        ["node", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=dev.ROOT,
        env=dev.node_environment(),
    )
    assert done.stderr == ""
    return done.stdout


def evaluate(module: str, given: Any) -> Any:
    """What the text of a module prints as JSON; it finds `given` as JSON in its first argument."""
    return json.loads(node("--input-type=module", "-e", module, json.dumps(given)))
