"""The forms about accounts."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired, Length, ValidationError

from pb.access import OFFICES
from pb.accounts.rules import LONGEST, SHORTEST, is_address, is_guessable
from pb.journal.kinds import OFFICES as TITLES
from pb.journal.kinds import Office
from pb.web.forms import Form
from pb.web.texts import neat, neat_password, no_resident_number, reason

PASSWORD_MISSING = _l("Type your password.")


def lawful_address(_: Form, field: StringField) -> None:
    if not is_address(field.data or ""):
        raise ValidationError(str(_l("Type an e-mail address such as name@example.kr.")))


def address(label: Any) -> StringField:
    return StringField(
        label,
        filters=[neat],
        validators=[no_resident_number, lawful_address],
        render_kw={"type": "email", "autocomplete": "email", "spellcheck": "false"},
    )


def present_password(label: Any = None) -> PasswordField:
    return PasswordField(
        label or _l("Password"),
        filters=[neat_password],
        validators=[InputRequired(PASSWORD_MISSING), Length(max=LONGEST, message=_l("This is too long."))],
        render_kw={"autocomplete": "current-password"},
    )


class AddressForm(Form):
    email = address(_l("E-mail address"))


class SignInForm(Form):
    email = address(_l("E-mail address"))
    password = present_password()


class NewPasswordForm(Form):
    """Built with the `email` of the account, which may not be the password."""

    password = PasswordField(
        _l("New password"),
        description=_l(
            "At least %(number)s letters, digits or signs. Three words that do not belong together are good.",
            number=SHORTEST,
        ),
        filters=[neat_password],
        validators=[
            Length(
                min=SHORTEST,
                message=_l(
                    "The password needs at least %(number)s letters, digits or signs.", number=SHORTEST
                ),
            ),
            Length(max=LONGEST, message=_l("This is too long.")),
        ],
        render_kw={"autocomplete": "new-password"},
    )

    def __init__(self, email: str = "", **given: Any) -> None:
        super().__init__(**given)
        self.address = email

    def validate_password(self, field: PasswordField) -> None:
        if is_guessable(field.data or "", self.address):
            raise ValidationError(str(_l("Others would guess this password at once. Choose another one.")))


class ChangePasswordForm(NewPasswordForm):
    present = present_password(_l("Present password"))


class ChangeAddressForm(Form):
    email = address(_l("New e-mail address"))
    present = present_password()


class PresentPasswordForm(Form):
    present = present_password()


class ConfirmForm(Form):
    """Nothing to fill in: only the press of the button."""


class CodeForm(Form):
    code = StringField(
        _l("Code"),
        description=_l("The six digits that your app shows now, or one of your recovery codes."),
        filters=[neat],
        validators=[InputRequired(_l("Type the code.")), Length(max=40, message=_l("This is too long."))],
        render_kw={"autocomplete": "one-time-code", "spellcheck": "false"},
    )


class SetUpForm(CodeForm):
    present = present_password()


class GiveForm(Form):
    email = address(_l("E-mail address of the official's account"))
    role = SelectField(
        _l("Office"),
        choices=[SelectChoice(role.value, TITLES[Office(role.value)]) for role in sorted(OFFICES)],
    )
    reason = reason(_l("Why is the office given?"))


class TakeForm(Form):
    reason = reason(_l("Why is the office taken back?"))
