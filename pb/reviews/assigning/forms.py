"""The forms of the coordinator: giving proposals to departments, and who works where."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired

from pb.accounts.forms import address
from pb.cycles.forms import calendar
from pb.reviews.words import called
from pb.town.models import Department
from pb.web.forms import Form, TicksField
from pb.web.texts import reason

AS_SUGGESTED = ""


def department(label: Any) -> SelectField:
    return SelectField(label, validators=[InputRequired(_l("Choose a department."))])


def choices(departments: Iterable[Department], first: Any) -> list[SelectChoice]:
    """The departments to choose from, behind a first line for none of them."""
    return [SelectChoice("", str(first)), *(SelectChoice(str(one.id), called(one)) for one in departments)]


class BulkForm(Form):
    """For all ticked proposals; which they are stands in the table."""

    department = SelectField(_l("Department"))
    due = calendar(_l("Last day for the review"))
    reason = reason(_l("Why these departments?"))


class AssignForm(Form):
    department = department(_l("Department that leads the review"))
    consulted = TicksField(_l("Departments that are asked as well"))
    due = calendar(_l("Last day for the review"))
    reason = reason(_l("Why these departments?"))


class ReassignForm(Form):
    department = department(_l("Department that leads from now on"))
    due = calendar(_l("Last day for the review"))
    reason = reason(_l("Why is it changed?"))


class SeatForm(Form):
    email = address(_l("E-mail address"))
    department = department(_l("Department"))
    reason = reason(_l("Why does this person work there?"))


class UnseatForm(Form):
    reason = reason(_l("Why does this person no longer work there?"))
