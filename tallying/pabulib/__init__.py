"""Pabulib's .pb files (pabulib.org/format): read strictly with named leniencies, written for its checker."""

from tallying.badfile import BadFile
from tallying.pabulib.leniency import ALL, MEANING, STRICT, USUAL, Leniency, Notice
from tallying.pabulib.reading import MOST_BYTES, Reading, bytes_of, parse, read
from tallying.pabulib.writing import dropped_from_standard, pabulib_rule, write

__all__ = [
    "ALL",
    "MEANING",
    "MOST_BYTES",
    "STRICT",
    "USUAL",
    "BadFile",
    "Leniency",
    "Notice",
    "Reading",
    "bytes_of",
    "dropped_from_standard",
    "pabulib_rule",
    "parse",
    "read",
    "write",
]
