"""What everyone reads of the delivery: on the page of a project, and on the home page."""

import io

from flask import Response, abort, current_app, send_file

from pb import clock, db
from pb.access import public
from pb.config import Settings
from pb.cycles.rules import day
from pb.delivery import queries
from pb.delivery.models import Completion, CouncilOutcome, DeliveryPhoto, Milestone
from pb.delivery.rules import Progress
from pb.delivery.views.page import blueprint
from pb.projects.models import Project
from pb.web.headers import kept_for_a_day

LATELY = 3


def settings() -> Settings:
    found: Settings = current_app.extensions["pb.settings"]
    return found


@blueprint.app_template_global("delivery_of")
def delivery_of(number: int) -> Progress | None:
    """How far the project with this id is; None as long as the council has not decided on it."""
    found = queries.progress_of(db.session(), settings(), number)
    return found if found and found.outcome else None


@blueprint.app_template_global("delivery_in_short")
def delivery_in_short(cycle: int) -> dict[str, tuple[CouncilOutcome, Completion | None]]:
    """For the page of a result."""
    return queries.in_short(db.session(), cycle)


@blueprint.app_template_global("completed_on_show")
def completed_on_show() -> list[tuple[Project, Completion, int | None]]:
    """The projects that were completed last, for the home page."""
    return queries.completed_lately(db.session(), LATELY)


@blueprint.app_template_test("overdue")
def is_overdue(milestone: Milestone) -> bool:
    return milestone.done is None and milestone.planned < day(clock.now())


@blueprint.get("/projects/<int:number>/photos/<int:photo>/<any(large, small):size>.webp")
@public
def picture(number: int, photo: int, size: str) -> Response:
    found = db.session().get(DeliveryPhoto, photo)
    if found is None or found.project_id != number:
        abort(404)
    answer = send_file(io.BytesIO(found.large if size == "large" else found.small), mimetype="image/webp")
    return kept_for_a_day(answer)
