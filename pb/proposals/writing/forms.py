"""The forms of the wizard. An answer may stay open until the end; what is typed must be lawful at once."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import Length, NumberRange, Optional

from pb.cycles.forms import MOST_WON, WholeField
from pb.proposals.writing.draft import Draft
from pb.town import queries as town
from pb.town.models import Category
from pb.web.formats import korean
from pb.web.forms import Form
from pb.web.texts import neat, no_resident_number


def lawful(longest: int) -> dict[str, Any]:
    """What every free text is held to."""
    too_long = _l("This is too long: at most %(longest)s letters.", longest=longest)
    return {"filters": [neat], "validators": [no_resident_number, Length(max=longest, message=too_long)]}


class ScreenForm(Form):
    """The parent of each question's form. `seen` says which answers the page has shown."""

    seen = HiddenField()

    def answers(self) -> dict[str, Any]:
        """What was typed, by the names of the draft's answers."""
        return {field.name: field.data for field in self if field.name not in ("seen", "csrf_token")}


class TitleForm(ScreenForm):
    title = StringField(_l("Title"), **lawful(100))


class ProblemForm(ScreenForm):
    problem = TextAreaField(_l("The problem"), **lawful(2000))


class IdeaForm(ScreenForm):
    idea = TextAreaField(_l("The idea"), **lawful(4000))


class PeopleForm(ScreenForm):
    beneficiaries = TextAreaField(_l("Who has something of it"), **lawful(1000))


class PlaceForm(ScreenForm):
    district = SelectField(_l("District"))
    place = StringField(_l("The place in words"), **lawful(200))

    def answers(self) -> dict[str, Any]:
        return super().answers() | {"district": number(self.district.data)}


class CategoryForm(ScreenForm):
    category = RadioField(_l("Kind of idea"), validators=[Optional()])

    def answers(self) -> dict[str, Any]:
        return {"category": number(self.category.data)}


class CostForm(ScreenForm):
    cost = WholeField(
        _l("Rough cost in won"),
        validators=[
            Optional(),
            NumberRange(0, MOST_WON, _l("Type an amount between 1 won and 1,000 trillion won.")),
        ],
        render_kw={"inputmode": "numeric"},
    )


FORMS: dict[str, type[ScreenForm]] = {
    "title": TitleForm,
    "problem": ProblemForm,
    "idea": IdeaForm,
    "people": PeopleForm,
    "place": PlaceForm,
    "category": CategoryForm,
    "cost": CostForm,
}


def number(chosen: str | None) -> int | None:
    return int(chosen) if chosen else None


def screen_form(rows: Session, name: str, draft: Draft, seen: str) -> ScreenForm:
    """The form of one question with what is kept so far."""
    kept = {field: shown(getattr(draft, field)) for field in vars(draft)}
    form = FORMS[name](data={**kept, "cost": draft.cost, "seen": seen})
    if isinstance(form, PlaceForm):
        form.district.choices = [SelectChoice("", _("The whole town")), *named_choices(town.districts(rows))]
    if isinstance(form, CategoryForm):
        form.category.choices = named_choices(town.listed(rows, Category))
    return form


def shown(answer: object) -> str:
    return "" if answer is None else str(answer)


def named_choices(found: Any) -> list[Any]:
    return [SelectChoice(str(one.id), one.name_ko if korean() else one.name_en) for one in found]


class SendForm(Form):
    consent = BooleanField(
        _l("Everyone may read my proposal, and the town may use the idea."),
        description=_l(
            "It is published with your pen name, never with your name or address. The town and other people "
            "may use the idea freely, also if it is not chosen."
        ),
    )


class PressForm(Form):
    """Nothing to fill in: only the press of a button."""
