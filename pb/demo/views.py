"""Trying the town as anybody in it: a page that only the demonstration has."""

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from pb import clock, db
from pb.access import public
from pb.accounts import queries, sessions
from pb.accounts.models import Person
from pb.accounts.roll.models import RollEntry
from pb.config import Settings
from pb.demo import finishing
from pb.demo.people import PARTS, Part
from pb.web.forms import Form
from pb.web.navigation import address_of

blueprint = Blueprint("demo", __name__, url_prefix="/try")
RESIDENT = "resident"


@blueprint.route("", methods=["GET", "POST"])
@public
def roles() -> ResponseReturnValue:
    """Become a resident or an official in one press."""
    form = Form()
    if form.validate_on_submit():
        return enter(request.form.get("who", ""))
    return render_template("demo/roles.html", form=form, parts=PARTS)


def enter(who: str) -> ResponseReturnValue:
    rows = db.session()
    if who == RESIDENT:
        sessions.begin(rows, newcomer(rows), None, second_factor=False)
        return redirect(address_of("voting.booth") or url_for("web.home"))
    part = next((part for part in PARTS if part.email == who), None)
    if part is None:
        abort(400)
    as_official(rows, part)
    return redirect(url_for("web.home"))


def newcomer(rows: Session) -> int:
    """A person for the next place on the roll that nobody has claimed."""
    free = select(RollEntry.id).where(RollEntry.person_id.is_(None)).order_by(RollEntry.id).limit(1)
    person = Person()
    rows.add(person)
    rows.flush()
    take = update(RollEntry).where(RollEntry.id == free.scalar_subquery(), RollEntry.person_id.is_(None))
    taken = rows.execute(take.values(person_id=person.id, claimed=clock.now()).returning(RollEntry.id))
    if taken.one_or_none() is None:
        abort(503)
    return person.id


def as_official(rows: Session, part: Part) -> None:
    account = queries.by_email(rows, part.email)
    if account is None:
        abort(404)
    sessions.begin(rows, account.person_id, account.id, second_factor=True)


@blueprint.route("/finish", methods=["GET", "POST"])
@public
def finish() -> ResponseReturnValue:
    """See the year to its end: the box is closed, opened, counted and published, all by the real code."""
    form = Form()
    settings: Settings = current_app.extensions["pb.settings"]
    if form.validate_on_submit():
        finishing.ask(settings)
        return redirect(url_for(".finish"))
    stage, asked = finishing.stage(db.session()), finishing.is_asked(settings)
    results = address_of("results.page")
    page = render_template(
        "demo/finish.html", form=form, stage=stage, last=finishing.LAST, asked=asked, results=results
    )
    # Without any script the page comes again until the work is done.
    return page, 200, {"Refresh": "2"} if asked and stage < finishing.LAST else {}
