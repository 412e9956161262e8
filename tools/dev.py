#!/usr/bin/env python3
"""Set up, run, test and check the project with nothing but a Python (3.11 or newer) that has venv.

`python3 tools/dev.py COMMAND`; `make COMMAND` is the same. Each step leaves a stamp of what it was made
from, so a second run does nothing over again and asks no network.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / "tools"
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
ASSETS = ("static/**/*", "templates/**/*.html", "pb/**/*.py")
BUNDLES = ("app.css", "app.js")
LOCKS = {
    "run": ("setup.cfg",),
    "dev": ("setup.cfg", "--extra", "dev"),
    "uv": ("tools/requirements-uv.in",),
    "node": ("tools/requirements-node.in",),
}


def sh(*command: object, env: dict[str, str] | None = None) -> None:
    subprocess.run([str(word) for word in command], check=True, cwd=ROOT, env=env)


def lock_file(name: str) -> Path:
    return TOOLS / f"requirements-{name}.txt"


def once(name: str, sources: Iterable[Path], made: Iterable[Path], make: Callable[[], None]) -> None:
    """Call `make` unless everything in `made` is there and `sources` are what they were the last time.

    One process at a time: tests may start in several at once.
    """
    with (VENV / ".making").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        make_if_needed(name, sources, made, make)


def make_if_needed(
    name: str, sources: Iterable[Path], made: Iterable[Path], make: Callable[[], None]
) -> None:
    digest = hashlib.sha256(sys.version.encode())
    for source in sorted(sources):
        digest.update(f"{source.relative_to(ROOT)}\n".encode() + source.read_bytes())
    stamp = VENV / f".made-{name}"
    if stamp.exists() and stamp.read_text() == digest.hexdigest() and all(path.exists() for path in made):
        return
    make()
    stamp.write_text(digest.hexdigest())


# Python


def usable(python: str) -> bool:
    asks = "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([python, "-c", asks], capture_output=True, check=False).returncode == 0


def base_python() -> str:
    named = (shutil.which(f"python3.{minor}") for minor in (14, 13, 12, 11))
    for python in (sys.executable, *filter(None, named)):
        if usable(python):
            return python
    sys.exit("Python 3.11 or newer with venv is needed. On Debian or Ubuntu: apt-get install python3-venv")


def install(name: str) -> None:
    """Install a hash-locked list: with uv, which is about ten times faster, else with pip."""
    pip = (PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r")
    if os.environ.get("PB_INSTALLER") != "pip":
        try:
            if not (BIN / "uv").exists():
                sh(*pip, lock_file("uv"))
            uv = (BIN / "uv", "pip", "install", "-q", "-p", PYTHON, "--require-hashes", "-r", lock_file(name))
            return sh(*uv, env={"UV_SYSTEM_CERTS": "1", "UV_PYTHON_DOWNLOADS": "never", **os.environ})
        except (OSError, subprocess.CalledProcessError):
            print("uv did not work here; going on with pip, which takes longer.", file=sys.stderr)
    return sh(*pip, lock_file(name))


def packages(name: str) -> None:
    if not PYTHON.exists():
        print("Making a Python environment in .venv ...", flush=True)
        sh(base_python(), "-m", "venv", VENV)

    def fill() -> None:
        print("Installing Python packages ...", flush=True)
        install(name)

    once(name, [lock_file(name)], [PYTHON], fill)


# Node, which is needed only to build the style sheet and the script


def node_is_new_enough() -> bool:
    if os.environ.get("PB_NODE") == "wheel" or not (shutil.which("node") and shutil.which("npm")):
        return False
    said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    major = said.strip().lstrip("v").split(".")[0]
    return major.isdigit() and int(major) >= 20


def node_environment() -> dict[str, str]:
    """The environment in which `node` and `npm` are found: the machine's own, else the wheel's."""
    if node_is_new_enough():
        return dict(os.environ)
    if not (BIN / "npm").exists():
        print("No Node 20 or newer here: getting one from PyPI ...", flush=True)
        install("node")
    return {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def npm_ci() -> None:
    print("Installing front-end packages ...", flush=True)
    quiet = ("--no-audit", "--no-fund", "--loglevel=error")
    sh("npm", "ci", "--ignore-scripts", *quiet, env=node_environment())


def build_assets() -> None:
    print("Building the style sheet and the script ...", flush=True)
    sh("node", TOOLS / "assets.mjs", env=node_environment())


def assets() -> None:
    """Make static/dist. Templates and code are sources too: styles that none of them names are left out."""
    lock, dist = ROOT / "package-lock.json", ROOT / "static" / "dist"
    once("modules", [lock], [ROOT / "node_modules"], npm_ci)
    found = [path for pattern in ASSETS for path in ROOT.glob(pattern)]
    sources = [path for path in found if path.is_file() and dist not in path.parents]
    once("assets", [lock, TOOLS / "assets.mjs", *sources], [dist / name for name in BUNDLES], build_assets)


# Commands


def setup(name: str = "dev") -> None:
    packages(name)
    assets()
    sh(PYTHON, "-m", "tools.translations", "compile")


def become(module: str, *rest: str) -> None:
    os.execv(PYTHON, [str(PYTHON), "-m", module, *rest])


def run(*rest: str) -> None:
    setup("run")
    # Whoever has no town yet is shown one; `PB_DEMO=no` starts with an empty one.
    os.environ.setdefault("PB_DEMO", "no" if "PB_DATABASE_URL" in os.environ else "yes")
    become("pb", *rest)


def test(*rest: str) -> None:
    setup()
    sh(PYTHON, "-m", "tests.chromium")
    become("pytest", *rest)


def check() -> None:
    setup()
    libraries = [word for room in ("pb", "ballots", "tallying", "tools") for word in ("-p", room)]
    steps: dict[str, list[object]] = {
        "ruff": [BIN / "ruff", "check", "-q", "."],
        "format": [BIN / "ruff", "format", "--check", "-q", "."],
        "types": [BIN / "mypy", "--strict", *libraries],
        "floors": [BIN / "lint-imports", "--no-logo"],
        "templates": [BIN / "djlint", "templates", "--lint", "--quiet"],
        "translations": [PYTHON, "-m", "tools.translations", "check"],
    }
    failed = [name for name, command in steps.items() if not passes(name, command)]
    if failed:
        sys.exit(f"make check: not in order: {', '.join(failed)}")


def passes(name: str, command: list[object]) -> bool:
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    print(f"{'ok    ' if done.returncode == 0 else 'FAILED'}  {name}", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def bench(what: str = "tallying", *rest: str) -> None:
    setup()
    become(f"tests.bench.{what}", *rest)


def check_peers(*rest: str) -> None:
    setup()
    become("tests.peers", *rest)


def torture(what: str, *rest: str) -> None:
    setup()
    become(f"tests.torture.{what}", *rest)


def walks(*rest: str) -> None:
    """Every page that is looked at, in every width and language, with its picture; every page asked by
    everybody, on both databases.
    """
    os.environ |= {"PB_WALKS": "yes", "PB_SHOTS": "yes"}
    test("-m", "views or walks", *rest)


def pictures() -> None:
    setup()
    become("tests.year.pictures")


def reformat() -> None:
    packages("dev")
    sh(BIN / "ruff", "format", ".")
    sh(BIN / "ruff", "check", "--fix", ".")


def translations() -> None:
    packages("dev")
    sh(PYTHON, "-m", "tools.translations", "update")


def lock() -> None:
    """Write down a version and the hashes for all that setup.cfg asks for; what is there already stays."""
    packages("dev")
    chosen = "--universal --generate-hashes --no-emit-index-url --no-annotate --python-version 3.11"
    compiler = (BIN / "uv", "pip", "compile", "-q", *chosen.split(), "--custom-compile-command", "make lock")
    for name, sources in LOCKS.items():
        sh(*compiler, *sources, "-o", lock_file(name).relative_to(ROOT))


def node(*rest: str) -> None:
    packages("run")
    sh(*rest, env=node_environment())


COMMANDS: dict[str, Callable[..., None]] = {
    "run": run,
    "setup": setup,
    "test": test,
    "check": check,
    "bench": bench,
    "check-peers": check_peers,
    "torture": torture,
    "walks": walks,
    "pictures": pictures,
    "format": reformat,
    "translations": translations,
    "lock": lock,
    "node": node,
}


def main(arguments: list[str]) -> None:
    if not arguments or arguments[0] not in COMMANDS:
        sys.exit(f"usage: python3 tools/dev.py {'|'.join(COMMANDS)}")
    try:
        COMMANDS[arguments[0]](*arguments[1:])
    except subprocess.CalledProcessError as failure:
        sys.exit(failure.returncode)


if __name__ == "__main__":
    os.chdir(ROOT)
    # Where it is set, each process that starts would compile all its libraries anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    main(sys.argv[1:])
