"""What is written ahead of the publication: the results page in both languages, charts, tables, reports."""

import shlex
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from ballots import recount
from ballots.sections import Section
from pb.results import telling
from pb.results.count import Opened, SectionCount
from pb.results.places import LANGUAGES, Place, chart_file, page_file
from tallying import charts, explain, figures, report
from tallying.asjson import as_json, as_text
from tallying.badfile import Language
from tallying.charts import Chart
from tallying.election import Election
from tallying.report import identities
from tallying.variants import variant_of


def write(place: Place, opened: Opened, counted: list[SectionCount], facts: Mapping[str, Any]) -> None:
    """Everything that the page and its downloads need. `facts` are the figures of the whole election."""
    for one in counted:
        write_files(place, one)
    for language in LANGUAGES:
        told = {"sections": [section(place, one, spoken(language)) for one in counted]} | dict(facts)
        place.keep(page_file(language), told)
    place.keep("result.json", result(opened, counted) | {name: facts[name] for name in ("turnout", "ages")})


def spoken(language: str) -> Language:
    return "ko" if language == "ko" else "en"


def write_files(place: Place, one: SectionCount) -> None:
    """The section's vote as it was counted, and its outcome in every form."""
    name = one.section.name
    place.write(f"{name}.pb", one.pb)
    if one.weights is not None:
        place.write(f"{name}.weights.json", one.weights)
    place.write(f"{name}.conditions.json", one.conditions)
    for language in LANGUAGES:
        spoken_in = spoken(language)
        election, outcome = titled(one, spoken_in), one.outcome
        table = figures.titled(figures.support(election, outcome), spoken_in)
        place.write(f"{name}-{language}.csv", figures.as_csv(table))
        place.write(f"{name}-{language}.json", as_text(as_json(election, outcome, spoken_in)).encode())
        place.write(f"{name}-{language}.pdf", report.pdf(election, outcome, one.rule, spoken_in))


def titled(one: SectionCount, language: Language) -> Election:
    """The section's election with its projects called as in this language, and its money in won."""
    names = {project.id: project.title[language] for project in one.section.projects}
    projects = tuple(replace(project, name=names[project.id]) for project in one.election.projects)
    return replace(one.election, projects=projects, meta={**one.election.meta, "currency": "KRW"})


def section(place: Place, one: SectionCount, language: Language) -> dict[str, Any]:
    """A section as the page shows it in one language; its charts are drawn on the way."""
    election, outcome, of = titled(one, language), one.outcome, one.section
    names = {project.id: project.name for project in election.projects}
    variant = variant_of(one.rule)
    korean = language == "ko"
    return {
        "name": of.name,
        "title": of.title[language],
        "rule": {"title": variant.title[korean], "meaning": variant.meaning[korean], "name": one.rule},
        "budget": outcome.budget,
        "cost": outcome.cost,
        "funded": list(outcome.funded),
        "weighed": one.weights is not None,
        "switches": shlex.join(recount.switches(of)),
        "ballots": election.profile.n_voters,
        "votes": int(election.profile.votes().sum()),
        "exactly": exactly(of),
        "projects": [
            asdict(each) | {"name": names[each.id]} for each in telling.verdicts(election, outcome, language)
        ],
        "paid": {verdict.id: verdict.paid for verdict in outcome.projects},
        "ties": [explain.tie_sentence(tie, language) for tie in outcome.ties],
        "identities": identities(election, outcome, language),
        "compared": telling.compared(election, one.outcomes, language),
        "ways": list(one.outcomes),
        "pictures": [drawn(place, of.name, chart, language) for chart in pictures(one, election, language)],
    }


def exactly(of: Section) -> int | None:
    """How many projects each ballot names, where that is fixed."""
    if of.kind_name in ("approval", "ranked") and of.limits["min"] == of.limits["max"]:
        return int(of.limits["min"])
    return 1 if of.kind_name == "choose-1" else None


def pictures(one: SectionCount, election: Election, language: Language) -> list[Chart]:
    drawn = [charts.support(election, one.outcome, language), charts.budget(election, one.outcome, language)]
    if len(one.outcomes) > 1:
        drawn.append(charts.comparison(election, one.outcomes, language))
    return [*drawn, charts.satisfaction(election, one.outcomes, language)]


def drawn(place: Place, name: str, chart: Chart, language: Language) -> dict[str, Any]:
    """The chart's files, and what the page says of it."""
    svg = chart.svg(f"{name}-{chart.name}").encode()
    place.write(chart_file(name, chart.name, language, "svg"), svg)
    place.write(chart_file(name, chart.name, language, "png"), chart.png())
    return asdict(telling.picture(chart, "")) | {"name": chart.name}


def result(opened: Opened, counted: list[SectionCount]) -> dict[str, Any]:
    """The result for programs: documented in docs/open-data.md."""
    return {
        "election": opened.manifest.election.hex(),
        "title": dict(opened.manifest.title),
        "counts": dict(opened.counts),
        "sections": [
            {
                "name": one.section.name,
                "title": dict(one.section.title),
                "rule": one.rule,
                "budget": one.outcome.budget,
                "cost": one.outcome.cost,
                "ballots": dict(opened.sums.ballots.get(one.section.name, {})),
                "projects": [
                    {
                        "id": verdict.id,
                        "cost": verdict.cost,
                        "votes": str(verdict.votes),
                        "funded": verdict.funded,
                        "paid": verdict.paid,
                    }
                    for verdict in one.outcome.projects
                ],
            }
            for one in counted
        ],
    }
