"""What the review says in words: names, dates and how near they are."""

from datetime import date

from flask_babel import gettext, ngettext

from pb.reviews.assigning.rules import Suggestion
from pb.reviews.committee.models import Committee
from pb.town.models import Category, Department, District
from pb.web.formats import korean


def _(sentence: str, **values: object) -> str:
    """gettext, which flask-babel leaves without a type."""
    return str(gettext(sentence, **values))


def called(row: Department | Category | District | Committee) -> str:
    """The name in the visitor's language."""
    return row.name_ko if korean() else row.name_en


def left(due: date, today: date) -> str:
    """How near a due date is: a word that stands beside the colour."""
    days = (due - today).days
    if days < 0:
        return str(ngettext("%(num)s day late", "%(num)s days late", -days))
    return str(ngettext("%(num)s day left", "%(num)s days left", days)) if days else _("Today")


def why(suggestion: Suggestion, department: Department, category: Category) -> str:
    """The suggestion explained, so that whoever confirms it can judge it."""
    where = {
        True: _("%(cases)s of %(all)s proposals about “%(category)s” in this place went to %(department)s."),
        False: _("%(cases)s of %(all)s proposals about “%(category)s” went to %(department)s."),
    }[suggestion.same_place]
    return where % {
        "cases": suggestion.cases,
        "all": suggestion.all,
        "category": called(category),
        "department": called(department),
    }
