"""The box for everyone: the election's files, the log as static files, cosignatures, and how to watch all
this.
"""

from datetime import timedelta

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from ballots import checkpoint, tiles
from ballots.bundle import names
from ballots.errors import Malformed
from ballots.tiles import WIDTH
from pb import db
from pb.access import Permission, may, public, requires
from pb.accounts.sessions import visitor
from pb.errors import Refused
from pb.voting import drawing, folder, preparing, steps
from pb.voting.box import checkpoints
from pb.voting.box import tiles as published
from pb.voting.box.models import BoxCheckpoint
from pb.voting.errors import NoCosignature
from pb.voting.forms import CosignatureForm
from pb.voting.hall import settings
from pb.voting.models import Election, Kind
from pb.voting.views.page import WRONG, blueprint, election_of, hall_at, up_to_date

BINARY = "application/octet-stream"
FOR_EVER = timedelta(days=365)


def file(blob: bytes, mimetype: str = BINARY, for_ever: bool = False) -> Response:
    """A file of the bundle; what can never change may be kept by whoever fetched it."""
    answer = Response(blob, mimetype=mimetype)
    if for_ever:
        answer.cache_control.public = True
        answer.cache_control.immutable = True
        answer.cache_control.max_age = int(FOR_EVER.total_seconds())
    else:
        answer.cache_control.no_cache = True
    answer.add_etag()
    return answer


@blueprint.get(f"/box/<int:number>/{names.MANIFEST}")
@public
def manifest(number: int) -> ResponseReturnValue:
    found = file(hall_at(db.session(), number).manifest.blob, "application/json", for_ever=True)
    return found.make_conditional(request)


@blueprint.get(f"/box/<int:number>/{names.CEREMONY}")
@public
def ceremony(number: int) -> ResponseReturnValue:
    election = election_of(db.session(), number)
    return file(election.ceremony or b"", "application/json", for_ever=True).make_conditional(request)


@blueprint.get(f"/box/<int:number>/{names.ROLL}")
@public
def roll(number: int) -> ResponseReturnValue:
    rows = db.session()
    found = file(drawing.published(rows, election_of(rows, number).id), for_ever=True)
    return found.make_conditional(request)


@blueprint.get(f"/box/<int:number>/{names.CHECKPOINT}")
@public
def newest_checkpoint(number: int) -> ResponseReturnValue:
    """At most a second old; with the cosignatures that came for it."""
    hall = up_to_date(number)
    last = checkpoints.newest(db.session(), hall.election)
    return file(last.note.encode() if last else b"", "text/plain")


@blueprint.get("/box/<int:number>/log/checkpoints/<int:size>")
@public
def earlier_checkpoint(number: int, size: int) -> ResponseReturnValue:
    found = db.session().get(BoxCheckpoint, (number, size))
    if found is None:
        abort(404)
    return file(found.note.encode(), "text/plain")


@blueprint.get("/box/<int:number>/log/tile/<path:rest>")
@public
def tile(number: int, rest: str) -> ResponseReturnValue:
    try:
        wanted = tiles.parse(f"tile/{rest}")
    except Malformed:
        abort(404)
    rows = db.session()
    election_of(rows, number)
    last = checkpoints.newest(rows, number)
    blob = published.published(rows, number, wanted, last.size if last else 0)
    if blob is None:
        abort(404)
    return file(blob, for_ever=wanted.width == WIDTH).make_conditional(request)


@blueprint.route("/box/<int:number>", methods=["GET", "POST"])
@public
def ballot_box(number: int) -> ResponseReturnValue:
    """How much is in the box, how to watch it, and where a witness hands in a cosignature."""
    hall = up_to_date(number)
    rows, form = db.session(), CosignatureForm()
    if form.validate_on_submit():
        try:
            checkpoints.cosign(rows, hall, form.file.data.read(checkpoint.MOST_BYTES))
        except NoCosignature as why:
            form.refuse("file", why)
        else:
            folder.take_cosignatures(rows, settings(), hall)
            return redirect(url_for(".ballot_box", number=number))
    last = checkpoints.newest(rows, number)
    answer = render_template(
        "voting/box.html",
        form=form,
        election=rows.get_one(Election, number),
        last=last,
        root=checkpoint.read(last.note.encode()).root.hex() if last else "",
        cosigned=cosigned(number),
        states=steps.STATES,
        opening=steps.opening_of(rows, settings(), rows.get_one(Election, number)),
        may_try=hall.kind is Kind.REHEARSAL and may(Permission.TRY_VOTE),
        address=f"{settings().address}{url_for('.ballot_box', number=number)}",
    )
    return answer, WRONG if form.errors else 200


@blueprint.post("/box/<int:number>/try")
@requires(Permission.TRY_VOTE)
def try_out(number: int) -> ResponseReturnValue:
    """An official becomes a test voter of a rehearsal."""
    rows, who = db.session(), visitor()
    if who is None:
        abort(403)
    try:
        preparing.take_test_slot(rows, election_of(rows, number), who.person)
    except Refused:
        abort(409)
    return redirect(url_for(".ballot_box", number=number))


def cosigned(number: int) -> list[BoxCheckpoint]:
    """The newest checkpoints that a witness has seen."""
    wanted = select(BoxCheckpoint).where(BoxCheckpoint.election_id == number, BoxCheckpoint.cosigned > 0)
    return list(db.session().scalars(wanted.order_by(BoxCheckpoint.size.desc()).limit(10)))
