"""The coordinator puts small districts together, so that their box can be opened."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types

from pb import db
from pb.access import Permission, requires
from pb.cycles.models import Cycle
from pb.errors import Refused
from pb.town import queries as town
from pb.town.models import District
from pb.voting.forms import ActForm, ZoneForm
from pb.voting.models import Election
from pb.voting.views.elections import found, pen
from pb.voting.views.page import WRONG, blueprint
from pb.voting.zones import actions, queries
from pb.voting.zones.models import VotingZone
from pb.web.formats import korean


@blueprint.route("/elections/<int:number>/zones", methods=["GET", "POST"])
@requires(Permission.RUN_ELECTION)
def zones(number: int) -> ResponseReturnValue:
    """The districts that vote together, and those that could."""
    one, form = found(number, acting=True), ZoneForm()
    districts = {each.id: each for each in offered(form)}
    if form.validate_on_submit():
        chosen = [districts[id] for id in form["districts"].data]
        cycle = db.session().get_one(Cycle, one.cycle_id)
        try:
            actions.join(pen(form), cycle, form.typed("name_ko"), form.typed("name_en"), chosen)
        except Refused as why:
            form.refuse("districts", why)
        else:
            return redirect(url_for(".zones", number=number))
    return listed_zones(one, form, ActForm(formdata=None, prefix="part"))


@blueprint.post("/elections/<int:number>/zones/<int:zone>/part")
@requires(Permission.RUN_ELECTION)
def part_zone(number: int, zone: int) -> ResponseReturnValue:
    """Each of its districts has a ballot of its own again."""
    one, form = found(number, acting=True), ActForm(prefix="part")
    joined = db.session().get(VotingZone, zone)
    if joined is None or joined.cycle_id != one.cycle_id:
        abort(404)
    if form.validate_on_submit():
        try:
            actions.part(pen(form), db.session().get_one(Cycle, one.cycle_id), joined)
        except Refused:
            abort(409)
        return redirect(url_for(".zones", number=number))
    joining = ZoneForm(formdata=None)
    offered(joining)
    return listed_zones(one, joining, form)


def offered(form: ZoneForm) -> list[District]:
    """The districts that the form lets one choose."""
    districts = list(town.districts(db.session()))
    form.districts.choices = [
        SelectChoice(each.id, each.name_ko if korean() else each.name_en) for each in districts
    ]
    return districts


def listed_zones(one: Election, form: ZoneForm, part_form: ActForm) -> ResponseReturnValue:
    rows = db.session()
    page = render_template(
        "voting/zones.html",
        form=form,
        part_form=part_form,
        election=one,
        zones=[(zone, queries.members(rows, zone.id)) for zone in queries.of_cycle(rows, one.cycle_id)],
        korean=korean(),
    )
    return page, WRONG if form.errors or part_form.errors else 200
