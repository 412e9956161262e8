"""What stands on one ballot together: a section, or a district's own list of it. Decisions without rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ballots.kinds import KINDS
from ballots.styles import bits
from pb.cycles.models import CycleSection
from pb.cycles.plan import Ballot, Scope
from pb.projects.models import Project
from pb.projects.queries import OfficialBallot
from pb.town.models import District


@dataclass(frozen=True)
class Contest:
    """Projects that compete for the same money. `district` is set where each district has its own list."""

    section: CycleSection
    district: District | None
    budget: int
    projects: tuple[Project, ...]

    @property
    def name(self) -> str:
        """Its name in the sealed ballots and in the count."""
        own = f"-d{self.district.id}" if self.district else ""
        return f"s{self.section.place}{own}"

    @property
    def limits(self) -> dict[str, Any]:
        """The limits of the marking, in the words of the ballots library."""
        section = self.section
        known: dict[str, dict[str, Any]] = {
            Ballot.APPROVAL: {"min": section.least, "max": section.most},
            Ballot.RANKED: {"min": section.least, "max": section.most},
            Ballot.CHOOSE_ONE: {},
            Ballot.YES_NO: {},
            Ballot.CUMULATIVE: {"max": section.most, "points": section.points, "exact": False},
            Ballot.SCORING: {"max": section.most},
            Ballot.KNAPSACK: {"spend": self.budget},
        }
        return known[section.ballot]


def contests(ballot: OfficialBallot, districts: Sequence[District]) -> tuple[Contest, ...]:
    """Every contest of the ballot. The districts with projects share the money of a section evenly."""
    return tuple(
        one for each in ballot.sections for one in of_section(each.section, each.projects, districts)
    )


def of_section(
    section: CycleSection, projects: Sequence[Project], districts: Sequence[District]
) -> Iterator[Contest]:
    if section.scope != Scope.DISTRICT:
        yield Contest(section, None, section.budget, tuple(projects))
        return
    lists = [(one, tuple(p for p in projects if p.district_id == one.id)) for one in districts]
    sharing = max(1, sum(1 for _one, own in lists if own))
    for district, own in lists:
        yield Contest(section, district, section.budget // sharing, own)


def space(contest: Contest) -> int:
    """How many bits a marking of this contest takes at most. Raises Malformed if its limits allow none."""
    costs = tuple(project.cost for project in contest.projects)
    kind = KINDS[contest.section.ballot].read(contest.limits, costs, contest.name)
    return bits(kind.size + 1)
