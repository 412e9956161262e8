"""The third pane at work: the form kept and submitted, the second signature, a department's answer."""

from flask import abort, jsonify, request
from flask.typing import ResponseReturnValue

from pb import db
from pb.access import Permission, requires
from pb.errors import Refused
from pb.proposals.models import Proposal
from pb.reviews.deciding import actions
from pb.reviews.deciding.actions import Signature
from pb.reviews.deciding.forms import AnswerForm, GiveBackForm, ReviewForm, sheet
from pb.reviews.deciding.models import Review
from pb.reviews.deciding.rules import ChangedMeanwhile, lacks
from pb.reviews.views.dossier import CONFLICT, back, concerning_me, desk, official, show
from pb.reviews.views.page import WRONG, blueprint, proposal

SUBMIT, GIVE_BACK = "submit", "give-back"


@blueprint.post("/reviews/<int:number>/form")
@requires(Permission.OPEN_DOSSIER)
def write(number: int) -> ResponseReturnValue:
    """Keep what was typed, and submit it if the pressed button says so."""
    found, form = concerning_me(number), ReviewForm()
    if not form.validate_on_submit():
        return show(found, form, code=WRONG)
    rows = db.session()
    try:
        review = keep(found, form)
        if request.form.get("way") == SUBMIT:
            actions.submit(Signature.of(official()), found, review, sheet(form))
    except ChangedMeanwhile as why:
        rows.rollback()
        return again(number, form, why)
    except Refused as why:
        rows.rollback()
        return show(proposal(number), form, refused=why, missing=tuple(lacks(sheet(form))), code=WRONG)
    return back(number)


def keep(found: Proposal, form: ReviewForm) -> Review:
    by = Signature.of(official())
    review = actions.open_form(by, found)
    actions.save(by, review, stand(form), sheet(form))
    return review


def stand(form: ReviewForm) -> int:
    """The saving that the form goes on from; the first one, if it was empty when it was opened."""
    typed = form.typed("stand")
    return int(typed) if typed.isdecimal() and typed.isascii() and len(typed) < 9 and int(typed) else 1


def again(number: int, form: ReviewForm, why: Refused) -> ResponseReturnValue:
    """The form with what was typed, and beside it what somebody else kept; the next saving takes this."""
    found = proposal(number)
    review = desk(found, official()).review
    if review is not None:
        form.stand.data = str(review.stand)
    return show(found, form, refused=why, code=CONFLICT)


@blueprint.post("/reviews/<int:number>/autosave")
@requires(Permission.OPEN_DOSSIER)
def autosave(number: int) -> ResponseReturnValue:
    """The same for the script on the page: 200 with the new stand, 400 or 409 with nothing kept."""
    found, form = concerning_me(number), ReviewForm()
    if not form.validate_on_submit():
        return jsonify(fields=[field for field, _ in form.mistakes()]), WRONG
    try:
        review = keep(found, form)
    except Refused as why:
        return jsonify(why=str(why)), CONFLICT
    return jsonify(stand=review.stand)


@blueprint.post("/reviews/<int:number>/read")
@requires(Permission.OPEN_DOSSIER)
def read_anew(number: int) -> ResponseReturnValue:
    """The changed text was read: the form begins anew with it."""
    found = concerning_me(number)
    try:
        by = Signature.of(official())
        actions.read_anew(by, found, actions.open_form(by, found))
    except Refused as why:
        return show(found, refused=why, code=WRONG)
    return back(number)


@blueprint.post("/reviews/<int:number>/sign")
@requires(Permission.OPEN_DOSSIER)
def sign(number: int) -> ResponseReturnValue:
    """The second signature, or the form given back."""
    found, form = concerning_me(number), GiveBackForm()
    review = desk(found, official()).review
    if review is None:
        abort(404)
    if not form.validate_on_submit():
        return show(found, code=WRONG)
    by = Signature.of(official())
    try:
        if request.form.get("way") == GIVE_BACK:
            actions.give_back(by, review, form.typed("why"))
        else:
            actions.confirm(by, found, review)
    except Refused as why:
        db.session().rollback()
        return show(proposal(number), refused=why, code=WRONG)
    return back(number)


@blueprint.post("/reviews/<int:number>/answer")
@requires(Permission.OPEN_DOSSIER)
def answer(number: int) -> ResponseReturnValue:
    """What my department says to the one that leads."""
    found, form = concerning_me(number), AnswerForm()
    asked = desk(found, official()).asked
    if asked is None:
        abort(403)
    if not form.validate_on_submit():
        return show(found, answer=form, code=WRONG)
    actions.answer(Signature.of(official()), asked, form.typed("answer"))
    return back(number)
