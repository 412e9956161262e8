"""Rules side by side: which projects each would fund."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tallying import figures
from tallying.badfile import Language
from tallying.charts import style
from tallying.charts.chart import Chart
from tallying.election import Election
from tallying.money import Currency
from tallying.outcome import Outcome
from tallying.wording import percent, pick, rule_name, shortened, wrapped

MOST_ROWS = 40


def comparison(election: Election, outcomes: Mapping[str, Outcome], language: Language) -> Chart:
    """A mark for each project that a rule funds. Projects that all rules fund are one row together."""
    table, currency = figures.comparison(election, outcomes), Currency.of(election, language)
    agreed = table[table["rules"] == len(outcomes)]
    differing = table[table["rules"] < len(outcomes)]
    title = _title(len(agreed), len(differing), len(outcomes), language)
    headed = table.rename(columns={rule: rule_name(rule, language) for rule in outcomes})
    return Chart(
        "comparison",
        title,
        _desc(outcomes, currency, language),
        figures.titled(headed, language),
        lambda: _draw(agreed, differing, title, outcomes, language),
    )


def _title(agreed: int, differing: int, rules: int, language: Language) -> str:
    return pick(
        language,
        f"Funded by all {rules} ways of counting: {agreed}; by some only: {differing}",
        f"{agreed}개 사업은 {rules}가지 방식 모두에서 선정, {differing}개는 방식에 따라 달라짐",
    )


def _desc(outcomes: Mapping[str, Outcome], currency: Currency, language: Language) -> str:
    parts = [
        pick(
            language,
            f"{rule_name(rule, language)}: {len(o.funded)} projects for {currency.exact(o.cost)}",
            f"{rule_name(rule, language)}: {len(o.funded)}개, {currency.exact(o.cost)}",
        )
        for rule, o in outcomes.items()
    ]
    return (
        pick(language, "A grid of projects and rules. ", "사업과 방식의 표 그림. ") + "; ".join(parts) + "."
    )


def _draw(
    agreed: pd.DataFrame,
    differing: pd.DataFrame,
    title: str,
    outcomes: Mapping[str, Outcome],
    language: Language,
) -> Figure:
    shown = differing.head(MOST_ROWS)
    hidden = len(differing) - len(shown)
    rows = len(shown) + 5 + bool(hidden)
    figure, axes = style.canvas(title, rows, foot=0.45)
    axes.set_xlim(0, len(outcomes))
    axes.set_ylim(rows, 0)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    for column, (rule, outcome) in enumerate(outcomes.items()):
        _heading(axes, column, rule_name(rule, language), len(outcomes))
        style.say(axes, column + 0.5, 2.3, _count(len(outcome.funded), language), 9, style.BOLD, ha="center")
        spent = percent(outcome.cost, outcome.budget)
        style.say(axes, column + 0.5, 3.2, spent, 8.5, ha="center", color=style.SOFT)
        _mark(axes, column, 4.4, True)
        for row, funded in enumerate(shown[rule]):
            _mark(axes, column, row + 5.4, bool(funded))
    if hidden:
        style.say(
            axes,
            0,
            rows - 0.6,
            pick(language, f"… {hidden} more in the table", f"… 외 {hidden}개는 표에"),
            8.5,
        )
    names = [shortened(n or p, 42) for n, p in zip(shown["name"], shown["project"], strict=True)]
    every = pick(language, f"{len(agreed)} projects: all rules", f"모든 방식이 선정: {len(agreed)}개 사업")
    heads = [
        pick(language, "funded projects", "선정 사업"),
        pick(language, "of the budget", "예산 사용"),
        every,
    ]
    style.label_rows(axes, [2.3, 3.2, 4.4, *(row + 5.4 for row in range(len(shown)))], heads + names)
    style.note(
        figure,
        pick(
            language,
            "Blue with a tick: funded. Empty: not funded.",
            "파란 칸(✓)은 선정, 빈 칸은 미선정입니다.",
        ),
    )
    return figure


def _count(funded: int, language: Language) -> str:
    return pick(language, f"{funded}", f"{funded}개")


def _heading(axes: Axes, column: int, text: str, columns: int) -> None:
    lines = wrapped(text.replace("(", " ("), max(10, 60 // columns))
    style.say(axes, column + 0.5, 0.8, "\n".join(lines), 8.5, style.BOLD, ha="center", linespacing=1.3)


def _mark(axes: Axes, column: int, row: float, funded: bool) -> None:
    colour = style.BLUE if funded else "white"
    axes.barh(row, 0.9, left=column + 0.05, height=0.8, color=colour, edgecolor=style.RULE, lw=0.6)
    if funded:
        style.say(axes, column + 0.5, row, "✓", 9, ha="center", color="white")
