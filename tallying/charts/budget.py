"""The budget, filled project by project."""

import pandas as pd
from matplotlib.figure import Figure

from tallying import figures
from tallying.badfile import Language
from tallying.charts import style
from tallying.charts.chart import Chart
from tallying.election import Election
from tallying.money import Currency
from tallying.outcome import Outcome
from tallying.wording import percent, pick, shortened

MOST_ROWS = 50


def budget(election: Election, outcome: Outcome, language: Language) -> Chart:
    """Each funded project takes its part of the budget, in the order funded."""
    table, currency = figures.spending(election, outcome), Currency.of(election, language)
    title = _title(outcome, currency, language)
    return Chart(
        "budget",
        title,
        _desc(table, outcome, currency, language),
        figures.titled(table, language),
        lambda: _draw(table, title, outcome, currency, language),
    )


def _title(outcome: Outcome, currency: Currency, language: Language) -> str:
    share = percent(outcome.cost, outcome.budget)
    spent, whole, left = (currency.short(n) for n in (outcome.cost, outcome.budget, outcome.left))
    return pick(
        language,
        f"{spent} of {whole} is spent ({share}), {left} is left",
        f"예산 {whole} 중 {spent} 배정({share}), {left} 남음",
    )


def _desc(table: pd.DataFrame, outcome: Outcome, currency: Currency, language: Language) -> str:
    spent, whole = currency.exact(outcome.cost), currency.exact(outcome.budget)
    return pick(
        language,
        f"Steps from left to right: {len(table)} funded projects in the order funded, each beginning where "
        f"the one before ends; together {spent} of {whole}.",
        f"선정 순서대로 {len(table)}개 사업의 비용이 이어지는 계단 그림. 모두 {spent}, 예산은 {whole}입니다.",
    )


def _draw(
    table: pd.DataFrame, title: str, outcome: Outcome, currency: Currency, language: Language
) -> Figure:
    shown = table.head(MOST_ROWS)
    rows = len(shown) + 1.4 + (len(table) > len(shown))
    figure, axes = style.canvas(title, rows, foot=0.45)
    whole = max(outcome.budget, outcome.cost, 1)
    axes.set_xlim(0, whole * 1.2)
    axes.set_ylim(rows, 0)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.axvspan(0, outcome.budget, color=style.PALE, alpha=0.5, lw=0)
    for place, (spent, paid) in enumerate(zip(shown["spent"], shown["paid"], strict=True)):
        axes.barh(
            place + 0.6, paid, left=spent - paid, height=0.72, color=style.BLUE, edgecolor="white", lw=0.6
        )
        style.say(axes, axes.get_xlim()[1], place + 0.6, currency.short(paid), 8.5, ha="right")
    names = [shortened(n or p, 42) for n, p in zip(shown["name"], shown["project"], strict=True)]
    style.label_rows(axes, [place + 0.6 for place in range(len(shown))], names)
    if len(table) > len(shown):
        text = pick(
            language,
            f"… and {len(table) - len(shown)} more in the table",
            f"… 외 {len(table) - len(shown)}개는 표에",
        )
        style.say(axes, 0, len(shown) + 0.6, text, 8.5, color=style.SOFT)
    axes.axvline(outcome.budget, color=style.RED, lw=1.6)
    text = pick(language, "budget ", "예산 ") + currency.short(outcome.budget)
    style.say(axes, outcome.budget, rows - 0.4, f"{text}  ", 8.5, style.BOLD, ha="right", color=style.RED)
    style.note(
        figure,
        pick(
            language,
            "In the order funded; the grey field is the budget.",
            "선정된 순서입니다. 회색 바탕이 예산입니다.",
        ),
    )
    return figure
