"""Opening what the command line names: elections, leniencies, weights, options."""

import sys
from argparse import Namespace
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from tallying import conditionsfile, csvpair, variants, weightsfile
from tallying.badfile import BadFile, Language
from tallying.command.refusal import Refused
from tallying.command.words import word
from tallying.csvpair import Sheet
from tallying.election import Election
from tallying.options import Completion, Options
from tallying.pabulib import ALL, USUAL, Leniency, Reading, bytes_of, parse
from tallying.ties import NUMBER
from tallying.variants import Variant
from tallying.wording import shortened

MOST_WEIGHTS = 10_000_000
MOST_QUORUM = 10**9
MOST_SHOWN = 40


def leniencies(names: str) -> frozenset[Leniency]:
    """The usual ones and those named. Raises Refused for a name that is none."""
    if names == "all":
        return ALL
    chosen = [name.strip() for name in names.split(",") if name.strip()]
    for name in chosen:
        if name not in set(Leniency):
            raise Refused("unknown-leniency", name=name, known=", ".join(sorted(Leniency)))
    return USUAL | {Leniency(name) for name in chosen}


def open_election(file: str, names: str, language: Language) -> Election:
    """The election in a .pb file, with a note on standard error for each leniency that was needed.

    Raises BadFile; where leniencies would have accepted the file, standard error names them first.
    """
    data, lenient = bytes_of(file), leniencies(names)
    try:
        reading = parse(data, file, lenient)
    except BadFile as wrong:
        if wrong.leniency:
            hint(data, file, lenient, language)
        raise
    tell(reading, language)
    return reading.election


def tell(reading: Reading, language: Language) -> None:
    for notice in reading.notices:
        print(f"{word('noted', language)}: {notice.sentence(language)}", file=sys.stderr)


def hint(data: bytes, file: str, lenient: Iterable[Leniency], language: Language) -> None:
    """Say which `--lenient` would accept the file, if any does."""
    try:
        needed = {notice.leniency for notice in parse(data, file, ALL).notices}
    except BadFile:
        return
    names = ",".join(sorted(needed - USUAL))
    print(word("accept-with", language, names=names), file=sys.stderr)


def open_pair(sources: list[str], meta: list[str], names: str, language: Language) -> Election:
    """The election in PROJECTS.csv BALLOTS.csv [META.csv]. Raises BadFile, Refused."""
    sheets = [Sheet(source, bytes_of(source)) for source in sources]
    facts = csvpair.read_meta(sheets[2]) if len(sheets) > 2 else {}
    facts |= dict(_fact(one) for one in meta)
    reading = csvpair.read_pair(sheets[0], sheets[1], facts, leniencies(names))
    tell(reading, language)
    return reading.election


def _fact(one: str) -> tuple[str, str]:
    key, mark, value = one.partition("=")
    if not mark or not key.strip():
        raise Refused("bad-meta", name=one)
    return key.strip(), value.strip()


def variant_of(name: str, ballots: int = 0) -> Variant:
    """The way of counting of this name for so many ballots. Raises Refused."""
    try:
        return variants.variant_of(name, ballots)
    except KeyError:
        raise Refused("unknown-rule", name=name, known=", ".join(variants.every_variant())) from None


def options_of(arguments: Namespace, election: Election) -> tuple[Election, Options]:
    """The switches that were given, and the election under its conditions, in the groups of its weights."""
    options = Options(
        utility=arguments.utility,
        ties=tuple(name.strip() for name in arguments.ties.split(",") if name.strip()),
        quorum=_whole(arguments.quorum),
        threshold=_number(arguments.threshold),
        partial_last=arguments.partial_last,
        ranked=arguments.ranked,
        first_k=None if arguments.first_k is None else _whole(arguments.first_k),
        margins=getattr(arguments, "explain", False),
    )
    if arguments.conditions is not None:
        name = arguments.conditions
        election = conditionsfile.applied(election, bytes_of(name, MOST_WEIGHTS), name)
    if arguments.weights is None:
        return election, options
    name = arguments.weights
    found = weightsfile.parse(bytes_of(name, MOST_WEIGHTS), name)
    return weightsfile.grouped(election, found, name), replace(options, weights=found.weights)


def with_variant(options: Options, variant: Variant, completion: Completion | None) -> Options:
    """The variant's own completion unless another was asked for, and the higher of the two quorums."""
    return replace(
        options,
        completion=completion or variant.options.completion,
        quorum=max(options.quorum, variant.options.quorum),
    )


def _whole(text: str) -> int:
    number = _number(text)
    if not isinstance(number, int):
        raise Refused("not-whole", name=text)
    return number


def _number(text: str) -> int | Fraction:
    number = Fraction(text) if NUMBER.fullmatch(text) else -1
    if not 0 <= number <= MOST_QUORUM:
        raise Refused("bad-number", name=shortened(text, MOST_SHOWN))
    return number.numerator if number.denominator == 1 else number


def folder(path: str) -> Path:
    """The folder, made if it is not there. Raises Refused."""
    try:
        Path(path).mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise Refused("cannot-write", file=path, why=wrong.strerror) from None
    return Path(path)


def save(path: Path, data: bytes) -> None:
    """Write a file. Raises Refused."""
    try:
        path.write_bytes(data)
    except OSError as wrong:
        raise Refused("cannot-write", file=path, why=wrong.strerror) from None
