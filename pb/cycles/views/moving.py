"""Publishing a plan, and moving what is published."""

from datetime import timedelta

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from pb.access import Permission, requires
from pb.cycles import actions, queries, rules, sentences
from pb.cycles.forms import ExtendForm, LotForm, PublishForm, StopForm
from pb.cycles.phases import PHASES
from pb.cycles.plan import Span
from pb.cycles.views.page import blueprint, found, pen, status
from pb.cycles.views.showing import step
from pb.errors import Refused
from pb.web.forms import Form


@blueprint.route("/cycles/<int:number>/publish", methods=["GET", "POST"])
@requires(Permission.PLAN_CYCLE)
def publish(number: int) -> ResponseReturnValue:
    cycle, form = found(number), PublishForm()
    plan = queries.plan_of(cycle)
    if form.validate_on_submit():
        try:
            actions.publish(pen(form), cycle)
        except Refused as why:
            form.refuse("reason", why)
        else:
            return redirect(url_for(".one", number=number))
    answer = render_template(
        "cycles/publish.html",
        form=form,
        number=number,
        title=sentences.name(plan),
        summary=sentences.summary(plan),
        faults=rules.faults(plan),
        steps=[step(span, rules.Standing(None, None)) for span in plan.spans],
    )
    return answer, status(form)


@blueprint.route("/cycles/<int:number>/lot", methods=["GET", "POST"])
@requires(Permission.PLAN_CYCLE)
def lot(number: int) -> ResponseReturnValue:
    """What was drawn in public to decide ties is typed in here, once."""
    cycle, form = found(number), LotForm()
    if form.validate_on_submit():
        try:
            actions.draw_lot(pen(form), cycle, form.typed("lot"))
        except Refused as why:
            form.refuse("lot", why)
        else:
            return redirect(url_for(".one", number=number))
    return render_template("cycles/lot.html", form=form, number=number), status(form)


@blueprint.route("/cycles/<int:number>/<phase>/extend", methods=["GET", "POST"])
@requires(Permission.PLAN_CYCLE)
def extend(number: int, phase: str) -> ResponseReturnValue:
    cycle, span = found(number), span_of(number, phase)
    form = ExtendForm()
    if form.validate_on_submit():
        ends = rules.morning(form["last"].data + timedelta(days=1))
        try:
            actions.extend(pen(form), cycle, phase, ends)
        except Refused as why:
            form.refuse("last", why)
        else:
            return redirect(url_for(".one", number=number))
    return move("cycles/extend.html", form, number, span), status(form)


@blueprint.route("/cycles/<int:number>/<phase>/stop", methods=["GET", "POST"])
@requires(Permission.PLAN_CYCLE)
def stop(number: int, phase: str) -> ResponseReturnValue:
    cycle, span = found(number), span_of(number, phase)
    form = StopForm()
    if form.validate_on_submit():
        try:
            actions.stop(pen(form), cycle, phase)
        except Refused as why:
            form.refuse("reason", why)
        else:
            return redirect(url_for(".one", number=number))
    return move("cycles/stop.html", form, number, span), status(form)


def move(template: str, form: Form, number: int, span: Span) -> str:
    return render_template(
        template,
        form=form,
        number=number,
        title=PHASES[span.phase].title,
        last=sentences.calendar_day(rules.last_day(span)),
    )


def span_of(number: int, phase: str) -> Span:
    plan = queries.plan_of(found(number))
    span = next((span for span in plan.spans if span.phase == phase), None)
    if span is None or not plan.published:
        abort(404)
    return span
