"""The reviewer's pages: the inbox of the department, and the dossier of one proposal."""

from flask import abort, render_template

from pb import db
from pb.access import Permission, may, requires
from pb.proposals.models import Proposal
from pb.reviews.assigning import queries
from pb.reviews.assigning.queries import Work
from pb.reviews.assigning.rules import Urgency
from pb.reviews.views.menu import my_departments
from pb.reviews.views.page import blueprint, cycle_ids, proposal, today


@blueprint.get("/reviews")
@requires(Permission.OPEN_DOSSIER)
def inbox() -> str:
    """What my departments have; a coordinator sees what all have."""
    rows, assigns, mine = db.session(), may(Permission.ASSIGN_REVIEW), my_departments()
    work = queries.work(rows, today(), mine)
    return render_template(
        "reviews/inbox.html",
        work=work,
        late=[one for one in work if one.urgency is Urgency.LATE],
        soon=[one for one in work if one.urgency in (Urgency.TODAY, Urgency.SOON)],
        waiting=len(queries.waiting(rows, cycle_ids())) if assigns else None,
        has_department=mine is None or bool(mine),
        sees_all=mine is None,
    )


@blueprint.get("/reviews/<int:number>")
@requires(Permission.OPEN_DOSSIER)
def dossier(number: int) -> str:
    """One proposal with all that is needed to judge it."""
    found = proposal(number)
    must_concern_me(found)
    rows = db.session()
    before, after = neighbours(queries.work(rows, today(), my_departments()), number)
    return render_template(
        "reviews/dossier.html",
        case=queries.case(rows, number),
        version=found.versions[-1],
        involved=queries.of_proposal(rows, number),
        before=before,
        after=after,
    )


def must_concern_me(found: Proposal) -> None:
    """A reviewer opens what a department of theirs has or had; a coordinator everything."""
    mine = my_departments()
    if may(Permission.ASSIGN_REVIEW):
        return
    if not any(one.department_id in (mine or ()) for one, _ in queries.of_proposal(db.session(), found.id)):
        abort(403)


def neighbours(work: list[Work], number: int) -> tuple[int | None, int | None]:
    """The proposals before and after this one in the inbox, by number."""
    numbers = list(dict.fromkeys(one.case.proposal.id for one in work))
    if number not in numbers:
        return None, numbers[0] if numbers else None
    place = numbers.index(number)
    before = numbers[place - 1] if place else None
    return before, numbers[place + 1] if place + 1 < len(numbers) else None
