"""The forms for what was handed in."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from pb.proposals.text import Text
from pb.proposals.writing.forms import lawful
from pb.web.amounts import money
from pb.web.forms import Form
from pb.web.texts import neat, no_resident_number


class EditForm(Form):
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
