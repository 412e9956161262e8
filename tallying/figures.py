"""The figures of an election as pandas tables: exact numbers, one row for each thing, plain column names.

Columns are English words; `titled` gives headings in either language. Money is in whole units of the file.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tallying import fairness
from tallying.badfile import Language
from tallying.csvpair import guarded
from tallying.election import Election
from tallying.outcome import Outcome

HEADINGS: dict[str, tuple[str, str]] = {
    "project": ("project", "사업 번호"),
    "name": ("name", "사업명"),
    "votes": ("votes", "득표"),
    "cost": ("cost", "비용"),
    "funded": ("funded", "선정"),
    "rank": ("rank", "순위"),
    "round": ("round", "회차"),
    "paid": ("paid", "배정"),
    "spent": ("spent so far", "누적"),
    "left": ("left", "남은 예산"),
    "rules": ("rules that fund it", "선정한 방식 수"),
    "picks": ("funded picks", "선정된 선택 수"),
    "voters": ("voters", "투표자"),
    "share": ("share", "비율"),
    "day": ("day", "날짜"),
    "ballots": ("ballots", "투표수"),
    "group": ("group", "집단"),
    "projects": ("projects", "사업 수"),
}
DAY_COLUMNS = ("date", "day")
GROUP_COLUMNS = ("group", "voting_method", "sex", "age", "district", "neighborhood", "education")
AGE_BANDS = (0, 20, 30, 40, 50, 60, 70)


def titled(table: pd.DataFrame, language: Language) -> pd.DataFrame:
    """The same table with headings for people; columns that are no word of ours keep their name."""
    known = {name: pair[language == "ko"] for name, pair in HEADINGS.items()}
    return table.rename(columns=known)


def support(election: Election, outcome: Outcome) -> pd.DataFrame:
    """rank, project, name, votes, cost, funded: funded projects first, each part by votes."""
    names = {project.id: project.name for project in election.projects}
    rows = [(v.id, names[v.id], v.votes, v.cost, v.funded) for v in outcome.projects]
    rows.sort(key=lambda row: (not row[4], -row[2]))
    table = pd.DataFrame(rows, columns=["project", "name", "votes", "cost", "funded"])
    table.insert(0, "rank", table["votes"].map(_ranks(list(table["votes"]))))
    return table


def _ranks(votes: list[object]) -> dict[object, int]:
    """Each number of votes to its rank among all, equal votes sharing one."""
    ordered = sorted(votes, reverse=True)  # type: ignore[type-var]
    return {number: place for place, number in reversed(list(enumerate(ordered, 1)))}


def spending(election: Election, outcome: Outcome) -> pd.DataFrame:
    """round, project, name, paid, spent, left: each payment in the order made."""
    names = {project.id: project.name for project in election.projects}
    paid = {verdict.id: verdict.paid for verdict in outcome.projects}
    spent = np.cumsum([paid[project] for project in outcome.funded], dtype=object)
    rows = [
        (number, project, names[project], paid[project], total, outcome.budget - total)
        for number, (project, total) in enumerate(zip(outcome.funded, spent, strict=True), 1)
    ]
    return pd.DataFrame(rows, columns=["round", "project", "name", "paid", "spent", "left"])


def comparison(election: Election, outcomes: Mapping[str, Outcome]) -> pd.DataFrame:
    """project, name, cost, one bool column for each rule, rules: all projects that some rule funds.

    Those that most rules fund stand first, then those with more votes.
    """
    votes = election.profile.votes().tolist()
    rows = []
    for place, project in enumerate(election.projects):
        funded = [project.id in outcome.funded for outcome in outcomes.values()]
        if any(funded):
            rows.append((project.id, project.name, project.cost, *funded, sum(funded), votes[place]))
    rows.sort(key=lambda row: (-row[-2], -row[-1]))
    columns = ["project", "name", "cost", *outcomes, "rules", "votes"]
    return pd.DataFrame(rows, columns=columns).drop(columns="votes")


def satisfaction(election: Election, outcomes: Mapping[str, Outcome], most: int = 5) -> pd.DataFrame:
    """picks ("0" … "most+"), and for each rule how many voters had so many of their projects funded."""
    table = pd.DataFrame({"picks": [*map(str, range(most)), f"{most}+"]})
    for rule, outcome in outcomes.items():
        table[rule] = np.bincount(
            np.minimum(fairness.satisfaction(election, outcome.funded, "votes"), most), minlength=most + 1
        )
    return table


def ballots_by_day(election: Election) -> pd.DataFrame | None:
    """day, ballots; None where the file has no column `date` or `day`."""
    for column in DAY_COLUMNS:
        if column in election.profile.columns:
            days = pd.Series(list(election.profile.columns[column])).str.slice(0, 10)
            counts = days[days != ""].value_counts().sort_index()
            return pd.DataFrame({"day": counts.index, "ballots": counts.to_numpy()})
    return None


def group_columns(election: Election) -> list[str]:
    """The voter columns by which ballots can be told apart: 2 to 40 values, ages in bands."""
    names = [name for name in GROUP_COLUMNS if name in election.profile.columns]
    if election.profile.groups is not None and "group" not in names:
        names.insert(0, "group")
    return [name for name in names if 2 <= len(set(_labels(election, name))) <= 40]


def ballots_by_group(election: Election, column: str) -> pd.DataFrame:
    """group, ballots, share: the largest first, ages in order; voters without a value are left out."""
    labels = pd.Series(_labels(election, column))
    counts = labels[labels != ""].value_counts()
    counts = counts.sort_index() if column == "age" else counts
    total = max(1, int(counts.sum()))
    shares = [round(100 * count / total, 1) for count in counts.tolist()]
    return pd.DataFrame({"group": counts.index, "ballots": counts.to_numpy(), "share": shares})


def _labels(election: Election, column: str) -> list[str]:
    profile = election.profile
    if column == "group" and profile.groups is not None:
        return [profile.group_names[group] for group in profile.groups.tolist()]
    cells = list(profile.columns[column])
    return [_age_band(cell) for cell in cells] if column == "age" else cells


def _age_band(age: str) -> str:
    if not age.isdecimal() or len(age) > 3:
        return age
    low = max(band for band in AGE_BANDS if band <= int(age))
    above = next((band for band in AGE_BANDS if band > low), None)
    return f"{low}-{above - 1}" if above else f"{low}+"


def as_csv(table: pd.DataFrame) -> bytes:
    """A table for a spreadsheet: UTF-8 with byte order mark, no cell a formula."""
    safe = table.map(lambda cell: guarded(cell) if isinstance(cell, str) else cell)
    return bytes(safe.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig"))
