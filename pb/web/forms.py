"""The parent of every form: protected against forgery, with messages in the visitor's language."""

from flask_wtf import FlaskForm
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget


class Form(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """Fields are drawn by the macros of `templates/macros/fields.html`."""

    def mistakes(self) -> list[tuple[str, str]]:
        """(id of the field, what is wrong) for the summary at the top of the form, in the form's order."""
        return [(field.id, str(error)) for field in self for error in field.errors]

    def typed(self, name: str) -> str:
        """What stands in a field of text; empty if it was not sent."""
        return str(self[name].data or "")

    def refuse(self, name: str, why: object) -> None:
        """Add what only the records could tell to the mistakes of a field."""
        self[name].errors = [*self[name].errors, str(why)]


class TicksField(SelectMultipleField):
    """As many of the choices as one likes, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
