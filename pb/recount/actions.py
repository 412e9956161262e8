"""Reading an election and counting it several ways. Nothing is written anywhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pb.recount.apart import apart
from tallying import weightsfile
from tallying.counting import count
from tallying.csvpair import Sheet, read_pair
from tallying.election import Election
from tallying.outcome import Outcome
from tallying.pabulib import USUAL, Leniency, Notice, parse
from tallying.rules import MONOTONE
from tallying.variants import VARIANTS
from tallying.weights import Weights

# What a file may deviate in: every ballot and every amount stays beyond doubt, and each deviation is told.
ACCEPTED = USUAL | {Leniency.STALE_COUNTS, Leniency.STALE_TALLIES, Leniency.EMPTY_BALLOT}


@dataclass(frozen=True)
class Votes:
    """An election as it was read: what reading it took, what the ballots of each group weigh, and which
    file said so."""

    name: str
    election: Election
    notices: tuple[Notice, ...]
    weights: Weights | None = None
    weights_file: Sheet | None = None


@dataclass(frozen=True)
class Recount:
    """Votes counted by one or more ways: `outcomes` by the name of the way, in the order chosen."""

    votes: Votes
    outcomes: Mapping[str, Outcome]


def open_pb(name: str, data: bytes) -> Votes:
    """The election in a .pb file. Raises BadFile."""
    reading = parse(data, name, ACCEPTED)
    return Votes(name, reading.election, reading.notices)


def open_pair(projects: Sheet, ballots: Sheet, budget: int, kind: str) -> Votes:
    """The election in two spreadsheets, which do not say the budget themselves. Raises BadFile."""
    meta = {"budget": str(budget), "vote_type": kind, "currency": "KRW"}
    reading = read_pair(projects, ballots, meta, ACCEPTED)
    return Votes(projects.name, reading.election, reading.notices)


def weighed(votes: Votes, sheet: Sheet) -> Votes:
    """The votes with the weights that a file gives to each group. Raises BadFile."""
    found = weightsfile.parse(sheet.data, sheet.name)
    election = weightsfile.grouped(votes.election, found, sheet.name)
    return replace(votes, election=election, weights=found.weights, weights_file=sheet)


def recount(votes: Votes, ways: Iterable[str]) -> Recount:
    """Count a stranger's votes by every way. Raises TooMuch, or Unfit when a way cannot count them."""
    return Recount(votes, apart(count_ways, replace(votes, notices=()), tuple(ways)))


def count_ways(votes: Votes, ways: tuple[str, ...]) -> dict[str, Outcome]:
    return {way: count_way(votes, way) for way in ways}


def count_way(votes: Votes, way: str) -> Outcome:
    """With margins where they are quickly found; proportional rules need dozens of recounts a loser."""
    variant = VARIANTS[way]
    options = replace(variant.options, weights=votes.weights, margins=variant.rule in MONOTONE)
    return count(votes.election, variant.rule, options)
