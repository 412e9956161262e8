"""Small elections: written out by hand, or random with everything that has ever upset a counting rule."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

from tallying.election import Election, Kind, Project
from tallying.options import Options
from tallying.profile import Profile
from tallying.weights import Sheet, Weights

IDS = ("10", "9", "2", "b", "B", "공원", "길", "park-1", "park-10")
TIES = (
    ("votes", "cost", "lexico"),
    ("cost",),
    ("lexico",),
    ("lot:2026",),
    ("most:residents", "lot:7"),
    ("least:residents", "votes"),
)


def election(
    costs: Mapping[str, int],
    ballots: Iterable[str | Mapping[str, int]],
    budget: int,
    groups: Sequence[str] | None = None,
    **more: Any,
) -> Election:
    """Ballots are project ids parted by spaces, or points for project ids."""
    place = {project: number for number, project in enumerate(costs)}
    marks = [
        [place[p] for p in ballot.split()]
        if isinstance(ballot, str)
        else {place[p]: points for p, points in ballot.items()}
        for ballot in ballots
    ]
    projects = tuple(Project(id=project, cost=cost) for project, cost in costs.items())
    return Election(projects=projects, budget=budget, profile=Profile.of(len(costs), marks, groups), **more)


def random_election(seed: int) -> Election:
    """Up to seven projects and nine voters; repeated costs, free projects, zero budgets, empty ballots, one
    voter, incompatible and mandatory projects, points and rankings, groups."""
    dice = Random(seed)
    size, voters = dice.randint(1, 7), dice.choice((1, 1, 2, 3, 5, 9))
    ids = dice.sample(IDS, size)
    kind = dice.choice((Kind.APPROVAL, Kind.APPROVAL, Kind.CUMULATIVE, Kind.ORDINAL))
    budget = dice.choice((0, 1, 5, 8, 10, 15, 30))
    ballots = [_ballot(dice, kind, size) for _ in range(voters)]
    groups = dice.choices("ab", k=voters) if dice.random() < 0.3 else None
    costs = [dice.choice((0, 1, 2, 3, 3, 5, 5, 10, 12)) for _ in ids]
    projects = tuple(
        Project(id=p, cost=c, extra={"residents": str(dice.choice((1, 1, 2)))})
        for p, c in zip(ids, costs, strict=True)
    )
    made = Election(projects=projects, budget=budget, profile=Profile.of(size, ballots, groups), kind=kind)
    return _with_demands(dice, made)


def _ballot(dice: Random, kind: Kind, size: int) -> dict[int, int]:
    chosen = dice.sample(range(size), dice.randint(0, size))
    if kind is Kind.APPROVAL:
        return dict.fromkeys(chosen, 1)
    if kind is Kind.ORDINAL:
        return {p: rank for rank, p in enumerate(chosen)}
    return {p: dice.randint(1, 3) for p in chosen}


def _with_demands(dice: Random, made: Election) -> Election:
    ids = list(made.ids)
    conflicts = [frozenset(dice.sample(ids, k)) for k in (2, 3) if len(ids) >= 3 and dice.random() < 0.2]
    made = replace(made, conflicts=frozenset(conflicts))
    first = dice.choice(made.projects)
    if dice.random() < 0.15 and first.cost <= made.budget:
        made = replace(made, mandatory=frozenset({first.id}))
    return made


def random_options(seed: int, made: Election) -> Options:
    """Options that suit the election: tie-breaks, quorum, threshold, weights, ranking, a partly funded
    project."""
    dice = Random(seed + 1)
    return Options(
        ties=dice.choice(TIES),
        quorum=dice.choice((0, 0, 0, 1, 2)),
        threshold=dice.choice((0, 0, 0, 3, Fraction(1, 4))),
        weights=_weights(dice, made) if made.profile.groups is not None else None,
        partial_last=dice.random() < 0.2,
        ranked=dice.choice(("borda", "first-k")),
        first_k=dice.choice((None, 1, 2)),
    )


def _weights(dice: Random, made: Election) -> Weights:
    shares = {name: Fraction(dice.choice((1, 2, 3)), 6) for name in made.profile.group_names}
    marks = {p: Fraction(dice.randint(0, 4)) for p in made.ids if dice.random() < 0.8}
    sheets = (Sheet("committee", Fraction(1, 5), marks, Fraction(4)),) if dice.random() < 0.5 else ()
    return Weights(shares, sheets)


def with_more_ballots(made: Election, project: str, number: int) -> Election:
    """The same election with so many more ballots that name only this project (one point each)."""
    profile, place = made.profile, made.ids.index(project)
    old = [dict(zip(*profile.ballot(voter), strict=True)) for voter in range(profile.n_voters)]
    mark = 0 if made.kind is Kind.ORDINAL else 1
    return replace(made, profile=Profile.of(len(made.projects), old + [{place: mark}] * number))


def with_cost(made: Election, project: str, cost: int) -> Election:
    """The same election with another cost for one project."""
    projects = tuple(replace(p, cost=cost) if p.id == project else p for p in made.projects)
    return replace(made, projects=projects)
