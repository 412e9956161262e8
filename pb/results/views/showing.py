"""The result for everyone: who won and why, whether it adds up, other ways to count, files to take home."""

import json
from dataclasses import dataclass
from typing import Any

from flask import abort, current_app, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from pb import db
from pb.access import public
from pb.config import Settings
from pb.cycles.queries import plan_of
from pb.cycles.sentences import bound, name
from pb.projects.models import Project
from pb.results import queries, sentences
from pb.results.places import BUNDLE, LANGUAGES
from pb.results.queries import Published
from pb.results.views.page import blueprint
from pb.voting.turnout.queries import incidents
from pb.web.formats import number, won
from pb.web.furniture import language
from pb.web.limits import limited

MEDIA = {
    "zip": "application/zip",
    "pb": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "svg": "image/svg+xml",
    "png": "image/png",
}


@dataclass(frozen=True)
class OnProject:
    """What became of one project, for its own page."""

    funded: bool
    votes: str
    why: str
    address: str


def published(cycle: int | None = None) -> Published | None:
    found: Settings = current_app.extensions["pb.settings"]
    return queries.published(db.session(), found, cycle)


@blueprint.get("/results")
@blueprint.get("/results/<int:cycle>")
@public
def page(cycle: int | None = None) -> str:
    """The newest result, or that of one year."""
    found = published(cycle)
    if cycle is not None and found is None:
        abort(404)
    others = [
        (one.id, name(plan_of(one)))
        for one in queries.every(db.session())
        if found is None or one.id != found.cycle.id
    ]
    if found is None:
        return render_template("results/page.html", found=None, others=others)
    told = queries.told(found, language())
    return render_template(
        "results/page.html",
        found=found,
        title=name(plan_of(found.cycle)),
        bound=bound(plan_of(found.cycle)),
        told=told,
        headline=headline(told),
        identities=[identity(section, told) for section in told["sections"]],
        checks=[
            (sentences.TELLS[one.code], one.part, sentences.sides(one)) for one in queries.checks(found.count)
        ],
        steps=len(json.loads(found.count.verified)["checks"]),
        addresses={
            code: url_for("projects.one", number=project.id)
            for code, project in queries.projects(db.session(), found.cycle.id).items()
        },
        notes=incidents(db.session(), found.election, found.publication.published),
        columns=columns(),
        others=others,
        language=language(),
    )


def headline(told: Any) -> str:
    funded = sum(len(section["funded"]) for section in told["sections"])
    cost = sum(section["cost"] for section in told["sections"])
    budget = sum(section["budget"] for section in told["sections"])
    return str(
        ngettext(
            "%(num)s project, %(cost)s of %(budget)s",
            "%(num)s projects, %(cost)s of %(budget)s",
            funded,
            cost=won(cost),
            budget=won(budget),
        )
    )


def identity(section: Any, told: Any) -> tuple[str, str]:
    """The section, and the sum that everyone can check: 1,274 ballots × 3 = 3,822 votes."""
    each = section["exactly"]
    given = {"ballots": number(section["ballots"]), "votes": number(section["votes"]), "each": each}
    if each is None:
        sentence = _("%(ballots)s ballots with %(votes)s votes", **given)
    else:
        sentence = _("%(ballots)s ballots × %(each)s = %(votes)s votes", **given)
    return (section["title"] if len(told["sections"]) > 1 else "", str(sentence))


def columns() -> list[tuple[str, str]]:
    return [
        (_("Way to count"), "text"),
        (_("Funded"), "number"),
        (_("Cost"), "number"),
        (_("Voters served"), "number"),
        (_("Inequality"), "number"),
        (_("Passed over"), "number"),
    ]


@blueprint.get("/results/<int:cycle>/files/<file>")
@public
@limited("600 per minute")
def file(cycle: int, file: str) -> ResponseReturnValue:
    """A file of a published result; there is none before, and none but those that were written for it."""
    found = published(cycle)
    if found is None or file not in offered(found):
        abort(404)
    ending = file.rpartition(".")[2]
    return send_file(
        found.place.path(file).resolve(),
        mimetype=MEDIA[ending],
        download_name=f"pb-{found.cycle.year}-{file}",
        as_attachment=ending not in ("svg", "png", "pdf"),
        conditional=True,
    )


def offered(found: Published) -> frozenset[str]:
    """Every file that may be taken home."""
    names = {BUNDLE, "result.json", "verified.json"}
    for language_of in LANGUAGES:
        for section in queries.told(found, language_of)["sections"]:
            own = section["name"]
            names |= {f"{own}.pb", f"{own}.conditions.json"}
            names |= {f"{own}.weights.json"} if section["weighed"] else set()
            names |= {f"{own}-{language_of}.{ending}" for ending in ("csv", "json", "pdf")}
            names |= {
                f"{own}-{one['name']}-{language_of}.{ending}"
                for one in section["pictures"]
                for ending in ("svg", "png")
            }
    return frozenset(names)


@blueprint.app_template_global("result_of")
def result_of(number: int) -> OnProject | None:
    """What became of the project with this id; None before the publication."""
    project = db.session().get(Project, number)
    found = published(project.cycle_id) if project else None
    if project is None or found is None:
        return None
    address = url_for("results.page", cycle=found.cycle.id)
    for section in queries.told(found, language())["sections"]:
        for one in section["projects"]:
            if one["id"] == project.code:
                return OnProject(one["id"] in section["funded"], one["votes"], one["why"], address)
    return None
