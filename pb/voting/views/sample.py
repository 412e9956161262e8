"""The practice ballot: the real form, for everyone, and nothing of it is kept."""

import secrets

from flask import render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb import clock, db
from pb.access import public
from pb.accounts.sessions import visitor
from pb.cycles.models import Cycle
from pb.cycles.phases import Activity
from pb.cycles.queries import plan_of, published
from pb.cycles.rules import allowed
from pb.projects.queries import ballot
from pb.town.models import District
from pb.voting.booth import composing, marks
from pb.voting.booth.marks import shown
from pb.voting.booth.words import marking
from pb.voting.views.page import blueprint
from pb.web.formats import korean
from pb.web.forms import Form
from pb.web.navigation import address_of

ORDER = "order"
WRONG = 400


@blueprint.route("/ballot/sample", methods=["GET", "POST"])
@public
def sample() -> ResponseReturnValue:
    form = Form()
    cycle = on_show()
    if cycle is None:
        return render_template("voting/booth/sample.html", sheet=None, districts=(), why_not=why_not())
    districts = composing.districts(db.session(), cycle)
    district = wanted(districts)
    parts = composing.parts(db.session(), cycle, district.name_ko if district else "")
    sent = form.validate_on_submit()
    sheet = [shown(part, order(), marks.read(part, request.form) if sent else None) for part in parts]
    wrong = [(one.part.name, one.part.title) for one in sheet if one.mistakes]
    page = render_template(
        "voting/booth/sample.html",
        form=form,
        sheet=sheet,
        districts=[(one.id, one.name_ko if korean() else one.name_en) for one in districts],
        district=district.id if district else None,
        checked=wrong if sent else None,
        words=marking(),
        booth_address=address_of("voting.booth"),
    )
    return page, WRONG if wrong else 200


def on_show() -> Cycle | None:
    """The newest cycle whose ballot everyone may study now."""
    rows, now = db.session(), clock.now()
    for cycle in published(rows):
        if Activity.STUDY_BALLOT in allowed(plan_of(cycle), now):
            return cycle if ballot(rows, cycle).bulletin else None
    return None


def why_not() -> str:
    return str(
        _("There is no ballot to try now. It can be tried from the day it is published until voting ends.")
    )


def wanted(districts: tuple[District, ...]) -> District | None:
    """The district that was asked for, else the resident's own, else the first."""
    asked, found = request.args.get("district", type=int), visitor()
    own = found.district if found else None
    mine = next((one for one in districts if one.name_ko == own), None)
    return next((one for one in districts if one.id == asked), mine) or next(iter(districts), None)


def order() -> str:
    """What this visitor's order of projects comes from; another browser has another one."""
    if ORDER not in session:
        session[ORDER] = secrets.token_hex(8)
    return str(session[ORDER])
