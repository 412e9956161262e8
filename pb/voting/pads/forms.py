"""The forms of pads."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired, Length, NumberRange

from pb.voting.pads.models import MOST_PAPERS
from pb.web.forms import Form
from pb.web.texts import neat, no_resident_number, reason

MOST_PADS = 50


class PadForm(Form):
    """New pads."""

    kind = SelectField(_l("Which ballot?"))
    place = StringField(
        _l("For which polling place?"),
        description=_l("Such as: Seongsan-dong community centre."),
        filters=[neat],
        validators=[
            no_resident_number,
            InputRequired(_l("This must not stay empty.")),
            Length(max=60, message=_l("This is too long.")),
        ],
    )
    language = RadioField(
        _l("In which language?"),
        choices=[SelectChoice("ko", "한국어"), SelectChoice("en", "English")],
        default="ko",
    )
    size = RadioField(
        _l("How large?"),
        choices=[
            SelectChoice("normal", _l("Normal print")),
            SelectChoice("large", _l("Large print, for people with poor eyes")),
        ],
        default="normal",
    )
    papers = IntegerField(
        _l("Papers in a pad"),
        description=_l("At most 100, as many as are typed in together."),
        default=50,
        validators=[
            InputRequired(_l("This must not stay empty.")),
            NumberRange(1, MOST_PAPERS, message=_l("Choose a number from 1 to 100.")),
        ],
    )
    pads = IntegerField(
        _l("How many pads?"),
        default=1,
        validators=[
            InputRequired(_l("This must not stay empty.")),
            NumberRange(1, MOST_PADS, message=_l("Choose a number from 1 to 50.")),
        ],
    )
    reason = reason(_l("Why are they printed?"))


class CountForm(Form):
    """What is left of a pad."""

    next_unused = IntegerField(
        _l("Number on the first stub that is still there"),
        validators=[InputRequired(_l("Type a number, without blanks."))],
    )
