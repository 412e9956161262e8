"""The sections of a draft: added, changed, put in order, taken away."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pb.access import Permission, requires
from pb.cycles import actions, sentences
from pb.cycles.forms import PartForm
from pb.cycles.plan import Ballot, Plan, Scope, Section
from pb.cycles.planning.sections import KINDS, MOST_SECTIONS, SectionForm, moved
from pb.cycles.views.page import LATE, WRONG, blueprint
from pb.cycles.views.parts import Draft, answer, draft, kept

WAYS = ("up", "down", "away")


@blueprint.route("/cycles/<int:number>/sections", methods=["GET", "POST"])
@requires(Permission.PLAN_CYCLE)
def sections(number: int) -> ResponseReturnValue:
    """All sections; a press moves one of them, or takes it away."""
    to = draft(number, "sections")
    if not isinstance(to, Draft):
        return to
    form = PartForm(version=to.plan.version)
    if form.validate_on_submit():
        place, way = asked_move(len(to.plan.sections))
        try:
            to.keep(moved(to.plan, place, way), form.seen)
        except actions.ChangedMeanwhile as why:
            return show(number, to.plan, PartForm(None, version=to.plan.version), str(why)), LATE
        return redirect(url_for(".sections", number=number))
    return show(number, to.plan, form)


def asked_move(sections: int) -> tuple[int, str]:
    """`2 up`, `1 down` or `3 away`, as the buttons say it."""
    place, _blank, way = request.form.get("move", "").partition(" ")
    if place not in {str(known) for known in range(1, sections + 1)} or way not in WAYS:
        abort(WRONG)
    return int(place), way


def show(number: int, plan: Plan, form: PartForm, why: str = "") -> str:
    return render_template(
        "cycles/plan/sections.html",
        form=form,
        number=number,
        why=why,
        sections=[
            (
                sentences.name(one),
                sentences.of_section(one),
                sentences.counted(one),
                one.scope is Scope.DISTRICT,
            )
            for one in plan.sections
        ],
        budget=plan.budget,
        left=plan.budget - sum(section.budget for section in plan.sections),
        kinds=[(ballot.value, title) for ballot, title in KINDS.items()],
        full=len(plan.sections) >= MOST_SECTIONS,
    )


def by_district(one: Section) -> bool:
    return one.scope is Scope.DISTRICT


@blueprint.route("/cycles/<int:number>/sections/new", methods=["GET", "POST"])
@requires(Permission.PLAN_CYCLE)
def new_section(number: int) -> ResponseReturnValue:
    return write(number, None)


@blueprint.route("/cycles/<int:number>/sections/<int:place>", methods=["GET", "POST"])
@requires(Permission.PLAN_CYCLE)
def section(number: int, place: int) -> ResponseReturnValue:
    return write(number, place)


def write(number: int, place: int | None) -> ResponseReturnValue:
    to = draft(number, "sections")
    if not isinstance(to, Draft):
        return to
    if place is not None and not 1 <= place <= len(to.plan.sections):
        abort(404)
    if place is None and len(to.plan.sections) >= MOST_SECTIONS:
        abort(WRONG)
    present = to.plan.sections[place - 1] if place else None
    ballot = asked_ballot(present.ballot if present else Ballot.APPROVAL)
    form = SectionForm.of(to.plan, present, ballot)
    if form.validate_on_submit():
        done = kept(to, form, form.put(to.plan, place), "name_ko")
        if done is not None:
            return redirect(url_for(".sections", number=number))
    page = render_template(
        "cycles/plan/section.html",
        form=form,
        number=number,
        place=place,
        kind=KINDS[ballot],
        kinds=[(one.value, title) for one, title in KINDS.items() if one is not ballot],
    )
    return answer(form, page)


def asked_ballot(present: Ballot) -> Ballot:
    """The kind of ballot that the address asks for, else the present one."""
    try:
        return Ballot(request.args.get("ballot", present.value))
    except ValueError:
        abort(404)
