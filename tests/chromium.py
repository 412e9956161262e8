"""A Chromium for the tests: `python -m tests.chromium` finds or gets one, or says how to get one and fails.

In this order: `PB_CHROMIUM`; one that is installed; one that Playwright downloaded; the npm package
`@sparticuz/chromium`, which needs no root but is for x86-64 only; Debian's package, if we are root.
"""

import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import brotli

from tools import dev

HOME = dev.ROOT / "instance" / "browser"
INSTALLED = ("/usr/lib/chromium/chromium", "/usr/lib/chromium-browser/chromium-browser")
NAMES = ("google-chrome-stable", "google-chrome", "chromium", "chromium-browser")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
HOW_TO_GET_ONE = """
The tests open every page in a real Chromium, and none was found or could be fetched. Any of these helps:
  - as root on Debian or Ubuntu:           apt-get install chromium
  - with a Chromium or Chrome elsewhere:   PB_CHROMIUM=/path/to/chromium make test
"""
# Without any font Chromium draws no text and even loses what is typed.
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>/usr/share/fonts</dir>{folders}<cachedir>{cache}</cachedir></fontconfig>
"""


class NoChromium(Exception):
    """There is no browser, and none could be fetched; the message says how to get one."""


@dataclass(frozen=True)
class Chromium:
    executable: Path
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))


def find() -> Chromium:
    """A Chromium, fetched if need be. Raises NoChromium."""
    use_a_node_that_starts()
    for way in WAYS:
        found = way()
        if found:
            return Chromium(found.executable, found.environment | {"FONTCONFIG_FILE": str(font_settings())})
    raise NoChromium(HOW_TO_GET_ONE)


def named() -> Chromium | None:
    path = os.environ.get("PB_CHROMIUM")
    return Chromium(Path(path)) if path else None


def installed() -> Chromium | None:
    places = [*INSTALLED, *filter(None, map(shutil.which, NAMES))]
    # A snap cannot see the folders of the tests.
    fitting = [
        path for path in map(Path, places) if os.access(path, os.X_OK) and path.resolve().name != "snap"
    ]
    return Chromium(fitting[0]) if fitting else None


def from_playwright() -> Chromium | None:
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache" / "ms-playwright"))
    found = [*folder.glob("chromium*/*/*headless-shell"), *folder.glob("chromium*/*/chrome")]
    return Chromium(sorted(found)[-1]) if found else None


def from_npm() -> Chromium | None:
    """Unpack the package's files, which are compressed with brotli, into `instance/browser`."""
    if platform.machine() != "x86_64":
        return None
    executable = HOME / "chromium"
    if not executable.exists() and not fetch_from_npm(executable):
        return None
    return Chromium(executable, dict(os.environ, LD_LIBRARY_PATH=str(HOME / "lib")))


def fetch_from_npm(executable: Path) -> bool:
    print("Fetching a Chromium for the tests ...", flush=True)
    HOME.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(dev.TOOLS / "browser" / name, HOME / name)
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    try:
        dev.sh("npm", "ci", *quiet, "--prefix", HOME, env=dev.node_environment())
    except (OSError, subprocess.CalledProcessError):
        return False
    files = {
        path.name: path for path in (HOME / "node_modules" / "@sparticuz" / "chromium" / "bin").rglob("*.br")
    }
    for name in ("al2023.tar.br", "fonts.tar.br", "swiftshader.tar.br"):
        if name in files:
            unpack(files[name])
    half = executable.with_suffix(".half")
    half.write_bytes(brotli.decompress(files["chromium.br"].read_bytes()))
    half.chmod(0o755)
    half.rename(executable)
    return True


def unpack(archive: Path) -> None:
    """Python 3.11.2, which Debian 12 has, knows no filter; the lock's hash vouches for the package."""
    careful: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
    with tarfile.open(fileobj=BytesIO(brotli.decompress(archive.read_bytes()))) as files:
        files.extractall(HOME, **careful)


def from_apt() -> Chromium | None:
    if os.geteuid() != 0 or not shutil.which("apt-get") or os.environ.get("PB_NO_APT"):
        return None
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=quietly, check=False)
    wanted = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
    subprocess.run(wanted, env=quietly, check=False, stdout=subprocess.DEVNULL)
    return installed()


WAYS: tuple[Callable[[], Chromium | None], ...] = (named, installed, from_playwright, from_npm, from_apt)


def font_settings() -> Path:
    """The machine's fonts, and beside them Korean ones from a package that we have anyway."""
    package = importlib.util.find_spec("koreanize_matplotlib")
    folders = [*(package.submodule_search_locations or []), HOME / "fonts"] if package else [HOME / "fonts"]
    HOME.mkdir(parents=True, exist_ok=True)
    path = HOME / "fonts.conf"
    lines = "".join(f"<dir>{folder}</dir>" for folder in folders)
    path.write_text(FONTS.format(folders=lines, cache=HOME / "font-cache"), encoding="utf-8")
    return path


def use_a_node_that_starts() -> None:
    """Playwright brings a Node that needs libatomic, which a small Debian lacks: use another one then."""
    package = importlib.util.find_spec("playwright")
    own = Path(package.origin or "").parent / "driver" / "node" if package else Path("node")
    if os.environ.get("PLAYWRIGHT_NODEJS_PATH") or starts(own):
        return
    node = shutil.which("node", path=dev.node_environment()["PATH"])
    if node:
        os.environ["PLAYWRIGHT_NODEJS_PATH"] = node


def starts(program: Path) -> bool:
    return subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    try:
        print(f"Tests use {find().executable}")
    except NoChromium as how:
        sys.exit(str(how))
