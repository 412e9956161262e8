"""What one can do about the vote now: links for the pages of other rooms, and for the menus."""

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError

from pb import clock, db
from pb.voting import queries
from pb.voting.booth.door import is_open
from pb.voting.views.page import blueprint
from pb.voting.views.sample import on_show
from pb.web.navigation import Link


@blueprint.app_template_global("vote_now")
def vote_now() -> list[Link]:
    """The first is the one to press; none when there is nothing to do."""
    if is_voting():
        return [
            Link(url_for("voting.booth"), str(_("Vote")), here=False),
            Link(url_for("voting.sample"), str(_("Practise")), here=False),
            Link(url_for("voting.tracker_form"), str(_("Is my ballot in the box?")), here=False),
        ]
    if on_show() is not None:
        return [Link(url_for("voting.sample"), str(_("Practise")), here=False)]
    return []


def is_voting() -> bool:
    """For the menu. It stands on error pages too, so that a database in trouble hides the line, no more."""
    try:
        return is_open(db.session(), clock.now())
    except SQLAlchemyError:
        return False


def is_any_box() -> bool:
    """Whether there is a box in which one could look for a ballot."""
    try:
        return queries.current(db.session()) is not None
    except SQLAlchemyError:
        return False
