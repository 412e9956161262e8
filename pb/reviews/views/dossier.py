"""The dossier: the case, the evidence, and my form."""

from dataclasses import dataclass

from flask import Response, abort, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from pb import db
from pb.access import Permission, may, requires
from pb.errors import Refused
from pb.proposals.models import Proposal, State
from pb.reviews.assigning import queries as assignments
from pb.reviews.assigning.models import Assignment, Part
from pb.reviews.assigning.queries import Work
from pb.reviews.deciding import actions, queries
from pb.reviews.deciding.actions import Official, Signature
from pb.reviews.deciding.dossier import gather
from pb.reviews.deciding.forms import (
    LINES,
    AnswerForm,
    DeclareForm,
    GiveBackForm,
    ReviewForm,
    filled,
)
from pb.reviews.deciding.models import Criterion, Review, Stage
from pb.reviews.deciding.nearby import nearby
from pb.reviews.views.menu import my_departments
from pb.reviews.views.page import WRONG, blueprint, me, proposal, today
from pb.town.costs.queries import unit_costs
from pb.town.queries import drawn_map

CONFLICT = 409


def official() -> Official:
    """Whoever sends this request, as an official."""
    departments = assignments.departments_of(db.session(), me())
    return Official(me(), departments, may(Permission.ASSIGN_REVIEW))


def concerning_me(number: int) -> Proposal:
    """A proposal that a department of mine has or had; for a coordinator, any. Else 403 or 404."""
    found, who = proposal(number), official()
    involved = assignments.of_proposal(db.session(), number)
    if not who.coordinates and not any(one.department_id in who.departments for one, _ in involved):
        abort(403)
    return found


@dataclass(frozen=True)
class Desk:
    """What the third pane offers to whoever opens the dossier."""

    declared: bool
    conflict: bool
    # Whoever has not declared yet, or has a conflict, reads nothing that stays inside the office.
    free: bool
    lead: Assignment | None
    review: Review | None
    mine: bool
    may_write: bool
    may_sign: bool
    asked: Assignment | None
    may_reopen: bool


def desk(found: Proposal, who: Official) -> Desk:
    rows = db.session()
    lead = assignments.lead_of(rows, found.id)
    review = queries.of_assignment(rows, lead)
    declared = queries.declaration(rows, found.id, who.person)
    open_now = found.state == State.IN_REVIEW
    free = declared is not None and not declared.conflict
    mine = lead is not None and lead.department_id in who.departments
    draft = review is None or review.stage == Stage.DRAFT
    signs = review is not None and review.stage == Stage.SUBMITTED and review.submitter_id != who.person
    asked = next(
        (
            one
            for one, _ in assignments.of_proposal(rows, found.id)
            if one.part == Part.CONSULTED and one.ended is None and one.department_id in who.departments
        ),
        None,
    )
    return Desk(
        declared=declared is not None,
        conflict=declared is not None and declared.conflict,
        free=free,
        lead=lead,
        review=review,
        mine=mine,
        may_write=open_now and free and mine and draft,
        may_sign=open_now and free and signs and (mine or who.coordinates),
        asked=asked if free else None,
        may_reopen=who.coordinates and found.state in (State.FEASIBLE, State.INFEASIBLE),
    )


@blueprint.get("/reviews/<int:number>")
@requires(Permission.OPEN_DOSSIER)
def dossier(number: int) -> ResponseReturnValue:
    """One proposal with all that is needed to judge it."""
    return show(concerning_me(number))


def show(
    found: Proposal,
    form: ReviewForm | None = None,
    declare: DeclareForm | None = None,
    answer: AnswerForm | None = None,
    refused: Refused | None = None,
    missing: tuple[object, ...] = (),
    code: int = 200,
) -> ResponseReturnValue:
    rows, who = db.session(), official()
    here = desk(found, who)
    if form is None and here.may_write:
        form = ReviewForm(formdata=None, **(filled(here.review) if here.review else {"stand": "0"}))
    before, after = neighbours(assignments.work(rows, today(), my_departments()), found.id)
    page = render_template(
        "reviews/dossier.html",
        number=found.id,
        dossier=gather(rows, found, here.review, today()),
        desk=here,
        form=form,
        kept=filled(here.review) if code == CONFLICT and here.review else {},
        declare=declare or DeclareForm(formdata=None),
        answer=answer or AnswerForm(formdata=None),
        give_back=GiveBackForm(formdata=None),
        criteria=list(Criterion),
        lines=range(1, LINES + 1),
        unit_costs=unit_costs(rows),
        map=drawn_map(rows) if found.latitude is not None else None,
        refused=refused,
        missing=missing,
        before=before,
        after=after,
    )
    return page, code


@blueprint.get("/reviews/<int:number>/pins.json")
@requires(Permission.OPEN_DOSSIER)
def pins(number: int) -> Response:
    """What the map of the dossier draws: [latitude, longitude, title, address, kind] of each."""
    found = concerning_me(number)
    near = [(one.case, "past" if one.past else "") for one in nearby(db.session(), found)]
    here = assignments.case(db.session(), number)
    drawn = [(here, "here"), *near] if here and found.latitude is not None else near
    return jsonify(
        [
            [one.proposal.latitude, one.proposal.longitude, one.title, address(one.proposal.id), kind]
            for one, kind in drawn
        ]
    )


def address(number: int) -> str:
    return url_for("proposals.one", number=number)


def neighbours(work: list[Work], number: int) -> tuple[int | None, int | None]:
    """The proposals before and after this one in the inbox, by number."""
    numbers = list(dict.fromkeys(one.case.proposal.id for one in work))
    if number not in numbers:
        return None, numbers[0] if numbers else None
    place = numbers.index(number)
    before = numbers[place - 1] if place else None
    return before, numbers[place + 1] if place + 1 < len(numbers) else None


def back(number: int) -> ResponseReturnValue:
    return redirect(url_for(".dossier", number=number))


@blueprint.post("/reviews/<int:number>/declare")
@requires(Permission.OPEN_DOSSIER)
def declare(number: int) -> ResponseReturnValue:
    found, form = concerning_me(number), DeclareForm()
    if not form.validate_on_submit():
        return show(found, declare=form, code=WRONG)
    actions.declare(Signature.of(official()), found, form.typed("conflict") == "yes")
    return back(number)
