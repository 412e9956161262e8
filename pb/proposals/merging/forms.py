"""Into which proposal, and why."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired

from pb.proposals.finding.queries import Card
from pb.web.forms import Form
from pb.web.texts import reason


class MergeForm(Form):
    into = RadioField(
        _l("Into which proposal?"),
        validators=[InputRequired(_l("Choose the proposal that goes on."))],
    )
    reason = reason(_l("Why do they want the same?"))


def merge_form(found: Sequence[Card]) -> MergeForm:
    form = MergeForm()
    form["into"].choices = [SelectChoice(str(card.number), card.title) for card in found]
    return form
