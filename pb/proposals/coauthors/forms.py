"""The forms about authors."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from pb.accounts.rules import is_address
from pb.web.forms import Form
from pb.web.texts import neat, no_resident_number


class PenNameForm(Form):
    pen_name = StringField(
        _l("Pen name"),
        description=_l("How others see you. Leave it empty to be “a resident”. It need not be your name."),
        filters=[neat],
        validators=[
            no_resident_number,
            Length(max=30, message=_l("A pen name has 30 letters at most.")),
        ],
        render_kw={"autocomplete": "nickname"},
    )

    def validate_pen_name(self, field: StringField) -> None:
        if "@" in (field.data or ""):
            raise ValidationError(str(_l("No e-mail address, please: everyone would read it.")))


class AuthorsForm(PenNameForm):
    email = StringField(
        _l("Invite somebody by e-mail"),
        description=_l("They are listed only after they have agreed through a link in the mail."),
        filters=[neat],
        validators=[no_resident_number],
        render_kw={"type": "email", "autocomplete": "off", "spellcheck": "false"},
    )

    def validate_email(self, field: StringField) -> None:
        if field.data and not is_address(field.data):
            raise ValidationError(str(_l("Type an e-mail address such as name@example.kr.")))


class JoinForm(PenNameForm):
    words = TextAreaField(
        _l("What would you like to bring along?"),
        description=_l("Only its authors read this. Tell them in a sentence or two; no telephone number."),
        filters=[neat],
        validators=[
            no_resident_number,
            InputRequired(_l("Write a sentence to its authors.")),
            Length(max=300, message=_l("This is too long: at most %(longest)s letters.", longest=300)),
        ],
    )
