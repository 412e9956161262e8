"""What everyone reads of the delivery on the page of a project."""

from flask import current_app

from pb import clock, db
from pb.config import Settings
from pb.cycles.rules import day
from pb.delivery import queries
from pb.delivery.models import Milestone
from pb.delivery.rules import Progress
from pb.delivery.views.page import blueprint


def settings() -> Settings:
    found: Settings = current_app.extensions["pb.settings"]
    return found


@blueprint.app_template_global("delivery_of")
def delivery_of(number: int) -> Progress | None:
    """How far the project with this id is; None as long as the council has not decided on it."""
    found = queries.progress_of(db.session(), settings(), number)
    return found if found and found.outcome else None


@blueprint.app_template_test("overdue")
def is_overdue(milestone: Milestone) -> bool:
    return milestone.done is None and milestone.planned < day(clock.now())
