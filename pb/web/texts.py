"""What people type, made regular; and the one number that no field may ever keep."""

import re
import unicodedata
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length, StopValidation

# 주민등록번호: birth date, then seven digits of which the first tells century and sex (and foreigners).
RESIDENT_NUMBER = re.compile(r"(?<!\d)(\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))[\s-]?[1-8]\d{6}(?!\d)")
# Also what turns the direction of everything behind it: a text must not reorder the page around it.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def neat(typed: str | None) -> str:
    """Full-width letters and digits become plain, composed Hangul stays composed, odd blanks go."""
    return CONTROLS.sub("", unicodedata.normalize("NFKC", typed or "")).strip()


def masked(typed: str) -> str:
    """The text with every resident registration number blotted out behind the birth date."""
    return RESIDENT_NUMBER.sub(r"\1-*******", neat(typed))


def no_resident_number(_: Any, field: Any) -> None:
    """A validator: refuses the number, and what the page shows again no longer holds it."""
    if RESIDENT_NUMBER.search(neat(field.data)):
        field.data = masked(field.data)
        raise StopValidation(
            str(_l("Never type a resident registration number here. It was not kept; please take it out."))
        )


def neat_password(typed: str | None) -> str:
    """The same password from every keyboard: full-width signs become plain. Blanks stay."""
    return unicodedata.normalize("NFKC", typed or "")


def reason(label: Any) -> StringField:
    """The field in which an official says why: for everyone to read in the journal."""
    return StringField(
        label,
        description=_l("Everyone can read this in the journal. Name no private person."),
        filters=[neat],
        validators=[
            no_resident_number,
            InputRequired(_l("Say why: the journal needs a reason.")),
            Length(min=5, max=500, message=_l("A reason has 5 to 500 letters.")),
        ],
    )
