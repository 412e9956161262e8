"""Asking for a passphrase: never on the command line, where others could read it."""

from __future__ import annotations

import getpass
import sys

from ballots.errors import Refused


def ask(words: str = "Passphrase: ") -> str:
    """One passphrase, typed unseen, or the next line of input when nobody sits at a terminal."""
    if sys.stdin.isatty():
        return getpass.getpass(words)
    return sys.stdin.readline().rstrip("\n")


def ask_twice() -> str:
    """A new passphrase; at a terminal typed twice. Refused if the two differ."""
    first = ask("New passphrase, ten characters or more: ")
    if sys.stdin.isatty() and ask("The same again: ") != first:
        raise Refused("the two passphrases differ")
    return first
