"""The forms of typing paper in."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from ballots.entry import MOST_PAPER
from pb.web.forms import Form
from pb.web.texts import neat, no_resident_number


class StackForm(Form):
    """A new stack."""

    kind = SelectField(_l("Ballot and voter group"))
    papers = IntegerField(
        _l("How many papers are in the stack?"),
        description=_l("At most 100, the spoiled ones as well. Write the number of the stack on it."),
        validators=[
            InputRequired(_l("This must not stay empty.")),
            NumberRange(1, MOST_PAPER, message=_l("Choose a number from 1 to 100.")),
        ],
    )


class ReadingForm(Form):
    """What one clerk reads on the papers of a stack."""

    lines = TextAreaField(
        _l("The papers, one line for each"),
        description=_l("In the order of the stack, without the spoiled ones."),
        filters=[neat],
        validators=[no_resident_number, Length(max=20_000, message=_l("This is too long."))],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    spoiled = IntegerField(
        _l("How many papers are spoiled?"),
        description=_l("A paper that breaks the rules of the ballot is spoiled. Nothing of it counts."),
        default=0,
        validators=[
            InputRequired(_l("This must not stay empty.")),
            NumberRange(0, MOST_PAPER, message=_l("Choose a number from 0 to 100.")),
        ],
    )
