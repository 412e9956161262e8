"""The forms of the town's own data."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from pb.web.amounts import money
from pb.web.forms import Form
from pb.web.texts import neat, no_resident_number, reason


def name(label: Any, missing: Any, longest: int) -> StringField:
    return StringField(
        label,
        filters=[neat],
        validators=[
            no_resident_number,
            InputRequired(missing),
            Length(max=longest, message=_l("This is too long.")),
        ],
    )


class MapForm(Form):
    file = FileField(
        _l("The districts as a GeoJSON file"),
        description=_l(
            "A FeatureCollection of polygons in WGS 84, each with a property `name` (and `name_en`)."
        ),
        validators=[FileRequired(_l("Choose a file."))],
    )
    reason = reason(_l("Where does this map come from?"))


class PriceForm(Form):
    name_ko = name(_l("Korean name"), _l("Type the Korean name."), 60)
    name_en = name(_l("English name"), _l("Type the English name."), 80)
    unit = name(_l("Counted in (그루, m, 개 …)"), _l("Say what is counted."), 20)
    won = money(_l("Won for one"))
    reason = reason(_l("Why this change?"))


class NameForm(Form):
    name_ko = name(_l("Korean name"), _l("Type the Korean name."), 60)
    name_en = name(_l("English name"), _l("Type the English name."), 80)
    reason = reason(_l("Why this change?"))
