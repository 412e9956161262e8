"""Every macro in every state on one page: for developers and for the tests, never public."""

from flask import Blueprint, render_template
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    validators,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind

from pb.access import public
from pb.web.forms import Form, TicksField
from pb.web.paging import cut

blueprint = Blueprint("style", __name__)
RULES = [SelectChoice("greedy", "Most votes first"), SelectChoice("equal-shares", "Fair shares")]


class Sample(Form):
    """One field of each kind."""

    name = StringField("Name", [validators.InputRequired("Write a name.")], description="As on a letter.")
    story = TextAreaField("Story", [validators.InputRequired("Tell the story.")])
    district = SelectField(
        "District", choices=[SelectChoice("", "Choose"), SelectChoice("seongsan", "성산동")]
    )
    latitude = StringField("Latitude")
    longitude = StringField("Longitude")
    rule = RadioField("Rule", [validators.InputRequired("Choose a rule.")], choices=RULES)
    rules = TicksField(
        "Rules side by side",
        choices=RULES,
        description="As many as you like.",
    )
    file = FileField(
        "File", [validators.InputRequired("Choose a file.")], description="A .pb file, at most 20 MB."
    )
    agreed = BooleanField(
        "I agree", [validators.InputRequired("Please agree first.")], description="In plain words."
    )


@blueprint.get("/style")
@public
def page() -> str:
    return render_template("style/page.html", **samples(Sample(formdata=None)))


@blueprint.post("/style")
@public
def sent() -> str:
    form = Sample()
    form.validate()
    return render_template("style/page.html", **samples(form))


def samples(form: Sample) -> dict[str, object]:
    return {
        "form": form,
        "listed": cut(range(200), 9, 10),
        "addresses": {number: f"?page={number}" for number in range(1, 21)},
        "rows": [("놀이터 새로 고치기 Repairing the playground", "412", "₩120,000,000", "funded")] * 3,
    }
