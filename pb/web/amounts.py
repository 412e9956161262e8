"""Whole numbers and money as people type them."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import TextInput

from pb.web.texts import neat

MOST_WON = 10**15


class WholeField(IntegerField):
    """A whole number as people type it: 2,000,000,000원 or in full-width digits."""

    # A browser's own field for numbers takes neither separators nor units, and drops what it does not take.
    widget = TextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = neat("".join(str(value) for value in valuelist[:1]))
        digits = typed.translate({ord(sign): None for sign in ", ₩원명세%"})
        self.data = None
        if digits and not (digits.isascii() and digits.isdigit() and len(digits) <= len(str(MOST_WON))):
            raise ValueError(_("Type a whole number, like 2,000,000,000."))
        self.data = int(digits) if digits else None

    def _value(self) -> str:
        if self.data is not None:
            return self.shown(self.data)
        return str(self.raw_data[0]) if self.raw_data else ""

    def shown(self, number: int) -> str:
        return str(number)


class WonField(WholeField):
    """An amount of money, shown with separators: eleven digits in a row cannot be read."""

    def shown(self, number: int) -> str:
        return f"{number:,}"


def money(label: Any, needed: bool = True) -> WonField:
    """An amount in won, which may stay open if it is not `needed`."""
    first = InputRequired(_l("Type an amount in won.")) if needed else Optional()
    lawful = NumberRange(1, MOST_WON, _l("Type an amount between 1 won and 1,000 trillion won."))
    return WonField(label, validators=[first, lawful], render_kw={"inputmode": "numeric"})
