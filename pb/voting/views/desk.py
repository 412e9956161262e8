"""The clerk's desk: one field, one answer."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Length

from pb import clock, db
from pb.access import Permission, requires
from pb.accounts.letters import link
from pb.accounts.reads import actions as reads
from pb.accounts.reads.models import What
from pb.accounts.roll.forms import WhoForm
from pb.accounts.roll.reading import one_blank
from pb.accounts.sessions import keys
from pb.errors import Refused
from pb.mail import post
from pb.voting import hall as halls
from pb.voting import queries
from pb.voting.booth import letters
from pb.voting.desk import arrivals
from pb.voting.hall import Hall
from pb.voting.kiosk import visits
from pb.voting.models import State
from pb.voting.naming import naming
from pb.voting.pads import words
from pb.voting.pads.queries import balances
from pb.voting.views.page import blueprint
from pb.web.forms import Form
from pb.web.texts import neat, no_resident_number

WRONG = 400


class ArrivalForm(WhoForm):
    """As it stands in the document; the address only where two people share name and birth date."""

    address = StringField(
        _l("Address, only if the page asks for it"),
        filters=[neat],
        validators=[no_resident_number, Length(max=300, message=_l("This is too long."))],
        render_kw={"autocomplete": "off"},
    )


def hall_now() -> Hall | None:
    """The vote that is open; None if there is none."""
    election = queries.current(db.session())
    if election is None or election.state != State.OPEN:
        return None
    return halls.of(db.session(), election)


@blueprint.route("/desk", methods=["GET", "POST"])
@requires(Permission.CHECK_IN)
def desk() -> ResponseReturnValue:
    """Look somebody up. Nothing that is typed here is kept anywhere."""
    form, hall = ArrivalForm(), hall_now()
    if hall is None or not form.validate_on_submit():
        return show(form, hall)
    try:
        who = arrivals.find(
            db.session(),
            keys(),
            hall,
            form.typed("name"),
            form.born,
            one_blank(form.typed("address")),
        )
    except Refused as why:
        form.refuse("address" if isinstance(why, arrivals.Several) else "name", why)
        return show(form, hall)
    reads.note(What.ARRIVAL, Permission.CHECK_IN, entries=[who.entry])
    kind = naming(db.session(), hall).kind(who.style, who.group)
    return render_template("voting/desk/answer.html", form=Form(), who=who, kind=kind)


def show(form: ArrivalForm, hall: Hall | None, said: str = "") -> ResponseReturnValue:
    page = render_template("voting/desk/page.html", form=form, is_open=hall is not None, said=said)
    return page, WRONG if form.errors else 200


@blueprint.post("/desk/paper")
@requires(Permission.CHECK_IN)
def hand_out() -> ResponseReturnValue:
    """One press: a paper ballot instead of the online one, and a mail to the voter's account."""
    rows, hall = db.session(), hall_now()
    if hall is None or not Form().validate_on_submit():
        return show(ArrivalForm(formdata=None), hall)
    try:
        who = arrivals.again(rows, hall, request.form.get("handle", ""))
        email = arrivals.hand_out(rows, hall, who, clock.now())
    except Refused as why:
        return render_template("voting/desk/refused.html", why=why), 409
    if email and who.voted_online:
        post(rows, letters.paper_instead(email), clock.now())
    kind = naming(rows, hall).kind(who.style, who.group)
    return render_template("voting/desk/handed.html", who=who, kind=kind)


@blueprint.post("/desk/device")
@requires(Permission.CHECK_IN)
def hand_device() -> ResponseReturnValue:
    """A code for the device on which this person votes; their account, if there is one, is told."""
    rows, hall = db.session(), hall_now()
    if hall is None or not Form().validate_on_submit():
        return show(ArrivalForm(formdata=None), hall)
    try:
        who = arrivals.again(rows, hall, request.form.get("handle", ""))
        code = visits.hand_over(rows, keys(), hall, who.slot, clock.now())
    except Refused as why:
        return render_template("voting/desk/refused.html", why=why), 409
    if email := arrivals.mail_of(rows, who):
        post(rows, letters.device_handed(email), clock.now())
    return render_template("voting/desk/device.html", code=code, address=link(".kiosk"))


@blueprint.get("/desk/evening")
@requires(Permission.CHECK_IN)
def evening() -> str:
    """The numbers of the day, for the envelope and for the poster at the door."""
    rows, hall = db.session(), hall_now()
    return render_template(
        "voting/desk/evening.html",
        found=balances(rows, hall) if hall else [],
        called=naming(rows, hall) if hall else None,
        words=words,
        devices=visits.opened(rows, hall.election) if hall else 0,
        is_open=hall is not None,
    )
