"""What is told of an outcome: a sentence for each project, the tables behind the charts, ways side by side.

Every text comes from the counting library in the language that is asked for, so that it can be written ahead
by a process without a page. Shared with the recount page.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from tallying import explain, fairness
from tallying.badfile import Language
from tallying.charts import Chart
from tallying.election import Election
from tallying.money import Currency
from tallying.outcome import Outcome
from tallying.scores import in_points
from tallying.variants import variant_of
from tallying.wording import number, percent


@dataclass(frozen=True)
class Project:
    """One project in one way of counting; `place` is "" for those that were not funded."""

    id: str
    place: str
    name: str
    cost: str
    votes: str
    why: str


@dataclass(frozen=True)
class Picture:
    """A chart on the page: `source` is its address, `columns` and `rows` hold the same numbers."""

    title: str
    text: str
    source: str
    columns: list[tuple[str, str]]
    rows: list[list[str]]


def verdicts(election: Election, outcome: Outcome, language: Language) -> list[Project]:
    """Funded projects in the order funded, then the others by votes."""
    currency = Currency.of(election, language)
    names = {project.id: project.name for project in election.projects}
    places = {project: place for place, project in enumerate(outcome.funded, 1)}
    last = len(places) + 1
    ordered = sorted(outcome.projects, key=lambda one: (places.get(one.id, last), -one.votes))
    return [
        Project(
            id=one.id,
            place=str(places.get(one.id, "")),
            name=named(one.id, names),
            cost=currency.exact(one.cost),
            votes=number(one.votes),
            why=explain.sentence(one, language, currency.exact, points=in_points(election, outcome.options)),
        )
        for one in ordered
    ]


def named(project: str, names: Mapping[str, str]) -> str:
    return f"{names[project]} ({project})" if names[project] else project


def compared(election: Election, outcomes: Mapping[str, Outcome], language: Language) -> list[list[str]]:
    """How many are funded, what it costs, and how fairly the money falls: a row for each way of counting."""
    currency = Currency.of(election, language)
    lines = fairness.compare(election, outcomes.values())
    return [
        [
            variant_of(way).title[language == "ko"],
            f"{line.projects:,}",
            currency.exact(line.cost),
            percent(line.coverage.numerator, line.coverage.denominator),
            f"{float(line.gini):.2f}",
            f"{line.neglected:,}",
        ]
        for way, line in zip(outcomes, lines, strict=True)
    ]


def picture(chart: Chart, source: str) -> Picture:
    kinds = ["text" if pd.api.types.is_string_dtype(kind) else "number" for kind in chart.table.dtypes]
    rows = [[cell_text(cell) for cell in row] for row in chart.table.itertuples(index=False)]
    columns = list(zip(map(str, chart.table.columns), kinds, strict=True))
    return Picture(chart.title, chart.desc, source, columns, rows)


def cell_text(cell: object) -> str:
    if isinstance(cell, bool):
        return "✓" if cell else ""
    return f"{cell:,}" if isinstance(cell, int) else str(cell)
