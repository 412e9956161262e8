"""Scores and the tie order the slow way: ballot by ballot, in fractions."""

from fractions import Fraction
from hashlib import sha256
from typing import Any

from tallying.election import Ballot, Election, Kind, Project
from tallying.options import Options


def points(election: Election, options: Options, ballot: Ballot) -> dict[str, int]:
    """What one ballot gives to each project it names."""
    if election.kind is not Kind.ORDINAL:
        return dict(ballot.marks)
    if options.ranked == "first-k":
        return {project: 1 if rank < (options.first_k or 1) else 0 for project, rank in ballot.marks}
    return {project: len(ballot.marks) - rank for project, rank in ballot.marks}


def score(election: Election, options: Options, project: str) -> Fraction:
    """The weighted sum over ballots, plus the sheets."""
    ballots, weights = list(election.ballots()), options.weights
    total = Fraction(0)
    for ballot in ballots:
        given = points(election, options, ballot).get(project, 0)
        if weights is None:
            total += given
        else:
            group_size = sum(other.group == ballot.group for other in ballots)
            total += weights.groups[ballot.group] * given / group_size
    for sheet in weights.sheets if weights else ():
        total += sheet.weight * sheet.marks.get(project, 0) / sheet.top
    return total


def tie_key(options: Options, project: Project, votes: Fraction) -> list[Any]:
    """Sorting key by the named tie-breaks, each spelled out."""
    key: list[Any] = []
    for name in (*options.ties, "lexico"):
        if name == "votes":
            key.append(-votes)
        elif name == "cost":
            key.append(project.cost)
        elif name == "lexico":
            key.append(project.id)
        elif name.startswith("lot:"):
            key.append(sha256((name[4:] + "\n" + project.id).encode("utf-8")).hexdigest())
        elif name == "most:residents":
            key.append(-int(project.extra["residents"]))
        else:
            assert name == "least:residents"
            key.append(int(project.extra["residents"]))
    return key


def competitors(election: Election, options: Options) -> tuple[list[Project], list[str], int]:
    """(who competes, the mandatory projects, the money left for the others)."""
    ballots = list(election.ballots())
    left = election.budget - sum(p.cost for p in election.projects if p.id in election.mandatory)
    running = []
    for project in election.projects:
        named = sum(project.id in dict(ballot.marks) for ballot in ballots)
        if project.id in election.mandatory or incompatible(election, project.id, election.mandatory):
            continue
        if named >= options.quorum and score(election, options, project.id) >= options.threshold:
            running.append(project)
    return running, sorted(election.mandatory), left


def incompatible(election: Election, project: str, funded: Any) -> bool:
    """Is one of `funded` in a conflict with this project?"""
    return any(project in group and (group - {project}) & set(funded) for group in election.conflicts)
