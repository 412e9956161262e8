"""Pabulib's .pb files (pabulib.org/format): read strictly with named leniencies, written for its checker."""

from tallying.badfile import BadFile
from tallying.pabulib.leniency import ALL, MEANING, STRICT, USUAL, Leniency, Notice
from tallying.pabulib.reading import Reading, parse, read

__all__ = ["ALL", "MEANING", "STRICT", "USUAL", "BadFile", "Leniency", "Notice", "Reading", "parse", "read"]
