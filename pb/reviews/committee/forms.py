"""The forms of the committee, of its members, and the proposer's appeal."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from pb.accounts.forms import address
from pb.cycles.forms import text
from pb.reviews.committee.models import ScoreCriterion, Vote
from pb.reviews.committee.queries import Item
from pb.reviews.committee.rules import VOTES
from pb.reviews.deciding.forms import TOO_LONG, short
from pb.web.amounts import WholeField, money
from pb.web.forms import Form, TicksField
from pb.web.texts import neat, no_resident_number, reason

MEASURES = 6
CONFLICT = "conflict"
COST = "cost_"


def long(label: Any, missing: Any, longest: int, description: Any = "") -> TextAreaField:
    return TextAreaField(
        label,
        description=description,
        filters=[neat],
        validators=[no_resident_number, InputRequired(missing), Length(max=longest, message=TOO_LONG)],
    )


class AppealForm(Form):
    words = long(
        _l("Why do you disagree?"),
        _l("Say why you disagree."),
        2000,
        _l("The committee reads this, and everyone can. Name no private person."),
    )


class CommitteeForm(Form):
    name_ko = text(_l("Korean name"), 60)
    name_en = text(_l("English name"), 80)
    reason = reason(_l("Which ordinance or decision is it founded on?"))


class MemberForm(Form):
    email = address(_l("E-mail address"))
    name = text(_l("Name that everyone reads"), 30)
    reason = reason(_l("Why does this person get a seat?"))


class EndSeatForm(Form):
    reason = reason(_l("Why does the seat end?"))


class MeetingForm(Form):
    at = DateTimeLocalField(_l("Day and time"), validators=[InputRequired(_l("Choose a day."))])
    place = text(_l("Where it meets"), 100)


class AttendanceForm(Form):
    present = TicksField(
        _l("Who is there"),
        coerce=int,
        validate_choice=False,
    )


class VoteForm(Form):
    vote = RadioField(
        _l("Your vote"),
        description=_l("Everyone reads it beside your name once the meeting is closed."),
        choices=[
            *(SelectChoice(one.value, title) for one, title in VOTES.items()),
            SelectChoice(CONFLICT, _l("I have a conflict of interest and do not vote")),
        ],
        validators=[InputRequired(_l("Choose one."))],
    )

    def said(self) -> Vote | None:
        """None for a conflict of interest."""
        return None if self.typed("vote") == CONFLICT else Vote(self.typed("vote"))


class CloseForm(Form):
    minutes = long(
        _l("Minutes"),
        _l("Write the minutes."),
        10_000,
        _l("Everyone can read them. Name no private person."),
    )
    reason = reason(_l("What did the committee say about the appeals?"))

    def costs(self) -> dict[int, int | None]:
        """By the number of the appeal."""
        named = (field.short_name for field in self if field.short_name.startswith(COST))
        return {int(name.removeprefix(COST)): self[name].data for name in named}


def close_form(agenda: list[Item], **given: Any) -> CloseForm:
    """With a cost for each appeal, filled with what is known so far."""
    fields, filled = {}, {}
    for item in agenda:
        name = f"{COST}{item.appeal.id}"
        label = _l("“%(title)s”: the cost with which it goes on, if the votes uphold", title=item.case.title)
        fields[name] = money(label, needed=False)
        filled[name] = item.known_cost
    made: CloseForm = type("AgendaForm", (CloseForm,), fields)(**filled, **given)
    return made


class MeasuresForm(Form):
    """Up to six criteria; a line without a name is none."""

    reason = reason(_l("What are these criteria decided on?"))

    def wanted(self, committee: int) -> list[ScoreCriterion]:
        named = [place for place in range(1, MEASURES + 1) if self.typed(f"name_ko_{place}")]
        return [
            ScoreCriterion(
                committee_id=committee,
                place=place,
                name_ko=self.typed(f"name_ko_{line}"),
                name_en=self.typed(f"name_en_{line}") or self.typed(f"name_ko_{line}"),
                weight=self[f"weight_{line}"].data or 1,
                most=self[f"most_{line}"].data or 10,
            )
            for place, line in enumerate(named, 1)
        ]


def hundred(label: Any) -> WholeField:
    message = _l("Type a whole number between 1 and 100.")
    return WholeField(label, validators=[Optional(), NumberRange(1, 100, message)])


for _place in range(1, MEASURES + 1):
    setattr(MeasuresForm, f"name_ko_{_place}", short(_l("Korean name"), 60))
    setattr(MeasuresForm, f"name_en_{_place}", short(_l("English name"), 80))
    setattr(MeasuresForm, f"weight_{_place}", hundred(_l("Weight")))
    setattr(MeasuresForm, f"most_{_place}", hundred(_l("Most points")))


class SignForm(Form):
    reason = reason(_l("Which meeting decided on these scores?"))


def points_form(measures: list[ScoreCriterion], numbers: list[int], given: dict[int, dict[int, int]]) -> Form:
    """A field of points for each proposal and criterion, filled with what was given."""
    fields: dict[str, Any] = {}
    filled: dict[str, int | None] = {}
    for number in numbers:
        for one in measures:
            message = _l("Type points from 0 to %(most)s.", most=one.most)
            fields[f"points_{number}_{one.place}"] = WholeField(
                one.name_ko, validators=[Optional(), NumberRange(0, one.most, message)]
            )
            filled[f"points_{number}_{one.place}"] = given.get(number, {}).get(one.place)
    made: Form = type("PointsForm", (Form,), fields)(**filled)
    return made
