"""The menu at the side of the officials' pages, with the counts that need them."""

from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import SQLAlchemyError

from pb import db
from pb.access import ACCESS, PUBLIC, Permission, may
from pb.reviews.assigning import queries
from pb.reviews.views.page import blueprint, cycle_ids, me

PAGES: tuple[tuple[str, LazyString], ...] = (
    ("reviews.inbox", _l("Inbox")),
    ("reviews.waiting", _l("Waiting")),
    ("reviews.workload", _l("Workload")),
    ("reviews.seats", _l("Who works where")),
    ("reviews.committees", _l("Committees")),
    ("reviews.statistics", _l("Figures")),
)


@dataclass(frozen=True)
class Link:
    address: str
    label: str
    here: bool
    count: int | None


@blueprint.app_template_global("review_menu")
def review_menu() -> list[Link]:
    """The pages that whoever asks may open."""
    counts = {"reviews.inbox": mine, "reviews.waiting": waiting}
    return [
        Link(
            url_for(endpoint),
            str(label),
            endpoint == request.endpoint,
            counts[endpoint]() if endpoint in counts else None,
        )
        for endpoint, label in PAGES
        if is_open(endpoint)
    ]


def is_open(endpoint: str) -> bool:
    needed = getattr(current_app.view_functions[endpoint], ACCESS)
    return needed == PUBLIC or may(needed)


def mine() -> int:
    return queries.count_work(db.session(), my_departments())


def urgent() -> int:
    """How much needs whoever asks, for the work menu: what their departments have, or what waits for one.

    It stands on error pages too, so that a database in trouble hides the number, no more.
    """
    try:
        return waiting() if may(Permission.ASSIGN_REVIEW) else mine()
    except SQLAlchemyError:
        return 0


def waiting() -> int:
    return queries.count_waiting(db.session(), cycle_ids())


def my_departments() -> frozenset[int] | None:
    """Where whoever asks works; None for a coordinator without a department, who sees all."""
    found = queries.departments_of(db.session(), me())
    return None if not found and may(Permission.ASSIGN_REVIEW) else found
