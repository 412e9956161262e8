"""The budgeting year for everyone."""

from flask import abort, render_template
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from pb import db
from pb.access import public
from pb.cycles import queries, sentences
from pb.cycles.phases import PHASES
from pb.cycles.planning.forms import ADVISORY, BINDING
from pb.cycles.views.page import blueprint
from pb.cycles.views.showing import Showing, showing

EFFECTS: dict[str, LazyString] = {BINDING: _l("It binds the town"), ADVISORY: _l("It advises the town")}


@blueprint.app_template_global("cycle_on_show")
def cycle_on_show() -> Showing | None:
    """The newest published cycle, for the home page."""
    found = queries.published(db.session())
    return showing(found[0]) if found else None


@blueprint.app_template_filter("cycle_fact")
def cycle_fact(fact: str, name: str) -> str:
    """A fact of the journal in the visitor's words, where it is a word of this room."""
    if name == "phase" and fact in PHASES:
        return str(PHASES[fact].title)
    return str(EFFECTS[fact]) if name == "effect" and fact in EFFECTS else fact


@blueprint.get("/cycle")
@blueprint.get("/cycle/<int:number>")
@public
def page(number: int | None = None) -> str:
    found = queries.published(db.session())
    wanted = [cycle for cycle in found if number in (None, cycle.id)]
    if number is not None and not wanted:
        abort(404)
    others = [
        (cycle.id, sentences.name(queries.plan_of(cycle))) for cycle in found if cycle not in wanted[:1]
    ]
    return render_template("cycles/page.html", cycle=showing(wanted[0]) if wanted else None, others=others)
