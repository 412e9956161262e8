"""The town for everyone, and the pages where its officials keep it."""

from dataclasses import dataclass

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from pb import db
from pb.access import Permission, may, public, requires
from pb.journal.pen import Pen
from pb.town import actions, outlines, queries
from pb.town.actions import Listed, NameTaken
from pb.town.costs import actions as costs
from pb.town.costs.models import UnitCost
from pb.town.costs.queries import unit_costs as prices
from pb.town.forms import MapForm, NameForm, PriceForm
from pb.town.models import Category, Department, Named
from pb.web.formats import korean
from pb.web.forms import Form

blueprint = Blueprint("town", __name__, url_prefix="/town")
RETIRE, RESTORE = "retire", "restore"
WRONG = 400


@dataclass(frozen=True)
class Kept:
    """A list that officials keep, and what it is called."""

    table: type[Listed]
    title: LazyString
    new: LazyString


LISTS = {
    "categories": Kept(Category, _l("Categories"), _l("A new category")),
    "departments": Kept(Department, _l("Departments"), _l("A new department")),
}


@blueprint.app_template_filter("named")
def named(row: Named) -> str:
    """The name in the visitor's language."""
    return row.name_ko if korean() else row.name_en


@blueprint.get("")
@public
def page() -> str:
    rows = db.session()
    return render_template(
        "town/page.html",
        map=queries.drawn_map(rows),
        categories=queries.listed(rows, Category),
        departments=queries.listed(rows, Department),
        may_keep=may(Permission.KEEP_TOWN),
    )


@blueprint.get("/districts.geojson")
@public
def geojson() -> ResponseReturnValue:
    """The districts for a map, with their names in the visitor's language."""
    drawn = [
        outlines.feature(district.id, named(district), district.outline)
        for district in queries.districts(db.session())
    ]
    answer = Response(outlines.collection(drawn), mimetype="application/geo+json")
    answer.add_etag()
    return answer.make_conditional(request)


@blueprint.route("/districts", methods=["GET", "POST"])
@requires(Permission.KEEP_TOWN)
def districts() -> ResponseReturnValue:
    form = MapForm()
    changes = None
    if form.validate_on_submit():
        try:
            changes = actions.draw(pen(form), outlines.read(form.file.data.read()))
        except outlines.BadMap as why:
            form.refuse("file", why)
    answer = render_template(
        "town/districts.html", form=form, changes=changes, map=queries.drawn_map(db.session())
    )
    return answer, status(form)


@blueprint.route("/<any(categories, departments):what>", methods=["GET", "POST"])
@requires(Permission.KEEP_TOWN)
def kept(what: str) -> ResponseReturnValue:
    form = NameForm()
    table = LISTS[what].table
    if form.validate_on_submit():
        try:
            actions.add(pen(form), table, form.typed("name_ko"), form.typed("name_en"))
        except NameTaken as why:
            form.refuse("name_ko", why)
        else:
            return redirect(url_for(".kept", what=what))
    rows = queries.listed(db.session(), table, with_retired=True)
    answer = render_template("town/list.html", form=form, what=what, kept=LISTS[what], rows=rows)
    return answer, status(form)


@blueprint.route("/<any(categories, departments):what>/<int:number>", methods=["GET", "POST"])
@requires(Permission.KEEP_TOWN)
def one(what: str, number: int) -> ResponseReturnValue:
    row = db.session().get(LISTS[what].table, number)
    if not isinstance(row, Listed):
        abort(404)
    form = NameForm(name_ko=row.name_ko, name_en=row.name_en)
    if form.validate_on_submit():
        try:
            put(row, form)
        except NameTaken as why:
            form.refuse("name_ko", why)
        else:
            return redirect(url_for(".kept", what=what))
    retired = row.retired is not None
    answer = render_template(
        "town/one.html", form=form, what=what, kept=LISTS[what], row=row, retired=retired
    )
    return answer, status(form)


@blueprint.route("/unit-costs", methods=["GET", "POST"])
@requires(Permission.KEEP_TOWN)
def unit_costs() -> ResponseReturnValue:
    form = PriceForm()
    if form.validate_on_submit():
        try:
            costs.add(pen(form), priced(form))
        except NameTaken as why:
            form.refuse("name_ko", why)
        else:
            return redirect(url_for(".unit_costs"))
    rows = prices(db.session(), with_retired=True)
    return render_template("town/unit_costs.html", form=form, rows=rows), status(form)


@blueprint.route("/unit-costs/<int:number>", methods=["GET", "POST"])
@requires(Permission.KEEP_TOWN)
def unit_cost(number: int) -> ResponseReturnValue:
    row = db.session().get(UnitCost, number)
    if row is None:
        abort(404)
    form = PriceForm(obj=row)
    if form.validate_on_submit():
        try:
            put_price(row, form)
        except NameTaken as why:
            form.refuse("name_ko", why)
        else:
            return redirect(url_for(".unit_costs"))
    return render_template("town/unit_cost.html", form=form, row=row), status(form)


def put_price(row: UnitCost, form: PriceForm) -> None:
    """Do what the pressed button says."""
    way = request.form.get("way")
    if way == RETIRE:
        costs.retire(pen(form), row)
    elif way == RESTORE:
        costs.restore(pen(form), row)
    else:
        costs.change(pen(form), row, priced(form))


def priced(form: PriceForm) -> costs.Priced:
    return costs.Priced(form.typed("name_ko"), form.typed("name_en"), form.typed("unit"), form["won"].data)


def put(row: Listed, form: NameForm) -> None:
    """Do what the pressed button says."""
    way = request.form.get("way")
    if way == RETIRE:
        actions.retire(pen(form), row)
    elif way == RESTORE:
        actions.restore(pen(form), row)
    else:
        actions.change(pen(form), row, form.typed("name_ko"), form.typed("name_en"))


def pen(form: Form) -> Pen:
    return Pen.of(form, Permission.KEEP_TOWN)


def status(form: Form) -> int:
    return WRONG if form.errors else 200
