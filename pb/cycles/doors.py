"""What a visitor can do now: one door for each phase. Rooms above are known by the names of their pages."""

from collections.abc import Callable

from flask import Flask, current_app, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from pb.web.navigation import Link, address_of

OPEN = "pb.cycles.doors"
# Whether a page has something to show of the cycle of this number.
Condition = Callable[[int], bool]
IDEAS = (_l("Read and discuss the ideas"), "proposals.listed")
BALLOT = (_l("See what is voted on"), "projects.listed")
RESULTS = (_l("See the results"), "results.page")
# For each phase its doors, the best first; the first that is open is shown. The call and the vote have
# none here: the rooms for proposing and voting draw their own.
DOORS: dict[str, tuple[tuple[LazyString, str], ...]] = {
    "review": (IDEAS,),
    "appeal": (IDEAS,),
    "bulletin": (BALLOT, IDEAS),
    "counting": (RESULTS, BALLOT, IDEAS),
    "results": (RESULTS, BALLOT),
    "council": (RESULTS, BALLOT),
    "delivery": (RESULTS, BALLOT),
    "evaluation": (RESULTS, BALLOT),
}


def open_while(app: Flask, endpoint: str, condition: Condition) -> None:
    """Let this door be open only for cycles of which `condition` holds; it leads to that cycle's page."""
    app.extensions.setdefault(OPEN, {})[endpoint] = condition


def door(phase: str | None, cycle: int) -> Link | None:
    """The primary button of the year; None between two phases, or while no room is built for this one."""
    for label, endpoint in DOORS.get(phase or "", ()):
        address = address_for(endpoint, cycle)
        if address:
            return Link(address, str(label), here=False)
    return None


def address_for(endpoint: str, cycle: int) -> str | None:
    condition: Condition | None = current_app.extensions.get(OPEN, {}).get(endpoint)
    if condition is None:
        return address_of(endpoint)
    return url_for(endpoint, cycle=cycle) if condition(cycle) else None
