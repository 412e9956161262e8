"""The forms of the reports. All of them stand on one page, so each has a prefix of its own."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField
from wtforms.validators import InputRequired, NumberRange, Optional

from pb.cycles.forms import calendar, text
from pb.web.amounts import MOST_WON, WonField, money
from pb.web.forms import Form
from pb.web.texts import reason


class Report(Form):
    """A form that knows its prefix."""

    NAME = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=self.NAME, **kwargs)


class CouncilForm(Report):
    NAME = "council"
    approved = WonField(
        _l("Approved by the council, in won"),
        description=_l("0 if the council approved nothing."),
        validators=[
            InputRequired(_l("Type an amount in won.")),
            NumberRange(0, MOST_WON, _l("Type an amount between 0 won and 1,000 trillion won.")),
        ],
        render_kw={"inputmode": "numeric"},
    )
    reason = reason(_l("The council's reason, above all for a cut"))


class MilestoneForm(Report):
    NAME = "milestone"
    what = text(_l("Step, for example “Building begins”"), 200)
    planned = calendar(_l("To be done by"))
    reason = reason(_l("What does this day rest on?"))


class MilestoneChangeForm(MilestoneForm):
    NAME = "change"
    done = DateField(
        _l("Done on"), description=_l("Leave it empty until it is done."), validators=[Optional()]
    )


class SpendingForm(Report):
    NAME = "spending"
    day = calendar(_l("Paid on"))
    won = money(_l("Amount in won"))
    back = BooleanField(_l("This takes back an amount that was noted by mistake"))
    reason = reason(_l("What was it paid for?"))


class CompletionForm(Report):
    NAME = "completion"
    day = calendar(_l("Completed on"))
    reason = reason(_l("What stands there now?"))


class PhotoForm(Report):
    NAME = "photo"
    file = FileField(
        _l("Photo"),
        description=_l(
            "JPEG, PNG or WebP, up to 20 MB. When and with what it was taken is removed. Please no faces, "
            "number plates or private rooms."
        ),
    )
    day = calendar(_l("Taken on"))
    reason = reason(_l("What does it show?"))


class PhotoAwayForm(Report):
    NAME = "away"
    reason = reason(_l("Why is it taken away?"))
