"""The files, and a page that lists them."""

from typing import Any

from flask import Blueprint, Response, abort, current_app, jsonify, render_template

from pb import db
from pb.access import public
from pb.config import Settings
from pb.cycles import queries as cycles
from pb.cycles.models import Cycle
from pb.cycles.queries import plan_of
from pb.cycles.sentences import name
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
    rows = [[shown(one[column]) for column in records.COLUMNS] for one in records.projects(ballot(cycle))]
    answer = Response(csv_text(records.COLUMNS, rows), content_type="text/csv; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=f"projects-{cycle}.csv")
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


def ballot(cycle: int) -> OfficialBallot:
    """The published ballot of a cycle; there is none before."""
    row = db.session().get(Cycle, cycle) or abort(404)
    found = projects.ballot(db.session(), row)
    if found.bulletin is None:
        abort(404)
    return found
