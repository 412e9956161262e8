"""A page with one form on it: what it says, and what it answers when the form is refused."""

from dataclasses import dataclass

from flask import render_template, request, url_for

from pb.errors import Refused
from pb.web.forms import Form

WRONG = 400


@dataclass(frozen=True)
class Link:
    """Another page. With `goes_on` it also knows the page that this visitor wanted, to come back to."""

    label: str
    endpoint: str
    goes_on: bool = False

    @property
    def address(self) -> str:
        return url_for(self.endpoint, next=request.args.get("next") if self.goes_on else None)


@dataclass(frozen=True)
class Sheet:
    """The words around a form. `others` are the ways out for whoever is wrong here."""

    title: str
    lead: str
    submit: str
    others: tuple[Link, ...] = ()
    grave: bool = False

    def show(self, form: Form) -> tuple[str, int]:
        return render_template("accounts/form.html", sheet=self, form=form), WRONG if form.errors else 200

    def refuse(self, form: Form, field: str, why: Refused) -> tuple[str, int]:
        """The form again with what was typed, and the refusal at `field`."""
        form.refuse(field, why)
        return self.show(form)


def said(title: str, lead: str, next_step: str, *others: Link) -> str:
    """A page without a form: what happened and what comes next."""
    return render_template("accounts/said.html", title=title, lead=lead, next_step=next_step, others=others)
