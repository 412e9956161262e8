"""Is my ballot in the box? For everyone who has a tracker; what is in the ballot nobody can tell."""

import io

import segno
from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import StringField
from wtforms.validators import InputRequired

from ballots import receipt
from ballots.errors import Malformed
from pb import clock, db
from pb.access import public
from pb.accounts.letters import link
from pb.voting import hall as halls
from pb.voting.booth.finding import Found, find
from pb.voting.box import checkpoints
from pb.voting.box.receipts import receipt_of
from pb.voting.models import Election
from pb.voting.views.page import blueprint
from pb.web.forms import Form
from pb.web.limits import limited
from pb.web.texts import neat

WRONG = 400


class TrackerForm(Form):
    """52 letters and digits, however they are spaced."""

    tracker = StringField(
        _l("Tracker"),
        description=_l("52 letters and digits, from the page after voting. Blanks do not matter."),
        filters=[neat],
        validators=[InputRequired(_l("Type or paste the tracker."))],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )


@blueprint.route("/tracker", methods=["GET", "POST"])
@public
@limited("120 per minute")
def tracker_form() -> ResponseReturnValue:
    form = TrackerForm()
    if form.validate_on_submit():
        try:
            hashed = receipt.read_tracker(form.typed("tracker"))
        except Malformed:
            form.refuse("tracker", _l("This is no tracker. It has 52 letters a-z and digits 2-7."))
        else:
            return redirect(url_for(".tracker", written=receipt.tracker(hashed)))
    return render_template("voting/booth/tracker_form.html", form=form), WRONG if form.errors else 200


@blueprint.get("/tracker/<written>")
@public
def tracker(written: str) -> ResponseReturnValue:
    """Where a ballot stands. Just after casting the same page says so with the folding ballot."""
    found = look_up(written)
    if found is None:
        return render_template("voting/booth/tracker_none.html", written=written[:60]), 404
    return render_template(
        "voting/booth/in_the_box.html",
        found=found,
        written=written,
        short=shortened(written),
        qr=qr(link(".tracker", written=written)),
        cast="cast" in request.args,
        shared="shared" in request.args,
    )


@blueprint.get("/tracker/<written>/receipt.json")
@public
def receipt_file(written: str) -> ResponseReturnValue:
    """The receipt with its proof, for `python -m ballots check-receipt`."""
    found = look_up(written)
    if found is None:
        abort(404)
    rows = db.session()
    hall = halls.of(rows, rows.get_one(Election, found.election))
    given = receipt_of(rows, hall, found.hash)
    if given is None:
        abort(404)
    name = f"attachment; filename=receipt-{written[:8]}.json"
    return Response(receipt.encode(given), mimetype="application/json", headers={"Content-Disposition": name})


def look_up(written: str) -> Found | None:
    """The ballot of a tracker, with the log signed up to now, so that its receipt holds a proof."""
    try:
        hashed = receipt.read_tracker(written)
    except Malformed:
        return None
    with db.database().transaction() as rows:
        found = find(rows, hashed)
        election = rows.get_one(Election, found.election) if found else None
        hall = halls.of(rows, election) if election else None
    if hall is not None:
        checkpoints.keep_up(db.database(), hall, clock.now())
    return found


def shortened(written: str) -> list[str]:
    """Groups of four, as one reads them aloud."""
    return [written[start : start + 4] for start in range(0, len(written), 4)]


def qr(text: str) -> Markup:
    """An inline picture; it holds an address of this site and nothing else."""
    out = io.BytesIO()
    segno.make(text, error="m").save(
        out, kind="svg", xmldecl=False, svgclass="qr", lineclass=None, border=2, omitsize=True
    )
    return Markup(out.getvalue().decode())  # noqa: S704 - our own drawing
