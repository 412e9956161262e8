"""What the result page says about a recount, in the visitor's language. The template only places it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from flask_babel import ngettext

from pb.recount.actions import Recount, Votes
from pb.recount.files import OF_A_WAY, VOTE, Kind, command, file_name, inside
from pb.results import telling
from pb.results.telling import Picture, Project, picture, verdicts
from pb.web.formats import number
from tallying import charts, explain, figures
from tallying.badfile import Language
from tallying.charts import Chart
from tallying.money import Currency
from tallying.outcome import Outcome
from tallying.report import identities
from tallying.variants import VARIANTS

TOGETHER, TURNOUT = "together", "turnout"
Table = tuple[list[tuple[str, str]], list[list[str]]]
ChartAddress = Callable[[str, Chart], str]
FileAddress = Callable[[str, Kind], str]


@dataclass(frozen=True)
class Download:
    """A file to take home."""

    label: str
    name: str
    address: str


@dataclass(frozen=True)
class Told:
    """One way of counting and what came of it."""

    name: str
    title: str
    meaning: str
    headline: str
    identities: list[str]
    projects: list[Project]
    ties: list[str]
    support: Picture
    budget: Picture
    downloads: list[Download]


@dataclass(frozen=True)
class Page:
    """Everything on the result page."""

    title: str
    ballots: str
    projects: str
    budget: str
    notices: list[str]
    told: list[Told]
    comparison: Table
    pictures: list[Picture]
    turnout: list[Picture]
    command: str
    saved: list[Download]


def page(
    recount: Recount,
    title: str,
    language: Language,
    chart_address: ChartAddress,
    file_address: FileAddress,
) -> Page:
    """`chart_address(part, chart)` says where a picture is, the parts being the keys of `drawings`."""
    votes = recount.votes
    pictures = {
        part: [picture(chart, chart_address(part, chart)) for chart in charts]
        for part, charts in drawings(recount, language).items()
    }
    election = votes.election
    return Page(
        title=title,
        ballots=number(election.profile.n_voters),
        projects=number(len(election.projects)),
        budget=Currency.of(election, language).exact(election.budget),
        notices=[notice.sentence(language) for notice in votes.notices],
        told=[
            tell(recount, way, language, pictures[way], downloads(votes, way, file_address))
            for way in recount.outcomes
        ],
        comparison=compared(recount, language),
        pictures=pictures[TOGETHER],
        turnout=pictures[TURNOUT],
        command=command(recount),
        saved=saved(recount, file_address),
    )


def drawings(recount: Recount, language: Language) -> dict[str, list[Chart]]:
    """The charts of each way of counting, of the ways together, and of who voted."""
    election = recount.votes.election
    drawn = {
        way: [charts.support(election, outcome, language), charts.budget(election, outcome, language)]
        for way, outcome in recount.outcomes.items()
    }
    days = charts.by_day(election, language)
    groups = [charts.by_group(election, column, language) for column in figures.group_columns(election)]
    return drawn | {TOGETHER: side_by_side(recount, language), TURNOUT: [days, *groups] if days else groups}


def side_by_side(recount: Recount, language: Language) -> list[Chart]:
    election, outcomes = recount.votes.election, recount.outcomes
    satisfaction = charts.satisfaction(election, outcomes, language)
    if len(outcomes) == 1:
        return [satisfaction]
    return [charts.comparison(election, outcomes, language), satisfaction]


def tell(
    recount: Recount, way: str, language: Language, pictures: list[Picture], downloads: list[Download]
) -> Told:
    # The same sentence may be true of two ways: the way's name tells the pictures apart.
    title = VARIANTS[way].title[language == "ko"]
    support, budget = (replace(one, title=f"{title}: {one.title}") for one in pictures)
    election, outcome, variant = recount.votes.election, recount.outcomes[way], VARIANTS[way]
    return Told(
        name=way,
        title=title,
        meaning=variant.meaning[language == "ko"],
        headline=headline(outcome, Currency.of(election, language)),
        identities=identities(election, outcome, language),
        projects=verdicts(election, outcome, language),
        ties=[explain.tie_sentence(tie, language) for tie in outcome.ties],
        support=support,
        budget=budget,
        downloads=downloads,
    )


def downloads(votes: Votes, way: str, address: FileAddress) -> list[Download]:
    labels = {
        "pdf": _("PDF report"),
        "csv": _("Table (CSV)"),
        "json": _("All steps (JSON)"),
    }
    return [
        Download(labels[kind.ending], file_name(votes, way, kind), address(way, kind)) for kind in OF_A_WAY
    ]


def saved(recount: Recount, address: FileAddress) -> list[Download]:
    """The files that the command needs: the vote, and the weights of the groups if they have any."""
    way, votes = next(iter(recount.outcomes)), recount.votes
    needed = [Download(_("Vote (.pb)"), file_name(votes, way, VOTE), address(way, VOTE))]
    if votes.weights_file is not None:
        sheet = votes.weights_file
        needed.append(Download(_("Weights of voter groups"), sheet.name, inside("text/csv", sheet.data)))
    return needed


def headline(outcome: Outcome, currency: Currency) -> str:
    cost, budget = currency.exact(outcome.cost), currency.exact(outcome.budget)
    return str(
        ngettext(
            "%(num)s project, %(cost)s of %(budget)s",
            "%(num)s projects, %(cost)s of %(budget)s",
            len(outcome.funded),
            cost=cost,
            budget=budget,
        )
    )


def compared(recount: Recount, language: Language) -> Table:
    """How many are funded, what it costs, and how fairly the money falls, one row for each way."""
    election = recount.votes.election
    columns = [
        (_("Way to count"), "text"),
        (_("Funded"), "number"),
        (_("Cost"), "number"),
        (_("Voters served"), "number"),
        (_("Inequality"), "number"),
        (_("Passed over"), "number"),
    ]
    return columns, telling.compared(election, recount.outcomes, language)
