"""How votes become an outcome and points a score: exact, without rows and pages."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import lcm

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from pb.errors import Refused
from pb.reviews.committee.models import Vote

VOTES: Mapping[Vote, LazyString] = {
    Vote.UPHOLD: _l("The proposer is right: it is feasible"),
    Vote.RETURN: _l("The department examines it anew"),
    Vote.DISMISS: _l("The decision stands"),
    Vote.ABSTAIN: _l("Abstains"),
}


class AppealOver(Refused):
    why = _l("This decision can no longer be objected to: the last day is over, or you did so already.")


class NoQuorum(Refused):
    why = _l("Fewer than half of the members are there, so that nothing can be decided.")


class NobodyVoted(Refused):
    why = _l("Nobody has voted on one of the appeals yet.")


class CostMissing(Refused):
    """`appeal` is upheld, and nobody says for how much."""

    why = _l("The votes say that it is feasible: write the cost with which it goes on.")

    def __init__(self, appeal: int) -> None:
        self.appeal = appeal


class MeetingClosed(Refused):
    why = _l("This meeting is closed. Nothing of it can be changed.")


class NotPresent(Refused):
    why = _l("Only members who are there vote. The budget office notes who is.")


class SeatedHere(Refused):
    why = _l("This person has a seat in this committee already.")


class NoSuchMember(Refused):
    why = _l("There is no account with this address.")


class SheetSigned(Refused):
    why = _l("The score sheet is signed. Nothing of it can be changed.")


class ScoresBegun(Refused):
    why = _l("Members have given points already, so that the criteria stay as they are.")


class NotScored(Refused):
    why = _l("Some proposal has no points yet. Every one needs at least one member's points.")


def has_quorum(members: int, present: int) -> bool:
    return 2 * present >= members and present > 0


def outcome(votes: Sequence[Vote]) -> Vote:
    """What most of those voted who did not abstain. In a tie the decision stands."""
    said = Counter(vote for vote in votes if vote is not Vote.ABSTAIN)
    most = max(said.values(), default=0)
    winners = [vote for vote, number in said.items() if number == most]
    return winners[0] if len(winners) == 1 else Vote.DISMISS


@dataclass(frozen=True)
class Measure:
    """A criterion as the sheet states it."""

    place: int
    name: str
    weight: int
    most: int


# Of one proposal: each member's points by criterion.
Given = Mapping[int, Mapping[int, int]]


def scores(measures: Sequence[Measure], given: Mapping[int, Given]) -> tuple[dict[int, int], int]:
    """For each proposal its score as an exact whole number, and by what all are to be divided.

    A proposal's score is the mean over its members of the weighted points. Members with a conflict give none,
    so that the means have different denominators: all are brought to the common one.
    """
    together = {
        proposal: sum(
            one.weight * points.get(one.place, 0) for points in members.values() for one in measures
        )
        for proposal, members in given.items()
    }
    common = lcm(*(len(members) for members in given.values())) if given else 1
    return {
        proposal: total * (common // len(given[proposal])) for proposal, total in together.items()
    }, common
