"""Scores on published criteria, and the signed sheet that everyone can take home."""

from flask import Response, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from pb import db, journal
from pb.access import Permission, may, public, requires
from pb.accounts.sessions import visitor
from pb.errors import Refused
from pb.journal.pen import Pen
from pb.reviews.committee import actions, queries
from pb.reviews.committee.forms import MEASURES, MeasuresForm, SignForm, points_form
from pb.reviews.committee.models import Committee
from pb.reviews.committee.rules import SheetSigned, scores
from pb.reviews.views.committee import one_committee
from pb.reviews.views.page import WRONG, blueprint, me
from pb.web.forms import Form


@blueprint.get("/reviews/committees/<int:number>/scores")
@public
def scores_page(number: int) -> ResponseReturnValue:
    """The criteria; when the sheet is signed, the scores. A member finds the own points here."""
    return show(one_committee(number))


def show(
    found: Committee,
    points: Form | None = None,
    measures_form: MeasuresForm | None = None,
    sign_form: SignForm | None = None,
    refused: Refused | None = None,
) -> ResponseReturnValue:
    rows, who = db.session(), visitor()
    person = who.person if who else 0
    signed = queries.sheet(rows, found.cycle_id)
    measures = queries.measures(rows, found.id)
    given = queries.points(rows, found.id)
    listed = queries.to_score(rows, found.cycle_id)
    scoring = signed is None and bool(measures) and queries.is_member(rows, found.id, person)
    if points is None and scoring:
        mine = {number: by[person] for number, by in given.items() if person in by}
        points = points_form(measures, [one.proposal.id for one in listed], mine)
    sums, divisor = scores(queries.as_measures(measures), given) if signed else ({}, 1)
    forms = (points, measures_form, sign_form)
    page = render_template(
        "reviews/scores.html",
        committee=found,
        signed=signed,
        measures=measures,
        cases=listed,
        sums=sums,
        divisor=divisor,
        members=sorted({person for by in given.values() for person in by}),
        points=points if scoring else None,
        runs=may(Permission.RUN_COMMITTEE) and signed is None,
        begun=bool(given),
        measures_form=measures_form or MeasuresForm(formdata=None),
        sign_form=sign_form or SignForm(formdata=None),
        lines=range(1, MEASURES + 1),
        refused=refused,
    )
    return page, WRONG if refused or any(form is not None and form.errors for form in forms) else 200


@blueprint.post("/reviews/committees/<int:number>/points")
@requires(Permission.KEEP_ACCOUNT)
def give_points(number: int) -> ResponseReturnValue:
    """A member's points for every proposal; a proposal left empty counts as one with a conflict."""
    rows, found = db.session(), one_committee(number)
    if not queries.is_member(rows, number, me()):
        abort(403)
    measures, listed = queries.measures(rows, number), queries.to_score(rows, found.cycle_id)
    form = points_form(measures, [one.proposal.id for one in listed], {})
    if not form.validate_on_submit():
        return show(found, points=form)
    if queries.sheet(rows, found.cycle_id) is not None:
        return show(found, refused=SheetSigned())
    for one in listed:
        typed = {m.place: form[f"points_{one.proposal.id}_{m.place}"].data for m in measures}
        whole = {place: value for place, value in typed.items() if value is not None}
        actions.give_points(rows, found, one.proposal.id, me(), whole)
    return redirect(url_for(".scores_page", number=number))


@blueprint.post("/reviews/committees/<int:number>/criteria")
@requires(Permission.RUN_COMMITTEE)
def set_measures(number: int) -> ResponseReturnValue:
    found, form = one_committee(number), MeasuresForm()
    if not form.validate_on_submit():
        return show(found, measures_form=form)
    try:
        actions.set_measures(Pen.of(form, Permission.RUN_COMMITTEE), found, form.wanted(number))
    except Refused as why:
        db.session().rollback()
        return show(one_committee(number), measures_form=form, refused=why)
    return redirect(url_for(".scores_page", number=number))


@blueprint.post("/reviews/committees/<int:number>/sign")
@requires(Permission.RUN_COMMITTEE)
def sign_scores(number: int) -> ResponseReturnValue:
    found, form = one_committee(number), SignForm()
    if not form.validate_on_submit():
        return show(found, sign_form=form)
    try:
        actions.sign(Pen.of(form, Permission.RUN_COMMITTEE), found)
    except Refused as why:
        db.session().rollback()
        return show(one_committee(number), sign_form=form, refused=why)
    return redirect(url_for(".scores_page", number=number))


@blueprint.get("/reviews/committees/<int:number>/scores.json")
@public
def scores_file(number: int) -> Response:
    """Exactly the signed bytes; the signature and the key stand in the headers and on the page."""
    signed = queries.sheet(db.session(), one_committee(number).cycle_id)
    if signed is None or signed.committee_id != number:
        abort(404)
    headers = {
        "Content-Disposition": f"attachment; filename=scores-{signed.cycle_id}.json",
        "X-Signature": signed.signature.hex(),
        "X-Key": journal.seal().public.hex(),
    }
    return Response(signed.body, mimetype="application/json", headers=headers)
