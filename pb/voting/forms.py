"""The forms of an election."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired, Length, NumberRange, Regexp

from pb.voting.models import Kind
from pb.web.forms import Form, TicksField
from pb.web.texts import neat, no_resident_number, reason

# Three trustees of whom two are needed: nobody alone can read a vote, and one may be missing.
TRUSTEES = {"3-2": (3, 2), "5-3": (5, 3), "1-1": (1, 1)}


class CosignatureForm(Form):
    """A checkpoint that a witness has signed."""

    file = FileField(
        _l("The signed checkpoint"),
        description=_l("The file that `python -m ballots witness sign` wrote."),
        validators=[FileRequired(_l("Choose a file."))],
    )


class PrepareForm(Form):
    """The beginning of an election."""

    kind = RadioField(
        _l("What is being prepared?"),
        choices=[
            SelectChoice(Kind.REHEARSAL.value, _l("A rehearsal with test voters")),
            SelectChoice(Kind.REAL.value, _l("The real vote")),
        ],
        default=Kind.REHEARSAL.value,
    )
    trustees = RadioField(
        _l("Who keeps the key?"),
        choices=[
            SelectChoice("3-2", _l("Three trustees, any two can open the box (usual)")),
            SelectChoice("5-3", _l("Five trustees, any three can open the box")),
            SelectChoice("1-1", _l("The town's server alone: only for a small trial")),
        ],
        default="3-2",
    )
    smallest = IntegerField(
        _l("How many ballots are opened together at least?"),
        description=_l("20 is usual, 5 the least: with fewer, the result would show how somebody voted."),
        default=20,
        validators=[
            InputRequired(_l("This must not stay empty.")),
            NumberRange(5, 1000, message=_l("Choose a number from 5 to 1,000.")),
        ],
    )
    reason = reason(_l("Why is it prepared now?"))


class SmallestForm(Form):
    """How many ballots are opened together at least."""

    smallest = IntegerField(
        _l("How many ballots are opened together at least?"),
        description=_l("20 is usual, 5 the least: with fewer, the result would show how somebody voted."),
        validators=[
            InputRequired(_l("This must not stay empty.")),
            NumberRange(5, 1000, message=_l("Choose a number from 5 to 1,000.")),
        ],
    )
    reason = reason(_l("Why?"))


def zone_name(label: LazyString, hint: LazyString) -> StringField:
    return StringField(
        label,
        description=hint,
        filters=[neat],
        validators=[
            InputRequired(_l("This must not stay empty.")),
            Length(max=40, message=_l("This is too long.")),
            no_resident_number,
        ],
    )


class ZoneForm(Form):
    """Districts that vote together, and what they are called then."""

    districts = TicksField(
        _l("Which districts?"),
        coerce=int,
        validators=[InputRequired(_l("Choose at least two districts that vote together."))],
    )
    name_ko = zone_name(_l("Name in Korean"), _l("For example 성산·망원 권역. It stands on the ballot."))
    name_en = zone_name(_l("Name in English"), _l("For example Seongsan and Mangwon."))
    reason = reason(_l("Why?"))


class ActForm(Form):
    """An act that needs nothing but a reason."""

    reason = reason(_l("Why?"))


class WitnessForm(Form):
    """Who will cosign the box, as `python -m ballots witness new` says it."""

    name = StringField(
        _l("Name of the witness"),
        description=_l("Such as press.example/witness: small letters, digits, dots, hyphens and slashes."),
        filters=[neat],
        validators=[
            InputRequired(_l("This must not stay empty.")),
            Length(max=100, message=_l("This is too long.")),
            Regexp(
                r"[a-z0-9.-]+(/[a-z0-9.-]+)*\Z", message=_l("Use only a-z, 0-9, dots, hyphens and slashes.")
            ),
        ],
    )
    key = StringField(
        _l("Key of the witness"),
        description=_l("64 letters and digits, from the witness."),
        filters=[neat],
        validators=[Regexp(r"[0-9a-f]{64}\Z", message=_l("A key is 64 of the signs 0-9 and a-f."))],
    )
    reason = reason(_l("Why?"))


class QuorumForm(Form):
    """How many witnesses must sign the last checkpoint."""

    quorum = IntegerField(
        _l("How many of them must sign the last checkpoint?"),
        description=_l("Without so many signatures the box cannot be opened. Two of three is a good choice."),
        validators=[
            InputRequired(_l("This must not stay empty.")),
            NumberRange(0, 20, message=_l("Choose a number from 0 to 20.")),
        ],
    )
    reason = reason(_l("Why?"))


class GroupForm(Form):
    """The people of a voter group: a file with name and birth date, which is not kept."""

    place = SelectField(_l("Voter group"), coerce=int)
    file = FileField(
        _l("List of the members"),
        description=_l(
            "CSV with the columns 성명, 생년월일. Only who is on the roll is taken in; the file is not kept."
        ),
        validators=[FileRequired(_l("Choose a file."))],
    )
    reason = reason(_l("Why?"))


class TrusteeForm(Form):
    """What the trustee's program wrote."""

    files = MultipleFileField(
        _l("Files from your program"),
        description=_l("Choose what the program wrote last: one file, several at once, or a zip of them."),
        validators=[InputRequired(_l("Choose a file."))],
    )
