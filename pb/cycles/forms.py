"""The forms of the budget office: a plan, its publication, and moving a phase."""

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired, Length, NumberRange, Regexp

from pb.cycles.models import LONGEST_LOT
from pb.cycles.phases import DATED, PHASES
from pb.cycles.plan import Plan
from pb.cycles.rules import day as day_of
from pb.cycles.rules import last_day
from pb.web.forms import Form
from pb.web.texts import neat, no_resident_number, reason

LOT = re.compile(rf"[a-z0-9.-]{{4,{LONGEST_LOT}}}\Z")
MOST_WON = 10**15
ADVISORY, BINDING = "advisory", "binding"


class WholeField(IntegerField):
    """A whole number as people type it: 2,000,000,000원 or in full-width digits."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = neat("".join(str(value) for value in valuelist[:1]))
        digits = typed.translate({ord(sign): None for sign in ", ₩원"})
        self.data = None
        if digits and not (digits.isascii() and digits.isdigit() and len(digits) <= len(str(MOST_WON))):
            raise ValueError(_("Type a whole number, like 2,000,000,000."))
        self.data = int(digits) if digits else None


def text(label: Any, longest: int) -> StringField:
    return StringField(
        label,
        filters=[neat],
        validators=[
            no_resident_number,
            InputRequired(_l("This must not stay empty.")),
            Length(max=longest, message=_l("This is too long.")),
        ],
    )


def money(label: Any) -> WholeField:
    return WholeField(
        label,
        validators=[
            InputRequired(_l("Type an amount in won.")),
            NumberRange(1, MOST_WON, _l("Type an amount between 1 won and 1,000 trillion won.")),
        ],
    )


def calendar(label: Any) -> DateField:
    return DateField(label, validators=[InputRequired(_l("Choose a day."))])


class PlanForm(Form):
    title_ko = text(_l("Korean title"), 80)
    title_en = text(_l("English title"), 120)
    year = WholeField(
        _l("Budget of the year"),
        validators=[
            InputRequired(_l("Type the year.")),
            NumberRange(2000, 2200, _l("Type a year between 2000 and 2200.")),
        ],
    )
    budget = money(_l("Budget in won"))
    effect = RadioField(
        _l("What the result does"),
        choices=[
            SelectChoice(ADVISORY, _l("It advises the town")),
            SelectChoice(BINDING, _l("It binds the town")),
        ],
        validators=[InputRequired(_l("Choose one."))],
    )
    legal_basis = text(_l("Law and ordinance it rests on"), 300)


def plan_form(plan: Plan) -> PlanForm:
    """The form of this plan, filled in: a field of money for each section, two days for each phase."""
    fields: dict[str, Any] = {}
    filled: dict[str, Any] = {
        "title_ko": plan.title_ko,
        "title_en": plan.title_en,
        "year": plan.year,
        "budget": plan.budget,
        "effect": BINDING if plan.binding else ADVISORY,
        "legal_basis": plan.legal_basis,
    }
    for place, section in enumerate(plan.sections, 1):
        fields[f"section_{place}"] = money(f"{section.name_ko} / {section.name_en}")
        filled[f"section_{place}"] = section.budget
    for phase in DATED:
        title = PHASES[phase].title
        fields[f"first_{phase}"] = calendar(_("%(phase)s: first day", phase=title))
        fields[f"last_{phase}"] = calendar(_("%(phase)s: last day", phase=title))
    for span in plan.spans:
        filled[f"first_{span.phase}"], filled[f"last_{span.phase}"] = day_of(span.starts), last_day(span)
    made: PlanForm = type("FormOfThisPlan", (PlanForm,), fields)(**filled)
    return made


class PublishForm(Form):
    reason = reason(_l("What was this plan decided on?"))


class LotForm(Form):
    lot = StringField(
        _l("What was drawn"),
        description=_l("4 to 60 small letters, digits, dots and dashes, as in 7-12-23-31-39-44."),
        filters=[neat, str.lower],
        validators=[
            no_resident_number,
            InputRequired(_l("This must not stay empty.")),
            Regexp(LOT, message=_l("Use 4 to 60 small letters, digits, dots and dashes, nothing else.")),
        ],
    )
    reason = reason(_l("Where and how was it drawn, and who watched?"))


class ExtendForm(Form):
    last = calendar(_l("New last day"))
    reason = reason(_l("Why is more time needed?"))


class StopForm(Form):
    reason = reason(_l("Why does it end now?"))
