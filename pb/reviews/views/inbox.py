"""The inbox of the departments, with what waits for a second signature."""

from flask import render_template

from pb import db
from pb.access import Permission, may, requires
from pb.reviews.assigning import queries
from pb.reviews.assigning.rules import Urgency
from pb.reviews.deciding.queries import to_sign
from pb.reviews.views.menu import my_departments
from pb.reviews.views.page import blueprint, cycle_ids, me, today


@blueprint.get("/reviews")
@requires(Permission.OPEN_DOSSIER)
def inbox() -> str:
    """What my departments have; a coordinator sees what all have."""
    rows, assigns, mine = db.session(), may(Permission.ASSIGN_REVIEW), my_departments()
    tasks = queries.work(rows, today(), mine)
    return render_template(
        "reviews/inbox.html",
        tasks=tasks,
        late=[one for one in tasks if one.urgency is Urgency.LATE],
        soon=[one for one in tasks if one.urgency in (Urgency.TODAY, Urgency.SOON)],
        waiting=len(queries.waiting(rows, cycle_ids())) if assigns else None,
        has_department=mine is None or bool(mine),
        sees_all=mine is None,
        to_sign=frozenset(to_sign(rows, mine, me())),
    )
