"""The forms of the recount page: which files, and how to count."""

from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileAllowed, FileField, FileRequired
from wtforms import SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind

from pb.web.forms import Form, TicksField
from pb.web.furniture import language
from tallying.election import Kind
from tallying.variants import VARIANTS

MOST_AT_ONCE = 4
USUAL = ("greedy", "greedy-per-won", "equal-shares/add1", "phragmen")
KINDS: dict[str, LazyString] = {
    Kind.APPROVAL: _l("Projects ticked, or chosen while the money lasts"),
    Kind.CHOOSE_1: _l("One project"),
    Kind.CUMULATIVE: _l("Points to spread"),
    Kind.SCORING: _l("Points for each project"),
    Kind.ORDINAL: _l("A ranking, best first"),
}


class Ways(Form):
    """How to count: one to four ways side by side."""

    ways = TicksField(
        _l("Ways to count"),
        description=_l("Choose up to four to see them side by side."),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        place = language() == "ko"
        self.ways.choices = [SelectChoice(name, way.title[place]) for name, way in VARIANTS.items()]
        self.usual = USUAL
        self.meanings = {name: way.meaning[place] for name, way in VARIANTS.items()}

    def shows_rare(self) -> bool:
        """Whether one of the rarer ways is chosen, or the choice was wrong."""
        return bool(self.ways.errors) or not set(self.chosen()) <= set(USUAL)

    def chosen(self) -> list[str]:
        return list(self.ways.data or ())

    def validate_ways(self, field: TicksField) -> None:
        if not field.data:
            raise ValidationError(_l("Choose at least one way to count."))
        if len(field.data) > MOST_AT_ONCE:
            raise ValidationError(_l("Choose at most four: more do not fit side by side."))


class Upload(Ways):
    """A vote of one's own: a .pb file, or two .csv files and what they do not say."""

    vote = FileField(
        _l("The vote"),
        [
            FileRequired(_l("Choose a file first.")),
            FileAllowed(["pb", "csv"], _l("This must be a .pb or a .csv file.")),
        ],
        description=_l("A .pb file, or the .csv file of the projects. At most 20 MB."),
    )
    ballots = FileField(
        _l("The ballots"),
        [FileAllowed(["csv"], _l("This must be a .csv file."))],
        description=_l(
            "A .csv file with one row for each ballot, and the chosen projects in a column “vote”."
        ),
    )
    budget = StringField(_l("The budget in won"))
    kind = SelectField(_l("What a ballot holds"), choices=[SelectChoice(*pair) for pair in KINDS.items()])
    weights = FileField(
        _l("Weights of voter groups"),
        [FileAllowed(["csv", "json"], _l("This must be a .csv or a .json file."))],
        description=_l("Only if some groups weigh more than others: a .csv file of groups and weights."),
    )

    def needs_more(self) -> bool:
        """Whether to show the rarer fields at once: something in them was wrong, or is still missing."""
        return any(field.errors for field in (self.vote, self.ballots, self.budget, self.kind, self.weights))

    def is_pair(self) -> bool:
        """Whether the projects came as a spreadsheet."""
        return str(self.vote.data.filename).lower().endswith(".csv")

    def validate_vote(self, field: FileField) -> None:
        if field.data and self.is_pair() and not self.ballots.data:
            raise ValidationError(
                _l("With a .csv file of projects the file of the ballots is needed as well.")
            )

    def validate_budget(self, field: StringField) -> None:
        if self.vote.data and self.is_pair() and self.money() is None:
            raise ValidationError(_l("Write the budget as a whole number of won, for example 2,000,000,000."))

    def money(self) -> int | None:
        """The budget that was typed, with or without thousands apart; full-width digits are digits too."""
        typed = self.typed("budget").replace(",", "").replace(" ", "").removesuffix("원")
        return int(typed) if typed.isdecimal() and len(typed) <= 15 else None
