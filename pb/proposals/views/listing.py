"""The list of proposals for everyone: cards, a map, and files to take home."""

import secrets
from dataclasses import replace
from typing import Any

from flask import Response, current_app, jsonify, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pb import clock, db
from pb.access import public
from pb.cycles import queries as cycles
from pb.cycles import sentences
from pb.cycles.models import Cycle
from pb.proposals.finding import asked, chips, files, queries
from pb.proposals.finding.rules import SORTS, Sort, Wish
from pb.proposals.views.page import blueprint
from pb.proposals.writing.queries import open_cycle
from pb.web.paging import Page
from pb.web.sheets import csv_text

PAGE = 24
LOT, LOTS = "lot", 2**32
MAP = "map"


@blueprint.app_template_global("proposals_address")
def address(wish: Wish, **more: str) -> str:
    """The address of the list for this wish, in the same year and view as now."""
    found: dict[str, Any] = arguments(wish) | more
    return url_for("proposals.listed", **found)


@blueprint.get("")
@public
def listed() -> ResponseReturnValue:
    rows = db.session()
    years = cycles.published(rows)
    cycle = chosen(years)
    if cycle is None:
        return render_template("proposals/none.html")
    wish, lot, on_map = asked.wish_of(request.args, cycle.id), drawn_lot(), request.args.get("view") == MAP
    found = queries.page_of(rows, wish, lot, request.args.get("page", 1, type=int), PAGE)
    groups = chips.groups(rows, wish)
    opened = open_cycle(rows, clock.now())
    answer = make_response(
        render_template(
            "proposals/listed.html",
            wish=wish,
            page=found,
            cards=[] if on_map else queries.cards(rows, found.items),
            on_map=on_map,
            addresses=addresses(wish, found),
            groups=groups,
            taken=chips.taken(groups, wish),
            sorts=[(title, replace(wish, sort=sort), sort == wish.sort) for sort, title in SORTS.items()],
            by_lot=wish.sort is Sort.LOT,
            years=[(one.id, sentences.name(cycles.plan_of(one)), one is cycle) for one in years],
            may_propose=opened is not None and opened.id == cycle.id,
            kept={name: value for name, value in arguments(wish).items() if name != "q"},
            kept_all=arguments(wish),
        )
    )
    keep_lot(answer, lot)
    return answer


def chosen_cycle() -> Cycle | None:
    return chosen(cycles.published(db.session()))


def chosen(years: list[Cycle]) -> Cycle | None:
    """The year that the address names, else the newest."""
    wanted = asked.number(request.args.get("cycle", ""))
    return next((one for one in years if one.id == wanted), years[0] if years else None)


def arguments(wish: Wish) -> dict[str, str]:
    """How an address says the wish, and the year and the view of now."""
    kept = {name: request.args[name] for name in ("cycle", "view") if name in request.args}
    return kept | wish.arguments()


def addresses(wish: Wish, page: Page[int]) -> dict[int, str]:
    return {number: address(wish, page=str(number)) for number in page.links if number}


def drawn_lot() -> int:
    """What the order of this visitor hangs on: kept in a cookie, so that it stays from page to page."""
    kept = request.cookies.get(LOT, "")
    return (
        int(kept) % LOTS if kept.isascii() and kept.isdigit() and len(kept) < 12 else secrets.randbelow(LOTS)
    )


def keep_lot(answer: Response, lot: int) -> None:
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    answer.set_cookie(LOT, str(lot), httponly=True, samesite="Lax", secure=secure)


def wished() -> Wish | None:
    cycle = chosen_cycle()
    return asked.wish_of(request.args, cycle.id) if cycle else None


@blueprint.get("/pins.json")
@public
def pins() -> Response:
    """What the map draws: [latitude, longitude, title, address] of each."""
    wish = wished()
    found = queries.pins(db.session(), wish) if wish else []
    return jsonify([[n, e, title, url_for(".one", number=number)] for number, n, e, title in found])


@blueprint.get("/proposals.csv")
@public
def as_csv() -> Response:
    wish = wished()
    found = files.lines(db.session(), queries.every(db.session(), wish)) if wish else []
    text = csv_text(files.COLUMNS, (files.cells(line) for line in found))
    return Response(
        text, mimetype="text/csv", headers={"Content-Disposition": "attachment; filename=proposals.csv"}
    )


@blueprint.get("/proposals.json")
@public
def as_json() -> Response:
    wish = wished()
    answer = jsonify(proposals=files.lines(db.session(), queries.every(db.session(), wish)) if wish else [])
    answer.headers["Content-Disposition"] = "attachment; filename=proposals.json"
    return answer
