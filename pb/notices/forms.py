"""What to hear of, and how often."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired

from pb.notices.rules import Rhythm
from pb.web.forms import Form


class FilterForm(Form):
    """Sent by GET, so that a list can be linked to. Its choices are what the town is made of now."""

    class Meta:
        csrf = False

    topic = SelectField(_l("Only about"), default="")


class RhythmForm(Form):
    rhythm = RadioField(
        _l("How often do you want mail about them?"),
        choices=[
            SelectChoice(Rhythm.AT_ONCE.value, _l("At once")),
            SelectChoice(Rhythm.DAILY.value, _l("Once a day, in the morning")),
            SelectChoice(Rhythm.WEEKLY.value, _l("Once a week")),
            SelectChoice(Rhythm.NEVER.value, _l("No mail; I look here")),
        ],
        validators=[InputRequired(_l("Choose one."))],
    )
