"""What a visitor can do now: one door for each phase. Rooms above are known by the names of their pages."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from pb.web.navigation import Link, address_of

IDEAS = (_l("Read and discuss the ideas"), "proposals.listed")
BALLOT = (_l("See what is voted on"), "projects.listed")
# For each phase its doors, the best first; the first whose room is there is shown. The call and the vote have
# none here: the rooms for proposing and voting draw their own.
DOORS: dict[str, tuple[tuple[LazyString, str], ...]] = {
    "review": (IDEAS,),
    "appeal": (IDEAS,),
    "bulletin": (BALLOT, IDEAS),
    "counting": (BALLOT, IDEAS),
    "results": (BALLOT,),
    "council": (BALLOT,),
    "delivery": (BALLOT,),
    "evaluation": (BALLOT,),
}


def door(phase: str | None) -> Link | None:
    """The primary button of the year; None between two phases, or while no room is built for this one."""
    for label, endpoint in DOORS.get(phase or "", ()):
        address = address_of(endpoint)
        if address:
            return Link(address, str(label), here=False)
    return None
