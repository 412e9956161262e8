"""The form of a sheet from outside."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, StopValidation

from pb.voting.scoring.models import MOST
from pb.voting.scoring.reading import MOST_BYTES
from pb.web.forms import Form
from pb.web.texts import neat, no_resident_number


def file_or_scores(form: Any, field: Any) -> None:
    """A file to look at, or what was looked at before."""
    if not field.data and not form.scores.data:
        raise StopValidation(str(_l("Choose a file.")))


class SheetForm(Form):
    """`scores` carries from the preview to the signature what was read; a new file takes its place."""

    top = IntegerField(
        _l("How many points could a project have at most?"),
        default=100,
        validators=[
            InputRequired(_l("This must not stay empty.")),
            NumberRange(1, MOST, message=_l("Choose a number from 1 to 1,000,000.")),
        ],
    )
    file = FileField(
        _l("The points"),
        description=_l(
            "CSV with the columns 번호 and 점수: the project's number on the ballot, and its points. Means "
            "of a survey become whole numbers if you count in hundredths."
        ),
        validators=[file_or_scores],
    )
    scores = HiddenField()
    reason = StringField(
        _l("Where do the points come from?"),
        description=_l("Everyone can read this in the journal. Name no private person."),
        filters=[neat],
        validators=[
            Optional(),
            no_resident_number,
            Length(min=5, max=500, message=_l("A reason has 5 to 500 letters.")),
        ],
    )

    @property
    def top_points(self) -> int:
        return int(self["top"].data)

    @property
    def blob(self) -> bytes:
        """The new file if there is one, else what was looked at."""
        sent = self["file"].data
        return bytes(sent.read(MOST_BYTES)) if sent else self.typed("scores").encode()
