"""Dividing the money: the whole among the sections, or one section among the districts."""

from collections.abc import Callable
from dataclasses import replace

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb import db
from pb.access import Permission, requires
from pb.cycles import sentences
from pb.cycles.plan import Plan, Scope
from pb.cycles.planning.sections import DivideForm, Row, with_section
from pb.cycles.views.page import blueprint
from pb.cycles.views.parts import Draft, answer, draft, kept
from pb.town import queries as town
from pb.web.formats import korean

PROPOSING = ("equal", "people", "check")


@blueprint.route("/cycles/<int:number>/divide", methods=["GET", "POST"])
@requires(Permission.PLAN_CYCLE)
def divide(number: int) -> ResponseReturnValue:
    """The budget of the year among the sections."""
    to = draft(number, "sections")
    if not isinstance(to, Draft):
        return to
    sections = to.plan.sections
    if not sections:
        abort(404)
    rows = [Row(sentences.name(section), section.budget) for section in sections]

    def put(plan: Plan, amounts: list[int]) -> Plan:
        pairs = zip(sections, amounts, strict=True)
        return replace(
            plan,
            sections=tuple(
                replace(section, budget=amount, shares=section.shares if amount == section.budget else ())
                for section, amount in pairs
            ),
        )

    return write(to, to.plan.budget, rows, put, _("Divide the budget among the sections"))


@blueprint.route("/cycles/<int:number>/sections/<int:place>/divide", methods=["GET", "POST"])
@requires(Permission.PLAN_CYCLE)
def divide_section(number: int, place: int) -> ResponseReturnValue:
    """The money of a section that each district has for itself, among the districts."""
    to = draft(number, "sections")
    if not isinstance(to, Draft):
        return to
    districts = town.districts(db.session())
    if not 1 <= place <= len(to.plan.sections) or not districts:
        abort(404)
    section = to.plan.sections[place - 1]
    if section.scope is not Scope.DISTRICT:
        abort(404)
    shares = dict(section.shares)
    rows = [Row(one.name_ko if korean() else one.name_en, shares.get(one.id, 0)) for one in districts]

    def put(plan: Plan, amounts: list[int]) -> Plan:
        pairs = zip((one.id for one in districts), amounts, strict=True)
        return with_section(plan, place, replace(section, shares=tuple(pairs)))

    title = _("Divide “%(name)s” among the districts", name=sentences.name(section))
    return write(to, section.budget, rows, put, title)


def write(
    to: Draft, total: int, rows: list[Row], put: Callable[[Plan, list[int]], Plan], title: str
) -> ResponseReturnValue:
    form = DivideForm.of(to.plan.version, total, rows)
    way = request.form.get("way", "")
    if request.method == "POST" and way in PROPOSING:
        # A proposal is only shown: it is kept when it is sent without asking for one.
        if way != "check":
            form.fill(way)
        return answer(form, page(to, form, title))
    if form.validate_on_submit():
        form.refuse_unless_whole()
        done = kept(to, form, put(to.plan, form.amounts()), "amount_1")
        if done is not None:
            return redirect(url_for(".sections", number=to.number))
    return answer(form, page(to, form, title))


def page(to: Draft, form: DivideForm, title: str) -> str:
    return render_template(
        "cycles/plan/divide.html",
        form=form,
        number=to.number,
        title=title,
        rows=[(number, row.name) for number, row in enumerate(form.rows, 1)],
        total=form.total,
        left=form.left(),
    )
