"""The forms with which the coordinator composes the ballot."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired, Length

from pb.cycles.forms import story, text
from pb.projects.models import Tie
from pb.web.amounts import money
from pb.web.forms import Form
from pb.web.texts import neat, no_resident_number, reason

LONGEST_TEXT = 1_200


class ProjectForm(Form):
    section = RadioField(_l("Section"), coerce=int, validators=[InputRequired(_l("Choose one."))])
    title_ko = text(_l("Korean title"), 100)
    title_en = text(_l("English title"), 120)
    text_ko = story(_l("What it is, in Korean"), LONGEST_TEXT)
    text_en = story(_l("What it is, in English"), LONGEST_TEXT)
    place = text(_l("Where"), 200)
    cost = money(_l("Final cost in won"))
    department = SelectField(_l("Department that carries it out"), coerce=int, default=0)

    def offer(self, sections: list[tuple[int, str]], departments: list[tuple[int, str]]) -> None:
        self.section.choices = [SelectChoice(place, name) for place, name in sections]
        if len(sections) == 1 and not self.is_submitted():
            self.section.data = sections[0][0]
        unknown = SelectChoice(0, _l("Not known yet"))
        self.department.choices = [unknown, *(SelectChoice(number, name) for number, name in departments)]


class DrawForm(Form):
    seed = StringField(
        _l("Public seed"),
        description=_l(
            "Something that nobody can choose and everybody can look up, for example the numbers of a "
            "lottery draw on a day announced before."
        ),
        filters=[neat],
        validators=[
            no_resident_number,
            InputRequired(_l("Type the seed.")),
            Length(max=80, message=_l("This is too long.")),
        ],
    )


class TieForm(Form):
    kind = RadioField(
        _l("What binds them"),
        choices=[
            SelectChoice(Tie.CONFLICT.value, _l("At most one of the two can be funded")),
            SelectChoice(Tie.MANDATORY.value, _l("The first must be funded, before all others")),
        ],
        validators=[InputRequired(_l("Choose one."))],
    )
    one = SelectField(_l("First project"), coerce=int)
    two = SelectField(_l("Second project"), coerce=int)

    def offer(self, projects: list[tuple[int, str]]) -> None:
        self.one.choices = self.two.choices = [SelectChoice(number, name) for number, name in projects]


class PublishForm(Form):
    reason = reason(_l("What was this ballot decided on?"))
