"""The forms of the count and the publication."""

from flask_babel import lazy_gettext as _l

from pb.web.forms import Form
from pb.web.texts import reason


class CountForm(Form):
    reason = reason(_l("Why is it counted now?"))


class PressForm(Form):
    reason = reason(_l("What does the publication rest on?"))
