"""What happens to every part of a plan that is sent: kept, told that it is too late, or shown again."""

from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pb import clock, db, journal
from pb.access import Permission
from pb.cycles import actions, queries, rules
from pb.cycles.forms import PartForm
from pb.cycles.models import Cycle
from pb.cycles.plan import Plan
from pb.cycles.views.page import LATE, found, status
from pb.cycles.views.showing import showing
from pb.journal.acting import acting
from pb.journal.actions import record
from pb.journal.entry import Act
from pb.journal.kinds import Kind
from pb.web.forms import Form

WHY_LATE = (
    "공개된 계획을 바꾸려 했으나 바뀌지 않음 · A change of a published plan was tried; nothing was changed"
)


@dataclass(frozen=True)
class Draft:
    """A draft that is being changed, and its plan as it stands."""

    cycle: Cycle
    plan: Plan

    @property
    def number(self) -> int:
        return self.cycle.id

    def keep(self, plan: Plan, seen: int) -> None:
        """Raises AlreadyPublished, ChangedMeanwhile."""
        actions.change(db.session(), self.cycle, plan, seen)


def draft(number: int, part: str) -> Draft | ResponseReturnValue:
    """The draft whose `part` is to be shown or changed; if it is published, the answer that says so."""
    cycle = found(number)
    if cycle.published is None:
        return Draft(cycle, queries.plan_of(cycle))
    if request.method == "GET":
        return redirect(url_for(".one", number=number))
    return refuse_late(cycle, part)


def refuse_late(cycle: Cycle, part: str) -> ResponseReturnValue:
    """Too late: nothing is changed, and the try stands in the journal, kept apart from this request."""
    if not Form().validate_on_submit():
        abort(400)
    act = Act(
        Kind.CHANGE_REFUSED,
        acting(Permission.PLAN_CYCLE),
        {"name": cycle.title_ko, "part": part},
        WHY_LATE,
    )
    db.session().rollback()
    with db.database().transaction() as rows:
        record(rows, journal.seal(), act, clock.now())
    return moving(found(cycle.id), late=True), LATE


def moving(cycle: Cycle, late: bool = False) -> str:
    """What an official sees of a published plan."""
    plan = queries.plan_of(cycle)
    running = rules.standing(plan, clock.now()).now
    return render_template(
        "cycles/moving.html",
        cycle=showing(cycle),
        running=running.phase if running else None,
        may_draw_lot=rules.may_draw_lot(plan, clock.now()),
        late=late,
    )


def kept(to: Draft, form: PartForm, plan: Plan, field: str) -> ResponseReturnValue | None:
    """Keep `plan` and go back to the overview; None if `form` has to be shown again, with why in it."""
    if form.errors:
        return None
    try:
        to.keep(plan, form.seen)
    except actions.ChangedMeanwhile as why:
        # Sent once more it is on purpose: whoever sends it has been told.
        form.version.data, form.version.raw_data = to.plan.version, None
        form.refuse(field, why)
        return None
    return redirect(url_for(".one", number=to.number, kept=1))


def answer(form: PartForm, page: str) -> ResponseReturnValue:
    """The page with its form, and 409 if somebody else was quicker."""
    late = request.method == "POST" and any(
        str(actions.ChangedMeanwhile.why) in field.errors for field in form
    )
    return page, LATE if late else status(form)
