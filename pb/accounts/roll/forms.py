"""The forms about the roll and one's place on it."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import InputRequired, Length, ValidationError

from pb.accounts.roll.reading import birth_date
from pb.web.forms import Form
from pb.web.texts import neat, no_resident_number, reason


def line(label: Any, missing: Any, longest: int, hint: Any = "", **drawn: str) -> StringField:
    return StringField(
        label,
        description=hint,
        filters=[neat],
        validators=[
            no_resident_number,
            InputRequired(missing),
            Length(max=longest, message=_l("This is too long.")),
        ],
        render_kw=drawn,
    )


class WhoForm(Form):
    """Name and birth date as the roll knows them."""

    name = line(_l("Name"), _l("Type the name."), 80, autocomplete="name")
    birth = line(
        _l("Birth date"),
        _l("Type the birth date."),
        20,
        _l("For example 1990-01-31. Never the resident registration number."),
        autocomplete="bday",
        inputmode="numeric",
    )

    def validate_birth(self, field: StringField) -> None:
        if birth_date(field.data or "") is None:
            raise ValidationError(str(_l("Type the birth date as in 1990-01-31.")))

    @property
    def born(self) -> date:
        found = birth_date(self.typed("birth"))
        assert found is not None  # noqa: S101 - validated before
        return found


class ClaimForm(WhoForm):
    code = line(
        _l("Code from the letter"),
        _l("Type the code from the letter."),
        40,
        _l("Twelve letters and digits, such as ABCD-2345-EFGH."),
        autocomplete="off",
        spellcheck="false",
    )


class DeskForm(WhoForm):
    address = line(_l("Address"), _l("Type the address as on the roll."), 300)
    reason = reason(_l("Which proof of identity did you see?"))


class ConsentForm(DeskForm):
    reason = reason(_l("What did you see: who is the guardian by which paper?"))


class RollForm(Form):
    file = FileField(
        _l("The roll as a CSV file"),
        description=_l(
            "First line: 성명, 생년월일, 행정동, 주소; also 자격 (주소, 직장, 학교, 사업장, 외국인). "
            "UTF-8 or CP949. No resident registration numbers."
        ),
        validators=[FileRequired(_l("Choose a file."))],
    )
    reason = reason(_l("Where does this roll come from?"))
