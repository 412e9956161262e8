"""The journal for everyone: the list, one entry with the proof of its place, and the whole as files."""

from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from pb import db
from pb.access import public
from pb.journal import queries
from pb.journal.entry import Entry, moment
from pb.journal.forms import FilterForm
from pb.journal.kinds import FACTS, FORMS, OFFICES, Kind, Office
from pb.web.paging import Page
from pb.web.sheets import csv_text

blueprint = Blueprint("journal", __name__, url_prefix="/journal")
PAGE = 50
COLUMNS = ("position", "at", "kind", "office", "facts", "reason", "leaf")


@blueprint.app_template_filter("kind_title")
def kind_title(kind: str) -> str:
    """The title of a kind; of one from another version of the app, its bare name."""
    return str(FORMS[Kind(kind)].title) if kind in FORMS else kind


@blueprint.app_template_filter("office_title")
def office_title(office: str) -> str:
    return str(OFFICES[Office(office)]) if office in OFFICES else office


@blueprint.app_template_filter("fact_title")
def fact_title(fact: str) -> str:
    return str(FACTS.get(fact, fact))


@blueprint.get("")
@public
def entries() -> str:
    form = FilterForm(request.args)
    chosen = form.filter() if form.validate() else queries.Filter()
    total = queries.count(db.session(), chosen)
    number = min(max(request.args.get("page", 1, type=int), 1), max(1, -(-total // PAGE)))
    page = Page(queries.newest(db.session(), chosen, (number - 1) * PAGE, PAGE), number, PAGE, total)
    return render_template(
        "journal/entries.html", form=form, page=page, addresses=addresses(page), files=files()
    )


def addresses(page: Page[Entry]) -> dict[int, str]:
    return {n: url_for(".entries", page=n, **asked()) for n in page.links if n}


def files() -> dict[str, str]:
    """The addresses of the present list as files."""
    return {"csv": url_for(".as_csv", **asked()), "json": url_for(".as_json", **asked())}


def asked() -> dict[str, Any]:
    """What narrows the present list, to go on with in links."""
    return {name: request.args[name] for name in FilterForm()._fields if name in request.args}


@blueprint.get("/<int:position>")
@public
def entry(position: int) -> str:
    found = queries.one(db.session(), position)
    if found is None:
        abort(404)
    return render_template(
        "journal/entry.html",
        entry=found,
        inclusion=queries.inclusion(db.session(), found),
        corrections=queries.corrections(db.session(), found),
        octets=found.encode().decode(),
    )


@blueprint.get("/journal.csv")
@public
def as_csv() -> Response:
    rows = ([str(value) for value in plain(found).values()] for found in wanted_entries())
    return as_file(csv_text(COLUMNS, rows), "text/csv", "journal.csv")


@blueprint.get("/journal.json")
@public
def as_json() -> Response:
    found = [plain(entry) | {"facts": dict(entry.facts)} for entry in wanted_entries()]
    answer = jsonify(entries=found, checkpoint=queries.checkpoint(db.session()))
    answer.headers["Content-Disposition"] = "attachment; filename=journal.json"
    return answer


@blueprint.get("/checkpoint")
@public
def checkpoint() -> Response:
    note = queries.checkpoint(db.session())
    if note is None:
        abort(404)
    return as_file(note, "text/plain", "checkpoint.txt")


def wanted_entries() -> list[Entry]:
    form = FilterForm(MultiDict(request.args))
    return list(queries.in_order(db.session(), form.filter() if form.validate() else queries.Filter()))


def plain(entry: Entry) -> dict[str, Any]:
    facts = "; ".join(f"{name}: {fact}" for name, fact in entry.facts.items())
    found = (
        entry.position,
        moment(entry.at),
        entry.kind,
        entry.office,
        facts,
        entry.reason,
        entry.leaf.hex(),
    )
    return dict(zip(COLUMNS, found, strict=True))


def as_file(text: str, mimetype: str, name: str) -> Response:
    disposition = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(text, mimetype=mimetype, headers=disposition)
