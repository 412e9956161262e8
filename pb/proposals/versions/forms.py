"""The forms for what was handed in."""

from typing import TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired, Length

from pb.proposals.filing import Filing
from pb.proposals.text import Text
from pb.proposals.writing.forms import PinForm, lawful, named_choices, number, shown
from pb.town import queries as town
from pb.town.models import Category, District
from pb.web.amounts import money
from pb.web.forms import Form
from pb.web.texts import neat, no_resident_number, reason

Named = TypeVar("Named", District, Category)


class FilingForm(PinForm):
    """Where it belongs."""

    district = SelectField(_l("District"))
    category = SelectField(_l("Kind of idea"))

    def offer(self, rows: Session, now: Filing) -> None:
        """What can be chosen; what is chosen now stays there though it be retired."""
        places = [*town.districts(rows), *retired(rows.get(District, now.district or 0))]
        kinds = [*town.listed(rows, Category), *retired(rows.get(Category, now.category or 0))]
        self.district.choices = [SelectChoice("", _("The whole town")), *named_choices(places)]
        self.category.choices = [SelectChoice("", _("None of these")), *named_choices(kinds)]

    def filed(self) -> Filing:
        return Filing(
            number(self.district.data),
            number(self.category.data),
            self.latitude.data,
            self.longitude.data,
        )


def retired(now: Named | None) -> list[Named]:
    """What is chosen now, if no list offers it any more."""
    return [now] if now is not None and now.retired is not None else []


def kept(filed: Filing) -> dict[str, object]:
    """What a form shows of where a proposal belongs now."""
    return vars(filed) | {"district": shown(filed.district), "category": shown(filed.category)}


class EditForm(FilingForm):
    """All that a version says. `base` is the version that the page has shown."""

    base = HiddenField()
    title = StringField(_l("Title"), **lawful(100, needed=True))
    problem = TextAreaField(_l("The problem"), **lawful(2000, needed=True))
    idea = TextAreaField(_l("The idea"), **lawful(4000, needed=True))
    beneficiaries = TextAreaField(_l("Who has something of it"), **lawful(1000))
    place = StringField(_l("The place in words"), **lawful(200))
    cost = money(_l("Rough cost in won"), needed=False)

    def text(self) -> Text:
        return Text(
            self.typed("title"),
            self.typed("problem"),
            self.typed("idea"),
            self.typed("beneficiaries"),
            self.typed("place"),
            self.cost.data,
        )


class RefileForm(FilingForm):
    reason = reason(_l("Why does it belong there?"))


class WithdrawForm(Form):
    reason = TextAreaField(
        _l("Why do you take it back?"),
        description=_l("Everyone can read this on its page."),
        filters=[neat],
        validators=[
            no_resident_number,
            InputRequired(_l("Say why, in one sentence at least.")),
            Length(min=5, max=500, message=_l("A reason has 5 to 500 letters.")),
        ],
    )
