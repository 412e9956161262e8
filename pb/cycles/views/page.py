"""The blueprint of the budgeting year, and what its pages share."""

from flask import Blueprint, abort, request

from pb import db
from pb.access import Permission
from pb.cycles.models import Cycle
from pb.journal.pen import Pen
from pb.web.forms import Form

blueprint = Blueprint("cycles", __name__)
WRONG, LATE = 400, 409


def found(number: int) -> Cycle:
    """The cycle of this address; for an act nobody else may touch it until the answer is sent."""
    cycle = db.session().get(Cycle, number, with_for_update=request.method == "POST")
    if cycle is None:
        abort(404)
    return cycle


def pen(form: Form) -> Pen:
    return Pen.of(form, Permission.PLAN_CYCLE)


def status(form: Form) -> int:
    return WRONG if form.errors else 200
