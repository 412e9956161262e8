"""A device of the polling place in a voter's hands: a code opens it, the vote or two idle minutes end it.

It knows a slot and no person. Whoever was signed in on it is signed out first, so that no way leads back to
a clerk's pages.
"""

from dataclasses import asdict

from flask import Response, make_response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired

from ballots import receipt
from pb import clock, db
from pb.access import public
from pb.accounts.letters import link
from pb.accounts.sessions import end_this, keys
from pb.errors import Refused
from pb.voting import hall as halls
from pb.voting import rules
from pb.voting.booth.door import Door, Mine, in_hall
from pb.voting.booth.words import booth as words
from pb.voting.box import casting
from pb.voting.errors import NoSlot
from pb.voting.kiosk import visits
from pb.voting.kiosk.models import Visit
from pb.voting.models import Election, Slot, State
from pb.voting.views.booth import TOLD, sheet
from pb.voting.views.device import JSON, admitted, device_key, refused, taken_in
from pb.voting.views.page import WRONG, blueprint, election_of
from pb.voting.views.tracker import look_up, qr, shortened
from pb.web.forms import Form
from pb.web.limits import limited
from pb.web.texts import neat

KIOSK = "kiosk"


class CodeForm(Form):
    """The code that the clerk has said."""

    code = StringField(
        _l("Code from the clerk"),
        description=_l("Twelve letters and digits, from the clerk's screen. Each code opens one vote."),
        filters=[neat],
        validators=[InputRequired(_l("Type the code."))],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


def visit() -> Visit | None:
    token = session.get(KIOSK)
    return visits.of(db.session(), keys(), token, clock.now()) if token else None


def unseen(page: str, status: int = 200) -> Response:
    """Kept by no browser: going back shows nothing."""
    answer = make_response(page, status)
    answer.cache_control.no_store = True
    return answer


@blueprint.route("/kiosk", methods=["GET", "POST"])
@public
@limited("30 per minute")
def kiosk() -> ResponseReturnValue:
    """The device waits for a code."""
    rows, form = db.session(), CodeForm()
    if not form.is_submitted() and visit() is not None:
        return redirect(url_for(".kiosk_booth"))
    if form.validate_on_submit():
        try:
            token = visits.open_with(rows, keys(), form.typed("code"), clock.now())
        except Refused as why:
            form.refuse("code", why)
        else:
            end_this(rows)
            session[KIOSK] = token
            return redirect(url_for(".kiosk_booth"))
    return unseen(render_template("voting/kiosk/code.html", form=form), WRONG if form.errors else 200)


@blueprint.get("/kiosk/vote")
@public
def kiosk_booth() -> ResponseReturnValue:
    """The booth of one slot, without any way out but voting and ending."""
    found = visit()
    if found is None:
        return redirect(url_for(".kiosk"))
    mine = place_of(found)
    if isinstance(mine, Door):
        title, told = TOLD[mine]
        return unseen(render_template("voting/kiosk/closed.html", form=Form(), title=title, told=told))
    page = render_template(
        "voting/kiosk/booth.html",
        form=Form(),
        sheet=sheet(mine),
        words=words(),
        election=mine.election,
        slot=mine.slot.number,
        style=mine.hall.manifest.styles[mine.slot.style].name,
        tracker=mine.tracker,
        left="",
        ends=mine.ends,
        kiosk=True,
    )
    return unseen(page)


def place_of(found: Visit) -> Mine | Door:
    rows = db.session()
    election = rows.get_one(Election, found.election_id)
    hall = halls.of(rows, election)
    ends = halls.ends(rows, hall)
    if election.state != State.OPEN or not rules.may_begin(clock.now(), ends):
        return Door.ENDED
    slot = rows.get_one(Slot, (election.id, found.slot))
    return in_hall(rows, Mine(election, hall, slot, "", ends))


@blueprint.post("/kiosk/admit")
@public
@limited("300 per minute")
def kiosk_admit() -> ResponseReturnValue:
    """Let this device cast for the slot of the visit. Again does no harm."""
    rows, found = db.session(), visit()
    try:
        if found is None or found.slot is None:
            raise NoSlot
        hall = halls.of(rows, rows.get_one(Election, found.election_id))
        casting.admit(rows, hall, found.slot, device_key(), clock.now())
    except Refused as why:
        return refused(why)
    return asdict(admitted(rows, hall, rows.get_one(Slot, (hall.election, found.slot))))


@blueprint.post("/kiosk/<int:number>/cast")
@public
@limited("300 per minute")
def kiosk_cast(number: int) -> ResponseReturnValue:
    """Put the sealed ballot into the box, and with it the visit ends. The same bytes again do no harm."""
    rows, found = db.session(), visit()
    try:
        given, _is_new = taken_in(rows, election_of(rows, number))
    except Refused as why:
        return refused(why)
    if found is not None and found.slot == given.slot:
        visits.end(rows, found, clock.now())
    return Response(receipt.encode(given), mimetype=JSON)


@blueprint.post("/kiosk/end")
@public
def kiosk_end() -> ResponseReturnValue:
    """Nothing was cast, or it is in the box: the device is nobody's again."""
    found = visit()
    if Form().validate_on_submit():
        if found is not None:
            visits.end(db.session(), found, clock.now())
        session.clear()
    return redirect(url_for(".kiosk"))


@blueprint.get("/kiosk/done/<written>")
@public
def kiosk_done(written: str) -> ResponseReturnValue:
    """The ballot is in the box: its tracker, to be photographed, and nothing else."""
    found = look_up(written)
    if found is None:
        return redirect(url_for(".kiosk"))
    page = render_template(
        "voting/kiosk/done.html",
        form=Form(),
        short=shortened(written),
        qr=qr(link(".tracker", written=written)),
    )
    return unseen(page)
