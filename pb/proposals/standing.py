"""Where a proposal stands, in words, and on the way from an idea to something built."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from pb.proposals.models import State

TITLES: Mapping[State, LazyString] = {
    State.DRAFT: _l("Draft"),
    State.RECEIVED: _l("Received"),
    State.IN_REVIEW: _l("In review"),
    State.FEASIBLE: _l("Feasible"),
    State.INFEASIBLE: _l("Not feasible"),
    State.ON_BALLOT: _l("On the ballot"),
    State.FUNDED: _l("Funded"),
    State.NOT_FUNDED: _l("Not funded"),
    State.WITHDRAWN: _l("Withdrawn"),
    State.MERGED: _l("Merged"),
    State.FORWARDED: _l("Sent on"),
}
# Each state's colour; the word beside it says the same.
LOOKS: Mapping[State, str] = {
    State.FEASIBLE: "success",
    State.ON_BALLOT: "success",
    State.FUNDED: "success",
    State.INFEASIBLE: "danger",
    State.NOT_FUNDED: "warning",
}
WAY: tuple[LazyString, ...] = (_l("Proposal"), _l("Review"), _l("Vote"), _l("Delivery"))
# How many steps of the way lie behind it, and whether the way ends there.
REACHED: Mapping[State, int] = {
    State.DRAFT: 0,
    State.RECEIVED: 1,
    State.IN_REVIEW: 1,
    State.FEASIBLE: 2,
    State.INFEASIBLE: 1,
    State.ON_BALLOT: 2,
    State.FUNDED: 3,
    State.NOT_FUNDED: 2,
    State.WITHDRAWN: 1,
    State.MERGED: 1,
    State.FORWARDED: 1,
}
ENDED = frozenset({State.INFEASIBLE, State.NOT_FUNDED, State.WITHDRAWN, State.MERGED, State.FORWARDED})


@dataclass(frozen=True)
class WayStep:
    """A step of the way: its name, and whether it is done, now, coming, or where the way ended."""

    name: str
    state: str


def way(state: State) -> list[WayStep]:
    """The four steps from proposal to delivery, as far as this state has come."""
    reached = REACHED[state]
    here = "ended" if state in ENDED else "now"
    marks = [
        "done" if place < reached else here if place == reached else "coming" for place in range(len(WAY))
    ]
    return [WayStep(str(name), mark) for name, mark in zip(WAY, marks, strict=True)]
