"""From an election to the bytes of a .pb file.

`standard` files hold what Pabulib's format knows, in its order, and are made to pass pabulib-checker: facts
that the format demands and the election lacks are filled with UNKNOWN. Complete files hold everything, so
that reading them gives the same election again; the checker complains about columns it does not know.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from io import StringIO
from itertools import pairwise

import numpy as np

from tallying.election import Election, Kind, Limits, Project
from tallying.options import Options
from tallying.outcome import Outcome
from tallying.pabulib.head import MONEY_LIMITS
from tallying.pabulib.lawful import WITH_POINTS, ballot_sums, stated_scores
from tallying.pabulib.numbers import text_of_money

UNKNOWN: dict[str, str] = {
    "description": "unknown",
    "country": "Worldwide",
    "unit": "unknown",
    "instance": "unknown",
    "rule": "unknown",
    "date_begin": "0001",
    "date_end": "0001",
}
META_ORDER = (
    "description",
    "country",
    "unit",
    "district",
    "subunit",
    "instance",
    "num_projects",
    "num_votes",
    "budget",
    "vote_type",
    "rule",
    "date_begin",
    "date_end",
    "min_length",
    "max_length",
    "min_sum_cost",
    "max_sum_cost",
    "min_points",
    "max_points",
    "min_sum_points",
    "max_sum_points",
    "default_score",
    "min_project_cost",
    "max_project_cost",
    "min_project_score_threshold",
    "neighborhoods",
    "subdistricts",
    "categories",
    "edition",
    "language",
    "currency",
    "fully_funded",
    "experimental",
    "comment",
    "acknowledgments",
    "leftover_budget",
    "budget_per_category",
    "budget_per_neighborhood",
    "min_length_per_category",
    "max_length_per_category",
    "min_sum_cost_per_category",
    "max_sum_cost_per_category",
)
PROJECT_ORDER = (
    "project_id",
    "cost",
    "votes",
    "score",
    "name",
    "category",
    "beneficiaries",
    "selected",
    "neighborhood",
    "subunit",
    "district",
    "description",
    "proposer",
    "public_id",
    "latitude",
    "longitude",
)
MAY_BE_EMPTY = {"category", "beneficiaries", "latitude", "longitude"}
GREEDY = {"greedy", "greedy-threshold", "greedy-no-skip"}
VOTER_ORDER = (
    "voter_id",
    "vote",
    "points",
    "age",
    "sex",
    "voting_method",
    "district",
    "neighborhood",
    "education",
)
VOTER_CELLS = {  # what the checker wants in these columns
    "age": re.compile(r"[0-9]*|[0-9]+-[0-9]+"),
    "sex": re.compile(r"[MFO]?"),
    "voting_method": re.compile(r"internet|paper"),
}

Table = dict[str, list[str]]


def write(election: Election, outcome: Outcome | None = None, *, standard: bool = True) -> bytes:
    """The .pb file of an election, UTF-8 with LF; with an outcome also who was `selected` by which rule."""
    if outcome:
        election = _with_outcome(election, outcome)
    meta, projects, voters = _meta(election), _projects(election), _voters(election)
    if standard:
        meta = _standard_meta(meta, election)
        projects, voters = _standard_projects(projects), _standard_voters(voters)
    rows = [("META",), ("key", "value"), *meta.items(), *_rows("PROJECTS", projects), *_rows("VOTES", voters)]
    out = StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def _rows(section: str, table: Table) -> Iterator[tuple[str, ...]]:
    yield (section,)
    yield tuple(table)
    yield from zip(*table.values(), strict=True)


def _ordered(names: Iterable[str], order: Sequence[str]) -> list[str]:
    """The names that `order` knows, in its order, then the others."""
    names = list(names)
    return [name for name in order if name in names] + [name for name in names if name not in order]


def _meta(election: Election) -> dict[str, str]:
    meta = {key: value for key, value in election.meta.items() if key not in _limit_names()}
    meta |= _limit_cells(election)
    meta |= {
        "num_projects": str(len(election.projects)),
        "num_votes": str(election.profile.n_voters),
        "budget": text_of_money(election.budget, election.decimals),
        "vote_type": election.kind.value,
    }
    if election.conflicts:
        meta["conflicts"] = ",".join(sorted("|".join(sorted(s)) for s in election.conflicts))
    if election.mandatory:
        meta["mandatory"] = ",".join(sorted(election.mandatory))
    if election.sections:
        meta["sections"] = ",".join(election.sections)
        sums = (text_of_money(amount, election.decimals) for amount in election.sections.values())
        meta["budget_per_section"] = ",".join(sums)
    return {key: meta[key] for key in _ordered(meta, META_ORDER)}


def _limit_names() -> list[str]:
    return [limit.name for limit in fields(Limits)]


def _limit_cells(election: Election) -> dict[str, str]:
    limits = {name: getattr(election.limits, name) for name in _limit_names()}
    return {
        name: text_of_money(number, election.decimals) if name in MONEY_LIMITS else str(number)
        for name, number in limits.items()
        if number is not None
    }


def _projects(election: Election) -> Table:
    projects, profile = election.projects, election.profile
    table: Table = {
        "project_id": [project.id for project in projects],
        "cost": [text_of_money(project.cost, election.decimals) for project in projects],
        "votes": [str(n) for n in profile.votes().tolist()],
        "name": [project.name for project in projects],
        "category": [",".join(project.categories) for project in projects],
        "beneficiaries": [",".join(project.targets) for project in projects],
        "section": [project.section for project in projects],
    }
    if election.kind in (*WITH_POINTS, Kind.ORDINAL):
        table["score"] = [str(n) for n in stated_scores(election.kind, profile).tolist()]
    for column in dict.fromkeys(name for project in projects for name in project.extra):
        table[column] = [project.extra.get(column, "") for project in projects]
    filled = {"project_id", "cost", "votes", "score"} | {name for name in table if any(table[name])}
    return {name: table[name] for name in _ordered(table, PROJECT_ORDER) if name in filled}


def _voters(election: Election) -> Table:
    profile = election.profile
    ids = np.array([project.id for project in election.projects], dtype=object)
    table: Table = {
        "voter_id": list(profile.columns.get("voter_id", map(str, range(profile.n_voters)))),
        "vote": _joined(ids[profile.projects].tolist(), profile.starts.tolist()),
    }
    if election.kind in WITH_POINTS:
        table["points"] = _joined([str(n) for n in profile.points.tolist()], profile.starts.tolist())
    table |= {name: list(column) for name, column in profile.columns.items() if name != "voter_id"}
    if profile.groups is not None:
        table["group"] = [profile.group_names[group] for group in profile.groups.tolist()]
    return {name: table[name] for name in _ordered(table, VOTER_ORDER)}


def _joined(items: list[str], starts: list[int]) -> list[str]:
    return [",".join(items[low:high]) for low, high in pairwise(starts)]


def _standard_meta(meta: Mapping[str, str], election: Election) -> dict[str, str]:
    known = {key: value for key, value in meta.items() if key in META_ORDER and value}
    known = UNKNOWN | known
    if election.limits.max_length and election.limits.max_length > len(election.projects):
        known["max_length"] = known["num_projects"]
    if election.kind is Kind.CUMULATIVE:
        known.setdefault(
            "max_sum_points", str(ballot_sums(election.profile.points, election.profile).max(initial=1))
        )
    if sum(project.cost for project in election.projects) <= election.budget:
        known["fully_funded"] = "1"
    return {key: known[key] for key in META_ORDER if key in known}


def _standard_projects(table: Table) -> Table:
    """The columns that Pabulib knows; empty cells where it wants none become the id, 0, or "-"."""
    standard = {name: table[name] for name in PROJECT_ORDER if name in table}
    for name in set(standard) - MAY_BE_EMPTY:
        fill = {"selected": "0", "name": ""}.get(name, "-")
        standard[name] = [
            cell or fill or number for cell, number in zip(table[name], table["project_id"], strict=True)
        ]
    return standard


def _standard_voters(table: Table) -> Table:
    """The columns that Pabulib knows, without those that hold what its checker refuses."""
    return {name: table[name] for name in VOTER_ORDER if name in table and _passes(name, table[name])}


def _passes(column: str, cells: Sequence[str]) -> bool:
    wanted = VOTER_CELLS.get(column)
    return wanted is None or all(wanted.fullmatch(cell) for cell in set(cells))


def dropped_from_standard(election: Election) -> list[str]:
    """META keys and columns of this election that a standard file leaves out."""
    projects, voters = _projects(election), _voters(election)
    kept = {*META_ORDER, *_standard_projects(projects), *_standard_voters(voters)}
    return [name for name in dict.fromkeys((*_meta(election), *projects, *voters)) if name not in kept]


def _with_outcome(election: Election, outcome: Outcome) -> Election:
    """The same election with the rule's name and who was selected; projects in the order of the result."""
    rule = pabulib_rule(outcome, election)
    meta = {key: value for key, value in election.meta.items() if key != "min_project_score_threshold"}
    meta["rule"] = rule
    if rule == "greedy-threshold":
        meta["min_project_score_threshold"] = str(int(outcome.options.threshold))
    if rule == "unknown":
        meta["comment"] = _comment(meta.get("comment", ""), outcome)
    verdicts = {verdict.id: verdict for verdict in outcome.projects}
    marked = tuple(_marked(project, verdicts[project.id].funded) for project in election.projects)
    return replace(election, projects=marked, meta=meta)


def _marked(project: Project, funded: bool) -> Project:
    return replace(project, extra={**project.extra, "selected": "1" if funded else "0"})


def _comment(comment: str, outcome: Outcome) -> str:
    number = comment.count("#") + 1
    options = outcome.options
    ties = " ".join(options.ties)
    name = f"{outcome.rule}, utility {options.utility}, completion {options.completion}, ties {ties}"
    return f"{comment} #{number}: Counted by the rule {name}.".strip()


def pabulib_rule(outcome: Outcome, election: Election) -> str:
    """Pabulib's name for the rule of this outcome, or "unknown" where its vocabulary has none for it.

    Pabulib breaks ties of its greedy rules by the order of the file; where that would fund other projects the
    rule is not theirs.
    """
    options: Options = outcome.options
    special = options.weights or options.quorum or options.partial_last or election.kind is Kind.ORDINAL
    if special or election.sections or election.conflicts or election.mandatory:
        return "unknown"
    if outcome.rule == "equal-shares" and options.utility == "cost" and not outcome.ties:
        return {"none": "equalshares", "add1": "equalshares/add1"}.get(options.completion, "unknown")
    if outcome.rule not in GREEDY or int(options.threshold) != options.threshold:
        return "unknown"
    name = "greedy-threshold" if options.threshold and outcome.rule == "greedy" else outcome.rule
    theirs = _by_file_order(election, int(options.threshold), stop=name == "greedy-no-skip")
    if theirs != set(outcome.funded) or (options.threshold and name == "greedy-no-skip"):
        return "unknown"
    return name


def _by_file_order(election: Election, threshold: int, *, stop: bool) -> set[str]:
    """Whom Pabulib's greedy funds: by score, ties as the file has them."""
    scores = stated_scores(election.kind, election.profile).tolist()
    ranked = sorted(zip(scores, election.projects, strict=True), key=lambda pair: -pair[0])
    left, funded = election.budget, set()
    for score, project in ranked:
        if score < threshold:
            continue
        if project.cost <= left:
            left -= project.cost
            funded.add(project.id)
        elif stop:
            break
    return funded
