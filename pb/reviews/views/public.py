"""What everyone sees of a review."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import render_template

from pb import db
from pb.access import public
from pb.proposals.models import Proposal, State
from pb.reviews.assigning import queries
from pb.reviews.assigning.models import Part
from pb.reviews.views.page import blueprint, proposal
from pb.town.models import Department


@dataclass(frozen=True)
class Standing:
    """Where a proposal stands, as everyone may know it."""

    waits: bool
    lead: Department | None
    since: datetime | None
    due: date | None
    consulted: tuple[Department, ...]


@blueprint.app_template_global("review_standing")
def review_standing(found: Proposal) -> Standing:
    involved = queries.of_proposal(db.session(), found.id) if found.state == State.IN_REVIEW else []
    present = [(one, department) for one, department in involved if one.ended is None]
    lead = next((one for one in present if one[0].part == Part.LEAD), None)
    return Standing(
        waits=found.state in (State.RECEIVED, State.IN_REVIEW) and lead is None,
        lead=lead[1] if lead else None,
        since=lead[0].since if lead else None,
        due=lead[0].due if lead else None,
        consulted=tuple(department for one, department in present if one.part == Part.CONSULTED),
    )


@blueprint.get("/proposals/<int:number>/review")
@public
def standing(number: int) -> str:
    """Where a proposal stands: who examines it, since when and until when."""
    found = proposal(number)
    return render_template("reviews/standing.html", proposal=found, case=queries.case(db.session(), number))
