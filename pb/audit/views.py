"""The audit centre for everyone."""

import json

from flask import Blueprint, Response, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb import db
from pb.access import public
from pb.audit import queries, rules
from pb.audit.forms import DrawForm
from pb.config import Settings
from pb.cycles.models import Cycle
from pb.cycles.queries import plan_of
from pb.cycles.sentences import name
from pb.results import queries as results
from pb.results import sentences
from pb.voting import queries as voting
from pb.voting.box.models import SlotStanding
from pb.voting.models import Election
from pb.web.sheets import csv_text

blueprint = Blueprint("audit", __name__)
WRONG = 422


@blueprint.get("/audit")
@blueprint.get("/audit/<int:cycle>")
@public
def page(cycle: int | None = None) -> str:
    """The newest election, or that of one year."""
    every = queries.elections(db.session())
    found = next((one for one in every if cycle in (None, one.cycle_id)), None)
    if cycle is not None and found is None:
        abort(404)
    others = [(one.cycle_id, title(one)) for one in every if one is not found]
    if found is None:
        return render_template("audit/page.html", election=None, others=others)
    settings: Settings = current_app.extensions["pb.settings"]
    published = results.published(db.session(), settings, found.cycle_id)
    report = json.loads(published.count.verified) if published else {"checks": []}
    return render_template(
        "audit/page.html",
        election=found,
        title=title(found),
        published=published,
        checks=[
            (sentences.step(one["code"]), one["count"], one["seconds"], one["ok"]) for one in report["checks"]
        ],
        checkpoints=queries.checkpoints(db.session(), found.id),
        closed=found.ended is not None,
        others=others,
    )


def title(election: Election) -> str:
    return name(plan_of(db.session().get_one(Cycle, election.cycle_id)))


@blueprint.get("/audit/<int:cycle>/draw")
@public
def draw(cycle: int) -> ResponseReturnValue:
    """Draw slots by a public seed: the same seed gives everyone the same slots."""
    election = voting.real(db.session(), cycle)
    if election is None or election.ended is None or election.fingerprint is None:
        abort(404)
    slots = voting.slots(db.session(), election.id)
    form = DrawForm(request.args if request.args else None, count=30)
    asked = bool(request.args) and form.validate()
    sheet = called(election, form, slots) if asked else []
    if asked and request.args.get("as") == "csv":
        return csv(sheet)
    answer = render_template(
        "audit/draw.html",
        form=form,
        cycle=cycle,
        title=title(election),
        slots=slots,
        sheet=sheet,
        stuffed=rules.STUFFED,
        chances=rules.table(slots),
        fingerprint=election.fingerprint,
    )
    return answer, WRONG if form.errors else 200


def called(election: Election, form: DrawForm, slots: int) -> list[tuple[int, str]]:
    """The slots drawn, and what the box says of each."""
    drawn = rules.drawn(form.typed("seed"), str(election.fingerprint), slots, form.count.data or 0)
    found = queries.standings(db.session(), election.id, drawn)
    return [(number, says(found.get(number))) for number in drawn]


def says(standing: SlotStanding | None) -> str:
    """What whoever is called should have done."""
    if standing is None or not (standing.revision or standing.barred):
        return str(_("did not vote online"))
    if standing.barred:
        return str(_("was at the desk, or was taken out"))
    if standing.revision > standing.voided:
        return str(_("voted online"))
    return str(_("online ballot cancelled"))


def csv(sheet: list[tuple[int, str]]) -> Response:
    columns = [_("Place on the roll"), _("What the box says"), _("What the voter says"), _("Called on")]
    rows = [[str(number), told, "", ""] for number, told in sheet]
    answer = Response(csv_text(columns, rows), content_type="text/csv; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename="calls.csv")
    return answer
