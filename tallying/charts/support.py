"""Support for each project, with the line between those that were funded and those that were not."""

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tallying import explain, figures
from tallying.badfile import Language
from tallying.charts import style
from tallying.charts.chart import Chart
from tallying.election import Election
from tallying.money import Currency
from tallying.outcome import Outcome
from tallying.scores import in_points
from tallying.wording import number, pick, rule_name, shortened

MOST_FUNDED, MOST_OTHERS = 45, 25


@dataclass(frozen=True)
class _Bars:
    """What is drawn: rows of the table, and how many were left to the table alone."""

    funded: pd.DataFrame
    others: pd.DataFrame
    hidden_funded: int
    hidden_others: int


def support(election: Election, outcome: Outcome, language: Language) -> Chart:
    """Votes of each project; funded ones above the funding line, the others below."""
    table = figures.support(election, outcome)
    bars = _chosen(table)
    points = in_points(election, outcome.options)
    title, currency = _title(table, language, points=points), Currency.of(election, language)
    return Chart(
        "support",
        title,
        _desc(table, outcome, currency, language),
        figures.titled(table, language),
        lambda: _draw(bars, title, outcome, currency, language),
    )


def _chosen(table: pd.DataFrame) -> _Bars:
    funded, others = table[table["funded"]], table[~table["funded"]]
    return _Bars(
        funded.head(MOST_FUNDED),
        others.head(MOST_OTHERS),
        max(0, len(funded) - MOST_FUNDED),
        max(0, len(others) - MOST_OTHERS),
    )


def _title(table: pd.DataFrame, language: Language, *, points: bool) -> str:
    funded = int(table["funded"].sum())
    if not funded:
        return pick(language, "No project is funded", "선정된 사업이 없습니다")
    best = table.iloc[0]
    name = shortened(best["name"] or best["project"], 40)
    votes, word = number(best["votes"]), explain.WORDS[language][points]
    most = "최고 점수는" if points else "최다 득표는"
    return pick(
        language,
        f"Funded: {funded} of {len(table)}; “{name}” has the most {word} of them, {votes}",
        f"{len(table)}개 중 {funded}개 사업 선정, 그중 {most} ‘{name}’ {votes}{word}",
    )


def _desc(table: pd.DataFrame, outcome: Outcome, currency: Currency, language: Language) -> str:
    cost, budget = currency.exact(outcome.cost), currency.exact(outcome.budget)
    rule = rule_name(outcome.rule, language)
    return pick(
        language,
        f"Bars of votes for {len(table)} projects, {rule}. Above the funding line are the "
        f"funded ones, which cost {cost} of {budget}; below it the others. The table has every number.",
        f"사업 {len(table)}개의 득표 막대 그림({rule}). 선정선 위는 선정 사업으로 예산 {budget} 중 "
        f"{cost}을 쓰고, 아래는 선정되지 않은 사업을 득표순으로 보여 줍니다. 모든 수치는 표에 있습니다.",
    )


def _draw(bars: _Bars, title: str, outcome: Outcome, currency: Currency, language: Language) -> Figure:
    gaps = 1 + bool(bars.hidden_funded) + bool(bars.hidden_others)
    rows = len(bars.funded) + len(bars.others) + gaps + 0.75
    figure, axes = style.canvas(title, rows, foot=0.45)
    most = float(max([*bars.funded["votes"], *bars.others["votes"], 1]))
    axes.set_xlim(0, most * 1.34)
    axes.set_ylim(rows, 0)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    place = _rows(axes, bars.funded, 0.6, style.BLUE, "", currency)
    if bars.hidden_funded:
        place = _more(axes, place, bars.hidden_funded, language)
    _line(axes, place - 0.1, outcome, currency, language)
    place = _rows(axes, bars.others, place + 1.25, style.PALE, "////", currency)
    if bars.hidden_others:
        _more(axes, place, bars.hidden_others, language)
    gap = 1.25 + bool(bars.hidden_funded)
    shown = pd.concat([bars.funded, bars.others])
    names = [
        shortened(name or project, 42) for name, project in zip(shown["name"], shown["project"], strict=True)
    ]
    style.label_rows(axes, [0.6 + n + gap * (n >= len(bars.funded)) for n in range(len(shown))], names)
    style.note(figure, _legend(language))
    return figure


def _rows(axes: Axes, rows: pd.DataFrame, first: float, colour: str, hatch: str, currency: Currency) -> float:
    places = [first + n for n in range(len(rows))]
    lengths = [float(votes) for votes in rows["votes"]]
    axes.barh(
        places,
        lengths,
        height=0.72,
        color=colour,
        hatch=hatch,
        edgecolor=style.RULE if hatch else colour,
        lw=0.6,
    )
    for place, votes, cost in zip(places, rows["votes"], rows["cost"], strict=True):
        weight = 400 if hatch else style.BOLD
        style.say(axes, float(votes), place, f"  {number(votes)}  ", 8.5, weight)
        style.say(axes, axes.get_xlim()[1], place, currency.short(cost), 8, ha="right", color=style.SOFT)
    return first + len(rows)


def _more(axes: Axes, place: float, count: int, language: Language) -> float:
    text = pick(language, f"… and {count} more in the table", f"… 외 {count}개는 표에 있습니다")
    style.say(axes, 0, place, text, 8.5, color=style.SOFT)
    return place + 1


def _line(axes: Axes, place: float, outcome: Outcome, currency: Currency, language: Language) -> None:
    axes.axhline(place, color=style.RED, lw=1.6)
    cost, left = currency.short(outcome.cost), currency.short(outcome.left)
    text = pick(language, f"funding line: {cost} spent, {left} left", f"선정선: {cost} 배정, {left} 남음")
    style.say(axes, axes.get_xlim()[1], place + 0.42, text, 8.5, style.BOLD, ha="right", color=style.RED)


def _legend(language: Language) -> str:
    return pick(
        language,
        "Solid blue: funded. Hatched grey: not funded. At the bar its votes, at the right edge its cost.",
        "파란 막대는 선정, 빗금 막대는 미선정. 막대 끝은 득표수, 오른쪽 끝은 비용입니다.",
    )
