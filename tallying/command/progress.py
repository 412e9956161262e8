"""A progress bar for people at a terminal."""

import sys
from collections.abc import Iterable
from typing import TypeVar

from tqdm import tqdm

Thing = TypeVar("Thing")


def progress(things: Iterable[Thing], what: str) -> Iterable[Thing]:
    """The things, with a bar on standard error when that is a terminal and it takes more than a moment."""
    return tqdm(things, desc=what, disable=not sys.stderr.isatty(), delay=0.5, leave=False, file=sys.stderr)
