"""The form for photos and documents."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, StringField
from wtforms.validators import Length

from pb.proposals.attached.models import Photo
from pb.web.forms import Form
from pb.web.texts import neat, no_resident_number

LONGEST_ALT = 200


class PicturesForm(Form):
    """Made by `pictures_form`, which adds a field `alt_7` that describes photo 7."""

    photo = FileField(
        _l("Add a photo"),
        description=_l(
            "JPEG, PNG or WebP, up to 20 MB. When and with what it was taken is removed. Please no faces, "
            "number plates or private rooms."
        ),
    )
    use_place = BooleanField(
        _l("Put the pin where the photo was taken"),
        description=_l("Only if the camera noted the place. Without this tick nobody learns it."),
    )
    document = FileField(
        _l("Add a document"),
        description=_l("PDF, HWP, HWPX, DOCX or XLSX, up to 10 MB. Everyone will be able to open it."),
    )


def pictures_form(photos: list[Photo]) -> PicturesForm:
    fields: dict[str, Any] = {
        f"alt_{photo.id}": StringField(
            _("What is on photo %(place)s?", place=place),
            filters=[neat],
            validators=[no_resident_number, Length(max=LONGEST_ALT, message=_l("This is too long."))],
        )
        for place, photo in enumerate(photos, 1)
    }
    made: type[PicturesForm] = type("PicturesFormOfThisProposal", (PicturesForm,), fields)
    return made(data={f"alt_{photo.id}": photo.alt for photo in photos})
