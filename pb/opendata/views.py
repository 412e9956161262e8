"""The files, and a page that lists them."""

from typing import Any

from flask import Blueprint, Response, abort, current_app, jsonify, render_template, url_for

from pb import db
from pb.access import public
from pb.config import Settings
from pb.cycles import queries as cycles
from pb.cycles.models import Cycle
from pb.cycles.queries import plan_of
from pb.cycles.sentences import name
from pb.delivery import queries as delivery
from pb.delivery.rules import Progress
from pb.opendata import describing, records
from pb.projects import queries as projects
from pb.projects.queries import OfficialBallot
from pb.results import queries as results
from pb.web.limits import limited
from pb.web.sheets import csv_text

blueprint = Blueprint("opendata", __name__, url_prefix="/open-data")


def settings() -> Settings:
    found: Settings = current_app.extensions["pb.settings"]
    return found


@blueprint.get("/")
@public
def page() -> str:
    on_ballot = {one.id for one in projects.published(db.session())}
    counted = {one.id for one in results.every(db.session())}
    return render_template(
        "opendata/page.html",
        cycles=[
            (one.id, name(plan_of(one)), one.id in on_ballot, one.id in counted)
            for one in cycles.published(db.session())
        ],
        files=describing.FILES,
    )


@blueprint.get("/openapi.json")
@public
def openapi() -> Response:
    return jsonify(describing.openapi(settings().town_en, settings().address))


@blueprint.get("/cycles.json")
@public
@limited("120 per minute")
def cycles_json() -> Response:
    return jsonify(cycles=[records.cycle(one) for one in cycles.published(db.session())])


@blueprint.get("/<int:cycle>/projects.json")
@public
@limited("120 per minute")
def projects_json(cycle: int) -> Response:
    return jsonify(cycle=cycle, projects=records.projects(ballot(cycle)))


@blueprint.get("/<int:cycle>/projects.csv")
@public
@limited("120 per minute")
def projects_csv(cycle: int) -> Response:
    return table(f"projects-{cycle}.csv", records.COLUMNS, records.projects(ballot(cycle)))


def table(filename: str, columns: tuple[str, ...], lines: list[dict[str, Any]]) -> Response:
    rows = [[shown(line[column]) for column in columns] for line in lines]
    answer = Response(csv_text(columns, rows), content_type="text/csv; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=filename)
    return answer


def shown(value: object) -> str:
    return "" if value is None else str(value)


@blueprint.get("/<int:cycle>/results.json")
@public
@limited("120 per minute")
def results_json(cycle: int) -> Response:
    found = results.published(db.session(), settings(), cycle)
    if found is None:
        abort(404)
    told: Any = found.place.read("result.json")
    return jsonify(cycle=cycle, **told)


@blueprint.get("/<int:cycle>/delivery.json")
@public
@limited("120 per minute")
def delivery_json(cycle: int) -> Response:
    told = [records.delivery(one) for one in funded(cycle)]
    for project in told:
        for photo in project["photos"]:
            where = {"number": project["id"], "photo": photo["id"], "size": "large"}
            photo["url"] = settings().address + url_for("delivery.picture", **where)
    return jsonify(cycle=cycle, projects=told)


@blueprint.get("/<int:cycle>/delivery.csv")
@public
@limited("120 per minute")
def delivery_csv(cycle: int) -> Response:
    lines = [records.delivery_line(one) for one in funded(cycle)]
    return table(f"delivery-{cycle}.csv", records.DELIVERED, lines)


def funded(cycle: int) -> list[Progress]:
    """The funded projects of a published result; there are none before."""
    if results.published(db.session(), settings(), cycle) is None:
        abort(404)
    return delivery.funded(db.session(), settings(), cycle)


def ballot(cycle: int) -> OfficialBallot:
    """The published ballot of a cycle; there is none before."""
    row = db.session().get(Cycle, cycle) or abort(404)
    found = projects.ballot(db.session(), row)
    if found.bulletin is None:
        abort(404)
    return found
