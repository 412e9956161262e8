"""Giving proposals to departments, taking them back, and keeping who works where."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb.access import Role
from pb.accounts.models import Account
from pb.accounts.queries import offices
from pb.cycles.phases import Activity
from pb.cycles.queries import plan_of
from pb.cycles.rules import allowed, day
from pb.journal.kinds import Kind
from pb.journal.pen import Pen
from pb.proposals.actions import move
from pb.proposals.models import Proposal, State
from pb.reviews import news
from pb.reviews.assigning import queries
from pb.reviews.assigning.models import Assignment, DepartmentSeat, Outcome, Part
from pb.reviews.assigning.queries import Seat
from pb.reviews.assigning.rules import (
    DueInThePast,
    NoReviewer,
    NotReviewTime,
    NotWaiting,
    SeatedAlready,
    TwiceTheSame,
)
from pb.town.models import Department


@dataclass(frozen=True)
class Task:
    """Who leads, who is asked as well, and until when."""

    lead: int
    consulted: tuple[int, ...]
    due: date


def must_be_review(rows: Session, proposal: Proposal, at: datetime) -> None:
    """Raises NotReviewTime."""
    if Activity.REVIEW not in allowed(plan_of(queries.cycle_of(rows, proposal)), at):
        raise NotReviewTime


def assign(pen: Pen, proposal: Proposal, task: Task) -> None:
    """Give a proposal that waits to its departments; its proposer is told.

    Raises NotReviewTime, NotWaiting, DueInThePast, TwiceTheSame.
    """
    must_be_review(pen.rows, proposal, pen.at)
    if queries.lead_of(pen.rows, proposal.id) is not None:
        raise NotWaiting
    if proposal.state == State.RECEIVED:
        move(proposal, State.IN_REVIEW)
    elif proposal.state != State.IN_REVIEW:
        raise NotWaiting
    lead = hand_over(pen, proposal, task.lead, Part.LEAD, task.due)
    pen.note(
        Kind.REVIEW_ASSIGNED, proposal=str(proposal.id), department=lead.name_ko, due=task.due.isoformat()
    )
    for department in task.consulted:
        consult(pen, proposal, department, task.due)
    news.assigned(pen.rows, proposal, lead, task.due, pen.at)


def consult(pen: Pen, proposal: Proposal, department: int, due: date) -> None:
    """Ask one more department; the pen's reason is what it is asked. Raises TwiceTheSame, DueInThePast."""
    asked = hand_over(pen, proposal, department, Part.CONSULTED, due)
    pen.note(Kind.REVIEW_CONSULTED, proposal=str(proposal.id), department=asked.name_ko, due=due.isoformat())


def reassign(pen: Pen, proposal: Proposal, department: int, due: date) -> None:
    """Let another department lead, or the same one until another day. Raises NotReviewTime, DueInThePast."""
    must_be_review(pen.rows, proposal, pen.at)
    before = queries.lead_of(pen.rows, proposal.id)
    if before is None or proposal.state != State.IN_REVIEW:
        raise NotWaiting
    end(before, Outcome.REASSIGNED, pen.at)
    for one, _ in queries.of_proposal(pen.rows, proposal.id):
        if one.ended is None and one.department_id == department:
            end(one, Outcome.REASSIGNED, pen.at)
    pen.rows.flush()
    now = hand_over(pen, proposal, department, Part.LEAD, due)
    pen.note(
        Kind.REVIEW_REASSIGNED,
        proposal=str(proposal.id),
        department_before=pen.rows.get_one(Department, before.department_id).name_ko,
        department=now.name_ko,
        due=due.isoformat(),
    )


def hand_over(pen: Pen, proposal: Proposal, department: int, part: Part, due: date) -> Department:
    if due < day(pen.at):
        raise DueInThePast
    row = Assignment(
        proposal_id=proposal.id,
        department_id=department,
        part=part.value,
        since=pen.at,
        due=due,
        question=pen.reason,
        answer="",
    )
    try:
        with pen.rows.begin_nested():
            pen.rows.add(row)
    except IntegrityError:
        raise TwiceTheSame from None
    return pen.rows.get_one(Department, department)


def end(assignment: Assignment, outcome: Outcome, at: datetime) -> None:
    assignment.ended, assignment.outcome = at, outcome.value


def seat(pen: Pen, account: Account | None, department: Department) -> None:
    """Let an official work in a department. Raises NoReviewer, SeatedAlready."""
    if account is None or Role.REVIEWER not in offices(pen.rows, account.id):
        raise NoReviewer
    try:
        with pen.rows.begin_nested():
            pen.rows.add(
                DepartmentSeat(person_id=account.person_id, department_id=department.id, since=pen.at)
            )
    except IntegrityError:
        raise SeatedAlready from None
    pen.note(Kind.SEAT_GIVEN, official=str(account.id), department=department.name_ko)


def unseat(pen: Pen, seat: Seat) -> None:
    """From now on the official does not work there. What they had in hand, the department's others have."""
    department = seat.department
    pen.rows.execute(
        delete(DepartmentSeat).where(
            DepartmentSeat.person_id == seat.person, DepartmentSeat.department_id == department.id
        )
    )
    for one in queries.work(pen.rows, day(pen.at), [department.id]):
        if one.assignment.person_id == seat.person:
            one.assignment.person_id = None
    pen.note(Kind.SEAT_TAKEN, official=str(seat.account), department=department.name_ko)
