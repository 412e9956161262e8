"""The calls of the departments: for everyone to read and answer, for officials to post and keep in order."""

from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from pb import clock, db
from pb.access import Permission, may, public, requires
from pb.accounts.sessions import visitor
from pb.calls import actions, queries
from pb.calls.forms import CloseForm, CorrectForm, PostForm, TermsForm, shown
from pb.calls.models import Call
from pb.calls.rules import PARTS, NoCallPhase, NotInOrder, Standing
from pb.calls.writers import departments_for
from pb.cycles import queries as cycles
from pb.cycles import sentences
from pb.cycles.models import Cycle
from pb.cycles.rules import day
from pb.errors import Refused
from pb.journal.pen import Pen
from pb.town.models import Department
from pb.town.queries import districts
from pb.web.forms import Form

blueprint = Blueprint("calls", __name__, url_prefix="/calls")
WRONG = 400
# What can be corrected or closed early.
GOING = (Standing.COMING, Standing.OPEN)
WORDS: dict[Standing, LazyString] = {
    Standing.DRAFT: _l("Draft"),
    Standing.COMING: _l("Opens soon"),
    Standing.OPEN: _l("Open for answers"),
    Standing.OVER: _l("Closed"),
}
LOOKS = {
    Standing.DRAFT: "warning",
    Standing.COMING: "neutral",
    Standing.OPEN: "success",
    Standing.OVER: "neutral",
}


@dataclass(frozen=True)
class Shown:
    """A call as a page shows it."""

    call: Call
    department: Department
    word: str
    look: str
    # In the visitor's language.
    opens: str
    last: str
    decides: str


def as_shown(call: Call) -> Shown:
    now = queries.standing_of(call, clock.now())
    terms = queries.terms_of(call)
    days = shown(terms, call.department_id)
    return Shown(
        call=call,
        department=db.session().get_one(Department, call.department_id),
        word=str(WORDS[now]),
        look=LOOKS[now],
        opens=sentences.calendar_day(day(call.opens)),
        last=sentences.calendar_day(days["closes"]),
        decides=sentences.calendar_day(call.decides),
    )


@blueprint.app_template_global("call_of")
def call_of(number: int | None) -> Shown | None:
    """The call that a proposal answers, for pages of other rooms."""
    return as_shown(db.session().get_one(Call, number)) if number is not None else None


@blueprint.app_template_global("open_calls")
def open_calls(cycle: Cycle | None) -> list[Shown]:
    """What can be answered now, for pages of other rooms."""
    if cycle is None:
        return []
    return [as_shown(call) for call in queries.answerable(db.session(), cycle, clock.now())]


@blueprint.get("")
@public
def listed() -> str:
    rows = db.session()
    years = cycles.published(rows)
    wanted = request.args.get("cycle", type=int)
    cycle = next((one for one in years if one.id == wanted), years[0] if years else None)
    return render_template(
        "calls/listed.html",
        calls=[as_shown(call) for call in queries.of_cycle(rows, cycle.id)] if cycle else [],
        year=sentences.name(cycles.plan_of(cycle)) if cycle else "",
        drafts=queries.drafts(rows, my_departments()) if may(Permission.POST_CALL) else [],
        others=[(one.id, sentences.name(cycles.plan_of(one))) for one in years if one is not cycle],
        may_post=may(Permission.POST_CALL),
    )


@blueprint.get("/<int:number>")
@public
def one(number: int) -> str:
    """A draft looks as it will to everyone, to those who may post it."""
    rows, call, who = db.session(), found(number), visitor()
    plan = cycles.plan_of(rows.get_one(Cycle, call.cycle_id))
    now = queries.standing_of(call, clock.now())
    is_mine = may(Permission.POST_CALL) and call.department_id in my_departments()
    if now is Standing.DRAFT and not is_mine:
        abort(404)
    return render_template(
        "calls/one.html",
        shown=as_shown(call),
        call=call,
        is_draft=now is Standing.DRAFT,
        refusal=queries.refusal(rows, call, plan, who.person if who else None, clock.now()),
        corrections=[
            (one, ", ".join(str(PARTS[part]) for part in one.parts.split())) for one in call.corrections
        ],
        may_write=is_mine and now in GOING,
    )


def found(number: int) -> Call:
    """The call of this address; for an act nobody else may touch it until the answer is sent."""
    return db.session().get(Call, number, with_for_update=request.method == "POST") or abort(404)


def me() -> int:
    found = visitor()
    assert found is not None  # noqa: S101 - the guard let them in
    return found.person


def my_departments() -> set[int]:
    return {one.id for one in departments_for(db.session(), me())}


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.POST_CALL)
def write() -> ResponseReturnValue:
    rows = db.session()
    cycle, departments = queries.year_for_a_call(rows, clock.now()), departments_for(rows, me())
    if cycle is None or not departments:
        return render_template("calls/none.html", no_year=NoCallPhase.why if cycle is None else "")
    form = TermsForm()
    form.offer(departments, districts(rows))
    if form.validate_on_submit():
        try:
            call = actions.draft(rows, cycle, department_in(form), form.terms())
        except Refused as why:
            refuse(form, why)
        else:
            return redirect(url_for(".one", number=call.id))
    return show_write(form, None)


def department_in(form: TermsForm) -> Department:
    return db.session().get_one(Department, int(form.typed("department")))


def show_write(form: TermsForm, call: Call | None) -> ResponseReturnValue:
    is_draft = call is None or call.posted is None
    page = render_template("calls/write.html", form=form, call=call, is_draft=is_draft)
    return page, WRONG if form.errors else 200


@blueprint.route("/<int:number>/edit", methods=["GET", "POST"])
@requires(Permission.POST_CALL)
def edit(number: int) -> ResponseReturnValue:
    rows, call = db.session(), mine_to_change(number, Standing.DRAFT)
    form = TermsForm(data=shown(queries.terms_of(call), call.department_id))
    form.offer(departments_for(rows, me()), districts(rows))
    if form.validate_on_submit():
        try:
            actions.redraft(rows, call, department_in(form), form.terms())
        except Refused as why:
            refuse(form, why)
        else:
            return redirect(url_for(".one", number=number))
    return show_write(form, call)


@blueprint.route("/<int:number>/post", methods=["GET", "POST"])
@requires(Permission.POST_CALL)
def post(number: int) -> ResponseReturnValue:
    call, form = mine_to_change(number, Standing.DRAFT), PostForm()
    if form.validate_on_submit():
        try:
            actions.post(Pen.of(form, Permission.POST_CALL), call)
        except Refused as why:
            form.refuse("reason", why)
        else:
            return redirect(url_for(".one", number=number))
    return render_template("calls/post.html", form=form, call=call), WRONG if form.errors else 200


@blueprint.route("/<int:number>/discard", methods=["GET", "POST"])
@requires(Permission.POST_CALL)
def discard(number: int) -> ResponseReturnValue:
    call, form = mine_to_change(number, Standing.DRAFT), Form()
    if form.validate_on_submit():
        actions.discard(db.session(), call)
        return redirect(url_for(".listed"))
    return render_template("calls/discard.html", form=form, call=call)


@blueprint.route("/<int:number>/correct", methods=["GET", "POST"])
@requires(Permission.POST_CALL)
def correct(number: int) -> ResponseReturnValue:
    call = mine_to_change(number, *GOING)
    form = CorrectForm(data=shown(queries.terms_of(call), call.department_id))
    form.offer([db.session().get_one(Department, call.department_id)], districts(db.session()))
    if form.validate_on_submit():
        try:
            actions.correct(Pen.of(form, Permission.POST_CALL), call, form.terms())
        except Refused as why:
            refuse(form, why)
        else:
            return redirect(url_for(".one", number=number))
    return show_write(form, call)


@blueprint.route("/<int:number>/close", methods=["GET", "POST"])
@requires(Permission.POST_CALL)
def close(number: int) -> ResponseReturnValue:
    call, form = mine_to_change(number, *GOING), CloseForm()
    if form.validate_on_submit():
        actions.close(Pen.of(form, Permission.POST_CALL), call)
        return redirect(url_for(".one", number=number))
    return render_template("calls/close.html", form=form, call=call), WRONG if form.errors else 200


def mine_to_change(number: int, *standings: Standing) -> Call:
    """The call if the official writes for its department; where it stands otherwise leads to its page."""
    call = found(number)
    if call.department_id not in my_departments():
        abort(404)
    if queries.standing_of(call, clock.now()) not in standings:
        abort(redirect(url_for(".one", number=number)))
    return call


def refuse(form: TermsForm, why: Refused) -> None:
    form.refuse(why.field if isinstance(why, NotInOrder) else "title", why)
