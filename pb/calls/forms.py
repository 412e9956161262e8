"""What a department fills in."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired

from pb.calls.rules import Terms
from pb.cycles.forms import calendar, maybe_text, maybe_whole, story, text
from pb.cycles.rules import day, morning
from pb.town.models import Department, District
from pb.web.amounts import money
from pb.web.formats import korean
from pb.web.forms import Form, TicksField
from pb.web.texts import reason

CRITERIA = range(1, 7)
LONGEST = 4_000
ONE_DAY = timedelta(days=1)


class TermsForm(Form):
    """All that a call says; the criteria are `criterion_1` to `criterion_6`, each with its weight."""

    department = SelectField(_l("Department"), validators=[InputRequired(_l("Choose a department."))])
    title = text(_l("Title"), 100, _l("The problem in one line."))
    problem = story(_l("The problem"), LONGEST, _l("In plain words, as you would tell a neighbour."))
    wanted = story(
        _l("What is looked for"), LONGEST, _l("What kind of answer helps, and how far worked out.")
    )
    budget = money(_l("Budget in won"), needed=False)
    prize = maybe_text(_l("Prize, if there is one"), 200)
    who = text(_l("Who may answer"), 300, _l("For example: every resident, also in teams."))
    districts = TicksField(
        _l("Only residents of these districts"),
        description=_l("Tick none if the whole town may answer."),
        coerce=int,
    )
    youth = BooleanField(
        _l("Only who is not yet 20"),
        description=_l("On the first day to answer, by the town's roll."),
    )
    opens = calendar(_l("First day to answer"))
    closes = calendar(_l("Last day to answer"))
    decides = calendar(_l("Day of the decision"))
    legal_basis = text(_l("Legal basis"), 300)

    def offer(self, departments: Sequence[Department], districts: Sequence[District]) -> None:
        self.districts.choices = [
            SelectChoice(one.id, one.name_ko if korean() else one.name_en) for one in districts
        ]
        self.department.choices = [
            SelectChoice(str(one.id), one.name_ko if korean() else one.name_en) for one in departments
        ]

    def weighed(self) -> list[tuple[Any, Any]]:
        """Each criterion's field with that of its weight."""
        return [(self[f"criterion_{number}"], self[f"weight_{number}"]) for number in CRITERIA]

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        for name, weight in self.weighed():
            if bool(name.data) != (weight.data is not None):
                self.refuse(weight.name, _l("A criterion needs a name and a weight."))
        return not self.errors

    def terms(self) -> Terms:
        return Terms(
            title=self.typed("title"),
            problem=self.typed("problem"),
            wanted=self.typed("wanted"),
            budget=self.budget.data,
            prize=self.typed("prize"),
            criteria=tuple((name.data, weight.data) for name, weight in self.weighed() if name.data),
            who=self.typed("who"),
            districts=tuple(sorted(self.districts.data or ())),
            youth=self.youth.data,
            opens=morning(self["opens"].data),
            closes=morning(self["closes"].data + ONE_DAY),
            decides=self["decides"].data,
            legal_basis=self.typed("legal_basis"),
        )


for _number in CRITERIA:
    setattr(TermsForm, f"criterion_{_number}", maybe_text(_l("Criterion %(number)s", number=_number), 80))
    setattr(TermsForm, f"weight_{_number}", maybe_whole(_l("Its weight of 100"), 1, 100))


class PostForm(Form):
    reason = reason(_l("What was this call decided on?"))


class CorrectForm(TermsForm):
    reason = reason(_l("What was wrong, and why is it right now?"))


class CloseForm(Form):
    reason = reason(_l("Why are no more answers taken?"))


def shown(terms: Terms, department: int) -> dict[str, Any]:
    """What the fields hold for a call as it stands."""
    criteria = {
        f"{what}_{place}": value
        for place, pair in enumerate(terms.criteria, 1)
        for what, value in zip(("criterion", "weight"), pair, strict=True)
    }
    days = {"opens": day(terms.opens), "closes": day(terms.closes - timedelta(seconds=1))}
    return vars(terms) | criteria | days | {"department": str(department)}
