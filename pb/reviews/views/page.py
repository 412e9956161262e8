"""The blueprint that every page of the review belongs to, and what its pages share."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString

from pb import clock, db
from pb.accounts.sessions import visitor
from pb.cycles import queries as cycles
from pb.cycles.rules import day
from pb.cycles.sentences import calendar_day
from pb.proposals.models import Proposal, State
from pb.reviews import words
from pb.reviews.assigning import rules
from pb.web.forms import Form

blueprint = Blueprint("reviews", __name__)
blueprint.add_app_template_filter(calendar_day)
WRONG = 400


@blueprint.app_template_filter("days_until")
def days_until(due: date) -> str:
    return words.left(due, today())


@blueprint.app_template_filter("urgency")
def urgency(due: date) -> str:
    return rules.urgency(due, today()).value


def today() -> date:
    return day(clock.now())


def status(form: Form) -> int:
    return WRONG if form.errors else 200


@dataclass(frozen=True)
class Words:
    """What a page with one short form says."""

    title: LazyString | str
    lead: LazyString | str
    button: LazyString


def short(form: Form, words: Words, address: str, came_from: str) -> ResponseReturnValue:
    """A page with one short form: a department and a day, if it asks for them, and a reason."""
    page = render_template(
        "reviews/asking.html", form=form, words=words, address=address, came_from=came_from
    )
    return page, status(form)


def me() -> int:
    """The person who sends this request; only behind the guard."""
    found = visitor()
    if found is None:
        abort(403)
    return found.person


def proposal(number: int) -> Proposal:
    """A proposal that was handed in, or else 404. Whoever changes anything about it takes their turn."""
    found = db.session().get(Proposal, number, with_for_update=request.method not in db.READING or None)
    if found is None or found.state == State.DRAFT:
        abort(404)
    return found


def cycle_ids() -> list[int]:
    return [one.id for one in cycles.published(db.session())]
