"""What everyone sees of a review."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import Response, abort, render_template, request, url_for

from pb import db
from pb.access import public
from pb.cycles import queries as cycles
from pb.cycles import sentences
from pb.cycles.models import Cycle
from pb.proposals.models import Proposal, State
from pb.reviews import queries
from pb.reviews.assigning import queries as assigning
from pb.reviews.assigning.models import Part
from pb.reviews.deciding import queries as deciding
from pb.reviews.deciding.models import Amendment, Review
from pb.reviews.deciding.rules import appeal_deadline
from pb.reviews.views.page import blueprint, today
from pb.town.models import Department
from pb.web.sheets import csv_text


@dataclass(frozen=True)
class Standing:
    """Where a proposal stands, as everyone may know it. A draft of the form is no part of it."""

    state: str
    waits: bool
    lead: Department | None
    since: datetime | None
    due: date | None
    why: str
    consulted: tuple[Department, ...]
    decision: Review | None
    decided_by: Department | None
    earlier: tuple[Review, ...]
    appeal_until: date | None
    amendment: Amendment | None


@blueprint.app_template_global("review_standing")
def review_standing(found: Proposal) -> Standing:
    rows = db.session()
    involved = assigning.of_proposal(rows, found.id)
    present = [one for one in involved if one[0].ended is None and found.state == State.IN_REVIEW]
    lead = next((one for one in present if one[0].part == Part.LEAD), None)
    decisions = deciding.decisions(rows, found.id)
    counts = decisions[0] if decisions and found.state != State.IN_REVIEW else None
    by = {one.id: department for one, department in involved}
    return Standing(
        state=found.state,
        waits=found.state in (State.RECEIVED, State.IN_REVIEW) and lead is None,
        lead=lead[1] if lead else None,
        since=lead[0].since if lead else None,
        due=lead[0].due if lead else None,
        why=lead[0].question if lead and decisions else "",
        consulted=tuple(department for one, department in present if one.part == Part.CONSULTED),
        decision=counts,
        decided_by=by.get(counts.assignment_id) if counts else None,
        earlier=tuple(decisions if counts is None else decisions[1:]),
        appeal_until=appeal_until(found, counts),
        amendment=deciding.open_amendment(rows, found) if lead else None,
    )


def appeal_until(found: Proposal, decision: Review | None) -> date | None:
    """Until when the proposer may still object; None once it is over."""
    if decision is None or decision.confirmed is None or found.state != State.INFEASIBLE:
        return None
    plan = cycles.plan_of(assigning.cycle_of(db.session(), found))
    last = appeal_deadline(plan, decision.confirmed)
    return last if last is not None and last >= today() else None


def chosen_cycle() -> Cycle:
    """The published cycle asked for, or the newest; 404 if there is none."""
    asked = request.args.get("cycle", type=int)
    found = [one for one in cycles.published(db.session()) if asked in (None, one.id)]
    if not found:
        abort(404)
    return found[0]


@blueprint.get("/reviews/statistics")
@public
def statistics() -> str:
    """The year of the review in figures, with the sum that must meet."""
    if not cycles.published(db.session()):
        return render_template("reviews/statistics.html", cycle=None, title="", told=None, others=[])
    cycle = chosen_cycle()
    others = [
        (url_for(".statistics", cycle=one.id), sentences.name(cycles.plan_of(one)))
        for one in cycles.published(db.session())
        if one.id != cycle.id
    ]
    return render_template(
        "reviews/statistics.html",
        cycle=cycle,
        title=sentences.name(cycles.plan_of(cycle)),
        told=queries.statistics(db.session(), cycle.id, today()),
        others=others,
    )


@blueprint.get("/reviews/statistics.csv")
@public
def statistics_csv() -> Response:
    """The same figures as a file, a line each."""
    cycle = chosen_cycle()
    told = queries.statistics(db.session(), cycle.id, today())
    sums = told.sums
    lines = [
        (name, str(getattr(sums, name)))
        for name in (
            "received",
            "on_ballot",
            "feasible",
            "infeasible",
            "merged",
            "withdrawn",
            "forwarded",
            "open",
        )
    ]
    lines += [(f"infeasible:{ground.value}", str(count)) for ground, count in told.grounds]
    for pace in told.paces:
        name = pace.department.name_ko
        lines += [(f"decided:{name}", str(pace.decided)), (f"open:{name}", str(pace.open))]
        lines += [
            (f"late:{name}", str(pace.late)),
            (f"median_days:{name}", "" if pace.days is None else f"{pace.days:g}"),
        ]
    headers = {"Content-Disposition": f"attachment; filename=review-{cycle.year}.csv"}
    return Response(csv_text(("figure", "value"), lines), mimetype="text/csv", headers=headers)
