"""A department gives points to the answers of its call, and publishes what it decided."""

from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pb import clock, db
from pb.access import Permission, may, requires
from pb.calls.models import Call
from pb.calls.queries import standing_of
from pb.calls.rules import Standing
from pb.calls.writers import departments_for
from pb.errors import Refused
from pb.journal.pen import Pen
from pb.reviews.judging import actions, queries
from pb.reviews.judging.forms import DecisionForm, PointsForm, points_form
from pb.reviews.judging.models import CallDecision
from pb.reviews.judging.queries import Judged
from pb.reviews.views.page import WRONG, blueprint, me


@dataclass(frozen=True)
class Outcome:
    """For the page of a call: what was decided; and whether this official judges it now."""

    decision: CallDecision | None
    judged: list[Judged]
    may_judge: bool


@blueprint.app_template_global("outcome_of_call")
def outcome_of_call(call: Call) -> Outcome:
    rows = db.session()
    found = queries.decision(rows, call)
    is_over = standing_of(call, clock.now()) is Standing.OVER
    return Outcome(
        decision=found,
        judged=queries.judged(rows, call) if found else [],
        may_judge=found is None and is_over and may(Permission.POST_CALL) and is_mine(call),
    )


def is_mine(call: Call) -> bool:
    return call.department_id in {one.id for one in departments_for(db.session(), me())}


def my_call(number: int) -> Call:
    """A call of the official's own department; while points are given nobody else gives any."""
    call = db.session().get(Call, number, with_for_update=request.method == "POST" or None)
    if call is None or call.posted is None or not is_mine(call):
        abort(404)
    return call


@blueprint.route("/reviews/calls/<int:number>", methods=["GET", "POST"])
@requires(Permission.POST_CALL)
def judge(number: int) -> ResponseReturnValue:
    rows, call = db.session(), my_call(number)
    form = points_form(call.criteria, queries.answers(rows, call), queries.points(rows, call))
    try:
        queries.check(rows, call, me(), clock.now())
    except Refused as why:
        return show(call, form, refused=why)
    if not form.validate_on_submit():
        return show(call, form)
    actions.give_points(rows, call, form.given())
    return redirect(url_for(".judge", number=number, _anchor="decide"))


@blueprint.post("/reviews/calls/<int:number>/decide")
@requires(Permission.POST_CALL)
def decide_call(number: int) -> ResponseReturnValue:
    rows, call = db.session(), my_call(number)
    answers = queries.answers(rows, call)
    points, form = points_form(call.criteria, answers, queries.points(rows, call)), DecisionForm()
    form.offer(answers)
    if not form.validate_on_submit():
        return show(call, points, form)
    try:
        queries.check(rows, call, me(), clock.now())
        actions.decide(Pen.of(form, Permission.POST_CALL), call, form.chosen.data or ())
    except Refused as why:
        form.refuse("chosen", why)
        return show(call, points, form)
    return redirect(url_for("calls.one", number=number, _anchor="decided"))


def show(
    call: Call, points: PointsForm, form: DecisionForm | None = None, refused: Refused | None = None
) -> ResponseReturnValue:
    answers = queries.answers(db.session(), call)
    if form is None:
        form = DecisionForm(formdata=None)
        form.offer(answers)
    page = render_template(
        "reviews/judge.html", call=call, answers=answers, points=points, form=form, refused=refused
    )
    wrong = points.errors or form.errors or (refused and request.method == "POST")
    return page, WRONG if wrong else 200
