"""What lies near a proposal on the map: the year's other proposals, and what came to the vote in any year."""

from dataclasses import dataclass
from math import cos, hypot, radians

from sqlalchemy import or_
from sqlalchemy.orm import Session

from pb.proposals.models import Proposal, State
from pb.reviews.assigning.queries import Case, cases

WITHIN = 1_000
MOST = 12
# Metres of one degree of latitude, and of longitude at the equator: exact enough within one town.
DEGREE = 111_320
DONE = (State.ON_BALLOT, State.FUNDED, State.NOT_FUNDED)
GONE = (State.DRAFT, State.MERGED, State.WITHDRAWN)


@dataclass(frozen=True)
class Near:
    """A case with a pin, and how far it is in whole metres; `past` if it came to the vote."""

    case: Case
    metres: int
    past: bool


def nearby(rows: Session, proposal: Proposal) -> list[Near]:
    """The nearest first, within a kilometre; none if the proposal has no pin."""
    if proposal.latitude is None or proposal.longitude is None:
        return []
    north, east = proposal.latitude, proposal.longitude
    wide = DEGREE * cos(radians(north))
    wanted = cases().where(
        Proposal.id != proposal.id,
        Proposal.latitude.between(north - WITHIN / DEGREE, north + WITHIN / DEGREE),
        Proposal.longitude.between(east - WITHIN / wide, east + WITHIN / wide),
        or_(Proposal.cycle_id == proposal.cycle_id, Proposal.state.in_(DONE)),
        Proposal.state.not_in(GONE),
    )
    found = []
    for row in rows.execute(wanted):
        case = Case(*row)
        there = case.proposal
        metres = round(
            hypot(DEGREE * ((there.latitude or 0) - north), wide * ((there.longitude or 0) - east))
        )
        if metres <= WITHIN:
            found.append(Near(case, metres, there.state in DONE))
    return sorted(found, key=lambda one: (one.metres, one.case.proposal.id))[:MOST]
