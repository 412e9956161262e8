"""The form of the draw; sent by GET, so that a draw can be linked to and done again."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from pb.web.forms import Form
from pb.web.texts import neat, no_resident_number

MOST = 500


class DrawForm(Form):
    class Meta:
        csrf = False

    seed = StringField(
        _l("Public seed"),
        description=_l(
            "Throw ten dice before witnesses and type what they show, for example 3 1 6 2 5 4 1 1 6 3."
        ),
        filters=[neat],
        validators=[
            no_resident_number,
            InputRequired(_l("Type the seed.")),
            Length(max=80, message=_l("This is too long.")),
        ],
    )
    count = IntegerField(
        _l("How many voters to call"),
        validators=[
            InputRequired(_l("Type a number.")),
            NumberRange(1, MOST, _l("Type a number between 1 and 500.")),
        ],
    )
