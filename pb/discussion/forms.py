"""What is typed in a discussion."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired, Length, Optional

from pb.accounts.forms import address
from pb.discussion.moderation.rules import GROUNDS, Outcome
from pb.discussion.rules import LONGEST, SHORTEST, STANCES
from pb.web.forms import Form
from pb.web.texts import neat, no_resident_number, reason

CHOOSE = _l("Choose one.")


def words(label: Any, description: Any = "") -> TextAreaField:
    return TextAreaField(
        label,
        description=description,
        filters=[neat],
        validators=[
            no_resident_number,
            InputRequired(_l("Write something first.")),
            Length(
                min=SHORTEST,
                max=LONGEST,
                message=_l("Between %(min)s and %(max)s letters, please.", min=SHORTEST, max=f"{LONGEST:,}"),
            ),
        ],
    )


def pen_name() -> StringField:
    return StringField(
        _l("Pen name"),
        description=_l("Others see this name and your district, nothing else about you."),
        filters=[neat],
        validators=[
            no_resident_number,
            InputRequired(_l("Choose a name to show.")),
            Length(max=30, message=_l("This is too long.")),
        ],
    )


def ground(label: Any) -> RadioField:
    return RadioField(
        label,
        choices=[SelectChoice(code.value, title) for code, title in GROUNDS.items()],
        validators=[InputRequired(CHOOSE)],
    )


class ThreadForm(Form):
    stance = RadioField(
        _l("What is it?"),
        choices=[SelectChoice(stance.value, title) for stance, title in STANCES.items()],
        validators=[InputRequired(CHOOSE)],
    )
    text = words(
        _l("Your words"),
        _l("About the idea, not about people. No telephone numbers or addresses, please."),
    )
    pen_name = pen_name()


class ReplyForm(Form):
    text = words(_l("Your reply"))
    pen_name = pen_name()


class AnswerForm(Form):
    """Its departments are those of the town now."""

    department = SelectField(_l("Which department answers?"))
    text = words(_l("Your answer"), _l("It stands in the journal that your office has answered."))


class EditForm(Form):
    text = words(_l("Your words"))


class ReportForm(Form):
    ground = ground(_l("What is wrong with it?"))
    words = TextAreaField(
        _l("Anything an official should know (if you like)"),
        filters=[neat],
        validators=[Optional(), no_resident_number, Length(max=500, message=_l("This is too long."))],
    )


class HideForm(Form):
    ground = ground(_l("On which ground?"))
    reason = reason(_l("Explanation, shown in place of the words"))


class KeepForm(Form):
    reason = reason(_l("Why does it stay?"))


class AppealForm(Form):
    words = words(_l("Why should it be shown?"), _l("Only officials read this."))


class DecideForm(Form):
    outcome = RadioField(
        _l("What do you decide?"),
        choices=[
            SelectChoice(Outcome.RESTORED.value, _l("Show it again")),
            SelectChoice(Outcome.UPHELD.value, _l("It stays hidden")),
        ],
        validators=[InputRequired(CHOOSE)],
    )
    reason = reason(_l("Why?"))


class RestoreForm(Form):
    reason = reason(_l("Why is it shown again?"))


class SummaryForm(Form):
    text = words(
        _l("Summary"), _l("What speaks for it, what against, what is still open: in a few sentences.")
    )
    # The version that its writer has read.
    seen = HiddenField()
    reason = reason(_l("Why is it written now?"))


class ExpertForm(Form):
    email = address(_l("E-mail address of the expert's account"))
    field = StringField(
        _l("Field"),
        description=_l("Shown beside each answer, such as “Traffic planning”."),
        filters=[neat],
        validators=[
            no_resident_number,
            InputRequired(_l("This must not stay empty.")),
            Length(max=60, message=_l("This is too long.")),
        ],
    )
    reason = reason(_l("How was this verified?"))


class WithdrawForm(Form):
    reason = reason(_l("Why is it withdrawn?"))
