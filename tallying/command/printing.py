"""Outcomes as text for people: aligned where Korean letters are twice as wide."""

from collections.abc import Iterable, Mapping, Sequence

from tallying import explain
from tallying.badfile import Language
from tallying.command.words import word
from tallying.election import Election
from tallying.fairness import satisfaction
from tallying.money import Currency
from tallying.outcome import Outcome
from tallying.scores import in_points
from tallying.wording import number, percent, rule_name, shortened, width_of

NAME_WIDTH = 46
OTHERS, TIES = 10, 5


def table(rows: Sequence[Sequence[str]], right: Iterable[int] = ()) -> list[str]:
    """Rows as lines with columns aligned, those in `right` to the right."""
    widths = [max(width_of(row[column]) for row in rows) for column in range(len(rows[0]))]
    to_right = set(right)
    return [
        "  ".join(_padded(row[c], widths[c], c in to_right) for c in range(len(row))).rstrip() for row in rows
    ]


def _padded(text: str, width: int, right: bool) -> str:
    space = " " * (width - width_of(text))
    return space + text if right else text + space


def heading(election: Election, rule: str, language: Language) -> list[str]:
    """What election, how large, by which rule."""
    facts = [
        f"{word('rule-is', language)}: {rule_name(rule, language)} ({rule})",
        f"{word('budget', language)}: {Currency.of(election, language).exact(election.budget)}",
        f"{word('voters', language)}: {election.profile.n_voters:,}",
        f"{word('projects', language)}: {len(election.projects):,}",
    ]
    title = shortened(election.meta.get("description", ""), 100)
    return [*([title] if title else []), " · ".join(facts), ""]


def result(election: Election, outcome: Outcome, rule: str, language: Language, explained: bool) -> list[str]:
    """The result of one rule: who is funded, the funding line, the others, ties; more if explained."""
    lines = heading(election, rule, language)
    lines += _winners_and_losers(election, outcome, language, explained)
    lines += ["", *_ties(outcome, language, explained)]
    if explained:
        money = Currency.of(election, language).exact
        lines += ["", word("rounds", language), *_rounds(outcome, election, language)]
        lines += ["", word("why", language)]
        points = in_points(election, outcome.options)
        lines += [
            f"  {v.id}: {explain.sentence(v, language, money, points=points)}" for v in outcome.projects
        ]
    return lines


def _winners_and_losers(
    election: Election, outcome: Outcome, language: Language, explained: bool
) -> list[str]:
    currency, names = Currency.of(election, language), {p.id: p.name for p in election.projects}
    place = {project: str(number) for number, project in enumerate(outcome.funded, 1)}
    losers = sorted((v for v in outcome.projects if not v.funded), key=lambda v: -v.votes)
    others = [verdict.id for verdict in losers]
    shown = others if explained else others[:OTHERS]
    rows = [[word(key, language) for key in ("order", "id", "name", "votes", "cost")]]
    for project in (*outcome.funded, *shown):
        verdict = outcome.verdict(project)
        name = shortened(names[project], NAME_WIDTH)
        cells = [place.get(project, "-"), shortened(project, 20), name, number(verdict.votes)]
        rows.append([*cells, currency.exact(verdict.cost)])
    lines = table(rows, right=(0, 3, 4))
    lines.insert(1 + len(outcome.funded), funding_line(outcome, currency, language))
    hidden = len(others) - len(shown)
    return [*lines, *([word("more", language, count=hidden)] if hidden else [])]


def funding_line(outcome: Outcome, currency: Currency, language: Language) -> str:
    return word(
        "line",
        language,
        funded=len(outcome.funded),
        cost=currency.exact(outcome.cost),
        budget=currency.exact(outcome.budget),
        share=percent(outcome.cost, outcome.budget),
        left=currency.exact(outcome.left),
    )


def _ties(outcome: Outcome, language: Language, explained: bool) -> list[str]:
    if not outcome.ties:
        return [word("no-ties", language)]
    shown = outcome.ties if explained else outcome.ties[:TIES]
    lines = [word("ties-met", language, count=len(outcome.ties))]
    lines += [f"  {explain.tie_sentence(tie, language)}" for tie in shown]
    hidden = len(outcome.ties) - len(shown)
    return [*lines, *([word("more-ties", language, count=hidden)] if hidden else [])]


def _rounds(outcome: Outcome, election: Election, language: Language) -> list[str]:
    money = Currency.of(election, language).exact
    lines = []
    for one in outcome.rounds:
        action = word("completion-round" if one.action == "completion" else one.action, language)
        said = word(
            "round",
            language,
            number=one.number,
            action=action,
            project=one.project,
            paid=money(one.paid),
            left=money(one.left),
        )
        lines.append(f"  {said}" + (f"  [{one.section}]" if one.section else ""))
    return lines


def side_by_side(election: Election, outcomes: Mapping[str, Outcome], language: Language) -> list[str]:
    """The rules in rows with what they spend and serve, then the projects on which they differ."""
    currency, voters = Currency.of(election, language), election.profile.n_voters
    rows = [["", *(word(key, language) for key in ("rule-is", "count-of", "cost", "served"))]]
    letters = {rule: chr(ord("A") + place) for place, rule in enumerate(outcomes)}
    for rule, outcome in outcomes.items():
        served = int((satisfaction(election, outcome.funded, "votes") > 0).sum())
        title = f"{rule_name(rule, language)} ({rule})"
        cells = [letters[rule], title, str(len(outcome.funded)), currency.exact(outcome.cost)]
        rows.append([*cells, f"{served:,} ({percent(served, voters)})"])
    lines = [*heading(election, "compare", language)[:1], "", *table(rows, right=(2, 3, 4)), ""]
    return lines + _differences(election, outcomes, letters, language)


def _differences(
    election: Election, outcomes: Mapping[str, Outcome], letters: Mapping[str, str], language: Language
) -> list[str]:
    funded = {rule: frozenset(outcome.funded) for rule, outcome in outcomes.items()}
    agreed = frozenset.intersection(*funded.values())
    rows = [["".join(letters.values()), word("id", language), word("name", language)]]
    for project in election.projects:
        marks = "".join(letter if project.id in funded[rule] else "·" for rule, letter in letters.items())
        if project.id not in agreed and marks.strip("·"):
            rows.append([marks, project.id, shortened(project.name, NAME_WIDTH)])
    lines = [word("all-rules", language, count=len(agreed))]
    return lines if len(rows) == 1 else [*lines, "", word("some-rules", language), *table(rows)]
