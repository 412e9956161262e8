"""The answers that the town owes: for officials who see them with their due dates and write them."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pb import clock, db
from pb.access import Permission, may, requires
from pb.cycles import sentences
from pb.cycles.queries import plan_of
from pb.errors import Refused
from pb.journal.pen import Pen
from pb.proposals.models import Proposal
from pb.proposals.queries import text_of
from pb.proposals.support import actions, queries, rules
from pb.proposals.support.forms import AnswerForm, ThresholdForm
from pb.proposals.support.models import OwedAnswer, Threshold
from pb.proposals.views.listing import chosen_cycle
from pb.proposals.views.page import blueprint

WRONG = 400


@blueprint.get("/answers")
@requires(Permission.ANSWER_PROPOSAL)
def answers() -> str:
    at, cycle = clock.now(), chosen_cycle()
    lines = [(one, rules.urgency(one.owed.due, at)) for one in queries.owed(db.session())]
    return render_template(
        "proposals/answers.html",
        lines=lines,
        threshold=db.session().get(Threshold, cycle.id) if cycle else None,
        may_set=cycle is not None and may(Permission.SET_THRESHOLD),
    )


@blueprint.route("/<int:number>/answer", methods=["GET", "POST"])
@requires(Permission.ANSWER_PROPOSAL)
def answer(number: int) -> ResponseReturnValue:
    rows = db.session()
    proposal, owed, form = rows.get(Proposal, number), rows.get(OwedAnswer, number), AnswerForm()
    if proposal is None or owed is None:
        abort(404)
    if form.validate_on_submit():
        try:
            actions.answer(Pen.of(form, Permission.ANSWER_PROPOSAL), proposal, form.typed("answer"))
        except Refused as why:
            form.refuse("answer", why)
        else:
            return redirect(url_for(".one", number=number))
    page = render_template(
        "proposals/answer.html", form=form, proposal=proposal, text=text_of(rows, proposal), owed=owed
    )
    return page, WRONG if form.errors else 200


@blueprint.route("/threshold", methods=["GET", "POST"])
@requires(Permission.SET_THRESHOLD)
def threshold() -> ResponseReturnValue:
    rows, cycle = db.session(), chosen_cycle()
    if cycle is None:
        return render_template("proposals/none.html")
    now = rows.get(Threshold, cycle.id, with_for_update=request.method == "POST")
    form = ThresholdForm(obj=now)
    if form.validate_on_submit():
        pen = Pen.of(form, Permission.SET_THRESHOLD)
        actions.set_threshold(pen, cycle, form["supports"].data, form["days"].data)
        return redirect(url_for(".answers"))
    page = render_template("proposals/threshold.html", form=form, year=sentences.name(plan_of(cycle)))
    return page, WRONG if form.errors else 200
