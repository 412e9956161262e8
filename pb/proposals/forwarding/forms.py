"""To which department, with which words."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired

from pb.proposals.support.forms import public_answer
from pb.town.actions import Listed
from pb.web.formats import korean
from pb.web.forms import Form
from pb.web.texts import reason


class ForwardForm(Form):
    department = SelectField(
        _l("Which department looks after it?"), validators=[InputRequired(_l("Choose a department."))]
    )
    answer = public_answer(_l("What happens to it now"))
    reason = reason(_l("Why is it no project of the budget?"))


def forward_form(departments: Sequence[Listed]) -> ForwardForm:
    form = ForwardForm()
    named = [(str(one.id), one.name_ko if korean() else one.name_en) for one in departments]
    form["department"].choices = [SelectChoice("", _l("Choose")), *(SelectChoice(*one) for one in named)]
    return form
