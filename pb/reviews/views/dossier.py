"""The dossier: the case, the evidence, and my form."""

from dataclasses import dataclass

from flask import abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pb import db
from pb.access import Permission, may, requires
from pb.errors import Refused
from pb.journal.pen import Pen
from pb.proposals.models import Proposal, State
from pb.reviews.assigning import actions as assigning
from pb.reviews.assigning import queries as assignments
from pb.reviews.assigning.forms import choices
from pb.reviews.assigning.models import Assignment, Part
from pb.reviews.assigning.queries import Work
from pb.reviews.assigning.rules import USUAL
from pb.reviews.deciding import actions, queries
from pb.reviews.deciding.actions import Official, Signature
from pb.reviews.deciding.dossier import gather
from pb.reviews.deciding.forms import (
    LINES,
    AnswerForm,
    AskForm,
    ConsultForm,
    DeclareForm,
    GiveBackForm,
    ReopenForm,
    ReviewForm,
    filled,
    sheet,
)
from pb.reviews.deciding.models import Criterion, Review, Stage
from pb.reviews.deciding.rules import ChangedMeanwhile, lacks
from pb.reviews.views.menu import my_departments
from pb.reviews.views.page import WRONG, blueprint, me, proposal, status, today
from pb.town.costs.queries import unit_costs
from pb.web.forms import Form

SAVE, SUBMIT = "save", "submit"
CONFIRM, GIVE_BACK = "confirm", "give-back"
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
        refused=refused,
        missing=missing,
        before=before,
        after=after,
    )
    return page, code


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


@blueprint.route("/reviews/<int:number>/consult", methods=["GET", "POST"])
@requires(Permission.OPEN_DOSSIER)
def consult(number: int) -> ResponseReturnValue:
    """Ask another department."""
    found, form = concerning_me(number), ConsultForm(due=today() + USUAL / 2)
    here = desk(found, official())
    if not here.may_write or here.lead is None:
        abort(403)
    departments = assignments.departments(db.session())
    form.department.choices = choices(departments, form.department.label.text)
    if form.validate_on_submit():
        try:
            pen = Pen.of(form, Permission.OPEN_DOSSIER)
            assigning.consult(pen, found, int(form.typed("department")), form["due"].data)
        except Refused as why:
            return refuse(form, "due", why, "reviews/consult.html", number)
        return back(number)
    return page(form, "reviews/consult.html", number)


@blueprint.route("/reviews/<int:number>/ask", methods=["GET", "POST"])
@requires(Permission.OPEN_DOSSIER)
def ask(number: int) -> ResponseReturnValue:
    """Ask the proposer to change the text."""
    found, form = concerning_me(number), AskForm(due=today() + USUAL / 2)
    if not desk(found, official()).may_write:
        abort(403)
    if form.validate_on_submit():
        try:
            review = actions.open_form(Signature.of(official()), found)
            actions.ask_proposer(Pen.of(form, Permission.OPEN_DOSSIER), found, review, form["due"].data)
        except Refused as why:
            return refuse(form, "due", why, "reviews/ask.html", number)
        return back(number)
    return page(form, "reviews/ask.html", number)


@blueprint.route("/reviews/<int:number>/reopen", methods=["GET", "POST"])
@requires(Permission.ASSIGN_REVIEW)
def reopen(number: int) -> ResponseReturnValue:
    """Have a decision examined anew: the only way to another one."""
    found, form = concerning_me(number), ReopenForm(due=today() + USUAL)
    form.department.choices = choices(assignments.departments(db.session()), form.department.label.text)
    if form.validate_on_submit():
        try:
            pen = Pen.of(form, Permission.ASSIGN_REVIEW)
            actions.reopen(pen, found, int(form.typed("department")), form["due"].data)
        except Refused as why:
            return refuse(form, "due", why, "reviews/reopen.html", number)
        return back(number)
    return page(form, "reviews/reopen.html", number)


def page(form: Form, template: str, number: int) -> ResponseReturnValue:
    case = assignments.case(db.session(), number)
    return render_template(template, form=form, case=case, number=number), status(form)


def refuse(form: Form, field: str, why: Refused, template: str, number: int) -> ResponseReturnValue:
    db.session().rollback()
    form.refuse(field, why)
    return page(form, template, number)
