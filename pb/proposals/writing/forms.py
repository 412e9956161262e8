"""The forms of the wizard. An answer may stay open until the end; what is typed must be lawful at once."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import BooleanField, FloatField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from pb.proposals.writing.draft import Draft
from pb.proposals.writing.screens import SCREENS
from pb.town import queries as town
from pb.town.costs.models import UnitCost
from pb.town.costs.queries import unit_costs
from pb.town.models import Category
from pb.web.amounts import WholeField, money
from pb.web.formats import korean, won
from pb.web.forms import Form
from pb.web.texts import neat, no_resident_number

ADD_UP = "add-up"


def lawful(longest: int, needed: bool = False) -> dict[str, Any]:
    """What every free text is held to."""
    too_long = _l("This is too long: at most %(longest)s letters.", longest=longest)
    needs = [InputRequired(_l("This must not stay empty."))] if needed else []
    validators = [no_resident_number, *needs, Length(max=longest, message=too_long)]
    return {"filters": [neat], "validators": validators}


def coordinate(label: Any, most: int) -> FloatField:
    return FloatField(
        label,
        validators=[Optional(), NumberRange(-most, most, _l("This is no place on the earth."))],
        render_kw={"inputmode": "decimal"},
    )


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


class PinForm(Form):
    """A pin on the map, or none."""

    latitude = coordinate(_l("Latitude"), 90)
    longitude = coordinate(_l("Longitude"), 180)

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if (self.latitude.data is None) != (self.longitude.data is None):
            self.refuse("longitude", _l("A pin needs both numbers, or none."))
        return not self.errors


class PlaceForm(ScreenForm, PinForm):
    district = SelectField(_l("District"))
    place = StringField(_l("The place in words"), **lawful(200))

    def answers(self) -> dict[str, Any]:
        return super().answers() | {"district": number(self.district.data)}


class CategoryForm(ScreenForm):
    category = RadioField(_l("Kind of idea"), validators=[Optional()])

    def answers(self) -> dict[str, Any]:
        return {"category": number(self.category.data)}


class CostForm(ScreenForm):
    """Made by `cost_form`, which adds a field `of_3` for how many of unit cost 3 are needed."""

    cost = money(_l("Rough cost in won"), needed=False)
    prices: Mapping[int, UnitCost] = MappingProxyType({})

    def quantities(self) -> list[tuple[UnitCost, Any]]:
        """Each unit cost with the field for how many."""
        return [(price, self[f"of_{number}"]) for number, price in self.prices.items()]

    def sum(self) -> int:
        return sum(price.won * field.data for price, field in self.quantities() if field.data)

    def answers(self) -> dict[str, Any]:
        """Adding up, or leaving the cost open, takes the sum."""
        items = tuple((price.id, field.data) for price, field in self.quantities() if field.data)
        wants_sum = request.form.get("way") == ADD_UP or self.cost.data is None
        return {"cost": self.sum() if items and wants_sum else self.cost.data, "items": items}


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


def screen_form(rows: Session, name: str, draft: Draft) -> ScreenForm:
    """The form of one question with what is kept so far."""
    kept = {field: shown(getattr(draft, field)) for field in ("district", "category")}
    data = vars(draft) | kept | {"seen": draft.print_of(SCREENS[name].fields)}
    if name == "cost":
        return cost_form(rows, draft, data)
    form = FORMS[name](data=data)
    if isinstance(form, PlaceForm):
        form.district.choices = [SelectChoice("", _("The whole town")), *named_choices(town.districts(rows))]
    if isinstance(form, CategoryForm):
        form.category.choices = named_choices(town.listed(rows, Category))
    return form


def cost_form(rows: Session, draft: Draft, data: dict[str, Any]) -> CostForm:
    chosen = dict(draft.items)
    prices = {
        one.id: one for one in unit_costs(rows, with_retired=True) if not one.retired or one.id in chosen
    }
    fields: dict[str, Any] = {f"of_{number}": how_many(price) for number, price in prices.items()}
    made: type[CostForm] = type("CostFormOfThisTown", (CostForm,), fields | {"prices": prices})
    return made(data=data | {f"of_{number}": chosen.get(number) for number in prices})


def how_many(price: UnitCost) -> WholeField:
    name = price.name_ko if korean() else price.name_en
    return WholeField(
        _("%(name)s: how many %(unit)s?", name=name, unit=price.unit),
        description=_("%(won)s for one %(unit)s", won=won(price.won), unit=price.unit),
        validators=[Optional(), NumberRange(0, 100_000, _l("Type a number up to 100,000."))],
        render_kw={"inputmode": "numeric"},
    )


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
