"""The elections that the project ships (made by `tallying.town`), and how each is counted at first."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

import tallying
from pb.recount.actions import Recount, Votes, count_way, open_pb, weighed
from tallying.csvpair import Sheet
from tallying.outcome import Outcome
from tallying.pabulib import bytes_of

FOLDER = Path(tallying.__file__).parent / "examples"


@dataclass(frozen=True)
class Example:
    """`ways` are the ways of counting that the page begins with."""

    title: LazyString
    about: LazyString
    ways: tuple[str, ...] = ("greedy", "equal-shares/add1")
    weights: str | None = None


EXAMPLES: dict[str, Example] = {
    "up-to-8-of-60": Example(
        _l("A town chooses: up to 8 of 60 projects"),
        _l("6,000 voters share out 2 billion won. Watch how the winners change with the way of counting."),
    ),
    "exactly-3-of-18": Example(
        _l("Exactly 3 of 18 projects"),
        _l("1,274 voters with three choices each: the sum from the home page, done right."),
        ("greedy", "greedy-per-won"),
    ),
    "knapsack-40": Example(
        _l("Choose while the money lasts"),
        _l("Young people fill a budget of 500 million won themselves."),
        ("knapsack-per-won", "max-votes"),
    ),
    "jury-and-online": Example(
        _l("A jury in the hall and voters at home, half and half"),
        _l("Two groups of different size weigh the same: 350 people on paper, 2,250 online."),
        weights="jury-and-online.weights.csv",
    ),
    "ranked-5-of-30": Example(
        _l("The five best, in order"),
        _l("Each voter ranks up to five of thirty projects of the neighbourhoods."),
    ),
}


def recount(name: str, ways: Iterable[str]) -> Recount:
    """One of EXAMPLES, counted by each way. Raises KeyError."""
    return Recount(load(name), {way: outcome(name, way) for way in ways})


# The files never change while the program runs: each page and each of its pictures needs the same count.
@cache
def outcome(name: str, way: str) -> Outcome:
    return count_way(load(name), way)


@cache
def load(name: str) -> Votes:
    example = EXAMPLES[name]
    votes = open_pb(name, bytes_of(FOLDER / f"{name}.pb"))
    if example.weights is None:
        return votes
    return weighed(votes, Sheet(example.weights, bytes_of(FOLDER / example.weights)))
