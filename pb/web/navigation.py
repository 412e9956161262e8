"""The way around: the pages of the main menu, each only if its room is built."""

from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

MENU: tuple[tuple[str, LazyString], ...] = (
    ("web.home", _l("Home")),
    ("recount.start", _l("Recount")),
    ("journal.entries", _l("Journal")),
    ("web.checked", _l("How it is checked")),
)


@dataclass(frozen=True)
class Link:
    address: str
    label: str
    here: bool


def menu() -> list[Link]:
    """Links upward are names: a room that is not there yet is simply not in the menu."""
    room = (request.endpoint or "").partition(".")[0]
    return [
        Link(url_for(endpoint), str(label), is_here(endpoint, room))
        for endpoint, label in MENU
        if endpoint in current_app.view_functions
    ]


def is_here(endpoint: str, room: str) -> bool:
    return endpoint == request.endpoint or (room != "web" and endpoint.startswith(f"{room}."))


def address_of(endpoint: str) -> str | None:
    """The address of a page, if its room is there."""
    return url_for(endpoint) if endpoint in current_app.view_functions else None


def next_step() -> Link:
    """The one thing to do next, for the big button of the home page."""
    recount = address_of("recount.start")
    if recount:
        return Link(recount, str(_l("Recount a vote")), here=False)
    return Link(url_for("web.checked"), str(_l("See how it is checked")), here=False)
