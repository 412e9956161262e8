"""Points for each answer and criterion; which answers were chosen, and why."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import NumberRange, Optional

from pb.calls.models import Criterion
from pb.reviews.judging.rules import MOST
from pb.web.amounts import WholeField
from pb.web.forms import Form, TicksField
from pb.web.texts import reason


class PointsForm(Form):
    """Has a field `points_<answer>_<criterion>` for each; see `points_form`."""

    def given(self) -> dict[int, dict[int, int]]:
        found: dict[int, dict[int, int]] = {}
        for field in self:
            what, _, rest = field.name.partition("_")
            if what == "points" and field.data is not None:
                number, place = map(int, rest.split("_"))
                found.setdefault(number, {})[place] = field.data
        return found


def points_form(
    criteria: Sequence[Criterion], answers: Mapping[int, str], given: Mapping[int, Mapping[int, int]]
) -> PointsForm:
    message = _l("Type points from 0 to %(most)s.", most=MOST)
    fields: dict[str, Any] = {
        f"points_{number}_{one.place}": WholeField(
            f"{title}, {one.name}", validators=[Optional(), NumberRange(0, MOST, message)]
        )
        for number, title in answers.items()
        for one in criteria
    }
    filled = {
        f"points_{number}_{place}": points for number, by in given.items() for place, points in by.items()
    }
    made: PointsForm = type("PointsOfCall", (PointsForm,), fields)(data=filled)
    return made


class DecisionForm(Form):
    chosen = TicksField(
        _l("Which answers are chosen?"),
        description=_l("Tick none if no answer fits."),
        coerce=int,
    )
    reason = reason(_l("Why these? What comes next?"))

    def offer(self, answers: Mapping[int, str]) -> None:
        self.chosen.choices = [SelectChoice(number, title) for number, title in answers.items()]
