"""Turnout and incidents while voting runs. No count of choices exists before the box is opened."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from pb import clock, db
from pb.access import Permission, may, public, requires
from pb.cycles.models import Cycle
from pb.journal.entry import Entry
from pb.journal.kinds import Kind as Noted
from pb.journal.pen import Pen
from pb.voting import hall as halls
from pb.voting import queries
from pb.voting.box import checkpoints
from pb.voting.models import Election, State
from pb.voting.turnout import queries as noted
from pb.voting.turnout.figures import turnout as counted
from pb.voting.views.page import blueprint
from pb.web.forms import Form
from pb.web.texts import reason

WRONG = 400
MOST_ON_PAGE = 3


class IncidentForm(Form):
    """What happened, for everyone to read."""

    reason = reason(_l("What happened, and what was done about it?"))


@blueprint.get("/turnout")
@public
def turnout() -> ResponseReturnValue:
    rows, now = db.session(), clock.now()
    election = queries.current(rows)
    if election is None or election.began is None:
        return render_template("voting/turnout/page.html", found=None)
    checkpoints.keep_up(db.database(), halls.of(rows, election), now)
    names = {"online": str(_("Online")), "paper": str(_("On paper"))}
    return render_template(
        "voting/turnout/page.html",
        found=counted(rows, election, now, names, born_in),
        election=election,
        now=now,
        last=checkpoints.newest(rows, election.id),
        witnessed=checkpoints.witnessed(rows, election.id),
        notes=noted.incidents(rows, election),
        may_note=may(Permission.NOTE_INCIDENT),
    )


@blueprint.app_template_global("incidents_now")
def incidents_now() -> list[Entry]:
    """The newest notes, for the pages of the vote while it is open."""
    rows = db.session()
    election = queries.current(rows)
    if election is None or election.state != State.OPEN:
        return []
    return noted.incidents(rows, election)[:MOST_ON_PAGE]


def born_in(decade: int | None) -> str:
    if decade is None:
        return str(_("Not known"))
    return str(_("Born in the %(decade)ss", decade=decade))


@blueprint.route("/turnout/incident", methods=["GET", "POST"])
@requires(Permission.NOTE_INCIDENT)
def incident() -> ResponseReturnValue:
    """The coordinator tells what went wrong: in the journal, and on the page of the turnout."""
    form, election = IncidentForm(), queries.current(db.session())
    if election is not None and form.validate_on_submit():
        note(election, form)
        return redirect(url_for(".turnout"))
    page = render_template("voting/turnout/incident.html", form=form, election=election)
    return page, WRONG if form.errors else 200


def note(election: Election, form: Form) -> None:
    cycle = db.session().get_one(Cycle, election.cycle_id)
    Pen.of(form, Permission.NOTE_INCIDENT).note(Noted.INCIDENT_NOTED, name=cycle.title_ko)
