"""The form of the review, and the small forms around it."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from pb.cycles.forms import calendar
from pb.reviews.deciding.models import Criterion, Ground, Light, Review, Verdict
from pb.reviews.deciding.rules import CRITERIA, GROUNDS, LIGHTS, VERDICTS, Line, Sheet
from pb.web.amounts import MOST_WON, WholeField
from pb.web.forms import Form
from pb.web.texts import neat, no_resident_number, reason

LINES = 8
TOO_LONG = _l("This is too long.")
PUBLIC = _l("Everyone can read this once the decision is confirmed. Name no private person.")
INTERNAL = _l("Officials alone read this; it never leaves the office.")


def words(label: Any, longest: int, description: Any = "") -> TextAreaField:
    return TextAreaField(
        label,
        description=description,
        filters=[neat],
        validators=[no_resident_number, Length(max=longest, message=TOO_LONG)],
    )


def short(label: Any, longest: int) -> StringField:
    return StringField(
        label, filters=[neat], validators=[no_resident_number, Length(max=longest, message=TOO_LONG)]
    )


def whole(label: Any, least: int, most: int = MOST_WON) -> WholeField:
    message = _l("Type a whole number of at least %(least)s.", least=least)
    # Typed as people write money, 2,000,000: a field of numbers would not take the commas.
    return WholeField(
        label, validators=[Optional(), NumberRange(least, most, message)], render_kw={"type": "text"}
    )


class ReviewForm(Form):
    """What is typed while writing; whether anything is missing is asked only when it is submitted."""

    stand = HiddenField()
    verdict = RadioField(
        _l("Verdict"),
        choices=[SelectChoice(one.value, title) for one, title in VERDICTS.items()],
        validate_choice=False,
    )
    ground = SelectField(
        _l("Ground, if it is not feasible"),
        choices=[
            SelectChoice("", _l("None")),
            *(SelectChoice(one.value, title) for one, (title, _) in GROUNDS.items()),
        ],
        validate_choice=False,
    )
    legal_basis = short(_l("Law or ordinance it rests on"), 300)
    changes = words(_l("Which changes are needed"), 1000, PUBLIC)
    explanation = words(_l("Explanation for everyone"), 1500, PUBLIC)
    note = words(_l("Internal note"), 3000, INTERNAL)


for _one, (_title, _question) in CRITERIA.items():
    setattr(
        ReviewForm,
        f"light_{_one.value}",
        RadioField(
            _title,
            description=_question,
            choices=[SelectChoice(light.value, said) for light, said in LIGHTS.items()],
            validate_choice=False,
        ),
    )
    setattr(ReviewForm, f"words_{_one.value}", words(_l("%(criterion)s in words", criterion=_title), 600))
for _place in range(1, LINES + 1):
    setattr(ReviewForm, f"item_{_place}", short(_l("Item"), 60))
    setattr(ReviewForm, f"quantity_{_place}", whole(_l("Quantity"), 1, 1_000_000))
    setattr(ReviewForm, f"unit_{_place}", short(_l("Unit"), 10))
    setattr(ReviewForm, f"unit_cost_{_place}", whole(_l("Won each"), 0, 10**12))
    setattr(ReviewForm, f"yearly_{_place}", whole(_l("Won a year"), 0, 10**12))


def filled(review: Review) -> dict[str, Any]:
    """What the form shows of a review."""
    found: dict[str, Any] = {
        "stand": str(review.stand),
        "verdict": review.verdict,
        "ground": review.ground or "",
        "legal_basis": review.legal_basis,
        "changes": review.changes,
        "explanation": review.explanation,
        "note": review.note,
    }
    for finding in review.findings:
        found[f"light_{finding.criterion}"] = finding.light
        found[f"words_{finding.criterion}"] = finding.words
    for place, line in enumerate(review.lines, 1):
        found |= {
            f"item_{place}": line.item,
            f"quantity_{place}": line.quantity,
            f"unit_{place}": line.unit,
            f"unit_cost_{place}": line.unit_cost,
            f"yearly_{place}": line.yearly,
        }
    return found


def sheet(form: ReviewForm) -> Sheet:
    """What was typed, as the rules read it."""
    return Sheet(
        lights={one: chosen(Light, form.typed(f"light_{one.value}")) for one in Criterion},
        words={one: form.typed(f"words_{one.value}") for one in Criterion},
        lines=tuple(line(form, place) for place in range(1, LINES + 1) if form.typed(f"item_{place}")),
        verdict=chosen(Verdict, form.typed("verdict")),
        ground=chosen(Ground, form.typed("ground")),
        legal_basis=form.typed("legal_basis"),
        explanation=form.typed("explanation"),
        changes=form.typed("changes"),
        note=form.typed("note"),
    )


def chosen(kind: Any, value: str) -> Any:
    """The value of an enumeration, or None where nothing was chosen."""
    return kind(value) if value in set(kind) else None


def line(form: ReviewForm, place: int) -> Line:
    return Line(
        item=form.typed(f"item_{place}"),
        quantity=form[f"quantity_{place}"].data or 1,
        unit=form.typed(f"unit_{place}"),
        unit_cost=form[f"unit_cost_{place}"].data or 0,
        yearly=form[f"yearly_{place}"].data or 0,
    )


class DeclareForm(Form):
    conflict = RadioField(
        _l("Do you have a conflict of interest?"),
        description=_l(
            "You, your family or a firm of yours would gain or lose by it, or you know the proposer well."
        ),
        choices=[SelectChoice("no", _l("No")), SelectChoice("yes", _l("Yes, somebody else decides"))],
        validators=[InputRequired(_l("Choose one."))],
    )


class GiveBackForm(Form):
    why = words(_l("What is to be corrected"), 1000, INTERNAL)


class ConsultForm(Form):
    department = SelectField(_l("Department"), validators=[InputRequired(_l("Choose a department."))])
    due = calendar(_l("Answer until"))
    reason = reason(_l("What do you want to know?"))


class AnswerForm(Form):
    answer = TextAreaField(
        _l("Your answer"),
        description=INTERNAL,
        filters=[neat],
        validators=[
            no_resident_number,
            InputRequired(_l("Write the answer.")),
            Length(max=3000, message=TOO_LONG),
        ],
    )


class AskForm(Form):
    due = calendar(_l("Answer until"))
    reason = reason(_l("What should the proposer change?"))


class ReopenForm(Form):
    department = SelectField(_l("Department"), validators=[InputRequired(_l("Choose a department."))])
    due = calendar(_l("Last day for the review"))
    reason = reason(_l("Why is it examined anew?"))
