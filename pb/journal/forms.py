"""What to look for in the journal."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import Optional

from pb.journal.kinds import FORMS, OFFICES
from pb.journal.queries import Filter
from pb.web.forms import Form

TOWN_TIME = ZoneInfo("Asia/Seoul")


class FilterForm(Form):
    """Sent by GET, so that a list can be linked to."""

    class Meta:
        csrf = False

    kind = SelectField(
        _l("What"),
        choices=[
            SelectChoice("", _l("Everything")),
            *(SelectChoice(k.value, f.title) for k, f in FORMS.items()),
        ],
        default="",
    )
    office = SelectField(
        _l("Who"),
        choices=[
            SelectChoice("", _l("Every office")),
            *(SelectChoice(o.value, t) for o, t in OFFICES.items()),
        ],
        default="",
    )
    since = DateField(_l("From"), validators=[Optional()])
    until = DateField(_l("To"), validators=[Optional()])

    def filter(self) -> Filter:
        last = self.until.data + timedelta(days=1) if self.until.data else None
        return Filter(self.kind.data or "", self.office.data or "", midnight(self.since.data), midnight(last))


def midnight(day: date | None) -> datetime | None:
    """When the day begins in the town."""
    return datetime.combine(day, time(), TOWN_TIME) if day else None
