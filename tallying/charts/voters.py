"""What voters got, and who voted when."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from tallying import figures
from tallying.badfile import Language
from tallying.charts import style
from tallying.charts.chart import Chart
from tallying.charts.words import COLUMNS, GROUPS, name_of
from tallying.election import Election
from tallying.outcome import Outcome
from tallying.wording import percent, pick, rule_name, shortened

MOST_RULES = 4


def satisfaction(election: Election, outcomes: Mapping[str, Outcome], language: Language) -> Chart:
    """For each rule, how many voters saw so many of their projects funded."""
    table, voters = figures.satisfaction(election, outcomes), election.profile.n_voters
    title = _satisfied(table, next(iter(outcomes)), voters, len(outcomes) > 1, language)
    desc = pick(
        language,
        f"Bars for 0 to 5 and more funded projects on a ballot, for {len(outcomes)} rules, in percent of "
        f"{voters:,} voters.",
        f"투표지에서 선정된 사업 수별 투표자 비율. 방식 {len(outcomes)}가지, 투표자 {voters:,}명.",
    )
    headed = table.rename(columns={rule: rule_name(rule, language) for rule in outcomes})
    return Chart(
        "satisfaction",
        title,
        desc,
        figures.titled(headed, language),
        lambda: _draw_satisfaction(table, title, list(outcomes)[:MOST_RULES], voters, language),
    )


def _satisfied(table: pd.DataFrame, rule: str, voters: int, several: bool, language: Language) -> str:
    share = percent(voters - int(table[rule].iloc[0]), voters)
    share = share.replace(">99%", pick(language, "over 99%", "99% 이상"))
    name = rule_name(rule, language)
    return pick(
        language,
        f"{share} of voters see at least one of their projects funded" + f" ({name})" * several,
        f"투표자의 {share}는 고른 사업이 하나 이상 선정됨" + f"({name})" * several,
    )


def _draw_satisfaction(
    table: pd.DataFrame, title: str, rules: list[str], voters: int, language: Language
) -> Figure:
    rows = len(table) * (len(rules) * 0.8 + 0.5) + 0.4
    figure, axes = style.canvas(title, rows, labels=1.6)
    shares = {rule: [100 * int(n) / max(1, voters) for n in table[rule]] for rule in rules}
    axes.set_xlim(0, max(10.0, *(max(row) for row in shares.values())) * 1.25)
    axes.set_ylim(rows, 0)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    step = len(rules) * 0.8 + 0.5
    for place, rule in enumerate(rules):
        rows_at = [0.6 + pick_ * step + place * 0.8 for pick_ in range(len(table))]
        look: dict[str, Any] = {
            "color": style.SERIES[place % 6],
            "hatch": style.HATCHES[place % 6],
            "edgecolor": "white",
            "lw": 0.5,
        }
        axes.barh(rows_at, shares[rule], height=0.7, **look)
        for at, share, count in zip(rows_at, shares[rule], table[rule], strict=True):
            label = f"  {percent(int(count), voters)}" + f"  {rule_name(rule, language)}" * (len(rules) > 1)
            style.say(axes, share, at, label, 8.5)
    middles = [0.6 + pick_ * step + (len(rules) - 1) * 0.4 for pick_ in range(len(table))]
    style.label_rows(axes, middles, [pick(language, f"{n} funded", f"{n}개 선정") for n in table["picks"]])
    style.note(
        figure,
        pick(
            language, "Funded projects among those on a ballot.", "투표지에 고른 사업 중 선정된 개수입니다."
        ),
    )
    return figure


def by_day(election: Election, language: Language) -> Chart | None:
    """Ballots on each day; None where the file has no days."""
    table = figures.ballots_by_day(election)
    if table is None or table.empty:
        return None
    busiest = table.loc[table["ballots"].idxmax()]
    title = pick(
        language,
        f"Most ballots came on {busiest['day']}: {busiest['ballots']:,}",
        f"가장 많이 투표한 날은 {busiest['day']}, 투표지 {busiest['ballots']:,}장",
    )
    desc = pick(
        language,
        f"Bars of ballots on each of {len(table)} days.",
        f"{len(table)}일 동안의 날짜별 투표수 막대 그림.",
    )
    return Chart("days", title, desc, figures.titled(table, language), lambda: _draw_days(table, title))


def _draw_days(table: pd.DataFrame, title: str) -> Figure:
    figure, axes = style.canvas(title, 10, labels=0.45, foot=0.5)
    places = list(range(len(table)))
    axes.bar(places, table["ballots"], width=0.78, color=style.BLUE)
    axes.set_ylim(0, int(table["ballots"].max()) * 1.15)
    axes.set_yticks([])
    every = max(1, -(-len(table) // 12))
    axes.set_xticks(places[::every])
    axes.set_xticklabels(
        [str(day)[5:] for day in table["day"][::every]], fontproperties=style.font(8.5), color=style.INK
    )
    for place, count in zip(places, table["ballots"], strict=True):
        if len(table) <= 24:
            style.say(axes, place, count, f"{count:,}", 8, ha="center", va="bottom")
    return figure


def by_group(election: Election, column: str, language: Language) -> Chart:
    """Ballots of each value of one voter column (age in bands)."""
    table = figures.ballots_by_group(election, column)
    table["group"] = [name_of(GROUPS, group, language) for group in table["group"]]
    what, total = name_of(COLUMNS, column, language), int(table["ballots"].sum())
    most = table.loc[table["ballots"].idxmax()]
    largest = shortened(most["group"], 40)
    share = percent(int(most["ballots"]), total)
    title = pick(
        language,
        f"Ballots by {what}: {largest} cast {share} of {total:,}",
        f"{what}에 따른 투표: 투표지 {total:,}장 중 {largest} {share}",
    )
    desc = pick(
        language,
        f"Bars of ballots by {what}, {len(table)} groups.",
        f"{what}에 따른 투표수 막대 그림, {len(table)}개 집단.",
    )
    name = f"group-{column}"
    return Chart(
        name, title, desc, figures.titled(table, language), lambda: _draw_groups(table, title, total)
    )


def _draw_groups(table: pd.DataFrame, title: str, total: int) -> Figure:
    rows = len(table) + 0.4
    figure, axes = style.canvas(title, rows, labels=2.4, foot=0.25)
    places = [row + 0.6 for row in range(len(table))]
    axes.barh(places, table["ballots"], height=0.72, color=style.BLUE)
    axes.set_xlim(0, int(table["ballots"].max()) * 1.25)
    axes.set_ylim(rows, 0)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    for place, count in zip(places, table["ballots"], strict=True):
        style.say(axes, count, place, f"  {count:,}  ({percent(int(count), total)})", 8.5)
    style.label_rows(axes, places, [shortened(group, 28) for group in table["group"]])
    return figure
