"""Thresholds and answers."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from pb.web.amounts import WholeField
from pb.web.forms import Form
from pb.web.texts import neat, no_resident_number, reason

LONGEST_ANSWER = 4000


def public_answer(label: Any) -> TextAreaField:
    """A long text of the town for everyone to read."""
    return TextAreaField(
        label,
        description=_l("Everyone can read this on the page of the proposal. Name no private person."),
        filters=[neat],
        validators=[
            no_resident_number,
            InputRequired(_l("Write the answer.")),
            Length(min=10, max=LONGEST_ANSWER, message=_l("An answer has 10 to 4,000 letters.")),
        ],
    )


class ThresholdForm(Form):
    supports = WholeField(
        _l("How many supports oblige the town to answer"),
        validators=[
            InputRequired(_l("Type a number.")),
            NumberRange(1, 1_000_000, _l("Type a number between 1 and 1,000,000.")),
        ],
        render_kw={"inputmode": "numeric"},
    )
    days = WholeField(
        _l("Within how many days"),
        validators=[
            InputRequired(_l("Type a number.")),
            NumberRange(1, 365, _l("Type a number between 1 and 365.")),
        ],
        render_kw={"inputmode": "numeric"},
    )
    reason = reason(_l("What was this decided on?"))


class AnswerForm(Form):
    answer = public_answer(_l("The town's answer"))
    reason = reason(_l("The answer in one sentence"))
