"""Runs the project's JavaScript outside a browser."""

import json
import subprocess
from typing import Any

from tools import dev

READ = "const given = JSON.parse((await import('node:fs')).readFileSync(0, 'utf8'));\n"


def node(*words: str, typed: str = "") -> str:
    """What node prints; anything on its error output fails the test. `typed` is its input."""
    done = subprocess.run(
        ["node", *words],
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        cwd=dev.ROOT,
        env=dev.node_environment(),
    )
    assert done.stderr == ""
    return done.stdout


def evaluate(module: str, given: Any) -> Any:
    """What the text of a module prints as JSON; `given` has this name there, too."""
    return json.loads(node("--input-type=module", "-e", READ + module, typed=json.dumps(given)))
