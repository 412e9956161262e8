"""The kinds of fields that the forms of a plan are made of, and the forms that publish and move it."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp
from wtforms.widgets import HiddenInput

from pb.cycles.models import LONGEST_LOT
from pb.web.amounts import WholeField
from pb.web.forms import Form
from pb.web.texts import neat, no_resident_number, reason

LOT = re.compile(rf"[a-z0-9.-]{{4,{LONGEST_LOT}}}\Z")


class PartForm(Form):
    """A part of a plan. `version` is that of the plan from which its fields were filled."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])

    @property
    def seen(self) -> int:
        return self.number("version")

    def number(self, name: str) -> int:
        """What stands in a field of numbers that may not stay empty; only after it was validated."""
        found = self[name].data
        assert isinstance(found, int)  # noqa: S101 - narrows the type
        return found


def text(label: Any, longest: int, hint: Any = "") -> StringField:
    return StringField(
        label,
        description=hint,
        filters=[neat],
        validators=[
            no_resident_number,
            InputRequired(_l("This must not stay empty.")),
            Length(max=longest, message=_l("This is too long.")),
        ],
    )


def story(label: Any, longest: int, hint: Any = "") -> TextAreaField:
    too_long = _l("This is too long: at most %(longest)s letters.", longest=longest)
    return TextAreaField(
        label,
        description=hint,
        filters=[neat],
        validators=[
            no_resident_number,
            InputRequired(_l("This must not stay empty.")),
            Length(max=longest, message=too_long),
        ],
    )


def maybe_text(label: Any, longest: int) -> StringField:
    return StringField(
        label,
        filters=[neat],
        validators=[no_resident_number, Optional(), Length(max=longest, message=_l("This is too long."))],
    )


def whole(label: Any, least: int, most: int, hint: Any = "") -> WholeField:
    return WholeField(
        label,
        description=hint,
        validators=[InputRequired(_l("Type a number.")), between(least, most)],
    )


def maybe_whole(label: Any, least: int, most: int, hint: Any = "") -> WholeField:
    return WholeField(label, description=hint, validators=[Optional(), between(least, most)])


def between(least: int, most: int) -> NumberRange:
    return NumberRange(
        least, most, _l("Type a number between %(least)s and %(most)s.", least=least, most=f"{most:,}")
    )


def calendar(label: Any) -> DateField:
    return DateField(label, validators=[InputRequired(_l("Choose a day."))])


class PublishForm(Form):
    reason = reason(_l("What was this plan decided on?"))


class LotForm(Form):
    lot = StringField(
        _l("What was drawn"),
        description=_l("4 to 60 small letters, digits, dots and dashes, as in 7-12-23-31-39-44."),
        filters=[neat, str.lower],
        validators=[
            no_resident_number,
            InputRequired(_l("This must not stay empty.")),
            Regexp(LOT, message=_l("Use 4 to 60 small letters, digits, dots and dashes, nothing else.")),
        ],
    )
    reason = reason(_l("Where and how was it drawn, and who watched?"))


class ExtendForm(Form):
    last = calendar(_l("New last day"))
    reason = reason(_l("Why is more time needed?"))


class StopForm(Form):
    reason = reason(_l("Why does it end now?"))
